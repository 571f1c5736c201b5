"""Why an entry after registration was not made."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class NothingCorrectedError(ListinaError):
    """What was typed is what the evidence says already."""

    code = "afterwards.nothing_corrected"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Nic jste nezměnili, v evidenci jsou už právě tyto údaje."
    en = "Nothing was changed; the evidence holds exactly this already."


class RequestPendingError(ListinaError):
    """Somebody asked to mark this output before, and nobody has decided yet."""

    code = "afterwards.request_pending"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Označit tento výstup za chybný už někdo navrhl. Návrh čeká na rozhodnutí druhé osoby."
    en = "Somebody already proposed to mark this output erroneous. The proposal waits for a second person."


class RequestNotFoundError(ListinaError):
    """The authority has no such proposal."""

    code = "afterwards.request_not_found"
    remedy = Remedy.NOT_FOUND
    cs = "Takový návrh nemáme."
    en = "There is no such proposal."


class RequestDecidedError(ListinaError):
    """The proposal was decided otherwise, or by somebody else, before."""

    code = "afterwards.request_decided"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "O návrhu už bylo rozhodnuto."
    en = "The proposal was already decided."


class NotYourRequestError(ListinaError):
    """Only the person who made a proposal takes it back; others decide it."""

    code = "afterwards.not_your_request"
    remedy = Remedy.NOT_PERMITTED
    cs = "Návrh může vzít zpět jen ten, kdo ho podal."
    en = "Only the person who made the proposal can take it back."


class ReplacementNotPossibleError(ListinaError):
    """The number is not that of a later, good output of the same authority."""

    code = "afterwards.replacement_not_possible"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "{reason_cs}"
    en = "{reason_en}"
