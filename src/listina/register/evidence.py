"""The evidence of one conversion as it was confirmed, and as it stands after corrections (L300 § 26(2)).

Nothing confirmed is overwritten: a correction is an entry of its own, and the last one counts (decision 19).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from listina.law.evidence import Evidence, Fee, PartialDate
from listina.register.errors import EvidenceNotKeptError
from listina.register.models import ClauseEvidence, Correction, EvidenceCorrection


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedEvidence:
    """The evidence from one correction on.

    Attributes:
        at: aware UTC.
        by_user_id: the official who corrected.
    """

    evidence: Evidence
    at: datetime
    by_user_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvidence:
    """What the register keeps of one conversion.

    Attributes:
        confirmed: as it was entered with the clause.
        corrections: oldest first.
    """

    confirmed: Evidence
    corrections: tuple[CorrectedEvidence, ...]

    @property
    def current(self) -> Evidence:
        """What counts now."""
        return self.corrections[-1].evidence if self.corrections else self.confirmed


def kept_evidence(number: str) -> KeptEvidence:
    """Return the evidence of a confirmed clause of the authority in scope.

    Raises:
        EvidenceNotKeptError: the authority has no such clause, or its evidence was deleted after ten years.
    """
    row = ClauseEvidence.objects.filter(clause_id=number).first()
    if row is None:
        raise EvidenceNotKeptError(number=number)
    confirmed = Evidence(
        number=number,
        performed_on=row.performed_on,
        designation=row.designation,
        drawn_up_on=_date(row.drawn_up_on),
        fee=_fee(row),
    )
    corrections = (
        EvidenceCorrection.objects.filter(number=number).select_related("correction").order_by("correction_id")
    )
    return KeptEvidence(
        confirmed=confirmed,
        corrections=tuple(
            CorrectedEvidence(
                evidence=replace(
                    confirmed,
                    designation=corrected.designation,
                    drawn_up_on=_date(corrected.drawn_up_on),
                    fee=_fee(corrected),
                ),
                at=corrected.correction.at,
                by_user_id=corrected.correction.by_user_id,
            )
            for corrected in corrections
        ),
    )


def keep_corrected(correction: Correction, evidence: Evidence) -> None:
    """Store the evidence as it stands from this entry on; the caller's transaction holds both."""
    EvidenceCorrection.objects.create(
        correction=correction,
        number=evidence.number,
        authority_id=correction.authority_id,
        designation=evidence.designation,
        drawn_up_on=evidence.drawn_up_on.iso() if evidence.drawn_up_on else None,
        fee_amount_czk=evidence.fee.amount_czk,
        fee_document_number=evidence.fee.document_number,
        fee_exemption=evidence.fee.exemption,
    )


def _date(stored: str | None) -> PartialDate | None:
    return None if stored is None else PartialDate.from_iso(stored)


def _fee(row: ClauseEvidence | EvidenceCorrection) -> Fee:
    return Fee(amount_czk=row.fee_amount_czk, document_number=row.fee_document_number, exemption=row.fee_exemption)
