"""What the register knows of a clause that was read on a scanned page (řetězení konverzí, decision 11)."""

from __future__ import annotations

from dataclasses import replace

from listina.documents.findings import Finding, Severity
from listina.documents.page_assessment import PageAssessment
from listina.law.errors import InvalidCheckCodeError, InvalidNumberError
from listina.register import queries as register
from listina.register.errors import ClauseNotFoundError

CLAUSE_ON_PAGE = "clause_on_page"


def with_registered_clauses(assessment: PageAssessment) -> PageAssessment:
    """Return the assessment with a blocking finding for each clause of the register that forbids the conversion.

    Source: L300 § 24(4)(e). A clause the register does not hold is left to the official, who reads it on the paper.
    """
    forbidding = tuple(
        _forbidden(str(finding.values["number"]))
        for finding in assessment.findings
        if finding.code == CLAUSE_ON_PAGE and _names_an_element(finding)
    )
    return replace(assessment, findings=(*forbidding, *assessment.findings)) if forbidding else assessment


def _names_an_element(finding: Finding) -> bool:
    number, check_code = finding.values.get("number"), finding.values.get("check_code")
    if number is None or check_code is None:
        return False
    try:
        return bool(register.public_clause(str(number), str(check_code)).untransferable)
    except (ClauseNotFoundError, InvalidNumberError, InvalidCheckCodeError):
        return False


def _forbidden(number: str) -> Finding:
    return Finding(
        code="clause_forbids_conversion",
        severity=Severity.BLOCKING,
        cs=(
            f"Doložka č. {number} na této straně uvádí prvek, který nešlo plně přenést. Další konverze není možná "
            "(§ 24 odst. 4 písm. e)). V kroku 1 na otázku o doložce odpovězte „ano“ a konverzi neproveďte."
        ),
        en=(
            f"Clause no. {number} on this page names an element that could not be carried over. A further conversion "
            "is not possible (§ 24(4)(e)). In step 1 answer the question about the clause with “yes” and do not "
            "perform the conversion."
        ),
        values={"number": number},
    )
