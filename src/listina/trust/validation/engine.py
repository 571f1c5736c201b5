"""Validating a PDF that others signed: each signature and timestamp, and one report of the file.

Nothing here reaches the network, and nothing in a file makes it raise: what could not be checked is undecidable.

Source: ETSI EN 319 102-1; L300 § 24(1); decisions 14 and 15.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from listina.texts import Text
from listina.trust import proofs, security_store
from listina.trust.policy import TEST, TrustPolicy
from listina.trust.validation import outcomes, stamps
from listina.trust.validation.inputs import Request, Validated
from listina.trust.validation.one_signature import Examination
from listina.trust.validation.outcomes import reason
from listina.trust.validation.report import PolicyUsed, ValidationReport
from listina.trust.validation.signature_report import FileReport, Reason, SignatureReport, TimestampReport
from listina.trust.validation.values import Integrity, Result, Verdict
from listina.trust.validation_data import NOTHING, ValidationData

POLICY_NAME, POLICY_VERSION = "listina.ex-officio", "2026-11-24"

_MARK = b"/ByteRange"
_PIECE_BYTES = 1 << 20
_SENTENCES = {
    Verdict.VALID: Text("Všechny podpisy jsou platné.", "All signatures are valid."),
    Verdict.INVALID: Text("Některý podpis je neplatný.", "A signature is invalid."),
    Verdict.UNDECIDABLE: Text("Platnost nelze ověřit.", "The validity cannot be verified."),
    Verdict.BROKEN: Text("Podepsaný obsah byl změněn.", "What was signed has been changed."),
    Verdict.UNSIGNED: Text("Soubor není podepsán.", "The file is not signed."),
}
_ENCRYPTED = reason("file.encrypted", "Soubor je zašifrován.", "The file is encrypted.")
_HIDDEN = reason(
    "file.signature_outside_form",
    "Soubor obsahuje podpis, na který jeho formulář neukazuje.",
    "The file holds a signature that its form does not point to.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    signatures: tuple[SignatureReport, ...] = ()
    stamps: tuple[TimestampReport, ...] = ()
    empty_fields: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


def validate(request: Request) -> Validated:
    """Validate what is asked for in this process; never raises because of what is in the files.

    Nothing is fetched: what could make the report better is named in `needs`. A second request with the answers in
    `fetched` gives the better report.

    Raises:
        OSError: a file cannot be read.
    """
    trust = request.trust
    policy = proofs.with_stored_data(TrustPolicy(standing=TEST, anchors=trust.anchors_for(())), trust.supplied)
    document = request.what.document
    report = validate_in_process(
        document.path, name=document.name, policy=policy, at=request.at, fetched=request.fetched
    )
    return Validated(report=report)


def validate_in_process(
    path: Path, *, name: str, policy: TrustPolicy, at: datetime, fetched: ValidationData = NOTHING
) -> ValidationReport:
    """Validate a PDF in this process; never raises because of what is in the file.

    Args:
        path: the file.
        name: as it was handed over.
        policy: whom to trust.
        at: moment of the validation, aware.
        fetched: certificates and revocation data that were fetched for it.

    Raises:
        OSError: the file cannot be read.
    """
    digests = {}
    for algorithm in ("sha256", "sha512"):
        with path.open("rb") as file:
            digests[algorithm] = file_digest(file, algorithm).hexdigest()
    with path.open("rb") as file:
        length = path.stat().st_size
        described = FileReport(
            name=name,
            length=length,
            sha256=digests["sha256"],
            sha512=digests["sha512"],
        )
        try:
            found = _read(file, length, proofs.with_stored_data(policy, fetched), at)
        except Exception as error:  # noqa: BLE001  # a hostile file may break any parser: a doubt, never a yes
            found = _Found(reasons=outcomes.unexpected(error).reasons)
    integrity = _integrity(found)
    verdict = _verdict(found, integrity)
    return ValidationReport(
        verdict=verdict,
        sentence=_SENTENCES[verdict],
        integrity=integrity,
        file=described,
        detached=None,
        validated_at=at,
        policy=PolicyUsed(name=POLICY_NAME, version=POLICY_VERSION, anchors="demo", isolation="none"),
        lists=(),
        signatures=found.signatures,
        document_timestamps=found.stamps,
        empty_fields=found.empty_fields,
        message=None,
        material=(),
        reasons=found.reasons,
    )


def _read(file: BinaryIO, length: int, policy: TrustPolicy, at: datetime) -> _Found:
    reader = PdfFileReader(file, strict=True)
    if reader.encrypted:
        return _Found(reasons=(_ENCRYPTED,))
    stored = security_store.read(reader.root)
    policy = _asking_for_revocation(proofs.with_stored_data(policy, stored))
    empty = tuple(str(field) for field, _, _ in enumerate_sig_fields(reader, filled_status=False))
    filled = len(list(enumerate_sig_fields(reader, filled_status=True)))
    archived, unreadable = stamps.over_revisions(reader.embedded_timestamp_signatures, file, length, policy, at)
    embedded: list[Any] = sorted(reader.embedded_regular_signatures, key=lambda item: int(item.signed_revision))
    signatures = tuple(
        Examination(
            reader=reader,
            file=file,
            length=length,
            policy=policy,
            at=at,
            archived=archived,
            has_store=bool(stored),
        ).report(signature, number)
        for number, signature in enumerate(embedded, start=1)
    )
    known = len(embedded) + len(reader.embedded_timestamp_signatures)
    hidden = filled != known or _occurrences(file) > known
    reasons = (*unreadable, *((_HIDDEN,) if hidden else ()))
    return _Found(signatures=signatures, stamps=archived, empty_fields=empty, reasons=reasons)


def _asking_for_revocation(policy: TrustPolicy) -> TrustPolicy:
    """Return the policy that passes no certificate without revocation data."""
    crls = policy.crls
    return replace(policy, crls=lambda: tuple(crls()))


def _occurrences(file: BinaryIO) -> int:
    """Count the byte ranges anywhere in the file, so that no revision can make a signature vanish unnoticed."""
    file.seek(0)
    count, rest = 0, b""
    while piece := file.read(_PIECE_BYTES):
        piece = rest + piece
        count += piece.count(_MARK)
        rest = piece[-(len(_MARK) - 1) :]
    return count


def _integrity(found: _Found) -> Integrity:
    each: Iterable[SignatureReport | TimestampReport] = (*found.signatures, *found.stamps)
    values = {item.integrity for item in each}
    if Integrity.BROKEN in values:
        return Integrity.BROKEN
    return Integrity.UNDECIDABLE if found.reasons or Integrity.UNDECIDABLE in values else Integrity.INTACT


def _verdict(found: _Found, integrity: Integrity) -> Verdict:
    results = {signature.result for signature in found.signatures}
    if integrity is Integrity.BROKEN:
        return Verdict.BROKEN
    if Result.INVALID in results:
        return Verdict.INVALID
    if integrity is Integrity.UNDECIDABLE or Result.UNDECIDABLE in results:
        return Verdict.UNDECIDABLE
    return Verdict.VALID if results else Verdict.UNSIGNED
