"""The report in XML of ETSI TS 119 102-2: what the standard asks for is there, and nothing the report does not hold."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256
from typing import Any

import pytest
from lxml import etree
from pyhanko.generated.etsi import ts_11910202 as vr
from xsdata.formats.dataclass.parsers import XmlParser
from xsdata.formats.dataclass.parsers.config import ParserConfig

from fixtures.input_trust import validated
from fixtures.reports import HOSTILE, SIGNED, VALIDATED, a_report, a_revoked_seal, a_signature, a_timestamp
from fixtures.signed_inputs import SignedInputs
from listina.texts import Text
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.validation import values
from listina.trust.validation.etsi import terms
from listina.trust.validation.etsi.writing import to_xml
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import Reason, SignatureReport

STRICT = ParserConfig(fail_on_unknown_properties=True, fail_on_unknown_attributes=True, fail_on_converter_warnings=True)
NS = {"vr": "http://uri.etsi.org/19102/v1.2.1#", "ds": "http://www.w3.org/2000/09/xmldsig#"}


def read(xml: bytes) -> vr.ValidationReport:
    return XmlParser(config=STRICT).from_bytes(xml, vr.ValidationReport)


def tree(report: ValidationReport) -> Any:
    return etree.fromstring(to_xml(report))


def one(signature: SignatureReport) -> Any:
    return tree(replace(a_report(), signatures=(signature,), document_timestamps=(), message=None))


def missing(value: object, where: str = "") -> Iterator[str]:
    """Name each element of the schema that must be there and is not."""
    if not is_dataclass(value):
        return
    for field in fields(value):
        held = getattr(value, field.name)
        path = f"{where}.{field.name}"
        if held is None and field.metadata.get("required"):
            yield path
        if held == () and field.metadata.get("min_occurs", 0):
            yield path
        for item in held if isinstance(held, tuple) else (held,):
            yield from missing(item, path)


REPORTS = {
    "everything": a_report(),
    "unsigned": replace(a_report(), signatures=(), document_timestamps=(), message=None, material=()),
    "timestamp only": replace(a_report(), signatures=(), message=None),
    "no certificate": replace(a_report(), signatures=(replace(a_signature(), certificate=None, signed_sha256=""),)),
    "no material": replace(a_report(), material=()),
}


@pytest.mark.parametrize("name", REPORTS)
def test_what_is_written_is_read_back_by_the_schema_and_lacks_nothing_it_demands(name: str) -> None:
    xml = to_xml(REPORTS[name])
    found = read(xml)

    assert list(missing(found)) == []
    assert to_xml(REPORTS[name]) == xml
    identifiers = etree.fromstring(xml).xpath("//@id | //@Id")
    assert len(set(identifiers)) == len(identifiers)


@pytest.mark.parametrize("name", REPORTS)
def test_every_reference_leads_to_an_object_of_the_report(name: str) -> None:
    document = tree(REPORTS[name])

    referred = {each for value in document.xpath("//@VOReference") for each in value.split()}
    assert referred <= set(document.xpath("//vr:ValidationObject/@id", namespaces=NS))


def test_a_signature_is_told_with_who_when_and_what_it_is_worth() -> None:
    found = read(to_xml(a_report())).signature_validation_report[0]

    assert found.signature_identifier is not None
    assert found.signature_identifier.digest_alg_and_value is not None
    assert found.signature_identifier.digest_alg_and_value.digest_value is not None
    assert found.signature_identifier.digest_alg_and_value.digest_value.value == sha256(b"signed attributes").digest()
    assert found.validation_time_info is not None
    assert str(found.validation_time_info.validation_time) == f"{VALIDATED:%Y-%m-%dT%H:%M:%SZ}"
    assert found.validation_time_info.best_signature_time is not None
    assert str(found.validation_time_info.best_signature_time.poetime) == f"{SIGNED:%Y-%m-%dT%H:%M:%SZ}"
    assert found.signer_information is not None
    assert found.signer_information.signer == "CN=Bc. Jana Nováková; Město Kolín,C=CZ"
    assert found.signature_quality is not None
    assert found.signature_quality.signature_quality_information == ("urn:cef:dss:signatureQualification:QESig",)
    assert found.signature_validation_status is not None
    assert found.signature_validation_status.main_indication == "urn:etsi:019102:mainindication:total-passed"
    assert found.signature_validation_status.sub_indication == ()


def test_a_revocation_is_told_with_its_moment_and_the_doubt_with_its_reason() -> None:
    document = one(a_revoked_seal())

    assert document.xpath("string(//vr:RevocationTime)", namespaces=NS) == "2026-02-01T08:00:00Z"
    assert document.xpath("string(//vr:SubIndication)", namespaces=NS) == (
        "urn:etsi:019102:subindication:REVOKED_NO_POE"
    )
    assert "urn:listina:validation:reason:revocation.unproven" in document.xpath("//vr:Type/text()", namespaces=NS)


def test_the_material_is_there_byte_by_byte_and_a_timestamp_with_its_own_report() -> None:
    report = a_report()
    document = tree(report)

    kept = {base64.b64decode(text) for text in document.xpath("//vr:base64/text()", namespaces=NS)}
    assert kept == {item.der for item in report.material}
    [main] = document.xpath(
        "//vr:ValidationObject[vr:ObjectType='urn:etsi:019102:validationObject:timestamp']//vr:MainIndication/text()",
        namespaces=NS,
    )
    assert main == "urn:etsi:019102:mainindication:passed"


def test_a_file_nobody_signed_has_the_one_report_the_schema_asks_for() -> None:
    document = tree(REPORTS["unsigned"])

    assert document.xpath("//vr:MainIndication/text()", namespaces=NS) == [terms.NO_SIGNATURE]
    assert not document.xpath("//vr:SignatureIdentifier", namespaces=NS)


def test_names_of_strangers_stay_text_and_lose_what_no_xml_may_hold() -> None:
    signature = a_revoked_seal()
    assert signature.certificate is not None
    hostile = replace(
        signature,
        name="pole\x00\x0b\ud800\uffff",
        certificate=replace(signature.certificate, subject=f"CN={HOSTILE}\x1b"),
        reasons=(Reason(code="a\x01b", text=Text("]]>", "]]>&\x02")),),
    )

    document = one(hostile)

    assert document.xpath("string(//vr:Signer)", namespaces=NS) == f"CN={HOSTILE}\N{REPLACEMENT CHARACTER}"
    assert document.xpath("string(//vr:DAIdentifier)", namespaces=NS).startswith("pole")


def test_every_value_of_the_closed_lists_has_its_term() -> None:
    assert set(terms.MAIN_INDICATIONS) == set(terms.OBJECT_INDICATIONS) == set(values.Indication)
    assert set(terms.PROCESSES) == set(values.Proof)
    assert set(terms.OBJECTS) == set(values.MaterialKind)


@pytest.mark.parametrize(
    ("kind", "qualified", "in_device", "indication", "quality"),
    [
        (values.Kind.SIGNATURE, values.Qualified.YES, True, values.Indication.PASSED, "QESig"),
        (values.Kind.SEAL, values.Qualified.YES, False, values.Indication.PASSED, "AdESealQC"),
        (values.Kind.SEAL, values.Qualified.YES, True, values.Indication.INDETERMINATE, "indeterminateQESeal"),
        (values.Kind.MARK, values.Qualified.YES, False, values.Indication.PASSED, "AdESQC"),
        (values.Kind.UNKNOWN, values.Qualified.UNKNOWN, False, values.Indication.PASSED, "AdES"),
        (values.Kind.SIGNATURE, values.Qualified.YES, True, values.Indication.FAILED, "notApplicable"),
    ],
)
def test_a_quality_never_says_more_than_was_found(
    kind: values.Kind,
    qualified: values.Qualified,
    in_device: bool,  # noqa: FBT001  # a column of the table
    indication: values.Indication,
    quality: str,
) -> None:
    signature = replace(
        a_signature(),
        kind=kind,
        indication=indication,
        qualification=replace(a_signature().qualification, qualified=qualified, in_device=in_device),
    )
    assert terms.quality(signature) == f"urn:cef:dss:signatureQualification:{quality}"


def test_a_proof_by_a_document_timestamp_is_told_as_such() -> None:
    at = SIGNED.replace(month=9)
    signature = replace(a_signature(), proof=values.Proof.DOCUMENT_TIMESTAMP, best_time=at, timestamps=())
    stamp = a_timestamp(values.TimestampPlace.DOCUMENT, at)
    document = tree(replace(a_report(), signatures=(signature,), document_timestamps=(stamp,), message=None))

    assert document.xpath("string(//vr:SignatureValidationProcessID)", namespaces=NS).endswith(":LTA")
    assert document.xpath("string(//vr:POEObject/@VOReference)", namespaces=NS) == f"V-{stamp.sha256}"


def test_a_real_report_is_written_with_references_to_what_it_used(
    signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy
) -> None:
    report = validated(signed_inputs.signed(official_key), trust_policy)
    xml = to_xml(report)

    assert list(missing(read(xml))) == []
    document = etree.fromstring(xml)
    [signature] = report.signatures
    assert signature.certificate is not None
    assert document.xpath("string(//vr:SignerCertificate/@VOReference)", namespaces=NS) == (
        f"V-{signature.certificate.sha256}"
    )
    assert document.xpath("string(//vr:SignatureTimeStamp/vr:AttributeObject/@VOReference)", namespaces=NS) == (
        f"V-{signature.timestamps[0].sha256}"
    )
    assert len(document.xpath("//vr:base64", namespaces=NS)) == len(report.material)
