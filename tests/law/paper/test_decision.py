"""Every combination of findings has its one sentence, or a rule that says why it cannot come."""

from collections import Counter
from itertools import product

import pytest

from law.paper.building import NOVAKOVA, VALIDATED_AT, ended
from law.paper.written import combinations
from listina.law.errors import ImpossibleFindingError
from listina.law.paper.decision import (
    EXCLUSIONS,
    TABLE,
    Exclusion,
    Outcome,
    TimestampFactors,
    TimestampOutcome,
    excluded_by,
    outcome_of,
    timestamp_outcome_of,
)
from listina.law.paper.factors import (
    Cause,
    Ended,
    Integrity,
    Proof,
    Qualified,
    Recognition,
    Result,
    Revocation,
    cause_of,
)
from listina.law.paper.facts import recognition_of, signature_factors, timestamp_factors
from listina.trust.validation import values

ALL = tuple(combinations())
POSSIBLE = tuple(factors for factors in ALL if not excluded_by(factors))


def test_each_possible_combination_is_decided_by_exactly_one_row() -> None:
    for factors in POSSIBLE:
        assert [row.outcome for row in TABLE if row.selects(factors)] == [outcome_of(factors)]
    assert len(POSSIBLE) > 6_000


def test_each_sentence_is_selected_by_some_combination() -> None:
    assert {outcome_of(factors) for factors in POSSIBLE} == set(Outcome)


def test_each_row_decides_something() -> None:
    assert all(any(row.selects(factors) for factors in POSSIBLE) for row in TABLE)


@pytest.mark.parametrize("rule", EXCLUSIONS, ids=lambda rule: rule.name)
def test_each_rule_excludes_something_no_other_one_does_and_gives_its_reason(rule: Exclusion) -> None:
    assert any(excluded_by(factors) == (rule,) for factors in ALL)
    assert rule.reason_cs.endswith(".")


def test_an_excluded_combination_stops_the_clause_and_names_the_rule() -> None:
    excluded = [factors for factors in ALL if excluded_by(factors)]
    for factors in excluded[::97]:
        with pytest.raises(ImpossibleFindingError) as error:
            outcome_of(factors)
        assert excluded_by(factors)[0].name in error.value.text("en")


def test_what_could_not_be_verified_is_never_called_invalid_nor_valid() -> None:
    told = Counter((factors.result, outcome_of(factors)) for factors in POSSIBLE)
    invalid = {Outcome.REVOKED, Outcome.OTHER_INVALID}
    valid = {
        Outcome.VALID_NOW,
        Outcome.VALID_THEN,
        Outcome.VALID_BY_OLDER_DATA,
        Outcome.ENDED_LATER,
        Outcome.REVOKED_LATER,
    }
    for result, outcome in told:
        assert (outcome in invalid) is (result is Result.INVALID)
        assert result is Result.VALID or outcome not in valid


def test_nothing_is_called_valid_without_revocation_data_qualification_and_intact_content() -> None:
    for factors in POSSIBLE:
        if outcome_of(factors) in {Outcome.VALID_NOW, Outcome.VALID_THEN, Outcome.ENDED_LATER}:
            assert factors.revocation is Revocation.GOOD
            assert factors.recognition is Recognition.RECOGNISED
            assert factors.integrity is Integrity.INTACT


def test_each_combination_of_a_timestamp_is_decided_or_contradicts_itself() -> None:
    outcomes = set()
    for qualified, result, cause, has_ended in product(Qualified, Result, Cause, Ended):
        factors = TimestampFactors(qualified=qualified, result=result, cause=cause, ended=has_ended)
        try:
            outcomes.add((result, timestamp_outcome_of(factors)))
        except ImpossibleFindingError:
            assert (result is Result.VALID) is not (cause is Cause.NONE) or result is Result.INVALID
    assert {outcome for _, outcome in outcomes} == set(TimestampOutcome)
    assert {result for result, outcome in outcomes if outcome is TimestampOutcome.INVALID} == {Result.INVALID}


# How reports of the validation become factors.


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (Result, values.Result),
        (Revocation, values.RevocationStatus),
        (Qualified, values.Qualified),
    ],
)
def test_factors_have_the_values_of_a_validation_report(ours: type[Result], theirs: type[values.Result]) -> None:
    assert {each.value for each in ours} == {each.value for each in theirs}


def test_a_broken_integrity_is_no_factor_of_a_clause() -> None:
    assert {each.value for each in values.Integrity} - {each.value for each in Integrity} == {"broken"}


def test_each_sub_indication_has_its_cause() -> None:
    for sub in values.SubIndication:
        assert cause_of(Result.UNDECIDABLE, sub.value, Revocation.REVOKED_BEFORE) is not Cause.NONE
    generic = {"POLICY_PROCESSING_ERROR", "SIGNATURE_POLICY_NOT_AVAILABLE", "GENERIC"}
    assert {
        sub.value
        for sub in values.SubIndication
        if cause_of(Result.UNDECIDABLE, sub.value, Revocation.GOOD) is Cause.NOT_COMPLETED
    } == generic


_FAILED = frozenset({"FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE", "REVOKED", "EXPIRED", "NOT_YET_VALID"})


def _reported() -> list[tuple[Result, str | None]]:
    """Return what EN 319 102-1, table 6 lets a report say: which sub-indications go with which indication."""
    subs = [sub.value for sub in values.SubIndication]
    return [
        (Result.VALID, None),
        (Result.UNDECIDABLE, None),
        *((Result.INVALID, sub) for sub in subs if sub in _FAILED),
        *((Result.UNDECIDABLE, sub) for sub in subs),
    ]


def test_each_report_has_its_sentence_whatever_it_says_of_revocation_proof_and_time() -> None:
    contradictions = {"valid_was_not_revoked", "valid_after_the_end_is_proven", "valid_is_intact"}
    contradictions |= {"valid_has_a_certificate"}
    certificates = (NOVAKOVA, ended(NOVAKOVA), None)
    for (result, sub), recognition, certificate, proof, revocation, integrity in product(
        _reported(), Recognition, certificates, Proof, Revocation, Integrity
    ):
        if certificate is None and recognition is Recognition.RECOGNISED:
            continue
        factors = signature_factors(
            recognition=recognition,
            certificate=certificate,
            result=result,
            sub_indication=sub,
            integrity=integrity,
            proof=proof,
            revocation=revocation,
            validated_at=VALIDATED_AT,
        )
        names = {rule.name for rule in excluded_by(factors)}
        if names:
            # Only a report that contradicts itself: valid in spite of what it says.
            assert names <= contradictions
            assert result is Result.VALID
        else:
            assert outcome_of(factors) in Outcome


def test_each_report_of_a_timestamp_has_its_sentence() -> None:
    for (result, sub), qualified, certificate in product(_reported(), Qualified, (NOVAKOVA, ended(NOVAKOVA), None)):
        factors = timestamp_factors(
            qualified=qualified,
            certificate=certificate,
            result=result,
            sub_indication=sub,
            validated_at=VALIDATED_AT,
        )
        assert timestamp_outcome_of(factors) in TimestampOutcome


def test_a_signature_whose_qualification_is_not_known_stays_with_letter_g_and_another_one_goes_to_h() -> None:
    assert recognition_of(recognised=True, qualified=Qualified.YES) is Recognition.RECOGNISED
    assert recognition_of(recognised=False, qualified=Qualified.UNKNOWN) is Recognition.UNPROVEN
    assert recognition_of(recognised=False, qualified=Qualified.NO) is None
    assert recognition_of(recognised=False, qualified=Qualified.YES) is None
