"""What the register refuses."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class ClauseNotFoundError(ListinaError):
    """No confirmed clause has this number and this check code; which of the two is wrong is not said."""

    code = "register.clause_not_found"
    remedy = Remedy.NOT_FOUND
    cs = "K zadanému číslu a kontrolnímu kódu doložku nemáme. Zkontrolujte opis; velká a malá písmena nerozlišujeme."
    en = "We have no clause with this number and check code. Check what you copied; upper and lower case are the same."


class ReservationNotFoundError(ListinaError):
    """The authority has no reservation of this number."""

    code = "register.reservation_not_found"
    remedy = Remedy.NOT_FOUND
    cs = "Pořadové číslo {number} není tomuto subjektu přiděleno."
    en = "The clause number {number} is not reserved for this authority."


class ReservationConflictError(ListinaError):
    """A number was already issued to this conversion under other circumstances."""

    code = "register.reservation_conflict"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Konverzi už bylo přiděleno číslo za jiných okolností. Obraťte se na provozovatele."
    en = "The conversion was given a number under other circumstances. Contact the operator."


class NumberVoidedError(ListinaError):
    """The number was given up; it is never used again."""

    code = "register.number_voided"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Číslo {number} bylo zrušeno před dokončením a zůstane nevyužité. Proveďte konverzi znovu."
    en = "The number {number} was voided before completion and stays unused. Perform the conversion again."


class NumberConfirmedError(ListinaError):
    """The conversion was performed; what was performed is never voided, only marked."""

    code = "register.number_confirmed"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Konverze č. {number} je už zapsaná v evidenci. Zrušit ji nelze, výstup lze označit za chybný."
    en = "The conversion {number} is registered. It cannot be voided; its output can be marked erroneous."


class ConflictingConfirmationError(ListinaError):
    """The number is confirmed with another record; nothing was changed."""

    code = "register.conflicting_confirmation"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Pod číslem {number} je už zapsaná jiná konverze. Nic se nezměnilo; obraťte se na provozovatele."
    en = "Another conversion is registered under {number}. Nothing was changed; contact the operator."


class SecondPersonRequiredError(ListinaError):
    """An output is marked erroneous by two people (decision 19)."""

    code = "register.second_person_required"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Označit výstup za chybný musí dvě různé osoby."
    en = "Marking an output erroneous takes two different people."


class ReceiptNotFoundError(ListinaError):
    """The receipt of the number is not sealed yet, or there is no such number."""

    code = "register.receipt_not_found"
    remedy = Remedy.TRY_LATER
    cs = "Potvrzení o zápisu konverze č. {number} zatím není vydané. Zkuste to za chvíli."
    en = "The receipt of the conversion {number} is not issued yet. Try again in a while."


class EvidenceNotKeptError(ListinaError):
    """The authority has no such clause, or its evidence was deleted when the law's ten years were over."""

    code = "register.evidence_not_kept"
    remedy = Remedy.NOT_FOUND
    cs = "Údaje v evidenci ke konverzi č. {number} už nemáme. Uchovávají se 10 let od jejího provedení."
    en = "The evidence of the conversion {number} is not kept any more. It is kept for 10 years."


class AlreadyErroneousError(ListinaError):
    """The output was marked erroneous before; one entry is enough."""

    code = "register.already_erroneous"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Výstup konverze č. {number} je už za chybný označen."
    en = "The output of the conversion {number} is already marked erroneous."


class AlreadyReplacedError(ListinaError):
    """The output has a replacement; a further one would replace that."""

    code = "register.already_replaced"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Výstup konverze č. {number} už nahrazuje výstup č. {by}. Nahradit lze ten."
    en = "The output of the conversion {number} is already replaced by {by}. Replace that one."
