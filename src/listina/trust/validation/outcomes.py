"""How a judgement ends: indication, sub-indication and the reasons, as EN 319 102-1 orders them.

Source: ETSI EN 319 102-1 V1.3.1, tables 5 and 6; decision 15 (INDETERMINATE is never „neplatný“).
"""

from __future__ import annotations

from dataclasses import dataclass

from listina.texts import Text
from listina.trust.errors import UnusableReason
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.values import Indication, Proof, Result, SubIndication

_RESULTS = {
    Indication.PASSED: Result.VALID,
    Indication.FAILED: Result.INVALID,
    Indication.INDETERMINATE: Result.UNDECIDABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a judgement came to.

    Attributes:
        indication, sub_indication: EN 319 102-1.
        reasons: empty only if it passed.
    """

    indication: Indication
    sub_indication: SubIndication | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def result(self) -> Result:
        """What a clause says."""
        return _RESULTS[self.indication]


class Stopped(Exception):  # noqa: N818  # it ends a judgement; it is no error of ours
    """A judgement ends here. Stays within `validation`."""

    def __init__(self, outcome: Outcome) -> None:
        """Keep how it ends."""
        super().__init__(outcome.reasons[0].code)
        self.outcome = outcome


def reason(code: str, cs: str, en: str) -> Reason:
    """Return a reason in both languages."""
    return Reason(code=code, text=Text(cs, en))


def failed(sub_indication: SubIndication, why: Reason) -> Outcome:
    """Return TOTAL-FAILED."""
    return Outcome(indication=Indication.FAILED, sub_indication=sub_indication, reasons=(why,))


def indeterminate(sub_indication: SubIndication, why: Reason) -> Outcome:
    """Return INDETERMINATE."""
    return Outcome(indication=Indication.INDETERMINATE, sub_indication=sub_indication, reasons=(why,))


def unexpected(error: Exception) -> Outcome:
    """Return what is said where a parser broke: nothing is known, and it is told by the error's name alone."""
    name = type(error).__name__
    return indeterminate(
        SubIndication.GENERIC,
        reason("not_verifiable", f"Ověření se nepodařilo dokončit ({name}).", f"The check could not be made ({name})."),
    )


def of_certificate(unusable: UnusableReason, proof: Proof) -> Outcome:
    """Return the outcome for a signer's certificate that was not in order at the best signature time.

    Args:
        unusable: why.
        proof: what proves that time; the moment of the validation proves nothing about the past.
    """
    proven = proof is not Proof.MOMENT_OF_VALIDATION
    match unusable:
        case UnusableReason.EXPIRED:
            sub = SubIndication.OUT_OF_BOUNDS_NOT_REVOKED if proven else SubIndication.OUT_OF_BOUNDS_NO_POE
            why = reason("certificate.expired", "Platnost certifikátu skončila.", "The certificate had expired.")
        case UnusableReason.NOT_YET_VALID if proven:
            return failed(SubIndication.NOT_YET_VALID, _NOT_YET_VALID)
        case UnusableReason.NOT_YET_VALID:
            sub, why = SubIndication.OUT_OF_BOUNDS_NO_POE, _NOT_YET_VALID
        case UnusableReason.REVOKED:
            sub = SubIndication.REVOKED_NO_POE
            why = reason("certificate.revoked", "Certifikát byl zneplatněn.", "The certificate had been revoked.")
        case UnusableReason.REVOCATION_UNKNOWN:
            sub = SubIndication.TRY_LATER
            why = reason(
                "revocation.unknown",
                "Nelze zjistit, zda certifikát nebyl zneplatněn.",
                "Whether the certificate was revoked cannot be found out.",
            )
        case UnusableReason.WEAK_KEY:
            sub = SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE
            why = reason("key.weak", "Klíč nebo algoritmus je slabý.", "The key or an algorithm is weak.")
        case UnusableReason.FOREIGN:
            sub = SubIndication.NO_CERTIFICATE_CHAIN_FOUND
            why = reason(
                "certificate.foreign",
                "Certifikát nevede k důvěryhodné autoritě.",
                "The certificate leads to no trusted authority.",
            )
        case _:
            sub = SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE
            why = reason("certificate.not_usable", "Certifikát nelze použít.", "The certificate cannot be used.")
    return indeterminate(sub, why)


_NOT_YET_VALID = reason(
    "certificate.not_yet_valid", "Platnost certifikátu ještě nezačala.", "The certificate was not valid yet."
)
