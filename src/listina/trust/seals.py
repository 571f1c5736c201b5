"""Seals over bytes: detached CMS with signing-certificate-v2 (CAdES), such as the register's over its receipts.

Source: RFC 5652; ETSI EN 319 122-1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

from listina.trust import certificates, cms, signer_infos
from listina.trust.certificates import CertificateFacts
from listina.trust.chains import TrustMaterial
from listina.trust.clock import utc_now
from listina.trust.errors import CertificateNotUsableError, SealInvalidError
from listina.trust.signers import Signer
from listina.trust.usability import require_usable


def seal(data: bytes, signer: Signer, *, now: Callable[[], datetime] = utc_now) -> bytes:
    """Return a detached seal over the data, DER.

    Args:
        data: what is sealed.
        signer: the sealing key.
        now: our clock; the seal claims its time.

    Raises:
        KeyUnavailableError: the key does not answer.
    """
    attributes = cms.signed_attributes(
        content_type=cms.DATA,
        message_digest=sha256(data).digest(),
        certificate=signer.certificate,
        signing_time=now(),
    )
    return cms.signed_data(
        certificate=signer.certificate,
        certificates=(signer.certificate, *signer.chain),
        signed_attributes=attributes,
        value=signer.sign(attributes),
    )


def verify_seal(
    data: bytes, seal_der: bytes, anchors: Sequence[bytes], *, at: datetime | None = None
) -> CertificateFacts:
    """Return whose seal it is, if it is a good one over exactly these data.

    Args:
        data: what must be sealed.
        seal_der: detached CMS, DER.
        anchors: certificates believed, DER.
        at: moment at which the certificate must be valid, aware; now if left out.

    Raises:
        SealInvalidError: it is not, or that could not be found out.
    """
    try:
        signed_data = signer_infos.read_signed_data(seal_der)
        signer_infos.require_detached(signed_data)
        signer = signer_infos.one_signer(signed_data)
        certificate = signer_infos.signing_certificate(signed_data, signer)
        signer_infos.check_attributes(
            signer, certificate, content_digest=signer_infos.digest_of(data), content_type="data"
        )
        signer_infos.check_signature(signer, certificate)
        material = TrustMaterial(anchors=tuple(anchors), intermediates=signer_infos.certificates_in(signed_data))
        require_usable(certificate, material, moment=at or utc_now(), key_usage=("digital_signature",))
        return certificates.facts(certificate)
    except (signer_infos.UnacceptableSignatureError, CertificateNotUsableError) as error:
        raise SealInvalidError(reason=str(error)) from error
    except Exception as error:  # a malformed seal may break the parser anywhere: a refusal
        raise SealInvalidError(reason=f"it cannot be read: {type(error).__name__}: {error}") from error
