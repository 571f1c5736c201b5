"""Since when a file is proven to exist: document timestamps, from the newest to the oldest.

A timestamp is worth something at a moment if its authority's certificate is good then. Once the certificate expires,
only a further timestamp set before helps: it proves that the older one existed while it was still good. So the newest
is judged now, each older one at the time of the one after it, and the signature's own at the time of the oldest.

A document timestamp of an authority nobody here knows proves nothing, and does no harm either.

Source: ETSI EN 319 102-1, §§ 5.6.2 and 5.6.3; ETSI EN 319 142-1, § 5.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader

from listina.trust import certificates, der, revisions, signer_infos, tokens
from listina.trust.clock import CLOCK_TOLERANCE
from listina.trust.errors import CertificateNotUsableError, TimestampInvalidError
from listina.trust.policy import TrustPolicy
from listina.trust.signer_infos import require
from listina.trust.tokens import Asked, Token
from listina.trust.usability import require_usable
from listina.trust.validation_data import ValidationData

_SOURCE = "archivní razítko"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTimestamp:
    """A document timestamp as it stands in a file, unchecked.

    Attributes:
        imprint_sha256: of all bytes it is over, 32 bytes.
        token: DER.
    """

    imprint_sha256: bytes
    token: bytes


def with_stored_data(policy: TrustPolicy, stored: ValidationData) -> TrustPolicy:
    """Return the policy that also reads the certificates and revocation data of a file; it trusts nobody more."""
    if not stored:
        return policy
    return replace(
        policy,
        intermediates=(*policy.intermediates, *stored.certificates),
        crls=lambda: (*policy.crls(), *stored.crls),
        ocsp_responses=(*policy.ocsp_responses, *stored.ocsp_responses),
    )


def document_timestamps(
    reader: PdfFileReader, file: BinaryIO, length: int, signed_length: int
) -> tuple[DocumentTimestamp, ...]:
    """Return the document timestamps over the whole signature, newest first.

    Args:
        reader: of the whole file.
        file: the whole file.
        length: of the file, bytes.
        signed_length: where the revision of the signature ends.

    Raises:
        UnacceptableSignatureError: one of them does not cover all bytes from the file's first on.
    """
    found = []
    newest_first = sorted(reader.embedded_timestamp_signatures, key=lambda stamp: -int(stamp.signed_revision))
    for stamp in newest_first:
        end = revisions.require_sound_byte_range(stamp, file, length)
        require(end > signed_length, "later_changes", "a document timestamp before the signature")
        token = der.read(bytes(stamp.pkcs7_content)).encoded
        found.append(DocumentTimestamp(imprint_sha256=_digest(stamp), token=token))
    return tuple(found)


def existence(stamps: Sequence[DocumentTimestamp], policy: TrustPolicy, at: datetime) -> datetime:
    """Return the moment before which everything under the oldest timestamp that holds existed; `at` if none holds.

    Args:
        stamps: newest first.
        policy: whom to trust.
        at: the moment of the verification, aware.
    """
    proven = at
    for stamp in stamps:
        try:
            asked = Asked(imprint_sha256=stamp.imprint_sha256)
            token = tokens.check_token(stamp.token, asked, policy=policy, source_name=_SOURCE)
            require(token.generated_at <= proven + CLOCK_TOLERANCE, "time", "its time is in the future")
            require_authority_at(token, policy, proven)
        except (TimestampInvalidError, CertificateNotUsableError, signer_infos.UnacceptableSignatureError):
            continue
        proven = min(proven, token.generated_at)
    return proven


def require_authority_at(token: Token, policy: TrustPolicy, moment: datetime) -> None:
    """Return if the token's authority could be trusted at a moment.

    Raises:
        UnacceptableSignatureError: its certificate had expired.
        CertificateNotUsableError: it was revoked, or that could not be found out.
    """
    certificate = token.authority_certificate
    until = certificates.facts(certificate).not_after
    require(moment <= until, "time", "its authority's certificate has expired since")
    others = signer_infos.certificates_in(signer_infos.read_signed_data(token.der))
    require_usable(
        certificate,
        policy.material_about(certificate, others),
        moment=moment,
        key_usage=(),
        extended_key_usage=("time_stamping",),
    )


def _digest(stamp: Any) -> bytes:
    return bytes(stamp.compute_digest("sha256"))
