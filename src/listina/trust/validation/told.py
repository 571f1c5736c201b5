"""A validation report as rows to read: who, by whose certificate, when, with what result and why.

Doors lay the rows out and write the moments their way; here is only what is said, and in what order. Names come from
certificates of strangers: whoever shows them escapes them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from listina.texts import Text
from listina.trust.validation import told_rows, verdict_words, words
from listina.trust.validation.message_report import AttachmentReport, DataBox, MessageReport
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import (
    Change,
    Reason,
    SignatureReport,
    TimestampReport,
)
from listina.trust.validation.told_rows import Row
from listina.trust.validation.values import (
    ChangeWeight,
    Integrity,
    Kind,
    Qualified,
    Result,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """What was changed after a signature.

    Attributes:
        text: what.
        weight: for the colour.
        meaning: what it means, in words.
    """

    text: Text
    weight: ChangeWeight
    meaning: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One signature or timestamp.

    Attributes:
        title: what it is.
        result: for the colour.
        outcome: the result in words that agree with the title.
        rows: in the order they are read.
        details: what only some readers want to know.
        reasons: why it is not valid; empty if it is.
        changes: what was changed after it, the grave first.
        within: the timestamps over it.
    """

    title: Text
    result: Result
    outcome: Text
    rows: tuple[Row, ...]
    details: tuple[Row, ...]
    reasons: tuple[Text, ...]
    changes: tuple[ToldChange, ...] = ()
    within: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAttachment:
    """One attachment of a data message.

    Attributes:
        position: from 1.
        name: as the sender called it.
        role: what it is in the message.
        length: bytes.
        sha256: lower-case hex.
        is_document: it is what was validated.
    """

    position: int
    name: str
    role: Text | str
    length: int
    sha256: str
    is_document: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMessage:
    """The data message a document came in.

    Attributes:
        integrity: for the colour.
        outcome: the integrity in words.
        rows: in the order they are read.
        attachments: in the order of the message.
        reasons: why it is not all in order.
        seals: the seal around it, and the timestamp in it.
    """

    integrity: Integrity
    outcome: Text
    rows: tuple[Row, ...]
    attachments: tuple[ToldAttachment, ...]
    reasons: tuple[Text, ...]
    seals: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """A whole report.

    Attributes:
        state: for the colour.
        verdict: one or two words.
        sentence: the verdict as a sentence.
        meaning: of the verdict.
        advice: what to do next, the most important first.
        rows: about the file.
        signatures, timestamps: in order of time.
        message: the data message it came in; None if it came in none.
        reasons: what concerns the file as a whole.
        method: how it was validated.
    """

    state: Verdict
    verdict: Text
    sentence: Text
    meaning: Text
    advice: tuple[Text, ...]
    rows: tuple[Row, ...]
    signatures: tuple[Told, ...]
    timestamps: tuple[Told, ...]
    message: ToldMessage | None
    reasons: tuple[Text, ...]
    method: tuple[Row, ...]


def tell(report: ValidationReport) -> ToldReport:
    """Return what a report says."""
    count = len(report.signatures)
    return ToldReport(
        state=report.verdict,
        verdict=words.VERDICTS[report.verdict],
        sentence=report.sentence,
        meaning=verdict_words.MEANINGS[report.verdict],
        advice=verdict_words.advice_on(report),
        rows=_about_the_file(report),
        signatures=tuple(_signature(signature, _title(signature, count)) for signature in report.signatures),
        timestamps=tuple(_timestamp(stamp) for stamp in report.document_timestamps),
        message=None if report.message is None else _message(report.message),
        reasons=_texts(report.reasons),
        method=_about_the_method(report),
    )


def _about_the_file(report: ValidationReport) -> tuple[Row, ...]:
    rows = [Row(label=Text("Soubor", "File"), value=report.file.name)]
    if report.detached is not None:
        rows.append(Row(label=Text("Podpis vedle něj", "Signature beside it"), value=report.detached.name))
    rows.append(Row(label=Text("Otisk (SHA-256)", "SHA-256"), value=report.file.sha256))
    # Where nothing was signed, "what was signed is unchanged" would be a comfort nobody can give.
    if report.signatures or report.document_timestamps or report.integrity is not Integrity.INTACT:
        rows.append(Row(label=Text("Integrita", "Integrity"), value=words.INTEGRITIES[report.integrity]))
    rows += [
        Row(label=Text("Ověřeno", "Validated"), value=report.validated_at),
        *(Row(label=Text("Nepodepsané pole", "Unsigned field"), value=name) for name in report.empty_fields),
    ]
    return tuple(rows)


def _about_the_method(report: ValidationReport) -> tuple[Row, ...]:
    rows = [
        Row(label=Text("Pravidla", "Policy"), value=f"{report.policy.name} {report.policy.version}"),
        Row(label=Text("Zpracováno", "Processed"), value=words.ISOLATIONS[report.policy.isolation]),
    ]
    if not report.lists:
        rows.append(Row(label=Text("Důvěryhodné seznamy", "Trusted lists"), value=Text("nepoužity", "not used")))
    rows += [
        Row(
            label=Text("Důvěryhodný seznam", "Trusted list"),
            value=Text(
                f"{used.territory} č. {used.sequence_number}, vydán {used.issued_at:%Y-%m-%d}, získán "
                f"{used.fetched_at:%Y-%m-%d}",
                f"{used.territory} no. {used.sequence_number}, issued {used.issued_at:%Y-%m-%d}, fetched "
                f"{used.fetched_at:%Y-%m-%d}",
            ),
        )
        for used in report.lists
    ]
    for (kind, source), count in sorted(Counter((item.kind, item.source) for item in report.material).items()):
        what, where = words.MATERIALS[kind], words.SOURCES[source]
        rows.append(
            Row(
                label=Text("Použité podklady", "Material used"),
                value=Text(f"{what.cs} {where.cs}: {count}", f"{what.en} {where.en}: {count}"),
            )
        )
    return tuple(rows)


def _signature(signature: SignatureReport, title: Text) -> Told:
    return Told(
        title=title,
        result=signature.result,
        outcome=words.result_of(signature.kind, signature.result),
        rows=(
            *told_rows.about_certificate(signature.certificate, words.HOLDERS[signature.kind]),
            *told_rows.about_qualification(signature.qualification),
            *told_rows.about_time(signature),
            *told_rows.about_revocation(signature),
            Row(
                label=Text("Integrita", "Integrity"),
                value=words.OF_OTHER_FILE if signature.is_of_other_file else words.INTEGRITIES[signature.integrity],
            ),
            Row(label=Text("Týká se", "Covers"), value=words.COVERAGES[signature.coverage]),
        ),
        details=(
            *told_rows.about_indication(signature.indication, signature.sub_indication),
            Row(label=Text("Způsob", "Form"), value=words.FORMS[signature.form]),
            *([Row(label=Text("Úroveň", "Level"), value=signature.level)] if signature.level else []),
            *([Row(label=Text("Pole v PDF", "Field in the PDF"), value=signature.name)] if signature.name else []),
            *told_rows.validity(signature.certificate),
            *(
                [Row(label=Text("Cesta k autoritě", "Path"), value=" → ".join(signature.chain))]
                if signature.chain
                else []
            ),
            *(told_rows.algorithm(use) for use in signature.algorithms),
        ),
        reasons=_texts(signature.reasons),
        changes=_changes(signature.changes),
        within=tuple(_timestamp(stamp) for stamp in signature.timestamps),
    )


def _title(signature: SignatureReport, count: int) -> Text:
    noun = words.NOUNS[signature.kind]
    adjective = Text("Uznávaný ", "Recognised ") if signature.recognised else Text("", "")
    if signature.recognised and signature.kind in {Kind.SEAL, Kind.MARK}:
        adjective = Text("Uznávaná ", "Recognised ")
    of = Text(f" {signature.number} z {count}", f" {signature.number} of {count}") if count > 1 else Text("", "")
    return _capital(f"{adjective.cs}{noun.cs}{of.cs}", f"{adjective.en}{noun.en}{of.en}")


def _timestamp(stamp: TimestampReport) -> Told:
    qualified = stamp.qualification.qualified is Qualified.YES
    noun = words.PLACES[stamp.place]
    kind = Text("kvalifikované ", "qualified ") if qualified else Text("", "")
    return Told(
        title=_capital(f"{kind.cs}{noun.cs}", f"{kind.en}{noun.en}"),
        result=stamp.result,
        outcome=words.NEUTER_RESULTS[stamp.result],
        rows=(
            Row(label=Text("Čas v razítku", "Time in the timestamp"), value=stamp.time),
            *told_rows.about_certificate(stamp.certificate, Text("Autorita časových razítek", "Timestamp authority")),
            Row(label=Text("Integrita", "Integrity"), value=words.INTEGRITIES[stamp.integrity]),
        ),
        details=(
            *told_rows.about_indication(stamp.indication, stamp.sub_indication),
            *told_rows.validity(stamp.certificate),
            *told_rows.about_qualification(stamp.qualification),
        ),
        reasons=_texts(stamp.reasons),
    )


def _message(message: MessageReport) -> ToldMessage:
    rows = [
        Row(label=Text("Soubor", "File"), value=message.file.name),
        Row(label=Text("Druh", "Kind"), value=words.MESSAGE_KINDS[message.kind]),
        Row(label=Text("Identifikátor zprávy", "Message identifier"), value=message.message_id),
        Row(label=Text("Schránka odesílatele", "Sender's box"), value=_box(message.sender)),
        Row(label=Text("Schránka adresáta", "Recipient's box"), value=_box(message.recipient)),
    ]
    if message.delivered_into_box_at is not None:
        rows.append(
            Row(label=Text("Dodána do schránky", "Delivered into the box"), value=message.delivered_into_box_at)
        )
    if message.accepted_at is not None:
        rows.append(Row(label=Text("Doručena", "Accepted"), value=message.accepted_at))
    asked = words.AUTHENTICITIES[message.authenticity]
    rows.append(Row(label=Text("Informační systém datových schránek", "Data-box system"), value=asked))
    seals = [_signature(message.envelope, Text("Pečeť na obálce zprávy", "Seal on the message's envelope"))]
    if message.timestamp is not None:
        seals.append(_timestamp(message.timestamp))
    return ToldMessage(
        integrity=message.integrity,
        outcome=words.MESSAGE_INTEGRITIES[message.integrity],
        rows=tuple(rows),
        attachments=tuple(_attachment(item, message.document_position) for item in message.attachments),
        reasons=_texts(message.reasons),
        seals=tuple(seals),
    )


def _box(box: DataBox) -> str:
    return f"{box.holder} ({box.id})" if box.id else box.holder


def _attachment(item: AttachmentReport, document: int | None) -> ToldAttachment:
    return ToldAttachment(
        position=item.position,
        name=item.name,
        role=words.ATTACHMENT_ROLES.get(item.role, item.role),
        length=item.length,
        sha256=item.sha256,
        is_document=item.position == document,
    )


def _changes(changes: tuple[Change, ...]) -> tuple[ToldChange, ...]:
    order = tuple(words.CHANGE_WEIGHTS)
    return tuple(
        ToldChange(text=change.text, weight=change.weight, meaning=words.CHANGE_WEIGHTS[change.weight])
        for change in sorted(changes, key=lambda change: order.index(change.weight))
    )


def _texts(reasons: tuple[Reason, ...]) -> tuple[Text, ...]:
    return tuple(reason.text for reason in reasons)


def _capital(cs: str, en: str) -> Text:
    return Text(cs[0].upper() + cs[1:], en[0].upper() + en[1:])
