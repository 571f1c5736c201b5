"""Why a step of a conversion was not made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from listina.errors import ListinaError, Remedy

if TYPE_CHECKING:
    from listina.conversions.cases import Missing
    from listina.conversions.gate import GateReport


class CaseNotFoundError(ListinaError):
    """No such case in the actor's authority; a case of another authority is answered the same way."""

    code = "conversion.not_found"
    remedy = Remedy.NOT_FOUND
    cs = "Takovou konverzi nemáme."
    en = "There is no such conversion."


class PageNotFoundError(ListinaError):
    """The case has no such page."""

    code = "conversion.page_not_found"
    remedy = Remedy.NOT_FOUND
    cs = "Taková strana v konverzi není."
    en = "The conversion has no such page."


class OutputNotFoundError(ListinaError):
    """The case has no registered output (yet)."""

    code = "conversion.output_not_found"
    remedy = Remedy.NOT_FOUND
    cs = "Konverze zatím nemá výstup zapsaný v evidenci."
    en = "The conversion has no registered output yet."


class OutputDeletedError(ListinaError):
    """The signed output was deleted when its period of keeping was over (decision 24)."""

    code = "conversion.output_deleted"
    remedy = Remedy.GONE
    cs = "Podepsaný výstup jsme po uplynutí doby uchování smazali {deleted_on}."
    en = "The signed output was deleted on {deleted_on}, when its period of keeping was over."


class OutputOnPaperError(ListinaError):
    """The output is on paper; its print file is printed under the same number no more (decision 17)."""

    code = "conversion.output_on_paper"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Výstup je na papíře a pod týmž číslem se znovu netiskne. Potřebujete-li další, vyhotovte další stejnopis."
    en = "The output is on paper and is not printed again under the same number. Make another original instead."


class ScansDeletedError(ListinaError):
    """The scans went some days after the acknowledged hand-over, or with a case without an output (decision 24)."""

    code = "conversion.scans_deleted"
    remedy = Remedy.GONE
    cs = "Skeny jsme smazali {deleted_on}. Jejich otisky zůstávají."
    en = "The scans were deleted on {deleted_on}. Their digests stay."


class NotYourCaseError(ListinaError):
    """Another official of the authority performs this conversion."""

    code = "conversion.not_yours"
    remedy = Remedy.NOT_PERMITTED
    cs = "Tuto konverzi provádí jiná osoba. Můžete ji jen prohlížet."
    en = "Another official performs this conversion. You can only look at it."


class ConversionNotPermittedError(ListinaError):
    """The actor's roles do not include performing conversions."""

    code = "conversion.not_permitted"
    remedy = Remedy.NOT_PERMITTED
    cs = "K provádění konverzí nemáte oprávnění. Požádejte lokálního administrátora."
    en = "You may not perform conversions. Ask your local administrator."


class WrongStateError(ListinaError):
    """The event may not happen in the state the case is in."""

    code = "conversion.wrong_state"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Tento krok teď nelze provést, konverze je už v jiném stavu. Načtěte stránku znovu."
    en = "This step is not possible in the state {state} ({event}). Load the page again."


class WrongDirectionError(ListinaError):
    """The step belongs to conversions in the other direction."""

    code = "conversion.wrong_direction"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Tento krok k této konverzi nepatří, převádí se opačným směrem."
    en = "This step does not belong to this conversion: it goes in the other direction."


class AttemptLostError(ListinaError):
    """Another attempt at the same step, or a change of the case, came first; this one's result was dropped."""

    code = "conversion.attempt_lost"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Na konverzi právě pracuje jiný požadavek. Načtěte stránku znovu."
    en = "Another request is working on this conversion. Load the page again."


class InsideTransactionError(ListinaError):
    """A step with effects outside the database was called inside a transaction: a mistake in our own code."""

    code = "conversion.inside_transaction"
    remedy = Remedy.CALL_SUPPORT
    cs = "Vnitřní chyba: krok konverze byl spuštěn uvnitř transakce."
    en = "Internal mistake: a step of the conversion was started inside a transaction."


class CaseDamagedError(ListinaError):
    """The row of the case lacks what its state promises: it was changed from outside."""

    code = "conversion.damaged"
    remedy = Remedy.CALL_SUPPORT
    cs = "Záznam konverze je poškozený ({field}). Obraťte se na provozovatele."
    en = "The record of the conversion is damaged ({field}). Contact the operator."


class InvalidCaseDataError(ListinaError):
    """A text or number about the case is out of its bounds."""

    code = "conversion.invalid_data"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "{reason_cs}"
    en = "Field {field}: {reason_en}"


class InvalidAnswerError(ListinaError):
    """An answer to a question that is not asked, or with a value it does not offer."""

    code = "conversion.invalid_answer"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Odpověď na otázku „{question}“ neznáme. Vyberte jednu z nabízených."
    en = "Unknown answer to the question {question}. Choose one of those offered."


class TooManyPagesError(ListinaError):
    """The document would pass the limit of pages or bytes."""

    code = "conversion.too_many_pages"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Dokument smí mít nejvýše {pages} stran a {megabytes} MB. Rozdělte ho na více dokumentů."
    en = "A document may have at most {pages} pages and {megabytes} MB. Split it."


class NothingToRefuseError(ListinaError):
    """The answers give no ground to refuse the conversion."""

    code = "conversion.nothing_to_refuse"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Z odpovědí neplyne žádný důvod konverzi neprovést."
    en = "The answers give no ground to refuse the conversion."


class NotReadyError(ListinaError):
    """Something is missing; `missing` lists all of it."""

    code = "conversion.not_ready"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Konverzi zatím nelze dokončit. {sentences}"
    en = "The conversion cannot be finished yet. {sentences_en}"

    def __init__(self, missing: Sequence[Missing]) -> None:
        """Keep the list for the doors and put its sentences into the text."""
        self.missing = tuple(missing)
        super().__init__(
            sentences=" ".join(item.text.cs for item in self.missing),
            sentences_en=" ".join(item.text.en for item in self.missing),
        )


class CertificateNotYoursError(ListinaError):
    """The certificate is not among the official's registered signing certificates."""

    code = "conversion.certificate_not_yours"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Tento podpisový certifikát nemáte zaregistrovaný. Vyberte jiný, nebo požádejte lokálního administrátora."
    en = "This signing certificate is not registered for you. Choose another or ask your local administrator."


class DayChangedError(ListinaError):
    """Midnight in Prague passed between the preparation of the clause and its signature."""

    code = "conversion.day_changed"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Doložka byla připravena {prepared_on}. Dnes ji vyhotovíme s novým datem. Podepište prosím znovu."
    en = "The clause was prepared on {prepared_on}. It will be drawn up anew today; sign again."


class GateRefusedError(ListinaError):
    """A check before the confirmation failed or could not be made; the case stays resumable."""

    code = "conversion.gate_refused"
    remedy = Remedy.CALL_SUPPORT
    cs = "Výstup nebyl zapsán do evidence. {sentences}"
    en = "The output was not registered. {sentences_en} ({codes})"

    def __init__(self, report: GateReport) -> None:
        """Keep the report and put the failed checks into the text."""
        self.report = report
        super().__init__(
            sentences=" ".join(check.cs for check in report.failed),
            sentences_en=" ".join(check.en for check in report.failed),
            codes=", ".join(check.code for check in report.failed),
        )


class OutputNotRenewableError(ListinaError):
    """A kept output cannot get a new timestamp: it is not good any more, or the new one would be no better."""

    code = "conversion.output_not_renewable"
    remedy = Remedy.CALL_SUPPORT
    cs = "Výstup nelze opatřit novým časovým razítkem. Obraťte se na podporu."
    en = "The output cannot get a new timestamp: {found}"

    def __init__(self, *, found: str) -> None:
        """Keep what was found, without anything personal."""
        super().__init__(found=found)


class NoSuchCutError(ListinaError):
    """A stack is split at pages that are there, so that each conversion gets a page."""

    code = "conversion.no_such_cut"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Označte strany, kterými začíná další dokument. Na každou konverzi musí zbýt aspoň jedna strana."
    en = "Mark the pages where another document begins. Each conversion needs at least one page."


class UnequalSidesError(ListinaError):
    """Fronts and backs can be put between each other only if there are as many of each."""

    code = "conversion.unequal_sides"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Líců a rubů musí být stejně, stran je ale {count}. Doplňte chybějící stranu, nebo přebývající vyřaďte."
    en = "There must be as many fronts as backs, but there are {count} pages. Add the missing page or remove one."
