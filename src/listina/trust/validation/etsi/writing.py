"""A validation report as XML of ETSI TS 119 102-2: the same report gives the same bytes, and no more than it holds.

Source: ETSI TS 119 102-2 V1.2.1, chapters 4.2 to 4.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.generated.etsi import ts_11910202 as vr
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig

from listina.trust.validation.etsi import terms
from listina.trust.validation.etsi.parts import digest, moment, typed
from listina.trust.validation.etsi.signatures import SignatureWriter
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import FileReport, TimestampReport
from listina.trust.validation.values import MaterialKind

NAMESPACES = {
    "vr": "http://uri.etsi.org/19102/v1.2.1#",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "XAdES": "http://uri.etsi.org/01903/v1.3.2#",
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def to_xml(report: ValidationReport) -> bytes:
    """Return the report in UTF-8, with the material it was made with."""
    written = _Writing(report=report).document()
    config = SerializerConfig(indent="  ", encoding="UTF-8")
    return XmlSerializer(config=config).render(written, ns_map=dict(NAMESPACES)).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    report: ValidationReport

    def document(self) -> vr.ValidationReport:
        objects = (*self._files(), *self._material())
        return vr.ValidationReport(
            signature_validation_report=tuple(self._signatures()) or (self._nothing_signed(),),
            signature_validation_objects=vr.ValidationObjectListType(validation_object=objects),
        )

    def _signatures(self) -> Iterator[vr.SignatureValidationReportType]:
        for signature in self.report.signatures:
            writer = self._writer(self.report.file)
            yield writer.signature(signature, f"S-{signature.number}")
        if self.report.message is not None:
            writer = self._writer(self.report.message.file)
            yield writer.signature(self.report.message.envelope, "S-envelope")

    def _writer(self, file: FileReport) -> SignatureWriter:
        return SignatureWriter(
            report=self.report, file=file, held=frozenset(item.sha256 for item in self.report.material)
        )

    def _nothing_signed(self) -> vr.SignatureValidationReportType:
        found = tuple(typed(f"{terms.REASON}{why.code}", why.text.en) for why in self.report.reasons)
        data = vr.ValidationReportDataType(
            additional_validation_report_data=vr.AdditionalValidationReportDataType(report_data=found)
        )
        return vr.SignatureValidationReportType(
            validation_time_info=None,
            signers_document=self._writer(self.report.file).signers_document(),
            signature_validation_status=vr.ValidationStatusType(
                main_indication=terms.NO_SIGNATURE,
                associated_validation_report_data=(data,) if found else (),
            ),
        )

    def _files(self) -> Iterator[vr.ValidationObjectType]:
        files = [self.report.file] if self.report.message is None else [self.report.file, self.report.message.file]
        for file in {file.sha256: file for file in files}.values():
            yield vr.ValidationObjectType(
                id=f"D-{file.sha256}",
                object_type=terms.SIGNED_DATA,
                validation_object_representation=vr.ValidationObjectRepresentationType(
                    digest_alg_and_value=digest(file.sha256)
                ),
            )

    def _material(self) -> Iterator[vr.ValidationObjectType]:
        judged = {stamp.sha256: stamp for stamp in self._stamps()}
        for item in self.report.material:
            stamp = judged.get(item.sha256) if item.kind is MaterialKind.TIMESTAMP else None
            yield vr.ValidationObjectType(
                id=f"V-{item.sha256}",
                object_type=terms.OBJECTS[item.kind],
                validation_object_representation=vr.ValidationObjectRepresentationType(base64=item.der),
                poe=vr.POEType(poetime=moment(self.report.validated_at), type_of_proof=terms.PROOF_BY_VALIDATION),
                validation_report=None if stamp is None else self._writer(self.report.file).timestamp(stamp),
            )

    def _stamps(self) -> Iterator[TimestampReport]:
        message = self.report.message
        for signature in (*self.report.signatures, *([] if message is None else [message.envelope])):
            yield from signature.timestamps
        yield from self.report.document_timestamps
        if message is not None and message.timestamp is not None:
            yield message.timestamp
