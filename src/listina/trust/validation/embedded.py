"""Certificates and revocation data that a CMS carries, wherever a product may have put them.

Source: RFC 5652, § 10.2; RFC 5940; ETSI EN 319 122-1, §§ 5.4 and A.1 (CAdES); ISO 32000-2, § 12.8.3.3.2 (Adobe).
"""

from __future__ import annotations

from typing import Any

from asn1crypto import core, crl, ocsp, x509
from asn1crypto.pdf import RevocationInfoArchival

from listina.trust import der, signer_infos
from listina.trust.validation_data import NOTHING, ValidationData

_CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
_ADOBE_ARCHIVAL = "1.2.840.113583.1.1.8"
_KINDS = frozenset({_CERTIFICATE_VALUES, _REVOCATION_VALUES, _ADOBE_ARCHIVAL})
_OCSP_RESPONSE = "1.3.6.1.5.5.7.16.2"
_BASIC = der.object_identifier("1.3.6.1.5.5.7.48.1.1")
_SUCCESSFUL = b"\x0a\x01\x00"


class _Certificates(core.SequenceOf):  # type: ignore[misc]  # asn1crypto is imported without its types
    _child_spec = x509.Certificate


class _Lists(core.SequenceOf):  # type: ignore[misc]
    _child_spec = crl.CertificateList


class _Answers(core.SequenceOf):  # type: ignore[misc]
    _child_spec = ocsp.BasicOCSPResponse


class _RevocationValues(core.Sequence):  # type: ignore[misc]
    _fields = [  # noqa: RUF012  # what asn1crypto asks for
        ("crls", _Lists, {"explicit": 0, "optional": True}),
        ("ocsps", _Answers, {"explicit": 1, "optional": True}),
        ("others", core.Any, {"explicit": 2, "optional": True}),
    ]


def data_in(signed_data: Any, signer: Any) -> ValidationData:
    """Return what a SignedData and one of its signers carry; what cannot be read is not there."""
    certificates = list(signer_infos.certificates_in(signed_data))
    crls: list[bytes] = []
    answers: list[bytes] = []
    for item in signed_data["crls"] or ():
        if item.name == "crl":
            crls.append(bytes(item.chosen.dump()))
        elif item.name == "other" and item.chosen["other_rev_info_format"].dotted == _OCSP_RESPONSE:
            answers.append(bytes(item.chosen["other_rev_info"].dump()))
    found = ValidationData(
        certificates=tuple(dict.fromkeys(certificates)),
        crls=tuple(dict.fromkeys(crls)),
        ocsp_responses=tuple(dict.fromkeys(answers)),
    )
    for attribute in (*(signer["signed_attrs"] or ()), *(signer["unsigned_attrs"] or ())):
        kind = attribute["type"].dotted
        if kind in _KINDS:
            for value in attribute["values"]:
                found |= in_attribute(kind, bytes(value.dump()))
    return found


def in_attribute(kind: str, value: bytes) -> ValidationData:
    """Return what a value of an attribute carries; nothing if it is of another kind or cannot be read.

    Args:
        kind: the attribute's type, dotted.
        value: DER.
    """
    try:
        return _read(kind, value) if kind in _KINDS else NOTHING
    except (ValueError, TypeError, KeyError):
        return NOTHING


def _read(kind: str, value: bytes) -> ValidationData:
    if kind == _CERTIFICATE_VALUES:
        return ValidationData(certificates=_dumped(_Certificates.load(value)))
    if kind == _REVOCATION_VALUES:
        values = _RevocationValues.load(value)
        answers = tuple(_whole_response(basic) for basic in _dumped(values["ocsps"]))
        return ValidationData(crls=_dumped(values["crls"]), ocsp_responses=answers)
    archival = RevocationInfoArchival.load(value)
    return ValidationData(crls=_dumped(archival["crl"]), ocsp_responses=_dumped(archival["ocsp"]))


def _dumped(items: Any) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(bytes(item.dump()) for item in items or ()))


def _whole_response(basic: bytes) -> bytes:
    """Return the OCSPResponse around a BasicOCSPResponse."""
    return der.sequence(_SUCCESSFUL, der.value(der.CONTEXT_0, der.sequence(_BASIC, der.octets(basic))))
