"""The one judge of signatures: in a PDF, beside a file, around a data message.

Source: ETSI EN 319 102-1, chapter 5; decision 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from listina.trust.signer_infos import UnacceptableSignatureError
from listina.trust.validation import cms_checks, embedded, holders, outcomes, signature_times, standing
from listina.trust.validation.cms_checks import CmsSignature
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.outcomes import Outcome, Stopped, reason
from listina.trust.validation.signature_report import (
    AlgorithmUse,
    CertificateReport,
    Change,
    Qualification,
    Revocation,
    SignatureReport,
    TimestampReport,
)
from listina.trust.validation.standing import CertificateStanding
from listina.trust.validation.values import (
    Coverage,
    Form,
    Indication,
    Integrity,
    Kind,
    Proof,
    Qualified,
    Result,
    RevocationStatus,
    Source,
    TimestampPlace,
)

_NOT_ASKED = Revocation(status=RevocationStatus.NOT_ASKED)
_NOT_JUDGED = reason("qualification.not_asked", "Nebylo co posoudit.", "There was nothing to ask about.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known about a signature from the file it stands in.

    Attributes:
        at: the moment of the validation, aware.
        over: timestamps over the whole signature, its value included.
        made_after: a time the signature itself is over, as a valid timestamp before it; None if there is none.
    """

    at: datetime
    over: Sequence[TimestampReport] = ()
    made_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found about one signature, wherever it stands; `report` completes it.

    Attributes:
        outcome: with its reasons.
        integrity: BROKEN if the content or the signature was changed, UNDECIDABLE if that could not be told.
        signed_sha256: of the signed attributes; empty where they could not be read.
        has_revocation_data: the CMS carries lists or answers.
    """

    outcome: Outcome
    integrity: Integrity = Integrity.UNDECIDABLE
    kind: Kind = Kind.UNKNOWN
    recognised: bool = False
    certificate: CertificateReport | None = None
    chain: tuple[str, ...] = ()
    qualification: Qualification
    claimed_at: datetime | None = None
    best_time: datetime
    proof: Proof = Proof.MOMENT_OF_VALIDATION
    revocation: Revocation = _NOT_ASKED
    algorithms: tuple[AlgorithmUse, ...] = ()
    timestamps: tuple[TimestampReport, ...] = ()
    signed_sha256: str = ""
    has_identifier: bool = False
    has_revocation_data: bool = False

    def stopped_by(self, outcome: Outcome, integrity: Integrity) -> Judgement:
        """Return the same where something outside of the CMS is wrong, such as the byte range; that comes first."""
        return replace(self, outcome=outcome, integrity=integrity, recognised=False)

    def with_changes(self, integrity: Integrity, otherwise: Outcome) -> Judgement:
        """Return the same with what changes and coverage mean; `otherwise` is said if nothing else is wrong."""
        if integrity is Integrity.INTACT or self.integrity is Integrity.BROKEN:
            return self
        is_worse = self.outcome.indication is Indication.PASSED or integrity is Integrity.BROKEN
        return replace(self, outcome=otherwise if is_worse else self.outcome, integrity=integrity)

    @property
    def made_after(self) -> datetime | None:
        """The latest time of a valid timestamp in it: whatever is over this signature was made later."""
        return max((stamp.time for stamp in self.timestamps if stamp.result is Result.VALID), default=None)

    @property
    def cms_level(self) -> str:
        """The level of CAdES as far as the CMS alone tells; empty where it is no CAdES."""
        if not self.has_identifier:
            return ""
        if not any(stamp.place is TimestampPlace.SIGNATURE for stamp in self.timestamps):
            return "B-B"
        if not self.has_revocation_data:
            return "B-T"
        is_archived = any(
            stamp.place is TimestampPlace.ARCHIVE and stamp.result is Result.VALID for stamp in self.timestamps
        )
        return "B-LTA" if is_archived else "B-LT"

    def report(
        self,
        *,
        number: int,
        form: Form,
        name: str = "",
        level: str = "",
        coverage: Coverage = Coverage.WHOLE_FILE,
        signed_length: int = 0,
        changes: tuple[Change, ...] = (),
    ) -> SignatureReport:
        """Return the report; see `SignatureReport` for the arguments."""
        return SignatureReport(
            number=number,
            name=name,
            signed_sha256=self.signed_sha256,
            kind=self.kind,
            recognised=self.recognised,
            form=form,
            level=level,
            indication=self.outcome.indication,
            sub_indication=self.outcome.sub_indication,
            result=self.outcome.result,
            integrity=self.integrity,
            coverage=coverage,
            signed_length=signed_length,
            changes=changes,
            certificate=self.certificate,
            chain=self.chain,
            qualification=self.qualification,
            claimed_at=self.claimed_at,
            best_time=self.best_time,
            proof=self.proof,
            revocation=self.revocation,
            algorithms=self.algorithms,
            timestamps=self.timestamps,
            reasons=self.outcome.reasons,
        )


def judge_cms(signature: CmsSignature, knowledge: Knowledge, around: Around) -> Judgement:
    """Judge one signer of a CMS; nothing in it makes this raise: what could not be checked is undecidable.

    All three forms come here. In a PDF `digest_of` hashes the byte range; beside a file it hashes the file; around a
    data message it hashes the content in the CMS (`signature_values.digest_of(content)`). For a `.p7s`:

        signed_data = cms_checks.read(content)
        for signer in signed_data["signer_infos"]:
            signature = CmsSignature(signed_data=signed_data, signer=signer, digest_of=files.digest_of)
            judgement = judge_cms(signature, knowledge, Around(at=request.at))
            judgement.report(number=1, form=Form.DETACHED, level=judgement.cms_level, signed_length=length)

    Content that is not what was signed comes back as BROKEN and `HASH_FAILURE` with the reason `content.changed`; use
    `stopped_by` to say it otherwise.

    Args:
        signature: unchecked.
        knowledge: whom to believe and what is known; it learns what the CMS carries, notes what was used and missing.
        around: the moment, and what the file proves about the signature.
    """
    judging = _Judging(signature=signature, knowledge=knowledge, around=around)
    try:
        return judging.judge()
    except Exception as error:  # noqa: BLE001  # a hostile CMS may break any parser: a doubt, never a yes
        # Who spoils a certificate must not turn changed content into a doubt.
        is_broken = judging.integrity is Integrity.BROKEN
        known = nothing_known(judging.problem or outcomes.unexpected(error), around.at)
        return replace(known, integrity=Integrity.BROKEN if is_broken else Integrity.UNDECIDABLE)


def nothing_known(outcome: Outcome, at: datetime) -> Judgement:
    """Return the judgement of a signature of which nothing else could be found out."""
    return Judgement(outcome=outcome, best_time=at, qualification=standing.unknown(_NOT_JUDGED, at))


@dataclass(slots=True, kw_only=True)
class _Judging:
    signature: CmsSignature
    knowledge: Knowledge
    around: Around
    integrity: Integrity = Integrity.UNDECIDABLE
    certificate: bytes | None = None
    is_by_certificate: bool = False
    problem: Outcome | None = None

    def judge(self) -> Judgement:
        self._check()
        carried = embedded.data_in(self.signature.signed_data, self.signature.signer)
        self.knowledge.learn(carried, Source.FILE)
        proven = signature_times.prove(
            self.signature,
            self.knowledge,
            at=self.around.at,
            over=self.around.over,
            made_after=self.around.made_after,
        )
        times = proven.times
        found = None
        if self.certificate is not None:
            found = standing.judge(self.certificate, self.knowledge, times, Purpose.SIGNATURE)
        own = tuple(standing.of_signature(self.signature, times.existed_at))
        strength = standing.strength(own, times)
        if self.integrity is Integrity.INTACT and strength is not outcomes.PASSED:
            # Somebody else could have made content with the same digest, or the value itself.
            self.integrity = Integrity.UNDECIDABLE
        outcome = self.problem or _first_bad(
            outcomes.PASSED if proven.in_order else outcomes.TIMES_OUT_OF_ORDER,
            outcomes.NO_CERTIFICATE if found is None else found.outcome,
            strength,
        )
        qualification = self._qualification(found, times.existed_at)
        kind = self._kind(qualification)
        return Judgement(
            outcome=outcome,
            integrity=self.integrity,
            kind=kind,
            recognised=qualification.qualified is Qualified.YES and kind is not Kind.UNKNOWN,
            certificate=None if self.certificate is None else holders.report_of(self.certificate),
            chain=() if found is None else tuple(holders.report_of(above).holder for above in found.path[1:]),
            qualification=qualification,
            claimed_at=_claimed(self.signature),
            best_time=times.existed_at,
            proof=proven.proof,
            revocation=_NOT_ASKED if found is None else found.revocation,
            algorithms=tuple(dict.fromkeys((*own, *(() if found is None else found.algorithms)))),
            timestamps=proven.stamps,
            signed_sha256=sha256(next(self.signature.signed_forms())).hexdigest(),
            has_identifier=_has_identifier(self.signature),
            has_revocation_data=bool(carried.crls or carried.ocsp_responses),
        )

    def _check(self) -> None:
        """Check digest and value; a missing certificate does not hide that the content was changed."""
        for check in (self._find_certificate, self._require_digest, self._require_value):
            try:
                check()
            except Stopped as stopped:
                if stopped.outcome in {outcomes.CONTENT_CHANGED, outcomes.VALUE_WRONG}:
                    self.integrity, self.problem = Integrity.BROKEN, stopped.outcome
                    return
                self.problem = self.problem or stopped.outcome
            except UnacceptableSignatureError as error:
                self.problem = self.problem or outcomes.unknown_algorithm(error.reason)
            except Exception as error:  # noqa: BLE001  # a hostile CMS may break any parser: a doubt, never a yes
                self.problem = self.problem or outcomes.unexpected(error)
        if self.problem is None:
            self.integrity = Integrity.INTACT

    def _find_certificate(self) -> None:
        self.certificate = cms_checks.find_certificate(self.signature)

    def _require_digest(self) -> None:
        cms_checks.require_digest(self.signature)

    def _require_value(self) -> None:
        if self.certificate is not None:
            cms_checks.require_value(self.signature, self.certificate)
            self.is_by_certificate = True

    def _qualification(self, found: CertificateStanding | None, at: datetime) -> Qualification:
        """Return what the lists say, but only of a certificate whose key really made the signature."""
        if found is None or not self.is_by_certificate:
            return standing.unknown(_NOT_JUDGED, at)
        return found.qualification

    def _kind(self, qualification: Qualification) -> Kind:
        own = Kind.UNKNOWN if self.certificate is None else holders.kind_of(self.certificate)
        by_list = qualification.kind if qualification.qualified is Qualified.YES else Kind.UNKNOWN
        return own if own is Kind.MARK or by_list is Kind.UNKNOWN else by_list


def _first_bad(*found: Outcome) -> Outcome:
    return next((outcome for outcome in found if outcome.indication is not Indication.PASSED), outcomes.PASSED)


def _claimed(signature: CmsSignature) -> datetime | None:
    # Anybody could add an unsigned one.
    signed = signature.signer["signed_attrs"] or ()
    moment = next((each["values"][0].native for each in signed if each["type"].native == "signing_time"), None)
    return moment if isinstance(moment, datetime) and moment.tzinfo is not None else None


def _has_identifier(signature: CmsSignature) -> bool:
    kinds = {attribute["type"].native for attribute in signature.signer["signed_attrs"] or ()}
    return bool(kinds & {"signing_certificate", "signing_certificate_v2"})
