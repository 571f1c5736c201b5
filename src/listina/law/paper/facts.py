"""What was found about an electronic input, as plain values from which its clause is made (zjištění o vstupu).

A state the act has no sentence for cannot be built: the rules that say so stand in `decision`.

Source: L300 §§ 24(1), 25(2)(g) to (k); decisions 14 to 16.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from listina.law.errors import InvalidClauseError
from listina.law.paper.decision import (
    Outcome,
    SignatureFactors,
    TimestampFactors,
    TimestampOutcome,
    outcome_of,
    timestamp_outcome_of,
)
from listina.law.paper.factors import (
    Ended,
    Identity,
    Integrity,
    Means,
    MessageSource,
    Printing,
    Proof,
    Qualified,
    Recognition,
    Result,
    Revocation,
    SignatureKind,
    TimestampForm,
    cause_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says; every text is a stranger's.

    Attributes:
        serial_number: its number.
        issuer: the provider, as the certificate names it.
        holder: for whom it was issued, name and organisation.
        is_pseudonym: the name is a pseudonym.
        ended_at: the last moment of its validity, aware.
    """

    serial_number: int
    issuer: str
    holder: str
    is_pseudonym: bool
    ended_at: datetime

    def __post_init__(self) -> None:
        _require_aware((self.ended_at,))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFacts:
    """One recognised signature, seal or mark, or one of which that could not be found out.

    Attributes:
        kind: what it is.
        certificate: None if there is none.
        factors: what the validation came to.
        judged_at: the moment its validity was judged at: the proving timestamp's, or the validation's; aware.
        revoked_at: None where no certificate was revoked, or the moment is not known.
        revocation_issued_at: when the revocation data were issued; None if there are none.
        algorithm: the insecure algorithm, such as `SHA-1`; empty if none.

    Raises:
        InvalidClauseError: certificate and factors disagree, or a moment has no time zone.
        ImpossibleFindingError: the factors contradict each other.
    """

    kind: SignatureKind
    certificate: CertificateFacts | None
    factors: SignatureFactors
    judged_at: datetime
    revoked_at: datetime | None = None
    revocation_issued_at: datetime | None = None
    algorithm: str = ""

    def __post_init__(self) -> None:
        outcome_of(self.factors)
        moments = (self.judged_at, self.revoked_at, self.revocation_issued_at)
        _require_aware(moment for moment in moments if moment is not None)
        if identity_of(self.certificate) is not self.factors.identity:
            raise InvalidClauseError(
                "signatures",
                cs="Údaje o certifikátu neodpovídají zjištění.",
                en="the certificate and the factor of identity disagree",
            )
        if self.factors.ended is Ended.YES and self.certificate is None:
            raise InvalidClauseError("signatures", cs="Chybí certifikát.", en="an ended certificate is not there")

    @property
    def outcome(self) -> Outcome:
        """The sentence that tells the result."""
        return outcome_of(self.factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMeans:
    """One means by which the integrity was ensured otherwise than by a recognised signature.

    Attributes:
        means: what it is.
        certificate: None if it has none or it could not be found out.
        integrity: whether the input is unchanged by it.

    Source: L300 § 25(2)(h).
    """

    means: Means
    certificate: CertificateFacts | None
    integrity: Integrity

    def __post_init__(self) -> None:
        if self.means is Means.DATA_BOX_SYSTEM and self.certificate is not None:
            raise InvalidClauseError(
                "other_means", cs="Tento způsob nemá certifikát.", en="this means has no certificate"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampFacts:
    """One timestamp of the input.

    Attributes:
        form: what it is over.
        signature_number: the number of the signature it is over, from 1 in the order of the clause; None where that
            signature is not among those of letter g), or there is none.
        time: the moment in it, aware.
        certificate: of the authority; None if it could not be found out.
        factors: what the validation came to.

    Source: L300 § 25(2)(i).
    """

    form: TimestampForm
    signature_number: int | None
    time: datetime
    certificate: CertificateFacts | None
    factors: TimestampFactors

    def __post_init__(self) -> None:
        _require_aware((self.time,))
        if self.factors.ended is Ended.YES and self.certificate is None:
            raise InvalidClauseError("timestamps", cs="Chybí certifikát.", en="an ended certificate is not there")
        timestamp_outcome_of(self.factors)

    @property
    def outcome(self) -> TimestampOutcome:
        """The sentence that tells the result."""
        return timestamp_outcome_of(self.factors)

    @property
    def is_qualified(self) -> bool:
        """Whether letter i) names it with its certificate and time."""
        return self.factors.qualified is Qualified.YES


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxFacts:
    """A data box: its holder's name and its 7 characters, both as they are told to us; empty if not."""

    holder: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """The data message the input came in.

    Attributes:
        source: from whom the facts are.
        message_id: `dmID`.
        sender, recipient: the boxes.
        delivered_into_box_at: dodání, aware; None if it is not known, which the clause says.
        records_system: its name; empty unless the facts are from there.

    Source: L300 § 25(2)(k).
    """

    source: MessageSource
    message_id: str
    sender: BoxFacts
    recipient: BoxFacts
    delivered_into_box_at: datetime | None
    records_system: str = ""

    def __post_init__(self) -> None:
        if self.delivered_into_box_at is not None:
            _require_aware((self.delivered_into_box_at,))
        if not self.message_id.strip():
            raise InvalidClauseError("message", cs="Chybí identifikátor datové zprávy.", en="no message id")
        if bool(self.records_system.strip()) is not (self.source is MessageSource.RECORDS_SYSTEM):
            raise InvalidClauseError(
                "message",
                cs="Název spisové služby patří právě k údajům z ní.",
                en="a records system is named exactly where the facts are from it",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReducedPage:
    """A page that was printed smaller than it is: its number, from 1, and the two formats, such as A3 and A4."""

    page: int
    paper: str
    printed_on: str = "A4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What the note of a clause tells of the transfer; nothing if there is nothing to tell.

    Attributes:
        embedded_files: names of the files that were not converted.
        reduced_pages: in order.
        printing: how it was printed. Black-and-white only if no information was lost (D193 § 2(4)).
        pages_printed_otherwise: pages of which something that is shown on a screen is not printed.
    """

    embedded_files: tuple[str, ...] = ()
    reduced_pages: tuple[ReducedPage, ...] = ()
    printing: Printing = Printing.COLOUR
    pages_printed_otherwise: tuple[int, ...] = ()


def identity_of(certificate: CertificateFacts | None) -> Identity:
    """Return what is known of a holder."""
    if certificate is None:
        return Identity.NOT_FOUND
    return Identity.PSEUDONYM if certificate.is_pseudonym else Identity.NAMED


def ended_of(certificate: CertificateFacts | None, validated_at: datetime) -> Ended:
    """Return whether a certificate had ended when the input was validated; one that is not there has not."""
    return Ended.YES if certificate is not None and certificate.ended_at < validated_at else Ended.NO


def recognition_of(*, recognised: bool, qualified: Qualified) -> Recognition | None:
    """Return as what letter g) names a signature; None if it belongs to letter h) (decision 15)."""
    if recognised:
        return Recognition.RECOGNISED
    return Recognition.UNPROVEN if qualified is Qualified.UNKNOWN else None


def signature_factors(
    *,
    recognition: Recognition,
    certificate: CertificateFacts | None,
    result: Result,
    sub_indication: str | None,
    integrity: Integrity,
    proof: Proof,
    revocation: Revocation,
    validated_at: datetime,
) -> SignatureFactors:
    """Return the factors of one signature from what a validation reports of it.

    A revocation takes its place in time from what is proven, so that the two never contradict; without a certificate
    nothing is known of it.

    Args:
        recognition: see `recognition_of`.
        certificate: None if there is none.
        result: of the validation.
        sub_indication: of EN 319 102-1, as TS 119 102-2 writes it; None if there is none.
        integrity: intact or undecidable; a broken one has no clause.
        proof: what proves the moment it was judged at.
        revocation: as the report says.
        validated_at: when the input was validated, aware.
    """
    placed = _placed(revocation, proof) if certificate is not None else Revocation.NOT_ASKED
    return SignatureFactors(
        recognition=recognition,
        identity=identity_of(certificate),
        result=result,
        cause=cause_of(result, sub_indication, placed),
        proof=proof,
        revocation=placed,
        ended=ended_of(certificate, validated_at),
        integrity=integrity,
    )


def timestamp_factors(
    *,
    qualified: Qualified,
    certificate: CertificateFacts | None,
    result: Result,
    sub_indication: str | None,
    validated_at: datetime,
) -> TimestampFactors:
    """Return the factors of one timestamp from what a validation reports of it; arguments as above."""
    return TimestampFactors(
        qualified=qualified,
        result=result,
        cause=cause_of(result, sub_indication, Revocation.REVOKED_BEFORE),
        ended=ended_of(certificate, validated_at),
    )


def _placed(revocation: Revocation, proof: Proof) -> Revocation:
    proven = proof is not Proof.MOMENT_OF_VALIDATION
    if revocation is Revocation.REVOKED_UNPROVEN and proven:
        return Revocation.REVOKED_BEFORE
    if revocation in {Revocation.REVOKED_BEFORE, Revocation.REVOKED_AFTER} and not proven:
        return Revocation.REVOKED_UNPROVEN
    return revocation


def _require_aware(moments: Iterable[datetime]) -> None:
    for moment in moments:
        if moment.utcoffset() is None:
            raise InvalidClauseError("moment", cs="Okamžik nemá časové pásmo.", en="a moment has no time zone")
