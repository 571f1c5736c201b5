"""A validation report as rows to read: who, by whose certificate, when, with what result and why.

Doors lay the rows out and write the moments their way; here is only what is said, and in what order. Names come from
certificates of strangers: whoever shows them escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listina.texts import Text
from listina.trust.validation import words
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import (
    CertificateReport,
    Qualification,
    Reason,
    SignatureReport,
    TimestampReport,
)
from listina.trust.validation.values import Kind, Qualified, Result, RevocationStatus

Value = Text | str | datetime
"""A sentence in both languages, a stranger's name or a digest, or an aware moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that is told."""

    label: Text
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One signature or timestamp.

    Attributes:
        title: what it is.
        result: for the colour.
        outcome: the result in words that agree with the title.
        rows: in the order they are read.
        reasons: why it is not valid; empty if it is.
        changes: what was changed after it.
        within: the timestamps over it.
    """

    title: Text
    result: Result
    outcome: Text
    rows: tuple[Row, ...]
    reasons: tuple[Text, ...]
    changes: tuple[Text, ...] = ()
    within: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReport:
    """A whole report.

    Attributes:
        verdict: one or two words.
        sentence: the verdict as a sentence.
        rows: about the file and how it was validated.
        signatures, timestamps: in order of time.
        reasons: what concerns the file as a whole.
    """

    verdict: Text
    sentence: Text
    rows: tuple[Row, ...]
    signatures: tuple[Told, ...]
    timestamps: tuple[Told, ...]
    reasons: tuple[Text, ...]


def tell(report: ValidationReport) -> ToldReport:
    """Return what a report says."""
    count = len(report.signatures)
    return ToldReport(
        verdict=words.VERDICTS[report.verdict],
        sentence=report.sentence,
        rows=_about_the_file(report),
        signatures=tuple(_signature(signature, count) for signature in report.signatures),
        timestamps=tuple(_timestamp(stamp) for stamp in report.document_timestamps),
        reasons=_texts(report.reasons),
    )


def _about_the_file(report: ValidationReport) -> tuple[Row, ...]:
    rows = [Row(label=Text("Soubor", "File"), value=report.file.name)]
    if report.detached is not None:
        rows.append(Row(label=Text("Podpis vedle něj", "Signature beside it"), value=report.detached.name))
    rows += [
        Row(label=Text("Otisk (SHA-256)", "SHA-256"), value=report.file.sha256),
        Row(label=Text("Integrita", "Integrity"), value=words.INTEGRITIES[report.integrity]),
        Row(label=Text("Ověřeno", "Validated"), value=report.validated_at),
        Row(label=Text("Pravidla", "Policy"), value=f"{report.policy.name} {report.policy.version}"),
        Row(label=Text("Zpracováno", "Processed"), value=words.ISOLATIONS[report.policy.isolation]),
    ]
    if not report.lists:
        rows.append(Row(label=Text("Důvěryhodné seznamy", "Trusted lists"), value=Text("nepoužity", "not used")))
    for used in report.lists:
        rows.append(
            Row(
                label=Text("Důvěryhodný seznam", "Trusted list"),
                value=f"{used.territory} {used.sequence_number} ({used.issued_at:%Y-%m-%d})",
            )
        )
    for name in report.empty_fields:
        rows.append(Row(label=Text("Nepodepsané pole", "Unsigned field"), value=name))
    return tuple(rows)


def _signature(signature: SignatureReport, count: int) -> Told:
    return Told(
        title=_title(signature, count),
        result=signature.result,
        outcome=words.result_of(signature.kind, signature.result),
        rows=(
            *_about_certificate(signature.certificate, words.HOLDERS[signature.kind]),
            *_about_qualification(signature.qualification),
            *_about_time(signature),
            *_about_revocation(signature),
            Row(label=Text("Integrita", "Integrity"), value=words.INTEGRITIES[signature.integrity]),
            Row(label=Text("Týká se", "Covers"), value=words.COVERAGES[signature.coverage]),
            Row(label=Text("Způsob", "Form"), value=words.FORMS[signature.form]),
            *_about_algorithms(signature),
        ),
        reasons=_texts(signature.reasons),
        changes=tuple(change.text for change in signature.changes),
        within=tuple(_timestamp(stamp) for stamp in signature.timestamps),
    )


def _title(signature: SignatureReport, count: int) -> Text:
    noun = words.NOUNS[signature.kind]
    adjective = Text("Uznávaný ", "Recognised ") if signature.recognised else Text("", "")
    if signature.recognised and signature.kind in {Kind.SEAL, Kind.MARK}:
        adjective = Text("Uznávaná ", "Recognised ")
    of = Text(f" {signature.number} z {count}", f" {signature.number} of {count}") if count > 1 else Text("", "")
    cs, en = f"{adjective.cs}{noun.cs}{of.cs}", f"{adjective.en}{noun.en}{of.en}"
    return Text(cs[0].upper() + cs[1:], en[0].upper() + en[1:])


def _timestamp(stamp: TimestampReport) -> Told:
    qualified = stamp.qualification.qualified is Qualified.YES
    noun = words.PLACES[stamp.place]
    kind = Text("Kvalifikované ", "Qualified ") if qualified else Text("", "")
    cs, en = f"{kind.cs}{noun.cs}", f"{kind.en}{noun.en}"
    return Told(
        title=Text(cs[0].upper() + cs[1:], en[0].upper() + en[1:]),
        result=stamp.result,
        outcome=words.NEUTER_RESULTS[stamp.result],
        rows=(
            Row(label=Text("Čas v razítku", "Time in the timestamp"), value=stamp.time),
            *_about_certificate(stamp.certificate, Text("Autorita časových razítek", "Timestamp authority")),
            Row(label=Text("Integrita", "Integrity"), value=words.INTEGRITIES[stamp.integrity]),
        ),
        reasons=_texts(stamp.reasons),
    )


def _about_certificate(certificate: CertificateReport | None, holder: Text) -> tuple[Row, ...]:
    if certificate is None:
        return (Row(label=holder, value=Text("certifikát v souboru není", "the certificate is not in the file")),)
    rows = [Row(label=holder, value=certificate.holder)]
    if certificate.is_pseudonym:
        rows.append(
            Row(label=Text("Jméno", "Name"), value=Text("v certifikátu je uveden pseudonym", "the name is a pseudonym"))
        )
    serial = certificate.serial_number
    rows += [
        Row(label=Text("Vydavatel certifikátu", "Issuer"), value=certificate.issuer_name),
        Row(label=Text("Číslo certifikátu", "Serial number"), value=f"{serial} ({serial:x})"),
        Row(label=Text("Certifikát platí od", "Valid from"), value=certificate.not_before),
        Row(label=Text("Certifikát platí do", "Valid until"), value=certificate.not_after),
    ]
    return tuple(rows)


def _about_qualification(qualification: Qualification) -> tuple[Row, ...]:
    rows = [Row(label=Text("Kvalifikovanost", "Qualification"), value=words.QUALIFIED[qualification.qualified])]
    if qualification.provider:
        rows.append(
            Row(
                label=Text("Podle důvěryhodného seznamu", "By the trusted list"),
                value=f"{qualification.provider} ({qualification.territory})",
            )
        )
    rows += [Row(label=Text("K tomu", "About it"), value=reason.text) for reason in qualification.reasons]
    return tuple(rows)


def _about_time(signature: SignatureReport) -> tuple[Row, ...]:
    rows = [
        Row(label=Text("Posouzeno k okamžiku", "Judged at"), value=signature.best_time),
        Row(label=Text("Tento okamžik", "This moment"), value=words.PROOFS[signature.proof]),
    ]
    if signature.claimed_at is not None:
        rows.append(Row(label=Text("Čas tvrzený podepisujícím", "Time the signer claims"), value=signature.claimed_at))
    return tuple(rows)


def _about_revocation(signature: SignatureReport) -> tuple[Row, ...]:
    revocation = signature.revocation
    rows = [Row(label=Text("Zneplatnění", "Revocation"), value=words.REVOCATIONS[revocation.status])]
    if revocation.revoked_at is not None:
        rows.append(Row(label=Text("Zneplatněn", "Revoked at"), value=revocation.revoked_at))
    if revocation.issued_at is not None and revocation.status is not RevocationStatus.UNKNOWN:
        rows.append(Row(label=Text("Podle údajů vydaných", "By data issued at"), value=revocation.issued_at))
    return tuple(rows)


def _about_algorithms(signature: SignatureReport) -> tuple[Row, ...]:
    if not signature.algorithms:
        return ()
    names = ", ".join(dict.fromkeys(use.name for use in signature.algorithms))
    return (Row(label=Text("Algoritmy", "Algorithms"), value=names),)


def _texts(reasons: tuple[Reason, ...]) -> tuple[Text, ...]:
    return tuple(reason.text for reason in reasons)
