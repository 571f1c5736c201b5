"""What lists and answers of OCSP say about a certificate: only those that its issuer made, and made for it.

Source: RFC 5280, chapter 5 and § 6.3; RFC 6960, §§ 3.2 and 4.2.
"""

from __future__ import annotations

from listina.trust.clock import CLOCK_TOLERANCE
from listina.trust.validation import revocation_answers, revocation_lists
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import reason
from listina.trust.validation.revocation_notices import Notice, Notices
from listina.trust.validation.signature_report import Reason

OF_THE_FUTURE = reason(
    "revocation.of_the_future",
    "Údaje o zneplatnění uvádějí, že vznikly až po ověření, proto nedokazují, že certifikát platil.",
    "The revocation data say they were made after the validation, so they do not prove that the certificate was good.",
)


def notices(certificate: bytes, issuer: bytes, knowledge: Knowledge) -> Notices:
    """Return what is known about a certificate's revocation, from its issuer.

    Args:
        certificate: DER.
        issuer: its issuer's certificate; believed already, as a path leads from it to an anchor. DER.
        knowledge: where to look.
    """
    said: list[Notice | Reason] = []
    for known, say in (
        (knowledge.crls, revocation_lists.say),
        (knowledge.ocsp_responses, revocation_answers.say),
    ):
        for der, source in tuple(known.items()):
            try:
                said += (_in_time(each, knowledge) for each in say(der, certificate, issuer, source))
            except Exception:  # noqa: BLE001, S112  # what cannot be read says nothing
                continue
    return Notices(
        told=tuple(each for each in said if isinstance(each, Notice)),
        doubts=tuple(dict.fromkeys(each for each in said if isinstance(each, Reason))),
    )


def _in_time(said: Notice | Reason, knowledge: Knowledge) -> Notice | Reason:
    """Return what was said, unless it comes from the future and names no revocation (RFC 6960, § 4.2.2.1)."""
    if isinstance(said, Reason) or said.revoked_at is not None or said.issued_at - CLOCK_TOLERANCE <= knowledge.at:
        return said
    return OF_THE_FUTURE
