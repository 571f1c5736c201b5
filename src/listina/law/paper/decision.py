"""Which sentence tells the result of a signature or timestamp: a table to be read by a lawyer (rozhodovací tabulka).

Each combination of factors is either excluded by exactly the rules that name it, with their reasons, or decided by
exactly one row. A combination that is excluded and comes all the same is a mistake of the validation; no clause is
drawn up on it.

Source: L300 § 25(2)(g) and (i); decision 15: what could not be verified is never „neplatný“.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from listina.law.errors import ImpossibleFindingError
from listina.law.paper.factors import (
    Cause,
    Ended,
    Identity,
    Integrity,
    Proof,
    Qualified,
    Recognition,
    Result,
    Revocation,
)


class Outcome(StrEnum):
    """The sentences about a signature's result; the values name them for ever."""

    VALID_THEN = "B1"
    VALID_NOW = "B2"
    VALID_BY_OLDER_DATA = "B3"
    ENDED_LATER = "B4"
    ENDED = "B5"
    REVOKED_LATER = "B6"
    REVOKED = "B7"
    REVOKED_UNPROVEN = "B7b"
    REVOCATION_UNKNOWN = "B8"
    QUALIFICATION_UNKNOWN = "B9"
    ALGORITHM = "B10"
    OTHER_INVALID = "B11n"
    OTHER_UNDECIDABLE = "B11x"


class TimestampOutcome(StrEnum):
    """The sentences about a timestamp's result."""

    VALID = "I5"
    INVALID = "I6"
    ENDED = "I7"
    UNDECIDABLE = "I8"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFactors:
    """Everything that selects the sentences about one signature, but its kind."""

    recognition: Recognition
    identity: Identity
    result: Result
    cause: Cause
    proof: Proof
    revocation: Revocation
    ended: Ended
    integrity: Integrity


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampFactors:
    """Everything that selects the sentences about one timestamp, but its form."""

    qualified: Qualified
    result: Result
    cause: Cause
    ended: Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A named rule about combinations that cannot come.

    Attributes:
        name: stable.
        reason_cs: why they cannot come, for whoever reads the table.
        excludes: whether it speaks of these factors.
    """

    name: str
    reason_cs: str
    excludes: Callable[[SignatureFactors], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: the sentence, and for each factor the values under which it is selected."""

    outcome: Outcome
    results: Collection[Result]
    causes: Collection[Cause] = frozenset(Cause)
    recognitions: Collection[Recognition] = frozenset(Recognition)
    proofs: Collection[Proof] = frozenset(Proof)
    revocations: Collection[Revocation] = frozenset(Revocation)
    ended: Collection[Ended] = frozenset(Ended)

    def selects(self, factors: SignatureFactors) -> bool:
        """Whether the row decides these factors."""
        return (
            factors.result in self.results
            and factors.cause in self.causes
            and factors.recognition in self.recognitions
            and factors.proof in self.proofs
            and factors.revocation in self.revocations
            and factors.ended in self.ended
        )


PROVEN = frozenset({Proof.QUALIFIED_TIMESTAMP, Proof.OTHER_TIMESTAMP})
_RECOGNISED = frozenset({Recognition.RECOGNISED})
_NO_DATA = frozenset({Revocation.UNKNOWN, Revocation.NOT_ASKED})
_REVOKED = frozenset({Revocation.REVOKED_BEFORE, Revocation.REVOKED_UNPROVEN})
_PLACED = frozenset({Revocation.REVOKED_BEFORE, Revocation.REVOKED_AFTER})

FAULTS = frozenset(
    {
        Cause.OUT_OF_BOUNDS,
        Cause.NOT_YET_VALID,
        Cause.REVOKED,
        Cause.ISSUER_REVOKED,
        Cause.ALGORITHM,
        Cause.WRONG_VALUE,
        Cause.MALFORMED,
        Cause.UNSUITABLE_CERTIFICATE,
        Cause.TIMES_DISAGREE,
    }
)
"""Causes that can make something invalid; the others are doubts."""

_OWN_SENTENCE = frozenset({Cause.NONE, Cause.REVOKED, Cause.REVOCATION_UNKNOWN, Cause.ALGORITHM, Cause.OUT_OF_BOUNDS})

EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(
        name="valid_has_no_cause",
        reason_cs="Proti platnému podpisu žádný důvod nemluví.",
        excludes=lambda f: f.result is Result.VALID and f.cause is not Cause.NONE,
    ),
    Exclusion(
        name="not_valid_has_a_cause",
        reason_cs="Podpis, který platný není, má vždy důvod; neznámý důvod je „ověření se nepodařilo dokončit“.",
        excludes=lambda f: f.result is not Result.VALID and f.cause is Cause.NONE,
    ),
    Exclusion(
        name="doubt_is_not_invalidity",
        reason_cs="Co nebylo možné ověřit, není neplatné (INDETERMINATE není TOTAL-FAILED).",
        excludes=lambda f: f.result is Result.INVALID and f.cause not in FAULTS | {Cause.NONE},
    ),
    Exclusion(
        name="recognised_has_a_certificate",
        reason_cs="Uznávaný je jen podpis založený na kvalifikovaném certifikátu.",
        excludes=lambda f: f.recognition is Recognition.RECOGNISED and f.identity is Identity.NOT_FOUND,
    ),
    Exclusion(
        name="valid_has_a_certificate",
        reason_cs="Bez certifikátu nelze podpis ověřit.",
        excludes=lambda f: f.result is Result.VALID and f.identity is Identity.NOT_FOUND,
    ),
    Exclusion(
        name="only_a_certificate_ends",
        reason_cs="Bez certifikátu není, co by skončilo.",
        excludes=lambda f: f.ended is Ended.YES and f.identity is Identity.NOT_FOUND,
    ),
    Exclusion(
        name="only_a_certificate_is_revoked",
        reason_cs="Bez certifikátu se na zneplatnění není na co ptát.",
        excludes=lambda f: f.identity is Identity.NOT_FOUND and f.revocation not in _NO_DATA,
    ),
    Exclusion(
        name="revocation_is_placed_by_proof",
        reason_cs="Zda zneplatnění předcházelo, lze říci právě tehdy, je-li okamžik podpisu prokázán.",
        excludes=lambda f: (
            (f.revocation in _PLACED and f.proof not in PROVEN)
            or (f.revocation is Revocation.REVOKED_UNPROVEN and f.proof in PROVEN)
        ),
    ),
    Exclusion(
        name="cause_revoked_is_told",
        reason_cs="Je-li důvodem zneplatnění, je v údajích o zneplatnění.",
        excludes=lambda f: f.cause is Cause.REVOKED and f.revocation not in _REVOKED,
    ),
    Exclusion(
        name="valid_was_not_revoked",
        reason_cs="Podpis na certifikátu zneplatněném dříve platný není.",
        excludes=lambda f: f.result is Result.VALID and f.revocation in _REVOKED,
    ),
    Exclusion(
        name="valid_after_the_end_is_proven",
        reason_cs="Po skončení platnosti certifikátu je podpis platný, jen je-li prokázáno, že vznikl dříve.",
        excludes=lambda f: f.result is Result.VALID and f.ended is Ended.YES and f.proof not in PROVEN,
    ),
    Exclusion(
        name="valid_is_intact",
        reason_cs="Podpis, u kterého nelze říci, zda se obsah nezměnil, se za platný neprohlásí.",
        excludes=lambda f: f.result is Result.VALID and f.integrity is not Integrity.INTACT,
    ),
)

TABLE: tuple[Row, ...] = (
    Row(
        outcome=Outcome.VALID_THEN,
        results={Result.VALID},
        recognitions=_RECOGNISED,
        proofs=PROVEN,
        revocations={Revocation.GOOD},
        ended={Ended.NO},
    ),
    Row(
        outcome=Outcome.VALID_NOW,
        results={Result.VALID},
        recognitions=_RECOGNISED,
        proofs={Proof.MOMENT_OF_VALIDATION},
        revocations={Revocation.GOOD},
    ),
    Row(
        outcome=Outcome.VALID_BY_OLDER_DATA,
        results={Result.VALID},
        recognitions=_RECOGNISED,
        revocations={Revocation.GOOD_BY_OLDER_DATA},
    ),
    Row(
        outcome=Outcome.ENDED_LATER,
        results={Result.VALID},
        recognitions=_RECOGNISED,
        proofs=PROVEN,
        revocations={Revocation.GOOD},
        ended={Ended.YES},
    ),
    Row(
        outcome=Outcome.REVOKED_LATER,
        results={Result.VALID},
        recognitions=_RECOGNISED,
        proofs=PROVEN,
        revocations={Revocation.REVOKED_AFTER},
    ),
    Row(
        outcome=Outcome.QUALIFICATION_UNKNOWN,
        results={Result.VALID},
        recognitions={Recognition.UNPROVEN},
        revocations={Revocation.GOOD, Revocation.GOOD_BY_OLDER_DATA, Revocation.REVOKED_AFTER},
    ),
    Row(outcome=Outcome.REVOCATION_UNKNOWN, results={Result.VALID}, revocations=_NO_DATA),
    Row(outcome=Outcome.REVOCATION_UNKNOWN, results={Result.UNDECIDABLE}, causes={Cause.REVOCATION_UNKNOWN}),
    Row(outcome=Outcome.ENDED, results={Result.UNDECIDABLE}, causes={Cause.OUT_OF_BOUNDS}, ended={Ended.YES}),
    Row(outcome=Outcome.REVOKED, results={Result.INVALID}, causes={Cause.REVOKED}),
    Row(outcome=Outcome.REVOKED_UNPROVEN, results={Result.UNDECIDABLE}, causes={Cause.REVOKED}),
    Row(outcome=Outcome.ALGORITHM, results={Result.UNDECIDABLE}, causes={Cause.ALGORITHM}),
    Row(outcome=Outcome.OTHER_INVALID, results={Result.INVALID}, causes=FAULTS - {Cause.REVOKED}),
    Row(outcome=Outcome.OTHER_UNDECIDABLE, results={Result.UNDECIDABLE}, causes=frozenset(Cause) - _OWN_SENTENCE),
    Row(
        outcome=Outcome.OTHER_UNDECIDABLE,
        results={Result.UNDECIDABLE},
        causes={Cause.OUT_OF_BOUNDS},
        ended={Ended.NO},
    ),
)
"""The rows do not overlap and have no order; that the validity of a certificate ended, or that its revocation is not
known, weighs more than a result that says valid all the same."""


def excluded_by(factors: SignatureFactors) -> tuple[Exclusion, ...]:
    """Return the rules by which these factors cannot come; empty if they can."""
    return tuple(rule for rule in EXCLUSIONS if rule.excludes(factors))


def outcome_of(factors: SignatureFactors) -> Outcome:
    """Return the sentence that tells a signature's result.

    Raises:
        ImpossibleFindingError: the factors contradict each other.
    """
    broken = excluded_by(factors)
    selected = [row.outcome for row in TABLE if row.selects(factors)]
    if broken or len(selected) != 1:
        raise ImpossibleFindingError(rule=broken[0].name if broken else "no_single_row")
    return selected[0]


def timestamp_outcome_of(factors: TimestampFactors) -> TimestampOutcome:
    """Return the sentence that tells a timestamp's result.

    Raises:
        ImpossibleFindingError: the factors contradict each other: valid with a cause, not valid without one, or
            invalid for a doubt.
    """
    if (factors.result is Result.VALID) is not (factors.cause is Cause.NONE):
        raise ImpossibleFindingError(rule="valid_has_no_cause")
    match factors.result:
        case Result.VALID:
            return TimestampOutcome.VALID
        case Result.INVALID:
            if factors.cause not in FAULTS:
                raise ImpossibleFindingError(rule="doubt_is_not_invalidity")
            return TimestampOutcome.INVALID
        case Result.UNDECIDABLE:
            ended = factors.cause is Cause.OUT_OF_BOUNDS and factors.ended is Ended.YES
            return TimestampOutcome.ENDED if ended else TimestampOutcome.UNDECIDABLE
