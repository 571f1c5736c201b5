"""What lists and answers of OCSP say about a certificate: only those that its issuer made, and made for it.

Source: RFC 5280, chapter 5 and § 6.3; RFC 6960, §§ 3.2 and 4.2.
"""

from __future__ import annotations

from listina.trust.validation import revocation_answers, revocation_lists
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.revocation_notices import Notice, Notices
from listina.trust.validation.signature_report import Reason


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
                said += say(der, certificate, issuer, source)
            except Exception:  # noqa: BLE001, S112  # what cannot be read says nothing
                continue
    return Notices(
        told=tuple(each for each in said if isinstance(each, Notice)),
        doubts=tuple(dict.fromkeys(each for each in said if isinstance(each, Reason))),
    )
