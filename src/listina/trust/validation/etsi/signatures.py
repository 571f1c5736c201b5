"""One signature or timestamp in XML of ETSI TS 119 102-2.

Source: ETSI TS 119 102-2 V1.2.1, chapter 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyhanko.generated.etsi import ts_11910202 as vr
from pyhanko.generated.etsi import xades

from listina.trust.validation.etsi import terms
from listina.trust.validation.etsi.parts import digest, moment, reference, typed
from listina.trust.validation.plain_text import plain_text
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import (
    AlgorithmUse,
    CertificateReport,
    FileReport,
    Reason,
    SignatureReport,
    TimestampReport,
)
from listina.trust.validation.values import Form, Proof, SubIndication, TimestampPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureWriter:
    """Writes the signatures of one file.

    Attributes:
        report: the whole of it.
        file: what was signed.
        held: SHA-256 of each piece of material; only to these is referred.
    """

    report: ValidationReport
    file: FileReport
    held: frozenset[str]

    def signature(self, signature: SignatureReport, identifier: str) -> vr.SignatureValidationReportType:
        """Return the report of a signature; `identifier` is unique in the document."""
        return vr.SignatureValidationReportType(
            signature_identifier=_identifier(identifier, signature),
            validation_constraints_evaluation_report=self._policy(),
            validation_time_info=vr.ValidationTimeInfoType(
                validation_time=moment(self.report.validated_at), best_signature_time=self._best_time(signature)
            ),
            signers_document=self.signers_document(),
            signature_attributes=self._attributes(signature),
            signer_information=self._signer(signature.certificate),
            signature_quality=vr.SignatureQualityType(signature_quality_information=(terms.quality(signature),)),
            signature_validation_process=vr.SignatureValidationProcessType(
                signature_validation_process_id=terms.PROCESSES[signature.proof]
            ),
            signature_validation_status=vr.ValidationStatusType(
                main_indication=terms.MAIN_INDICATIONS[signature.indication],
                sub_indication=_sub_indication(signature.sub_indication),
                associated_validation_report_data=tuple(self._associated(signature)),
            ),
        )

    def timestamp(self, stamp: TimestampReport) -> vr.SignatureValidationReportType:
        """Return the report of a timestamp, as of an object of the validation."""
        data = tuple(_additional(_reasons(stamp.reasons)))
        return vr.SignatureValidationReportType(
            signature_identifier=vr.SignatureIdentifierType(
                id=f"T-{stamp.sha256}", digest_alg_and_value=digest(stamp.sha256), hash_only=False, doc_hash_only=False
            ),
            validation_time_info=vr.ValidationTimeInfoType(
                validation_time=moment(self.report.validated_at),
                best_signature_time=vr.POEType(poetime=moment(stamp.time), type_of_proof=terms.PROOF_BY_VALIDATION),
            ),
            signer_information=self._signer(stamp.certificate),
            signature_validation_status=vr.ValidationStatusType(
                main_indication=terms.OBJECT_INDICATIONS[stamp.indication],
                sub_indication=_sub_indication(stamp.sub_indication),
                associated_validation_report_data=data,
            ),
        )

    def signers_document(self) -> vr.SignersDocumentType:
        """Return what was handed over to be validated."""
        return vr.SignersDocumentType(
            digest_alg_and_value=digest(self.file.sha256),
            signers_document_representation=(reference(f"D-{self.file.sha256}"),),
        )

    def _policy(self) -> vr.ValidationConstraintsEvaluationReportType:
        used = self.report.policy
        return vr.ValidationConstraintsEvaluationReportType(
            signature_validation_policy=vr.SignatureValidationPolicyType(
                signature_policy_identifier=xades.SignaturePolicyIdentifierType(signature_policy_implied=""),
                policy_name=plain_text(f"{used.name} {used.version}"),
            )
        )

    def _best_time(self, signature: SignatureReport) -> vr.POEType:
        proving = next((stamp for stamp in self._proving(signature) if stamp.sha256 in self.held), None)
        return vr.POEType(
            poetime=moment(signature.best_time),
            type_of_proof=terms.PROOF_BY_VALIDATION,
            poeobject=None if proving is None else reference(f"V-{proving.sha256}"),
        )

    def _proving(self, signature: SignatureReport) -> Iterator[TimestampReport]:
        stamps = {
            Proof.SIGNATURE_TIMESTAMP: signature.timestamps,
            Proof.ARCHIVE_TIMESTAMP: signature.timestamps,
            Proof.DOCUMENT_TIMESTAMP: self.report.document_timestamps,
            Proof.MOMENT_OF_VALIDATION: (),
        }[signature.proof]
        return (stamp for stamp in stamps if stamp.time == signature.best_time)

    def _attributes(self, signature: SignatureReport) -> vr.SignatureAttributesType:
        stamps = {
            place: tuple(self._stamp(stamp, place) for stamp in signature.timestamps if stamp.place is place)
            for place in (TimestampPlace.CONTENT, TimestampPlace.SIGNATURE, TimestampPlace.ARCHIVE)
        }
        claimed = signature.claimed_at
        return vr.SignatureAttributesType(
            signing_time=() if claimed is None else (vr.SASigningTimeType(signed=True, time=moment(claimed)),),
            all_data_objects_time_stamp=stamps[TimestampPlace.CONTENT],
            signature_time_stamp=stamps[TimestampPlace.SIGNATURE],
            archive_time_stamp=stamps[TimestampPlace.ARCHIVE],
            sub_filter=(vr.SASubFilterType(signed=True, sub_filter_element="ETSI.CAdES.detached"),)
            if signature.form is Form.PADES
            else (),
        )

    def _stamp(self, stamp: TimestampReport, place: TimestampPlace) -> vr.SATimestampType:
        return vr.SATimestampType(
            signed=place is TimestampPlace.CONTENT,
            attribute_object=(reference(f"V-{stamp.sha256}"),) if stamp.sha256 in self.held else (),
            time_stamp_value=moment(stamp.time),
        )

    def _signer(self, certificate: CertificateReport | None) -> vr.SignerInformationType | None:
        if certificate is None or certificate.sha256 not in self.held:
            return None
        return vr.SignerInformationType(
            signer_certificate=reference(f"V-{certificate.sha256}"),
            signer=plain_text(certificate.subject),
            pseudonym=certificate.is_pseudonym,
        )

    def _associated(self, signature: SignatureReport) -> Iterator[vr.ValidationReportDataType]:
        certificate = signature.certificate
        if certificate is not None and certificate.sha256 in self.held:
            signer = reference(f"V-{certificate.sha256}")
            revoked_at = signature.revocation.revoked_at
            yield vr.ValidationReportDataType(
                certificate_chain=vr.CertificateChainType(signing_certificate=signer),
                revocation_status_information=None
                if revoked_at is None
                else vr.RevocationStatusInformationType(
                    validation_object_id=signer, revocation_time=moment(revoked_at)
                ),
            )
            for use in signature.algorithms:
                yield vr.ValidationReportDataType(crypto_information=_crypto(use, signer))
        changes = (
            typed(f"{terms.CHANGE}{change.weight}:{change.code}", change.text.en) for change in signature.changes
        )
        yield from _additional((*_reasons(signature.reasons), *changes))


def _identifier(identifier: str, signature: SignatureReport) -> vr.SignatureIdentifierType:
    return vr.SignatureIdentifierType(
        id=identifier,
        digest_alg_and_value=digest(signature.signed_sha256) if signature.signed_sha256 else None,
        hash_only=False,
        doc_hash_only=False,
        daidentifier=plain_text(signature.name) or None,
    )


def _sub_indication(value: SubIndication | None) -> tuple[str, ...]:
    return () if value is None else (f"{terms.SUB_INDICATION}{value}",)


def _crypto(use: AlgorithmUse, signer: vr.VOReferenceType) -> vr.CryptoInformationType:
    return vr.CryptoInformationType(
        validation_object_id=signer,
        algorithm=f"urn:listina:algorithm:{plain_text(use.role)}:{plain_text(use.name).replace(' ', '-')}",
        secure_algorithm=use.secure,
        not_after=None if use.secure_until is None else moment(use.secure_until),
    )


def _reasons(reasons: tuple[Reason, ...]) -> tuple[vr.TypedDataType, ...]:
    return tuple(typed(f"{terms.REASON}{why.code}", why.text.en) for why in reasons)


def _additional(data: tuple[vr.TypedDataType, ...]) -> Iterator[vr.ValidationReportDataType]:
    if data:
        yield vr.ValidationReportDataType(
            additional_validation_report_data=vr.AdditionalValidationReportDataType(report_data=data)
        )
