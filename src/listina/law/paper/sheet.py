"""The clause of paper, word by word: which sentences stand where, and with which values (znění doložky).

Source: L300 § 25(2), § 24(5) for the disclaimer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby

from listina.law.clause import Standing
from listina.law.dates import HARD_SPACE, czech_date, czech_moment, czech_zone, prague_day
from listina.law.paper.clause import ToPaperClause
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
    SignatureKind,
    TimestampForm,
)
from listina.law.paper.facts import (
    BoxFacts,
    CertificateFacts,
    MessageFacts,
    Notes,
    OtherMeans,
    SignatureFacts,
    TimestampFacts,
)
from listina.law.paper.sentences import KIND_WORDS, MEANS, reason, sentences_on
from listina.law.paper.sheet_values import Block, PaperSheet, Section, Signing
from listina.law.paper.strangers import certificate_number, printable
from listina.law.wording import (
    CHECK_CODE_TO_COME,
    DISCLAIMER,
    EX_OFFICIO_SUBTITLE,
    LABEL_AUTHORITY,
    LABEL_CHECK_CODE,
    LABEL_DRAWN_UP_ON,
    LABEL_NUMBER,
    NUMBER_TO_COME,
    TEST_WATERMARK,
    Row,
    verification_sentence,
)

TO_PAPER_TITLE = "Doložka konverze do dokumentu v listinné podobě"
TO_PAPER_STATEMENT = (
    "Tento dokument (výstup) vznikl úplným převedením dokumentu obsaženého v datové zprávě (vstupu) do listinné "
    "podoby. Obsah výstupu odpovídá obsahu vstupu."
)
"""The statement of agreement, § 25(2)(d)."""

LABEL_FILE_NAME = "Název datového souboru se vstupem"
LABEL_MESSAGE_FILE_NAME = "Název souboru s datovou zprávou"
LABEL_OUTPUT_PAGES = "Počet stran výstupu"
LABELS_ABOVE_THE_DATE = (LABEL_FILE_NAME, LABEL_MESSAGE_FILE_NAME, LABEL_OUTPUT_PAGES)
"""The statements about the input that stand above the date; the others stand below the digest."""
LABEL_INPUT_DIGEST = "Otisk vstupu (SHA-256)"
LABEL_SIGNING = "Jméno, příjmení a podpis osoby, která konverzi provedla"
LABEL_STAMP = "Otisk úředního razítka"
LABEL_SECURING = "Zajišťovací prvek"

MESSAGE_TITLE = "Datová zpráva"
SIGNATURES_TITLE = "Podpisy, pečetě a značky"
OTHERWISE_TITLE = "Zajištění integrity jiným způsobem"
TIMESTAMPS_TITLE = "Časová razítka"
NOTE_TITLE = "Poznámka"
AUTOMATED_TITLE = "Automatizovaná konverze"
AUTOMATED = (
    "Konverze byla provedena automatizovaně. Integritu výstupu zabezpečuje zajišťovací prvek, který je uveden dále."
)
"""§ 25(2)(j), in the place of name, signature and stamp."""

_Say = Callable[..., str]
_NOT_KNOWN = "nelze zjistit"
_STAMPS = {
    Proof.QUALIFIED_TIMESTAMP: "kvalifikovaném elektronickém časovém razítku",
    Proof.OTHER_TIMESTAMP: "elektronickém časovém razítku, které není kvalifikované",
    Proof.MOMENT_OF_VALIDATION: "",
}
_SOURCES = {
    MessageSource.VERIFIED: "K1",
    MessageSource.NOT_VERIFIED: "K2",
    MessageSource.RECORDS_SYSTEM: "K3",
    MessageSource.OFFICIAL: "K4",
}
_TITLES = {
    SignatureKind.SIGNATURE: "Podpis",
    SignatureKind.SEAL: "Pečeť",
    SignatureKind.MARK: "Značka",
    SignatureKind.UNKNOWN: "Podpis",
}
_ALGORITHM = re.compile(r"[A-Za-z0-9 ./-]{1,40}", re.ASCII)
_FEMININE = frozenset({SignatureKind.SEAL, SignatureKind.MARK})


def to_paper_sheet(clause: ToPaperClause) -> PaperSheet:
    """Return everything that is printed on a clause of conversion to paper form, or on its preview.

    Its sentences are those of the day on which it is drawn up.

    Raises:
        NoRuleRecordedError: that day is before 1.1.2026.
    """
    pages = f"{clause.page_count} (převedený dokument {clause.document_page_count}, doložka {clause.clause_page_count})"
    rows = [
        Row(label=LABEL_NUMBER, value=clause.number or NUMBER_TO_COME, emphasised=True),
        Row(label=LABEL_AUTHORITY, value=printable(clause.authority_name)),
        Row(label=LABEL_FILE_NAME, value=printable(clause.file_name)),
    ]
    if clause.message_file_name is not None:
        rows.append(Row(label=LABEL_MESSAGE_FILE_NAME, value=printable(clause.message_file_name)))
    rows += [
        Row(label=LABEL_OUTPUT_PAGES, value=pages),
        Row(label=LABEL_DRAWN_UP_ON, value=czech_date(clause.drawn_up_on)),
        Row(label=LABEL_CHECK_CODE, value=clause.check_code or CHECK_CODE_TO_COME),
        Row(label=LABEL_INPUT_DIGEST, value=clause.input_digest),
    ]
    return PaperSheet(
        title=TO_PAPER_TITLE,
        subtitle=EX_OFFICIO_SUBTITLE,
        statement=TO_PAPER_STATEMENT,
        rows=tuple(rows),
        sections=(*_about_the_input(clause), *_automated(clause)),
        disclaimer=DISCLAIMER,
        signing=None
        if clause.official_name is None
        else Signing(label=LABEL_SIGNING, official_name=printable(clause.official_name), stamp_label=LABEL_STAMP),
        verification=verification_sentence(clause.number, clause.check_code, clause.verification_url),
        watermark=None if clause.standing is Standing.LIVE else TEST_WATERMARK,
    )


def statements(clause: ToPaperClause) -> tuple[tuple[str, str], ...]:
    """Return (label, text) of each statement about the input, as it was printed, for the register.

    These are letters b), e) and g) to k); the rest has fields of its own there. Within a text each sentence and each
    row is one line.
    """
    sheet = to_paper_sheet(clause)
    told = [(row.label, row.value) for row in sheet.rows if row.label in LABELS_ABOVE_THE_DATE]
    for section in sheet.sections:
        if section.sentences:
            told.append((section.title, "\n".join(section.sentences)))
        for block in section.blocks:
            lines = (*block.sentences, *(f"{row.label}: {row.value}" for row in block.rows), *block.closing)
            told.append((block.title or section.title, "\n".join(lines)))
    return tuple(told)


def _about_the_input(clause: ToPaperClause) -> Iterable[Section]:
    say = _speaker(clause.drawn_up_on)
    yield Section(title=MESSAGE_TITLE, blocks=(_message(say, clause.message),))
    yield _signatures(say, clause)
    yield _otherwise(say, clause)
    yield _timestamps(say, clause)
    noted = tuple(_notes(say, clause.notes))
    if noted:
        yield Section(title=NOTE_TITLE, blocks=noted)


def _message(say: _Say, message: MessageFacts | None) -> Block:
    if message is None:
        return Block(sentences=(say("K0"),))
    delivered = message.delivered_into_box_at
    rows = [
        Row(label="Identifikátor datové zprávy", value=printable(message.message_id)),
        Row(label="Datová schránka odesílatele", value=_box(message.sender)),
        Row(label="Datová schránka adresáta", value=_box(message.recipient)),
        Row(
            label="Dodáno do datové schránky adresáta",
            value=_NOT_KNOWN if delivered is None else _with_zone(delivered),
        ),
    ]
    if message.source is MessageSource.RECORDS_SYSTEM:
        rows.append(Row(label="Spisová služba", value=printable(message.records_system)))
    return Block(sentences=(say(_SOURCES[message.source]),), rows=tuple(rows))


def _box(box: BoxFacts) -> str:
    return f"{printable(box.holder)} (ID: {printable(box.id)})"


def _signatures(say: _Say, clause: ToPaperClause) -> Section:
    count = len(clause.signatures)
    if count == 0:
        return Section(title=SIGNATURES_TITLE, sentences=(say("G0"),))
    return Section(
        title=SIGNATURES_TITLE,
        blocks=tuple(
            _signature(say, signature, _numbered(_TITLES[signature.kind], number, count), clause.validated_at)
            for number, signature in enumerate(clause.signatures, start=1)
        ),
    )


def _signature(say: _Say, signature: SignatureFacts, title: str, validated_at: datetime) -> Block:
    words = KIND_WORDS[signature.kind]
    recognised = signature.factors.recognition is Recognition.RECOGNISED
    opening = (
        say("A1", recognised=words.recognised)
        if recognised
        else say("A2", unproven=words.unproven, which=words.which, such=words.such)
    )
    named = {Identity.PSEUDONYM: (say("A3"),), Identity.NOT_FOUND: (say("A4"),), Identity.NAMED: ()}
    # A value that does not belong to the content assures nothing of it.
    assures = signature.factors.integrity is Integrity.INTACT and signature.factors.cause is not Cause.WRONG_VALUE
    return Block(
        title=title,
        sentences=(opening,),
        rows=_certificate(signature.certificate, words.holder, qualified=recognised),
        closing=(
            *named[signature.factors.identity],
            _result(say, signature, validated_at),
            say("J1" if assures else "J2"),
        ),
    )


def _result(say: _Say, signature: SignatureFacts, validated_at: datetime) -> str:
    words, factors = KIND_WORDS[signature.kind], signature.factors
    feminine = signature.kind in _FEMININE
    judged = _with_zone(signature.judged_at)
    proven = factors.proof is not Proof.MOMENT_OF_VALIDATION
    has_ended = factors.ended is Ended.YES
    return say(
        signature.outcome.value,
        validated=czech_moment(validated_at),
        noun=words.noun,
        of_it=words.of_it,
        valid=words.valid,
        invalid=words.invalid,
        arose=words.arose,
        existed=words.existed,
        based=words.based,
        judged=judged,
        stamp=_STAMPS[factors.proof],
        decisive=f"časem {judged} uvedeným v časovém razítku" if proven else "ověřením",
        issued=_moment_or_not(signature.revocation_issued_at),
        revoked=_moment_or_not(signature.revoked_at),
        ended="" if signature.certificate is None else czech_date(prague_day(signature.certificate.ended_at)),
        algorithm=f" ({signature.algorithm})" if _ALGORITHM.fullmatch(signature.algorithm) else "",
        reason="" if factors.cause is Cause.NONE else reason(factors.cause, feminine=feminine, has_ended=has_ended),
    )


def _certificate(certificate: CertificateFacts | None, holder: str, *, qualified: bool) -> tuple[Row, ...]:
    if certificate is None:
        return ()
    number = "Číslo kvalifikovaného certifikátu" if qualified else "Číslo certifikátu"
    issuer = "Kvalifikovaný poskytovatel služeb vytvářejících důvěru" if qualified else "Vydavatel certifikátu"
    rows = (
        Row(label=number, value=certificate_number(certificate.serial_number)),
        Row(label=issuer, value=printable(certificate.issuer)),
    )
    return (*rows, Row(label=holder, value=printable(certificate.holder))) if holder else rows


def _otherwise(say: _Say, clause: ToPaperClause) -> Section:
    count = len(clause.other_means)
    blocks = tuple(
        _other_means(say, means, _numbered("Způsob", number, count), also="také " if clause.signatures else "")
        for number, means in enumerate(clause.other_means, start=1)
    )
    each = (
        *(signature.factors.integrity for signature in clause.signatures),
        *(m.integrity for m in clause.other_means),
    )
    # Of the input as a whole it is said here only where no signature and no other means says it of itself.
    whole = clause.integrity is Integrity.UNDECIDABLE and Integrity.UNDECIDABLE not in each
    sentences = (*(() if blocks else (say("H0"),)), *((say("J2"),) if whole else ()))
    return Section(title=OTHERWISE_TITLE, sentences=sentences, blocks=blocks)


def _other_means(say: _Say, means: OtherMeans, title: str, *, also: str) -> Block:
    certificate = means.certificate
    # The data-box system is asked, it has no certificate that could be missing.
    missing = (say("A4"),) if certificate is None and means.means is not Means.DATA_BOX_SYSTEM else ()
    return Block(
        title=title,
        sentences=(say("H1", also=also, means=MEANS[means.means]),),
        rows=_certificate(certificate, "Certifikát byl vydán pro", qualified=False),
        closing=(
            *missing,
            *((say("A3"),) if certificate is not None and certificate.is_pseudonym else ()),
            say("J1" if means.integrity is Integrity.INTACT else "J2"),
        ),
    )


def _timestamps(say: _Say, clause: ToPaperClause) -> Section:
    told = [stamp for stamp in clause.timestamps if stamp.factors.qualified is not Qualified.NO]
    relied_on = any(signature.factors.proof is Proof.OTHER_TIMESTAMP for signature in clause.signatures)
    sentences: tuple[str, ...] = () if any(stamp.is_qualified for stamp in told) else (say("I0"),)
    if len(told) < len(clause.timestamps):
        sentences += (say("I3", disregarded="" if relied_on else "; k němu se nepřihlíží"),)
    blocks = tuple(_timestamp(say, clause, stamp, number, len(told)) for number, stamp in enumerate(told, start=1))
    return Section(title=TIMESTAMPS_TITLE, sentences=sentences, blocks=blocks)


def _timestamp(say: _Say, clause: ToPaperClause, stamp: TimestampFacts, number: int, count: int) -> Block:
    whole = stamp.form is TimestampForm.OF_THE_INPUT
    first = ("I2" if whole else "I1") if stamp.is_qualified else "I4"
    time = Row(label="Datum a čas v časovém razítku", value=_with_zone(stamp.time))
    return Block(
        title=_stamp_title(clause.signatures, stamp, number, count),
        sentences=(say(first),),
        rows=(*_certificate(stamp.certificate, "", qualified=stamp.is_qualified), time),
        closing=(
            *((say("A4"),) if stamp.certificate is None else ()),
            say(
                stamp.outcome.value,
                validated=czech_moment(clause.validated_at),
                ended="" if stamp.certificate is None else czech_date(prague_day(stamp.certificate.ended_at)),
                reason=""
                if stamp.factors.cause is Cause.NONE
                else reason(stamp.factors.cause, feminine=False, has_ended=stamp.factors.ended is Ended.YES),
            ),
        ),
    )


def _stamp_title(signatures: Sequence[SignatureFacts], stamp: TimestampFacts, number: int, count: int) -> str:
    title = _numbered("Časové razítko", number, count)
    if stamp.signature_number is None or len(signatures) == 1:
        return title
    over = KIND_WORDS[signatures[stamp.signature_number - 1].kind].noun
    return f"{title or 'Časové razítko'} ({over}{HARD_SPACE}{stamp.signature_number})"


def _notes(say: _Say, notes: Notes) -> Iterable[Block]:
    if notes.embedded_files:
        rows = tuple(Row(label="Vložený soubor", value=printable(name)) for name in notes.embedded_files)
        yield Block(sentences=(say("P1"),), rows=rows)
    by_format = sorted(notes.reduced_pages, key=lambda page: (page.paper, page.printed_on, page.page))
    for (paper, printed_on), reduced in groupby(by_format, key=lambda page: (page.paper, page.printed_on)):
        numbers = tuple(page.page for page in reduced)
        verb = "byla zmenšena" if len(numbers) == 1 else "byly zmenšeny"
        yield Block(
            sentences=(say("P2", pages=_pages(numbers), reduced=verb, paper=paper, printed_on=printed_on),),
        )
    if notes.printing is Printing.BLACK_AND_WHITE:
        yield Block(sentences=(say("P3"),))
    if notes.pages_printed_otherwise:
        yield Block(sentences=(say("P4", pages=_pages(notes.pages_printed_otherwise)),))


def _automated(clause: ToPaperClause) -> tuple[Section, ...]:
    if clause.securing_element is None:
        return ()
    row = Row(label=LABEL_SECURING, value=printable(clause.securing_element))
    return (Section(title=AUTOMATED_TITLE, blocks=(Block(sentences=(AUTOMATED,), rows=(row,)),)),)


def _speaker(day: date) -> _Say:
    """Return what says a sentence by its id, in the wording of a day."""
    binding = sentences_on(day)

    def say(name: str, **slots: str) -> str:
        return binding[name].text(**slots)

    return say


def _numbered(title: str, number: int, count: int) -> str:
    return f"{title} {number} z{HARD_SPACE}{count}" if count > 1 else ""


def _pages(numbers: Iterable[int]) -> str:
    unique = sorted(set(numbers))
    return f"{'strana' if len(unique) == 1 else 'strany'}{HARD_SPACE}{', '.join(map(str, unique))}"


def _with_zone(moment: datetime) -> str:
    return f"{czech_moment(moment)} ({czech_zone(moment)})"


def _moment_or_not(moment: datetime | None) -> str:
    return "v okamžiku, který nebylo možné zjistit" if moment is None else czech_moment(moment)
