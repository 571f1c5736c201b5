"""The signatures and timestamps of a PDF: which bytes they are about, what came after them, and the judge's word.

Our own reading comes first: pyHanko takes a byte range that ends past the end of the file for the whole file, so that
a signature can be wrapped into a file that shows something else. It only finds signatures here.

Source: ETSI EN 319 102-1, chapter 5; ISO 32000-2, § 12.8; decision 15.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from asn1crypto import parser
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation import EmbeddedPdfSignature

from listina.trust import revisions
from listina.trust.signer_infos import UnacceptableSignatureError
from listina.trust.validation import changes, judging, outcomes, signature_values, stamps
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.hashed_files import HashedFile
from listina.trust.validation.judging import Around, Judgement
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import Outcome, Stopped, reason
from listina.trust.validation.signature_report import Change, Reason, SignatureReport, TimestampReport
from listina.trust.validation.standing import Times
from listina.trust.validation.values import Coverage, Form, Integrity, Result, Source, SubIndication, TimestampPlace
from listina.trust.validation_data import ValidationData

_FORMS = {
    "/ETSI.CAdES.detached": Form.PADES,
    "/adbe.pkcs7.detached": Form.PDF_CMS,
    "/adbe.pkcs7.sha1": Form.PDF_CMS,
}
_OLDEST = "/adbe.pkcs7.sha1"
_TIMESTAMP = "/ETSI.RFC3161"
_BYTE_RANGE_PARTS = 4
_MOST_STORED = 1000
_PAST_END = outcomes.failed(
    SubIndication.FORMAT_FAILURE,
    reason(
        "byte_range.past_end",
        "Podpis se vztahuje k bajtům, které v souboru nejsou.",
        "The signature is about bytes that are not in the file.",
    ),
)
_BYTES = outcomes.indeterminate(
    SubIndication.GENERIC,
    reason("byte_range", "Rozsah podpisu není v pořádku.", "The byte range is not in order."),
)
_HIDDEN_BEHIND = outcomes.indeterminate(
    SubIndication.GENERIC,
    reason(
        "byte_range.hidden_behind",
        "V místě vyhrazeném pro podpis nebo razítko stojí ještě něco jiného, co podpis nechrání.",
        "Something else stands in the place kept for a signature or timestamp, and nothing protects it.",
    ),
)
_UNREADABLE_STAMP = reason(
    "timestamp.unreadable",
    "Soubor obsahuje časové razítko dokumentu, které nelze přečíst.",
    "The file holds a document timestamp that cannot be read.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFindings:
    """What was found in a PDF.

    Attributes:
        signatures: in the order of revisions; not numbered yet.
        stamps: the document timestamps, in the order of revisions.
        empty_fields: names.
        known_ranges: how many byte ranges the form points to.
        reasons: what could not even be read.
    """

    signatures: tuple[SignatureReport, ...]
    stamps: tuple[TimestampReport, ...]
    empty_fields: tuple[str, ...]
    known_ranges: int
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Field:
    """A field with a value, as far as it could be read; a problem keeps it from being judged, a doubt from passing."""

    name: str
    sub_filter: str
    signature: Any = None
    problem: Outcome | None = None
    doubt: Outcome | None = None
    places: tuple[int, int, int] = (0, 0, 0)

    @property
    def end(self) -> int:
        """Where its byte range ends; 0 if that is not in order."""
        return self.places[2]

    def is_timestamp(self) -> bool:
        return self.sub_filter == _TIMESTAMP


@dataclass(slots=True, kw_only=True)
class PdfSignatures:
    """The signatures of one PDF being looked at.

    Attributes:
        reader: pyHanko's strict reader of the whole file; it is not encrypted.
        hashed: the whole file.
        knowledge: whom to believe and what is known; it learns what the file stores.
        at: moment of the validation, aware.
    """

    reader: PdfFileReader
    hashed: HashedFile
    knowledge: Knowledge
    at: datetime
    _stamps: list[TimestampReport] = field(default_factory=list)
    _has_store: bool = False

    def find(self) -> PdfFindings:
        """Judge all of them; what a library raises on one is a doubt about that one."""
        stored = _stored(self.reader)
        self._has_store = bool(stored)
        self.knowledge.learn(stored, Source.FILE)
        empty = tuple(str(name) for name, _, _ in enumerate_sig_fields(self.reader, filled_status=False))
        fields = sorted(self._fields(), key=lambda item: item.end)
        for item in fields:
            if item.problem is None:
                _prepare(self.hashed, item)
        signed = [item for item in fields if not item.is_timestamp()]
        timestamps = [item for item in fields if item.is_timestamp()]
        reasons = tuple(self._judge_timestamps(timestamps, signed))
        return PdfFindings(
            signatures=tuple(self._judge_signatures(signed)),
            stamps=tuple(self._stamps),
            empty_fields=empty,
            known_ranges=len(fields),
            reasons=reasons,
        )

    def _fields(self) -> Iterator[_Field]:
        seen: set[Any] = set()
        for name, value, reference in enumerate_sig_fields(self.reader, filled_status=True):
            found = _Field(name=str(name), sub_filter="")
            try:
                held = reference.get_object().raw_get("/V")
                place = getattr(held, "reference", None)
                if place is not None and place in seen:
                    continue
                seen.add(place)
                found.sub_filter = str(value.get_object().get("/SubFilter", ""))
                self._read(found, reference)
            except CMSExtractionError:
                found.problem = outcomes.malformed("there is not exactly one signer")
            except Exception as error:  # noqa: BLE001  # a hostile field may break any parser: a doubt, never a yes
                found.problem = outcomes.unexpected(error)
            yield found

    def _read(self, found: _Field, reference: Any) -> None:
        if found.sub_filter not in _FORMS and not found.is_timestamp():
            found.problem = outcomes.UNSUPPORTED
            return
        found.signature = EmbeddedPdfSignature(self.reader, reference, found.name)
        numbers = [int(number) for number in found.signature.byte_range]
        if len(numbers) == _BYTE_RANGE_PARTS and numbers[2] + numbers[3] > self.hashed.length:
            # Only a file from which something was cut, or into which the signature was wrapped, is so.
            found.problem = _PAST_END
            return
        try:
            end = revisions.require_sound_byte_range(found.signature, self.hashed.file, self.hashed.length)
        except UnacceptableSignatureError:
            found.problem = _BYTES
        else:
            found.places = (numbers[1], numbers[2], end)
            contents = bytes(found.signature.pkcs7_content)
            if contents[parser.peek(contents) :].strip(b"\0"):
                found.doubt = _HIDDEN_BEHIND

    def _judge_timestamps(self, timestamps: Sequence[_Field], signed: Sequence[_Field]) -> Iterator[Reason]:
        """Judge each at the time the younger ones prove, the youngest first; return why one could not be read."""
        times = Times(existed_at=self.at, is_proven=False)
        for item in reversed(timestamps):
            if item.problem is not None:
                yield _UNREADABLE_STAMP
                continue
            if item.doubt is not None:
                yield from item.doubt.reasons
                continue
            try:
                place = stamps.Place(
                    kind=TimestampPlace.DOCUMENT,
                    digest_of=self.hashed.digest_without(*item.places),
                    covers_length=item.end,
                )
                report = stamps.judge(bytes(item.signature.pkcs7_content), place, self.knowledge, times)
            except Exception:  # noqa: BLE001  # a hostile token may break any parser: a doubt, never a yes
                yield _UNREADABLE_STAMP
                continue
            if report.result is Result.VALID and report.time < times.existed_at:
                times = Times(existed_at=report.time, is_proven=True)
            if not any(0 < other.end < item.end for other in signed):
                report = self._with_changes(report, item)
            self._stamps.insert(0, report)

    def _with_changes(self, report: TimestampReport, item: _Field) -> TimestampReport:
        """Return the report of a timestamp that is over no signature, which would tell what came after it."""
        _, _, integrity = self._after(item)
        if integrity is Integrity.INTACT or report.integrity is Integrity.BROKEN:
            return report
        outcome = outcomes.CHANGED_LATER if integrity is Integrity.BROKEN else outcomes.CHANGES_UNCLEAR
        if report.result is not Result.VALID and integrity is not Integrity.BROKEN:
            return replace(report, integrity=integrity)
        return replace(
            report,
            integrity=integrity,
            indication=outcome.indication,
            sub_indication=outcome.sub_indication,
            result=outcome.result,
            reasons=outcome.reasons,
        )

    def _judge_signatures(self, signed: Sequence[_Field]) -> Iterator[SignatureReport]:
        earlier: list[tuple[int, datetime]] = [
            (stamp.covers_length, stamp.time) for stamp in self._stamps if stamp.result is Result.VALID
        ]
        for item in signed:
            made_after = max((time for end, time in earlier if end <= item.places[0]), default=None)
            judgement = self._judge(item, made_after)
            found: tuple[Change, ...] = ()
            coverage = Coverage.UNKNOWN
            if item.problem is not None:
                broken = item.problem is _PAST_END
                judgement = judgement.stopped_by(item.problem, Integrity.BROKEN if broken else Integrity.UNDECIDABLE)
            else:
                found, coverage, integrity = self._after(item)
                judgement = judgement.with_changes(integrity, _said_of(integrity, coverage))
                if item.doubt is not None:
                    judgement = judgement.with_changes(Integrity.UNDECIDABLE, item.doubt)
                if judgement.made_after is not None:
                    earlier.append((item.end, judgement.made_after))
            yield self._report(item, judgement, found, coverage)

    def _judge(self, item: _Field, made_after: datetime | None) -> Judgement:
        if item.signature is None:
            return judging.nothing_known(item.problem or outcomes.UNSUPPORTED, self.at)
        try:
            signature = self._cms(item)
        except Stopped as stopped:
            return judging.nothing_known(stopped.outcome, self.at)
        except Exception as error:  # noqa: BLE001  # a hostile CMS may break any parser: a doubt, never a yes
            return judging.nothing_known(outcomes.unexpected(error), self.at)
        over = tuple(stamp for stamp in self._stamps if 0 < item.end < stamp.covers_length)
        return judging.judge_cms(signature, self.knowledge, Around(at=self.at, over=over, made_after=made_after))

    def _cms(self, item: _Field) -> CmsSignature:
        signed_data = item.signature.signed_data
        signer = signed_data["signer_infos"][0]
        of_range = self.hashed.digest_without(*item.places)
        encapsulated = signed_data["encap_content_info"]
        content = encapsulated["content"]
        if encapsulated["content_type"].native != "data":
            raise Stopped(outcomes.malformed("it is not over data"))
        if item.sub_filter != _OLDEST:
            if content.native is not None:
                raise Stopped(outcomes.malformed("it holds content of its own"))
            is_pades = _FORMS[item.sub_filter] is Form.PADES
            return CmsSignature(signed_data=signed_data, signer=signer, digest_of=of_range, needs_identifier=is_pades)
        inner = bytes(content)

        def digest(algorithm: str) -> bytes:
            # The CMS is over the SHA-1 of the file, which stands in it.
            if inner != of_range("sha1"):
                raise Stopped(outcomes.CONTENT_CHANGED)
            return signature_values.digest_of(inner)(algorithm)

        return CmsSignature(signed_data=signed_data, signer=signer, digest_of=digest, also_hashed_with="sha1")

    def _after(self, item: _Field) -> tuple[tuple[Change, ...], Coverage, Integrity]:
        found = changes.after(self.reader, item.signature, self.hashed.file, item.end)
        coverage = changes.coverage(self.hashed.file, item.end, self.hashed.length)
        return found, coverage, changes.integrity(found, coverage)

    def _report(
        self, item: _Field, judgement: Judgement, found: tuple[Change, ...], coverage: Coverage
    ) -> SignatureReport:
        form = _FORMS.get(item.sub_filter, Form.UNSUPPORTED)
        report = judgement.report(
            number=0,
            name=item.name,
            form=form,
            level=self._level(item, judgement) if form is Form.PADES else "",
            coverage=coverage,
            signed_length=item.end,
            changes=found,
        )
        return replace(report, claimed_at=report.claimed_at or _stated(item.signature))

    def _level(self, item: _Field, judgement: Judgement) -> str:
        if any(stamp.covers_length > item.end for stamp in self._stamps):
            return "B-LTA"
        if judgement.cms_level in {"", "B-B"}:
            return "B-B"
        return "B-LT" if self._has_store else "B-T"


def _prepare(hashed: HashedFile, item: _Field) -> None:
    """Hash the range while the file is read from its beginning to its end."""
    with suppress(Exception):
        algorithm = "sha1" if item.sub_filter == _OLDEST else item.signature.external_md_algorithm
        hashed.digest_without(*item.places)(algorithm)


def _said_of(integrity: Integrity, coverage: Coverage) -> Outcome:
    if integrity is Integrity.BROKEN:
        return outcomes.CHANGED_LATER
    return outcomes.NOT_ALL_SIGNED if coverage is Coverage.PART else outcomes.CHANGES_UNCLEAR


def _stated(signature: Any) -> datetime | None:
    """Return the time a signature dictionary states (`/M`); a strange one is none."""
    with suppress(Exception):
        moment = signature.self_reported_timestamp
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            return moment
    return None


def _stored(reader: PdfFileReader) -> ValidationData:
    """Return what the document's security store holds; what cannot be read is not there."""
    found: dict[str, list[bytes]] = {"/Certs": [], "/CRLs": [], "/OCSPs": []}
    with suppress(Exception):
        store = reader.root["/DSS"]
        for key, items in found.items():
            with suppress(Exception):
                array = store.get(key, [])
                for place in range(min(len(array), _MOST_STORED)):
                    with suppress(Exception):
                        items.append(bytes(array[place].get_object().data))
    return ValidationData(
        certificates=tuple(dict.fromkeys(found["/Certs"])),
        crls=tuple(dict.fromkeys(found["/CRLs"])),
        ocsp_responses=tuple(dict.fromkeys(found["/OCSPs"])),
    )
