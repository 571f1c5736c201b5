"""The verdict about a file, in one word and in one sentence.

Source: decision 15; L300 § 24(4)(h).
"""

from __future__ import annotations

from collections.abc import Sequence

from listina.texts import Text
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.signature_report import Reason, SignatureReport, TimestampReport
from listina.trust.validation.values import Integrity, Kind, Result, Verdict

_ONE = {
    Kind.SIGNATURE: ("Podpis je platný", "Podpis je neplatný", "Platnost podpisu nelze ověřit", "signature"),
    Kind.SEAL: ("Pečeť je platná", "Pečeť je neplatná", "Platnost pečeti nelze ověřit", "seal"),
    Kind.MARK: ("Značka je platná", "Značka je neplatná", "Platnost značky nelze ověřit", "mark"),
}

_RESULTS = {
    Verdict.VALID: Result.VALID,
    Verdict.INVALID: Result.INVALID,
    Verdict.UNDECIDABLE: Result.UNDECIDABLE,
}


def integrity_of(
    signatures: Sequence[SignatureReport],
    stamps: Sequence[TimestampReport],
    reasons: Sequence[Reason],
    message: MessageReport | None = None,
) -> Integrity:
    """Return the worst of all, where a doubt about the whole file counts too."""
    values = {signature.integrity for signature in signatures} | {stamp.integrity for stamp in stamps}
    if message is not None:
        values.add(message.integrity)
    if Integrity.BROKEN in values:
        return Integrity.BROKEN
    return Integrity.UNDECIDABLE if reasons or Integrity.UNDECIDABLE in values else Integrity.INTACT


def verdict_of(signatures: Sequence[SignatureReport], integrity: Integrity) -> Verdict:
    """Return the verdict; a doubt is never „neplatný“, and broken integrity comes before everything."""
    results = {signature.result for signature in signatures}
    if integrity is Integrity.BROKEN:
        return Verdict.BROKEN
    if Result.INVALID in results:
        return Verdict.INVALID
    if integrity is Integrity.UNDECIDABLE or Result.UNDECIDABLE in results:
        return Verdict.UNDECIDABLE
    return Verdict.VALID if results else Verdict.UNSIGNED


def sentence_of_other(
    verdict: Verdict, signatures: Sequence[SignatureReport], message: MessageReport | None
) -> Text | None:
    """Return the sentence where it is not the document's own signatures that decide; None where they do."""
    foreign = [signature for signature in signatures if signature.is_of_other_file]
    if verdict is Verdict.BROKEN and foreign:
        return foreign[0].reasons[0].text
    own = {signature.integrity for signature in signatures} | {signature.result for signature in signatures}
    decides = {Verdict.BROKEN: Integrity.BROKEN, Verdict.UNDECIDABLE: Integrity.UNDECIDABLE}.get(verdict)
    if message is not None and message.reasons and message.integrity is decides:
        is_alone = not own & {Integrity.BROKEN, Integrity.UNDECIDABLE, Result.UNDECIDABLE}
        return message.reasons[0].text if is_alone else None
    return None


def sentence_of(  # noqa: PLR0911  # a sentence each
    verdict: Verdict, signatures: Sequence[SignatureReport], stamps: Sequence[TimestampReport], empty_fields: int
) -> Text:
    """Return the verdict as one sentence."""
    count = len(signatures)
    if count == 1 and signatures[0].result is _RESULTS.get(verdict):
        return _about_one(signatures[0])
    match verdict:
        case Verdict.BROKEN:
            return Text("Podepsaný obsah byl změněn.", "What was signed has been changed.")
        case Verdict.UNSIGNED:
            return _unsigned(stamps, empty_fields)
        case Verdict.VALID:
            return Text(f"Všechny podpisy jsou platné ({count}).", f"All {count} signatures are valid.")
        case Verdict.INVALID:
            return _several(signatures, Result.INVALID, "Neplatných podpisů", "Invalid signatures")
        case _ if any(item.result is Result.UNDECIDABLE for item in signatures):
            return _several(
                signatures, Result.UNDECIDABLE, "Podpisů, jejichž platnost nelze ověřit", "Signatures not verifiable"
            )
        case _:
            return Text("Soubor nelze ověřit.", "The file cannot be verified.")


def _about_one(signature: SignatureReport) -> Text:
    valid, invalid, undecidable, noun = _ONE.get(signature.kind, _ONE[Kind.SIGNATURE])
    cs, en = {
        Result.VALID: (valid, f"The {noun} is valid"),
        Result.INVALID: (invalid, f"The {noun} is invalid"),
        Result.UNDECIDABLE: (undecidable, f"The {noun}'s validity cannot be verified"),
    }[signature.result]
    return Text(f"{cs}.", f"{en}.")


def _several(signatures: Sequence[SignatureReport], result: Result, cs: str, en: str) -> Text:
    some, count = sum(item.result is result for item in signatures), len(signatures)
    return Text(f"{cs}: {some} z {count}.", f"{en}: {some} of {count}.")


def _unsigned(stamps: Sequence[TimestampReport], empty_fields: int) -> Text:
    if stamps:
        return Text(
            "Soubor není podepsán, je jen opatřen časovým razítkem.", "The file is not signed, only timestamped."
        )
    if empty_fields:
        return Text(
            "Soubor není podepsán, místo pro podpis je prázdné.", "The file is not signed; a signature field is empty."
        )
    return Text("Soubor není podepsán.", "The file is not signed.")
