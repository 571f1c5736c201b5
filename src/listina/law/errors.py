"""What cannot be lawful: errors of the values this folder builds and of the questions asked of it."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class InvalidClauseError(ListinaError):
    """A clause, or an element named in it, that § 25(1) L300 would not recognise."""

    code = "law.invalid_clause"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Údaj doložky není v pořádku: {reason_cs}"
    en = "Clause field {field}: {reason_en}"

    def __init__(self, field: str, *, cs: str, en: str) -> None:
        """Name the field of the clause and say in both languages what is wrong with it."""
        self.field = field
        super().__init__(field=field, reason_cs=cs, reason_en=en)


class InvalidEvidenceError(ListinaError):
    """An entry of the evidence that § 26(2) L300 would not recognise."""

    code = "law.invalid_evidence"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Údaj evidence není v pořádku: {reason_cs}"
    en = "Evidence field {field}: {reason_en}"

    def __init__(self, field: str, *, cs: str, en: str) -> None:
        """Name the field of the entry and say in both languages what is wrong with it."""
        self.field = field
        super().__init__(field=field, reason_cs=cs, reason_en=en)


class InvalidDateError(ListinaError):
    """A day that is not in the calendar, or a day without its month."""

    code = "law.invalid_date"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Takové datum v kalendáři není."
    en = "There is no such date in the calendar."


class InvalidNumberError(ListinaError):
    """A text that cannot be a number of the evidence: empty, too long, or with characters outside printable ASCII."""

    code = "law.invalid_number"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Pořadové číslo má 1 až 64 znaků bez mezer a bez háčků a čárek. Zkontrolujte opis."
    en = "A clause number has 1 to 64 printable ASCII characters without spaces."


class NumberOutOfRangeError(ListinaError):
    """The parts of a new number are out of range: a mistake in our own code or an exhausted series."""

    code = "law.number_out_of_range"
    remedy = Remedy.CALL_SUPPORT
    cs = "Pořadové číslo nelze sestavit. Obraťte se na podporu."
    en = "The number cannot be composed: {part} is out of range."


class InvalidCheckCodeError(ListinaError):
    """A text that cannot be a check code, even after its usual misreadings are mended."""

    code = "law.invalid_check_code"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Kontrolní kód má 10 znaků (číslice a písmena bez U). Zkontrolujte opis; velká a malá písmena nerozlišujeme."
    en = "A check code has 10 characters (digits and letters without U)."


class TooFewRandomBytesError(ListinaError):
    """A check code was asked for with fewer random bytes than make it unguessable: a mistake in our own code."""

    code = "law.too_few_random_bytes"
    remedy = Remedy.CALL_SUPPORT
    cs = "Vnitřní chyba: kontrolní kód nelze vytvořit."
    en = "A check code needs at least {needed} random bytes, {given} were given."


class NaiveMomentError(ListinaError):
    """A moment without a time zone was given: a mistake in our own code, since its day in Prague is unknown."""

    code = "law.naive_moment"
    remedy = Remedy.CALL_SUPPORT
    cs = "Vnitřní chyba: čas bez časového pásma."
    en = "A moment without a time zone has no day in Prague."


class NoRuleRecordedError(ListinaError):
    """The rules recorded here do not reach back to the day asked about; that is no permission."""

    code = "law.no_rule_recorded"
    remedy = Remedy.CALL_SUPPORT
    cs = "Pro den {day} nemáme právní úpravu zaznamenánu ({subject})."
    en = "No rule is recorded for {day} ({subject})."


class ConversionNotOfferedError(ListinaError):
    """The questions for this direction and kind of conversion are not written; nothing may be judged admissible."""

    code = "law.conversion_not_offered"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = "Takovou konverzi tento systém neprovádí."
    en = "This system does not perform {kind} conversions {direction}."


class ImpossibleFindingError(ListinaError):
    """What was found about an electronic input contradicts itself: a mistake in our own code. No clause is drawn up."""

    code = "law.impossible_finding"
    remedy = Remedy.CALL_SUPPORT
    cs = "Zjištění o vstupu si odporují, doložku proto nelze vyhotovit. Obraťte se na podporu."
    en = "The findings about the input contradict each other ({rule}); no clause can be drawn up."
