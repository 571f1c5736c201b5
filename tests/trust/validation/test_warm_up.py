"""What a process validates before all others is whole and good, or it would warm up nothing."""

from __future__ import annotations

from listina.trust.validation.values import Proof, RevocationStatus, Verdict
from listina.trust.validation.warm_up import warm_up


def test_our_own_file_is_valid_with_all_that_makes_a_validation_long() -> None:
    report = warm_up()

    assert report.verdict is Verdict.VALID, [each.reasons for each in report.signatures]
    (signature,) = report.signatures
    assert signature.level == "B-LTA"
    assert signature.proof is not Proof.MOMENT_OF_VALIDATION
    assert signature.revocation.status in {RevocationStatus.GOOD, RevocationStatus.GOOD_BY_OLDER_DATA}
    assert len(report.document_timestamps) == 1
