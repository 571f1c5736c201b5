"""From what a validation reports to what the law's clause states (zjištění o vstupu): values only, nothing is judged.

Every report that passed the gate has exactly one translation; a broken one has none, since the act has no clause for
it (L300 § 24(4)(h)).

Source: L300 § 25(2)(g) to (k); decisions 15 and 16.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from listina.law.paper import factors, facts
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import CertificateReport, SignatureReport, TimestampReport
from listina.trust.validation.values import Integrity, Proof, Qualified, Result

_CONFIRMED = "confirmed"


def signatures(report: ValidationReport) -> tuple[facts.SignatureFacts, ...]:
    """Return the recognised signatures, seals and marks, and those that may be recognised: letter g)."""
    return tuple(
        _signature(report, signature, recognition)
        for signature in report.signatures
        if (recognition := _recognition(signature)) is not None
    )


def other_means(report: ValidationReport) -> tuple[facts.OtherMeans, ...]:
    """Return by what else the integrity was ensured: letter h)."""
    found = [
        facts.OtherMeans(
            means=factors.Means(signature.kind.value),
            certificate=_certificate(signature.certificate),
            integrity=factors.Integrity(signature.integrity.value),
        )
        for signature in report.signatures
        if _recognition(signature) is None
    ]
    message = report.message
    if message is not None:
        found.append(
            facts.OtherMeans(
                means=factors.Means.ENVELOPE_SEAL,
                certificate=_certificate(message.envelope.certificate),
                integrity=factors.Integrity(message.integrity.value),
            )
        )
        if message.authenticity == _CONFIRMED:
            found.append(
                facts.OtherMeans(
                    means=factors.Means.DATA_BOX_SYSTEM, certificate=None, integrity=factors.Integrity.INTACT
                )
            )
    return tuple(found)


def timestamps(report: ValidationReport) -> tuple[facts.TimestampFacts, ...]:
    """Return the timestamps over the signatures and over the input: letter i)."""
    return tuple(_timestamps(report))


def message(report: ValidationReport, stated: dict[str, Any] | None) -> facts.MessageFacts | None:
    """Return the data message the input came in: letter k); None if it came in none.

    Args:
        report: of the validation.
        stated: what was stated where there is no ZFO; see `PaperWork.stated_message`.
    """
    if report.message is not None:
        # A message that does not hold these very bytes says nothing about the document.
        return None if report.message.document_position is None else _verified(report.message)
    if stated is None:
        return None
    system = stated["records_system"]
    return facts.MessageFacts(
        source=factors.MessageSource.RECORDS_SYSTEM if system else factors.MessageSource.OFFICIAL,
        message_id=stated["message_id"],
        sender=facts.BoxFacts(holder=stated["sender_name"], id=stated["sender_box"]),
        recipient=facts.BoxFacts(holder=stated["recipient_name"], id=stated["recipient_box"]),
        delivered_into_box_at=datetime.fromisoformat(stated["delivered_into_box_at"]),
        records_system=system,
    )


def notes(found: dict[str, Any], reduced_pages: list[int], printing: factors.Printing) -> facts.Notes:
    """Return what the note tells of the transfer.

    Args:
        found: what the examination found; see `Examined.as_json`.
        reduced_pages: from 1.
        printing: in colour, or black and white where no information is lost.
    """
    papers = {page["number"]: page["paper"] for page in found["pages"]}
    return facts.Notes(
        embedded_files=tuple(item["name"] for item in found["inspection"]["embedded"]),
        reduced_pages=tuple(facts.ReducedPage(page=page, paper=papers[page]) for page in reduced_pages),
        printing=printing,
        pages_printed_otherwise=tuple(page["number"] for page in found["pages"] if page["differences"]),
    )


def _recognition(signature: SignatureReport) -> factors.Recognition | None:
    return facts.recognition_of(
        recognised=signature.recognised, qualified=factors.Qualified(signature.qualification.qualified.value)
    )


def _signature(
    report: ValidationReport, signature: SignatureReport, recognition: factors.Recognition
) -> facts.SignatureFacts:
    certificate = _certificate(signature.certificate)
    weak = [use.name for use in signature.algorithms if not use.secure]
    return facts.SignatureFacts(
        kind=factors.SignatureKind(signature.kind.value),
        certificate=certificate,
        factors=facts.signature_factors(
            recognition=recognition,
            certificate=certificate,
            result=factors.Result(signature.result.value),
            sub_indication=None if signature.sub_indication is None else signature.sub_indication.value,
            integrity=factors.Integrity(signature.integrity.value),
            proof=_proof(report, signature),
            revocation=factors.Revocation(signature.revocation.status.value),
            validated_at=report.validated_at,
        ),
        judged_at=signature.best_time,
        revoked_at=signature.revocation.revoked_at,
        revocation_issued_at=signature.revocation.issued_at,
        algorithm=weak[0] if weak else "",
    )


def _proof(report: ValidationReport, signature: SignatureReport) -> factors.Proof:
    if signature.proof is Proof.MOMENT_OF_VALIDATION:
        return factors.Proof.MOMENT_OF_VALIDATION
    proving = [
        stamp
        for stamp in (*signature.timestamps, *report.document_timestamps)
        if stamp.result is Result.VALID and stamp.time == signature.best_time
    ]
    if any(stamp.qualification.qualified is Qualified.YES for stamp in proving):
        return factors.Proof.QUALIFIED_TIMESTAMP
    return factors.Proof.OTHER_TIMESTAMP


def _timestamps(report: ValidationReport) -> Iterator[facts.TimestampFacts]:
    number = 0
    for signature in report.signatures:
        named = _recognition(signature) is not None
        number += named
        for stamp in signature.timestamps:
            yield _timestamp(report, stamp, factors.TimestampForm.OF_A_SIGNATURE, number if named else None)
    for stamp in report.document_timestamps:
        yield _timestamp(report, stamp, factors.TimestampForm.OF_THE_INPUT, None)


def _timestamp(
    report: ValidationReport, stamp: TimestampReport, form: factors.TimestampForm, number: int | None
) -> facts.TimestampFacts:
    certificate = _certificate(stamp.certificate)
    return facts.TimestampFacts(
        form=form,
        signature_number=number,
        time=stamp.time,
        certificate=certificate,
        factors=facts.timestamp_factors(
            qualified=factors.Qualified(stamp.qualification.qualified.value),
            certificate=certificate,
            result=factors.Result(stamp.result.value),
            sub_indication=None if stamp.sub_indication is None else stamp.sub_indication.value,
            validated_at=report.validated_at,
        ),
    )


def _certificate(certificate: CertificateReport | None) -> facts.CertificateFacts | None:
    if certificate is None:
        return None
    return facts.CertificateFacts(
        serial_number=certificate.serial_number,
        issuer=certificate.issuer_name,
        holder=certificate.holder,
        is_pseudonym=certificate.is_pseudonym,
        ended_at=certificate.not_after,
    )


def _verified(told: MessageReport) -> facts.MessageFacts:
    genuine = told.envelope.result is Result.VALID or told.authenticity == _CONFIRMED
    in_order = told.integrity is Integrity.INTACT and genuine
    return facts.MessageFacts(
        source=factors.MessageSource.VERIFIED if in_order else factors.MessageSource.NOT_VERIFIED,
        message_id=told.message_id,
        sender=facts.BoxFacts(holder=told.sender.holder, id=told.sender.id),
        recipient=facts.BoxFacts(holder=told.recipient.holder, id=told.recipient.id),
        delivered_into_box_at=told.delivered_into_box_at,
    )
