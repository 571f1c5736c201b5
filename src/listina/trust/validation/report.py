"""The one report of a validation: typed, kept with the conversion, rendered in Czech, as JSON and as ETSI XML.

It holds plain values only, so that it can be made in a confined process and travel as JSON (`report_json`). Moments are
aware and in UTC. Digests are lower-case hex. Texts of certificates are data of strangers: whoever shows them escapes
them.

Source: ETSI EN 319 102-1 (what is found), ETSI TS 119 102-2 (how it is told); L300 §§ 24(1), 25(2)(g)–(i).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listina.texts import Text
from listina.trust.validation.message_report import MessageReport
from listina.trust.validation.signature_report import FileReport, Reason, SignatureReport, TimestampReport
from listina.trust.validation.values import Integrity, MaterialKind, Source, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ListUsed:
    """A trusted list by which qualification was decided.

    Attributes:
        territory: two letters; `EU` for the list of lists.
        sequence_number: of the list.
        issued_at, next_update: as the list says.
        fetched_at: when this installation got it.
        sha256: of the list.
    """

    territory: str
    sequence_number: int
    issued_at: datetime
    next_update: datetime | None
    fetched_at: datetime
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A certificate, revocation list or answer that was used.

    Attributes:
        kind: what it is.
        source: where it came from.
        sha256: of its DER.
        der: the bytes; kept with the report, left out of its JSON for the public.
    """

    kind: MaterialKind
    source: Source
    sha256: str
    der: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyUsed:
    """The rules of the validation.

    Attributes:
        name: such as `listina.ex-officio`.
        version: ISO date of the rules.
        anchors: `trusted-lists`, `demo` or both, joined by a comma.
        isolation: `namespaces`, `limits` (no namespaces here) or `none` (in the asking process).
    """

    name: str
    version: str
    anchors: str
    isolation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationReport:
    """Everything that was found about a file and its signatures.

    Attributes:
        verdict: the file as a whole.
        sentence: the verdict as one sentence.
        integrity: of everything signed: BROKEN if one signature is, else UNDECIDABLE if one is; INTACT also where
            nothing is signed.
        file: what was validated.
        detached: the signature file beside it; None if there is none.
        validated_at: the moment of the validation.
        policy: by which rules.
        lists: the trusted lists used.
        signatures: in order of time.
        document_timestamps: those that belong to no signature, in order of time.
        empty_fields: names of signature fields nobody signed; they are no signatures.
        message: the data message the document came in; None if there is none.
        material: what was used, each once.
        reasons: what concerns the file as a whole, such as that it could not be read.
    """

    verdict: Verdict
    sentence: Text
    integrity: Integrity
    file: FileReport
    detached: FileReport | None
    validated_at: datetime
    policy: PolicyUsed
    lists: tuple[ListUsed, ...]
    signatures: tuple[SignatureReport, ...]
    document_timestamps: tuple[TimestampReport, ...]
    empty_fields: tuple[str, ...]
    message: MessageReport | None
    material: tuple[Material, ...]
    reasons: tuple[Reason, ...]
