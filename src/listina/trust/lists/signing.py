"""Signing a trusted list as real ones are signed: an enveloped XAdES signature by exclusive canonical XML.

Source: ETSI TS 119 612 V2.3.1, annex B; XML Signature; ETSI EN 319 132-1.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from lxml import etree
from lxml.builder import ElementMaker

from listina.trust.signers import PrivateKey

_DS_NAME, _XADES_NAME = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
_DS = ElementMaker(namespace=_DS_NAME, nsmap={"ds": _DS_NAME})
_XADES = ElementMaker(namespace=_XADES_NAME, nsmap={"xades": _XADES_NAME, "ds": _DS_NAME})
_CANONICAL = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"


def signed(root: Any, *, certificate: bytes, key: PrivateKey, at: datetime) -> bytes:
    """Return a list with its signature, as a file.

    Args:
        root: of `making.made`; the signature is put into it.
        certificate: the signer's, DER.
        key: the signer's.
        at: when it is signed, aware.
    """
    properties = _XADES.SignedProperties(
        _XADES.SignedSignatureProperties(
            _XADES.SigningTime(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            _XADES.SigningCertificateV2(
                _XADES.Cert(_XADES.CertDigest(_DS.DigestMethod(Algorithm=_SHA_256), _digest_value(certificate)))
            ),
        ),
        Id="signed-properties",
    )
    kind = "ecdsa-sha256" if isinstance(key, ec.EllipticCurvePrivateKey) else "rsa-sha256"
    enveloped = f"{_DS_NAME}enveloped-signature"
    signed_info = _DS.SignedInfo(
        _DS.CanonicalizationMethod(Algorithm=_CANONICAL),
        _DS.SignatureMethod(Algorithm=f"{_MORE}{kind}"),
        _reference("", root, (enveloped, _CANONICAL)),
        _reference("#signed-properties", properties, (_CANONICAL,), Type="http://uri.etsi.org/01903#SignedProperties"),
    )
    root.append(
        _DS.Signature(
            signed_info,
            _DS.SignatureValue(_base64(_value(_canonical(signed_info), key))),
            _DS.KeyInfo(_DS.X509Data(_DS.X509Certificate(_base64(certificate)))),
            _DS.Object(_XADES.QualifyingProperties(properties, Target="#signature")),
            Id="signature",
        )
    )
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return content


def _reference(address: str, element: Any, transforms: tuple[str, ...], **attributes: str) -> Any:
    return _DS.Reference(
        _DS.Transforms(*(_DS.Transform(Algorithm=each) for each in transforms)),
        _DS.DigestMethod(Algorithm=_SHA_256),
        _digest_value(_canonical(element)),
        URI=address,
        **attributes,
    )


def _canonical(element: Any) -> bytes:
    content: bytes = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    return content


def _digest_value(content: bytes) -> Any:
    return _DS.DigestValue(_base64(sha256(content).digest()))


def _value(content: bytes, key: PrivateKey) -> bytes:
    """Return a signature's value; of an elliptic curve the two numbers side by side (XML Signature, 6.4.3)."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        size = (key.curve.key_size + 7) // 8
        numbers = decode_dss_signature(key.sign(content, ec.ECDSA(hashes.SHA256())))
        return b"".join(number.to_bytes(size, "big") for number in numbers)
    return key.sign(content, padding.PKCS1v15(), hashes.SHA256())


def _base64(content: bytes) -> str:
    return b64encode(content).decode()
