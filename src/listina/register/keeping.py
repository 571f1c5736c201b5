"""What the register no longer keeps once the law's period is over; for the retention role alone (grants.sql).

Number, authority, date, direction, counts, digests, entries and commitments stay for ever (decision 24): every number
stays accounted for, and an output in somebody's hands can still be told from another.
"""

from __future__ import annotations

from collections.abc import Collection

from listina.register.models import Clause, ClauseEvidence, ClauseRecord, EvidenceCorrection, Receipt, Voiding


def forget(numbers: Collection[str]) -> dict[str, int]:
    """Delete evidence, records with their salts, receipts, names in clauses and reasons; return how many rows of each.

    A name that was deleted is empty: without a name at all, the conversion was an automated one.

    The caller holds a system scope and one transaction. Doing it twice changes nothing.
    """
    corrections, _ = EvidenceCorrection.objects.filter(number__in=numbers).delete()
    evidence, _ = ClauseEvidence.objects.filter(clause_id__in=numbers).delete()
    receipts, _ = Receipt.objects.filter(clause_id__in=numbers).delete()
    records, _ = ClauseRecord.objects.filter(clause_id__in=numbers).delete()
    names = Clause.objects.filter(reservation_id__in=numbers, official_name__gt="").update(official_name="")
    statements = Clause.objects.filter(reservation_id__in=numbers).exclude(statements=[]).update(statements=[])
    reasons = Voiding.objects.filter(reservation_id__in=numbers).exclude(reason="").update(reason="")
    return {
        "evidence": evidence,
        "corrections_of_evidence": corrections,
        "clause_records": records,
        "receipts": receipts,
        "officials": names,
        "statements": statements,
        "reasons_of_voiding": reasons,
    }
