"""What stands in place of a signature's value: bytes that no range covers, so that anybody may write other ones.

Source: RFC 5652; RFC 8933 (confusion of algorithms); ISO 32000-2, § 12.8.3.3.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from asn1crypto import algos, cms
from pyhanko.pdf_utils.reader import PdfFileReader

from trust.validation.mutations.recipes import NotApplicableError, Recipe

_EMPTY_PAIR = bytes.fromhex("3006020100020100")
"""An ECDSA value of two zeros."""


def put(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Return the file with another CMS in the signature made last; the change gets the SignedData."""
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures[-1]
    content = cms.ContentInfo.load(bytes(signature.pkcs7_content))
    if len(content["content"]["signer_infos"]) != 1:
        raise NotApplicableError
    change(content["content"])
    first, end = int(signature.byte_range[1]) + 1, int(signature.byte_range[2]) - 1
    # Forced, its time would double with each level of what was looked into.
    digits: bytes = content.dump().hex().encode()
    if len(digits) > end - first:
        raise NotApplicableError
    return pdf[:first] + digits.ljust(end - first, b"0") + pdf[end:]


def add_unsigned(*attributes: cms.CMSAttribute) -> Callable[[Any], None]:
    """Return a change that adds attributes nobody signed."""

    def change(signed_data: Any) -> None:
        signer = signed_data["signer_infos"][0]
        signer["unsigned_attrs"] = cms.CMSAttributes([*(signer["unsigned_attrs"] or ()), *attributes])

    return change


def _two_signers(signed_data: Any) -> None:
    signer = signed_data["signer_infos"][0]
    signed_data["signer_infos"] = cms.SignerInfos([signer, signer.copy()])


def _content(content: bytes) -> Callable[[Any], None]:
    def change(signed_data: Any) -> None:
        signed_data["encap_content_info"] = {"content_type": "data", "content": content}

    return change


def _no_attributes(signed_data: Any) -> None:
    signer = signed_data["signer_infos"][0]
    if not signer["signed_attrs"].native:
        raise NotApplicableError
    kept = ("version", "sid", "digest_algorithm", "signature_algorithm", "signature")
    signed_data["signer_infos"] = cms.SignerInfos([cms.SignerInfo({name: signer[name] for name in kept})])


def _digest(name: str) -> Callable[[Any], None]:
    def change(signed_data: Any) -> None:
        signer = signed_data["signer_infos"][0]
        if signer["digest_algorithm"]["algorithm"].native == name:
            raise NotApplicableError
        signer["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": name})

    return change


def _scheme(name: str) -> Callable[[Any], None]:
    def change(signed_data: Any) -> None:
        signer = signed_data["signer_infos"][0]
        if signer["signature_algorithm"]["algorithm"].native == name:
            raise NotApplicableError
        signer["signature_algorithm"] = algos.SignedDigestAlgorithm({"algorithm": name})

    return change


def _value(value: bytes) -> Callable[[Any], None]:
    def change(signed_data: Any) -> None:
        signed_data["signer_infos"][0]["signature"] = value

    return change


def _another_serial(signed_data: Any) -> None:
    signer = signed_data["signer_infos"][0]
    if signer["sid"].name != "issuer_and_serial_number":
        raise NotApplicableError
    other = {"issuer": signer["sid"].chosen["issuer"], "serial_number": 5}
    signer["sid"] = cms.SignerIdentifier("issuer_and_serial_number", cms.IssuerAndSerialNumber(other))


HARM_TO_VALUES = tuple(
    Recipe(name=f"CMS: {name}", codes=frozenset(), change=lambda pdf, change=change: put(pdf, change))  # type: ignore[misc]  # mypy cannot infer a lambda's default
    for name, change in (
        ("dva podepisující", _two_signers),
        ("obsah uvnitř", _content(b"podvrh")),
        ("prázdný obsah uvnitř", _content(b"")),
        ("bez podepsaných atributů", _no_attributes),
        ("otisk MD5", _digest("md5")),
        ("otisk SHA-1", _digest("sha1")),
        ("otisk SHA-384", _digest("sha384")),
        ("schéma DSA", _scheme("sha256_dsa")),
        ("schéma EdDSA", _scheme("ed25519")),
        ("schéma s SHA-1", _scheme("sha1_ecdsa")),
        ("hodnota z nul", _value(_EMPTY_PAIR)),
        ("hodnota prázdná", _value(b"")),
        ("jiné sériové číslo", _another_serial),
    )
)
