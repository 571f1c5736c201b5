"""How a judgement ends: indication, sub-indication and the reasons, as EN 319 102-1 orders them.

Source: ETSI EN 319 102-1 V1.3.1, tables 5 and 6; decision 15 (INDETERMINATE is never „neplatný“).
"""

from __future__ import annotations

from dataclasses import dataclass

from listina.texts import Text
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.values import Indication, Result, SubIndication

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


PASSED = Outcome(indication=Indication.PASSED)


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


def malformed(why_en: str) -> Outcome:
    """Return TOTAL-FAILED for a signature that is not built as its standard says."""
    why = reason(
        "format.malformed", "Podpis není sestaven podle normy.", f"It is not built as its standard says: {why_en}"
    )
    return failed(SubIndication.FORMAT_FAILURE, why)


CONTENT_CHANGED = failed(
    SubIndication.HASH_FAILURE,
    reason("content.changed", "Podepsaný obsah byl změněn.", "What was signed has been changed."),
)
VALUE_WRONG = failed(
    SubIndication.SIG_CRYPTO_FAILURE,
    reason(
        "signature.wrong",
        "Podpis nevznikl klíčem uvedeného certifikátu, nebo byl změněn.",
        "The signature was not made with the certificate's key, or it has been changed.",
    ),
)
CHANGED_LATER = failed(
    SubIndication.FORMAT_FAILURE,
    reason(
        "content.changed_later",
        "Po podpisu bylo do souboru přidáno něco, co mění, co se zobrazuje.",
        "After the signature something was added that changes what is shown.",
    ),
)
CHANGES_UNCLEAR = indeterminate(
    SubIndication.GENERIC,
    reason(
        "integrity.undecidable",
        "Po podpisu bylo do souboru přidáno něco, co nelze posoudit.",
        "After the signature something was added that cannot be judged.",
    ),
)
NOT_ALL_SIGNED = indeterminate(
    SubIndication.GENERIC,
    reason("coverage.part", "Podpis se netýká celého souboru.", "The signature is not about the whole file."),
)
NO_CERTIFICATE = indeterminate(
    SubIndication.NO_SIGNING_CERTIFICATE_FOUND,
    reason(
        "certificate.missing",
        "Certifikát, na kterém je podpis založen, nelze určit.",
        "The signer's certificate cannot be told.",
    ),
)
NO_PATH = indeterminate(
    SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
    reason(
        "certificate.foreign",
        "Certifikát nevede k důvěryhodné autoritě.",
        "The certificate leads to no trusted authority.",
    ),
)
WRONG_USAGE = indeterminate(
    SubIndication.CHAIN_CONSTRAINTS_FAILURE,
    reason(
        "certificate.usage",
        "Certifikát není určen k tomu, k čemu byl použit.",
        "The certificate is not meant for what it was used for.",
    ),
)
BAD_PATH = indeterminate(
    SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE,
    reason(
        "certificate.chain",
        "Některý certifikát mezi podepisujícím a důvěryhodnou autoritou nelze použít.",
        "A certificate between the signer and the trusted authority cannot be used.",
    ),
)
_REVOKED = reason("certificate.revoked", "Certifikát byl zneplatněn.", "The certificate had been revoked.")
REVOKED_UNPROVEN = indeterminate(SubIndication.REVOKED_NO_POE, _REVOKED)
MADE_WHEN_REVOKED = failed(
    SubIndication.REVOKED,
    reason(
        "certificate.revoked_when_made",
        "Podpis vznikl až po zneplatnění certifikátu.",
        "The signature was made after the certificate had been revoked.",
    ),
)
ISSUER_REVOKED = indeterminate(
    SubIndication.REVOKED_CA_NO_POE,
    reason(
        "certificate.issuer_revoked",
        "Certifikát vydávající autority byl zneplatněn.",
        "The issuing authority's certificate had been revoked.",
    ),
)
REVOCATION_UNKNOWN = indeterminate(
    SubIndication.TRY_LATER,
    reason(
        "revocation.unknown",
        "Nelze zjistit, zda certifikát nebyl zneplatněn.",
        "Whether the certificate was revoked cannot be found out.",
    ),
)
REVOCATION_OUTDATED = indeterminate(
    SubIndication.TRY_LATER,
    reason(
        "revocation.outdated",
        "Údaje o zneplatnění jsou příliš staré.",
        "The revocation data are too old.",
    ),
)
_EXPIRED = reason("certificate.expired", "Platnost certifikátu skončila.", "The certificate had expired.")
EXPIRED_UNPROVEN = indeterminate(SubIndication.OUT_OF_BOUNDS_NO_POE, _EXPIRED)
EXPIRED_NOT_REVOKED = indeterminate(SubIndication.OUT_OF_BOUNDS_NOT_REVOKED, _EXPIRED)
MADE_WHEN_EXPIRED = failed(
    SubIndication.EXPIRED,
    reason(
        "certificate.expired_when_made",
        "Podpis vznikl až po skončení platnosti certifikátu.",
        "The signature was made after the certificate had expired.",
    ),
)
_NOT_YET_VALID = reason(
    "certificate.not_yet_valid", "Platnost certifikátu ještě nezačala.", "The certificate was not valid yet."
)
MADE_BEFORE_VALID = failed(SubIndication.NOT_YET_VALID, _NOT_YET_VALID)
NOT_YET_VALID_UNPROVEN = indeterminate(SubIndication.OUT_OF_BOUNDS_NO_POE, _NOT_YET_VALID)
TIMES_OUT_OF_ORDER = indeterminate(
    SubIndication.TIMESTAMP_ORDER_FAILURE,
    reason(
        "timestamp.order",
        "Časy časových razítek nejsou v pořadí, ve kterém razítka vznikla.",
        "The times of the timestamps are not in the order in which they were set.",
    ),
)
UNSUPPORTED = indeterminate(
    SubIndication.GENERIC,
    reason("format.unsupported", "Druh podpisu není podporován.", "This kind of signature is unsupported."),
)


def weak(names: str, *, made_when_weak: bool) -> Outcome:
    """Return the outcome where algorithms were not secure any more at the proven time.

    Args:
        names: of the algorithms.
        made_when_weak: it is proven that the signature was made when they were not.
    """
    sub = (
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE if made_when_weak else SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE
    )
    why = reason(
        "algorithm.weak",
        f"Algoritmus nebyl v rozhodném okamžiku považován za bezpečný: {names}.",
        f"An algorithm was not considered secure at the decisive moment: {names}.",
    )
    return indeterminate(sub, why)


def unknown_algorithm(detail: str) -> Outcome:
    """Return the outcome where a scheme is not known, so that its value cannot be checked."""
    why = reason("algorithm.unknown", "Algoritmus podpisu neumíme ověřit.", f"The algorithm is not known: {detail}")
    return indeterminate(SubIndication.CRYPTO_CONSTRAINTS_FAILURE, why)
