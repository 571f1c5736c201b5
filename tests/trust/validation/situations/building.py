"""Signed files of every make: CMS built from asn1crypto's parts, put into a PDF by pyHanko."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import new
from itertools import count
from typing import Any

import pyhanko.sign.ades.cades_asn1  # noqa: F401  # registers the attributes of CAdES
from asn1crypto import algos, cms, core, crl, ocsp, tsp, x509
from asn1crypto.pdf import RevocationInfoArchival
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, SignatureObject

from listina.trust import der
from listina.trust.revisions import RevisionWriter
from trust.validation.situations.authorities import Holder

_SERIALS = count(1)
_HASHES = {"md5": hashes.MD5(), "sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}  # noqa: S303
PADES, PKCS7, OLDEST = "/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/adbe.pkcs7.sha1"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How a signature is made.

    Attributes:
        by: who signs.
        sub_filter: `/SubFilter`.
        digest: name of the hash.
        scheme: name in asn1crypto; empty for what the key makes.
        parameters: of PSS, where they tell something else than what the value was made with.
        stamps, content_stamps: who sets timestamps over the value and over the content, and the times in them.
        identifies: puts the digest of the certificate among the signed attributes.
        certificates: puts them in.
        crls, answers: revocation data to put in, as `where` says: `cms`, `cades` or `adobe`.
        spoil: changes the value.
    """

    by: Holder
    sub_filter: str = PADES
    digest: str = "sha256"
    scheme: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    stamps: Sequence[tuple[Holder, datetime]] = ()
    content_stamps: Sequence[tuple[Holder, datetime]] = ()
    identifies: Holder | None = None
    certificates: bool = True
    crls: Sequence[bytes] = ()
    answers: Sequence[bytes] = ()
    where: str = "cms"
    spoil: Callable[[bytes], bytes] = bytes
    inside: bytes | None = None
    signers: int = 1


def small_pdf() -> bytes:
    """Return an unsigned PDF of one page."""
    writer = PdfFileWriter(stream_xrefs=False)
    content = writer.add_object(generic.StreamObject(stream_data=b"0.9 g 50 50 200 300 re f"))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842), resources=generic.DictionaryObject()))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def sign(pdf: bytes, making: Making, *, name: str = "Podpis") -> bytes:
    """Append a signature."""
    placeholder = SignatureObject(
        subfilter=SigSeedSubFilter(making.sub_filter)
        if making.sub_filter != OLDEST
        else SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        bytes_reserved=32768,
    )
    if making.sub_filter == OLDEST:
        placeholder[pdf_name("/SubFilter")] = pdf_name(OLDEST)
    prepared, output = _place(pdf, placeholder, name)
    ranges = _ranged(output.getvalue(), prepared)
    if making.sub_filter == OLDEST:
        inside = new("sha1", ranges, usedforsecurity=False).digest()
        content = signed(inside, making, encapsulated=inside)
    else:
        content = signed(ranges, making, encapsulated=making.inside)
    prepared.fill_with_cms(output, cms.ContentInfo.load(content))
    return bytes(output.getvalue())


def stamp(pdf: bytes, by: Holder, time: datetime, *, name: str = "Archiv") -> bytes:
    """Append a document timestamp."""
    prepared, output = _place(pdf, DocumentTimestamp(bytes_reserved=16384), name)
    token = timestamp(_ranged(output.getvalue(), prepared), by, time)
    prepared.fill_with_cms(output, cms.ContentInfo.load(token))
    return bytes(output.getvalue())


def timestamp(content: bytes, by: Holder, time: datetime) -> bytes:
    """Return a token over some content."""
    info = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "2.999.3",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": new("sha256", content).digest(),
            },
            "serial_number": next(_SERIALS),
            "gen_time": time,
        }
    ).dump()
    return signed(info, Making(by=by), encapsulated=info, content_type="tst_info")


def signed(content: bytes, making: Making, *, encapsulated: bytes | None = None, content_type: str = "data") -> bytes:
    """Return a CMS over some content."""
    by = making.by
    attributes = _attributes(content, making, content_type)
    to_sign = attributes.dump()
    value = making.spoil(_value(by.private, to_sign, making))
    unsigned = [
        cms.CMSAttribute(
            {"type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(timestamp(value, *each))]}
        )
        for each in making.stamps
    ]
    unsigned += _cades(making)
    own = x509.Certificate.load(by.der)
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}}
            ),
            "digest_algorithm": {"algorithm": making.digest},
            "signed_attrs": attributes,
            "signature_algorithm": _scheme(making),
            "signature": value,
            **({"unsigned_attrs": unsigned} if unsigned else {}),
        }
    )
    held = [x509.Certificate.load(item) for item in (by.der, *by.above)] if making.certificates else []
    # The content is what stands in it, not something in it.
    eci = {
        "content_type": content_type,
        **({"content": core.ParsableOctetString(encapsulated)} if encapsulated is not None else {}),
    }
    data = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": making.digest}],
            "encap_content_info": eci,
            "certificates": held,
            **({"crls": _lists(making)} if making.where == "cms" and (making.crls or making.answers) else {}),
            "signer_infos": [info] * making.signers,
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": data}).dump())


def _attributes(content: bytes, making: Making, content_type: str) -> Any:
    certificate = (making.identifies or making.by).der
    found = [
        _attribute("content_type", content_type),
        _attribute("message_digest", new(making.digest, content, usedforsecurity=False).digest()),
        _attribute(
            "signing_certificate_v2",
            tsp.SigningCertificateV2({"certs": [{"cert_hash": new("sha256", certificate).digest()}]}),
        ),
    ]
    found += [
        _attribute("content_time_stamp", cms.ContentInfo.load(timestamp(content, *each)))
        for each in making.content_stamps
    ]
    if making.where == "adobe":
        archival = RevocationInfoArchival(
            {
                "crl": [crl.CertificateList.load(item) for item in making.crls],
                "ocsp": [ocsp.OCSPResponse.load(item) for item in making.answers],
            }
        )
        found.append(_attribute("adobe_revocation_info_archival", archival))
    return cms.CMSAttributes(found)


def _attribute(kind: str, value: Any) -> Any:
    return cms.CMSAttribute({"type": kind, "values": [value]})


def _cades(making: Making) -> list[Any]:
    if making.where != "cades":
        return []
    lists = der.value(der.CONTEXT_0, der.sequence(*making.crls)) if making.crls else b""
    basics = [ocsp.OCSPResponse.load(item).basic_ocsp_response.dump() for item in making.answers]
    answers = der.value(der.CONTEXT_1, der.sequence(*basics)) if basics else b""
    values = der.sequence(der.object_identifier(_REVOCATION_VALUES), der.value(der.SET, der.sequence(lists, answers)))
    return [cms.CMSAttribute.load(values)]


def _lists(making: Making) -> list[Any]:
    found = [cms.RevocationInfoChoice({"crl": crl.CertificateList.load(item)}) for item in making.crls]
    return found + [
        cms.RevocationInfoChoice(
            {
                "other": cms.OtherRevocationInfoFormat(
                    {"other_rev_info_format": "ocsp_response", "other_rev_info": ocsp.OCSPResponse.load(item)}
                )
            }
        )
        for item in making.answers
    ]


def _scheme(making: Making) -> dict[str, Any]:
    if making.scheme == "rsassa_pss":
        hashed = {"algorithm": making.digest}
        return {
            "algorithm": "rsassa_pss",
            "parameters": algos.RSASSAPSSParams(
                {
                    "hash_algorithm": hashed,
                    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": hashed},
                    "salt_length": 32,
                    **making.parameters,
                }
            ),
        }
    match making.by.private:
        case ec.EllipticCurvePrivateKey():
            return {"algorithm": f"{making.digest}_ecdsa"}
        case ed25519.Ed25519PrivateKey():
            return {"algorithm": "ed25519"}
        case _:
            return {"algorithm": f"{making.digest}_rsa"}


def _value(private: Any, content: bytes, making: Making) -> bytes:
    hashed = _HASHES[making.digest]
    match private:
        case ec.EllipticCurvePrivateKey():
            return private.sign(content, ec.ECDSA(hashed))
        case ed25519.Ed25519PrivateKey():
            return private.sign(content)
        case _ if making.scheme == "rsassa_pss":
            return bytes(private.sign(content, padding.PSS(mgf=padding.MGF1(hashed), salt_length=32), hashed))
        case _:
            return bytes(private.sign(content, padding.PKCS1v15(), hashed))


def _place(pdf: bytes, placeholder: Any, name: str) -> tuple[Any, io.BytesIO]:
    steps = PdfCMSEmbedder().write_cms(field_name=name, writer=RevisionWriter(io.BytesIO(pdf)))
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    return prepared, output


def _ranged(pdf: bytes, prepared: Any) -> bytes:
    return pdf[: prepared.reserved_region_start] + pdf[prepared.reserved_region_end :]
