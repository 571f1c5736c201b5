"""The signature of a trusted list: made by one of the expected signers over the whole list.

Source: ETSI TS 119 612 V2.3.1, annex B; XML Signature; ETSI EN 319 132-1.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.exceptions import SignXMLException
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier

from listina.trust import certificates
from listina.trust.errors import CertificateNotUsableError
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import parsed, parser, read_facts

_DS = "{http://www.w3.org/2000/09/xmldsig#}"


def signed_root(content: bytes, signers: Iterable[bytes]) -> Any:
    """Return the list as it was signed: nothing but what the signature is over.

    The signer is the certificate in the signature, and must be one of the expected ones, byte by byte. It must have
    been valid when the list says it was issued.

    Args:
        content: the list.
        signers: who may sign it, DER.

    Raises:
        TrustedListInvalidError: it is not signed by one of them, or malformed.
    """
    root = parsed(content)
    named = _certificates_in(root)
    signer = next((der for der in signers if der in named), None)
    if signer is None:
        raise TrustedListInvalidError(check="signer", reason="it is signed by somebody else than the expected signers")
    found = _verified(content, signer, root.tag, read_facts(root).issued_at)
    # Readers open the file again later. A list wrapped into another one, with a reference to it by its Id, is signed,
    # but what stands around it is not.
    if _canonical(found) != _canonical(_without_signature(root)):
        raise TrustedListInvalidError(check="signature", reason="the signature is not over the whole list")
    return found


def is_signed_by_one_of(content: bytes, signers: Iterable[bytes]) -> bool:
    """Tell whether a list that was verified once bears the signature of one of these signers (DER)."""
    with suppress(TrustedListInvalidError):
        return not _certificates_in(parsed(content)).isdisjoint(signers)
    return False


def _verified(content: bytes, signer: bytes, tag: str, at: datetime) -> Any:
    config = XAdESSignatureConfiguration(require_x509=True, expect_references=True, location="./", verification_time=at)
    try:
        results = XAdESVerifier().verify(
            content, x509_cert=certificates.load(signer), expect_config=config, parser=parser()
        )
    except (SignXMLException, CertificateNotUsableError, UnsupportedAlgorithm, etree.LxmlError) as error:
        raise TrustedListInvalidError(check="signature", reason=f"{type(error).__name__}: {error}") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The library stumbles over strange elements of a signature: that is no signature.
        raise TrustedListInvalidError(check="signature", reason=f"it cannot be read: {error}") from error
    whole = [each.signed_xml for each in results if each.signed_xml is not None and each.signed_xml.tag == tag]
    if len(whole) != 1:
        raise TrustedListInvalidError(check="signature", reason="the signature is not over the whole list")
    return whole[0]


def _signature_of(root: Any) -> Any:
    found = root.findall(f"{_DS}Signature")
    if len(found) != 1:
        raise TrustedListInvalidError(check="signature", reason=f"it has {len(found)} signatures instead of one")
    return found[0]


def _without_signature(root: Any) -> Any:
    """Take the signature out, and leave the text behind it."""
    signature = _signature_of(root)
    before, tail = signature.getprevious(), signature.tail or ""
    if before is None:
        root.text = (root.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    root.remove(signature)
    return root


def _canonical(root: Any) -> bytes:
    content: bytes = etree.tostring(root, method="c14n", exclusive=True, with_comments=False)
    return content


def _certificates_in(root: Any) -> frozenset[bytes]:
    signature = _signature_of(root)
    try:
        found = signature.iterfind(f"{_DS}KeyInfo//{_DS}X509Certificate")
        return frozenset(b64decode(each.text or "") for each in found)
    except (Base64Error, ValueError) as error:
        raise TrustedListInvalidError(check="signature", reason=f"its certificate cannot be read: {error}") from error
