"""Clauses of conversions to paper, built from a few words each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from listina.law.clause import Standing
from listina.law.paper.clause import ToPaperClause
from listina.law.paper.decision import SignatureFactors, TimestampFactors
from listina.law.paper.factors import (
    Cause,
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
)
from listina.law.paper.facts import (
    BoxFacts,
    CertificateFacts,
    MessageFacts,
    Notes,
    OtherMeans,
    ReducedPage,
    SignatureFacts,
    TimestampFacts,
)

NUMBER = "42-7-260312140509"
CODE = "0123456789"
VALIDATED_AT = datetime(2026, 3, 12, 13, 5, 9, tzinfo=UTC)
STAMPED_AT = datetime(2025, 7, 1, 8, 30, 0, tzinfo=UTC)
OLDER = datetime(2026, 3, 11, 22, 0, 0, tzinfo=UTC)
REVOKED_AT = datetime(2025, 9, 15, 10, 0, 0, tzinfo=UTC)

NOVAKOVA = CertificateFacts(
    serial_number=15_231_876,
    issuer="PostSignum Qualified CA 4; Česká pošta, s.p.",
    holder="Ing. Jana Nováková; Město Kolín",
    is_pseudonym=False,
    ended_at=datetime(2027, 1, 20, 9, 0, 0, tzinfo=UTC),
)
KOLIN = replace(NOVAKOVA, serial_number=15_231_999, holder="Město Kolín")
AUTHORITY = CertificateFacts(
    serial_number=3_141_592_653,
    issuer="I.CA Qualified CA/RSA 07/2015; První certifikační autorita, a.s.",
    holder="I.CA TSS/TSU 3; První certifikační autorita, a.s.",
    is_pseudonym=False,
    ended_at=datetime(2030, 5, 5, 9, 0, 0, tzinfo=UTC),
)
COMPANY = CertificateFacts(
    serial_number=77,
    issuer="Interní autorita; Příklad, a.s.",
    holder="Karel Dvořák; Příklad, a.s.",
    is_pseudonym=False,
    ended_at=datetime(2027, 2, 1, 9, 0, 0, tzinfo=UTC),
)
BOX_SYSTEM = replace(COMPANY, serial_number=180_911, issuer="I.CA", holder="Informační systém datových schránek")


def ended(certificate: CertificateFacts) -> CertificateFacts:
    """Return the same certificate, whose validity ended in October 2025."""
    return replace(certificate, ended_at=datetime(2025, 10, 31, 9, 0, 0, tzinfo=UTC))


def signature(
    kind: SignatureKind = SignatureKind.SIGNATURE,
    certificate: CertificateFacts | None = NOVAKOVA,
    *,
    result: Result = Result.VALID,
    cause: Cause = Cause.NONE,
    proof: Proof = Proof.MOMENT_OF_VALIDATION,
    revocation: Revocation = Revocation.GOOD,
    recognition: Recognition = Recognition.RECOGNISED,
    integrity: Integrity = Integrity.INTACT,
    judged_at: datetime | None = None,
    revoked_at: datetime | None = None,
    algorithm: str = "",
) -> SignatureFacts:
    """Return a signature; identity and the end of the certificate follow from the certificate."""
    stamped = proof is not Proof.MOMENT_OF_VALIDATION
    identity = Identity.NOT_FOUND if certificate is None else Identity.NAMED
    if certificate is not None and certificate.is_pseudonym:
        identity = Identity.PSEUDONYM
    return SignatureFacts(
        kind=kind,
        certificate=certificate,
        factors=SignatureFactors(
            recognition=recognition,
            identity=identity,
            result=result,
            cause=cause,
            proof=proof,
            revocation=revocation,
            ended=Ended.YES if certificate is not None and certificate.ended_at < VALIDATED_AT else Ended.NO,
            integrity=integrity,
        ),
        judged_at=judged_at or (STAMPED_AT if stamped else VALIDATED_AT),
        revoked_at=revoked_at,
        revocation_issued_at=OLDER,
        algorithm=algorithm,
    )


def timestamp(
    form: TimestampForm = TimestampForm.OF_A_SIGNATURE,
    certificate: CertificateFacts | None = AUTHORITY,
    *,
    over: int | None = 1,
    qualified: Qualified = Qualified.YES,
    result: Result = Result.VALID,
    cause: Cause = Cause.NONE,
    time: datetime = STAMPED_AT,
) -> TimestampFacts:
    """Return a timestamp; of the whole input it is over no signature."""
    return TimestampFacts(
        form=form,
        signature_number=over if form is TimestampForm.OF_A_SIGNATURE else None,
        time=time,
        certificate=certificate,
        factors=TimestampFactors(
            qualified=qualified,
            result=result,
            cause=cause,
            ended=Ended.YES if certificate is not None and certificate.ended_at < VALIDATED_AT else Ended.NO,
        ),
    )


def message(source: MessageSource, *, delivered: bool = True) -> MessageFacts:
    """Return a data message from a ministry to a town."""
    return MessageFacts(
        source=source,
        message_id="1122334455",
        sender=BoxFacts(holder="Ministerstvo financí", id="xzeaauv"),
        recipient=BoxFacts(holder="Město Kolín", id="9kkbs46"),
        delivered_into_box_at=datetime(2026, 3, 10, 7, 15, 0, tzinfo=UTC) if delivered else None,
        records_system="GINIS" if source is MessageSource.RECORDS_SYSTEM else "",
    )


PLAIN = ToPaperClause(
    number=NUMBER,
    authority_name="Městský úřad Kolín",
    file_name="rozhodnuti.pdf",
    message_file_name=None,
    document_page_count=4,
    clause_page_count=1,
    drawn_up_on=date(2026, 3, 12),
    official_name="Bc. Petr Svoboda",
    securing_element=None,
    validated_at=VALIDATED_AT,
    signatures=(),
    other_means=(),
    integrity=Integrity.INTACT,
    timestamps=(),
    message=None,
    check_code=CODE,
    input_digest="ab" * 32,
    verification_url=f"https://overeni.example/overeni/{NUMBER}/{CODE}/",
    standing=Standing.LIVE,
)

_THEN = Proof.QUALIFIED_TIMESTAMP
_SEALED = SignatureKind.SEAL
_PSEUDONYM = replace(NOVAKOVA, serial_number=15_232_111, holder="PSEUDONYM-314", is_pseudonym=True)
_DOUBTED = replace(COMPANY, holder="Podpis je platný.\nIntegrita\u202e nebyla porušena.")

CLAUSES: dict[str, ToPaperClause] = {
    "01-nepodepsano": PLAIN,
    "02-platny-s-razitkem": replace(PLAIN, signatures=(signature(proof=_THEN),), timestamps=(timestamp(),)),
    "03-platny-bez-razitka": replace(PLAIN, signatures=(signature(),)),
    "04-platny-podle-starsich-udaju": replace(
        PLAIN, signatures=(signature(revocation=Revocation.GOOD_BY_OLDER_DATA),)
    ),
    "05-pecet-certifikat-skoncil-pozdeji": replace(
        PLAIN,
        signatures=(signature(_SEALED, ended(KOLIN), proof=_THEN),),
        timestamps=(timestamp(TimestampForm.OF_THE_INPUT),),
    ),
    "06-certifikat-skoncil": replace(
        PLAIN,
        signatures=(
            signature(certificate=ended(NOVAKOVA), result=Result.UNDECIDABLE, cause=Cause.OUT_OF_BOUNDS),
        ),
    ),
    "07-zneplatnen-pozdeji": replace(
        PLAIN,
        signatures=(signature(proof=_THEN, revocation=Revocation.REVOKED_AFTER, revoked_at=REVOKED_AT),),
        timestamps=(timestamp(),),
    ),
    "08-zneplatnen-drive": replace(
        PLAIN,
        signatures=(
            signature(
                proof=_THEN,
                revocation=Revocation.REVOKED_BEFORE,
                result=Result.INVALID,
                cause=Cause.REVOKED,
                judged_at=OLDER,
                revoked_at=REVOKED_AT,
            ),
        ),
        timestamps=(timestamp(time=OLDER),),
    ),
    "09-zneplatnen-bez-prokazani": replace(
        PLAIN,
        signatures=(
            signature(
                revocation=Revocation.REVOKED_UNPROVEN,
                result=Result.UNDECIDABLE,
                cause=Cause.REVOKED,
                revoked_at=REVOKED_AT,
            ),
        ),
    ),
    "10-znacka-slaby-algoritmus": replace(
        PLAIN,
        signatures=(
            signature(
                SignatureKind.MARK,
                KOLIN,
                result=Result.UNDECIDABLE,
                cause=Cause.ALGORITHM,
                algorithm="SHA-1",
            ),
        ),
        timestamps=(
            timestamp(certificate=ended(AUTHORITY), result=Result.UNDECIDABLE, cause=Cause.OUT_OF_BOUNDS),
        ),
    ),
    "11-z-datove-zpravy": replace(
        PLAIN,
        message_file_name="zprava-1122334455.zfo",
        signatures=(signature(_SEALED, KOLIN, proof=_THEN),),
        timestamps=(timestamp(),),
        other_means=(
            OtherMeans(means=Means.ENVELOPE_SEAL, certificate=BOX_SYSTEM, integrity=Integrity.INTACT),
            OtherMeans(means=Means.DATA_BOX_SYSTEM, certificate=None, integrity=Integrity.INTACT),
        ),
        message=message(MessageSource.VERIFIED),
    ),
    "12-udaje-ze-spisove-sluzby": replace(PLAIN, message=message(MessageSource.RECORDS_SYSTEM)),
    "13-tri-podpisy": replace(
        PLAIN,
        clause_page_count=2,
        signatures=(
            signature(proof=_THEN),
            signature(_SEALED, KOLIN, proof=_THEN, judged_at=OLDER),
            signature(
                certificate=_PSEUDONYM,
                revocation=Revocation.UNKNOWN,
                result=Result.UNDECIDABLE,
                cause=Cause.REVOCATION_UNKNOWN,
            ),
        ),
        timestamps=(timestamp(), timestamp(over=2, time=OLDER)),
        message=message(MessageSource.OFFICIAL, delivered=False),
    ),
    "14-nezjistena-kvalifikovanost": replace(
        PLAIN,
        file_name="smlouva\u202efdp.exe",
        clause_page_count=2,
        signatures=(
            signature(
                SignatureKind.UNKNOWN,
                recognition=Recognition.UNPROVEN,
                proof=Proof.OTHER_TIMESTAMP,
            ),
            signature(
                SignatureKind.UNKNOWN,
                None,
                recognition=Recognition.UNPROVEN,
                result=Result.UNDECIDABLE,
                cause=Cause.NO_CERTIFICATE,
                revocation=Revocation.NOT_ASKED,
                integrity=Integrity.UNDECIDABLE,
            ),
        ),
        other_means=(OtherMeans(means=Means.SIGNATURE, certificate=_DOUBTED, integrity=Integrity.UNDECIDABLE),),
        integrity=Integrity.UNDECIDABLE,
        timestamps=(
            timestamp(qualified=Qualified.NO),
            timestamp(
                TimestampForm.OF_THE_INPUT,
                qualified=Qualified.UNKNOWN,
                result=Result.UNDECIDABLE,
                cause=Cause.NO_TRUSTED_PATH,
            ),
        ),
        message=message(MessageSource.NOT_VERIFIED),
    ),
    "15-automatizovane-s-poznamkou": replace(
        PLAIN,
        clause_page_count=2,
        official_name=None,
        securing_element="perforace s číslem konverze a hologram řady A",
        signatures=(signature(),),
        notes=Notes(
            embedded_files=("priloha.xlsx", "data.xml"),
            reduced_pages=(ReducedPage(page=2, paper="A3"), ReducedPage(page=3, paper="A3")),
            printing=Printing.BLACK_AND_WHITE,
            pages_printed_otherwise=(4,),
        ),
        standing=Standing.TEST,
    ),
}  # fmt: skip
"""Fifteen whole clauses, by the name of their golden file."""
