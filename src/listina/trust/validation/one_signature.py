"""One signature of a PDF: its bytes, its value, its certificate, at the earliest moment that is proven.

Our own reading comes first: pyHanko takes a byte range that ends past the end of the file for the whole file, so that
a signature can be wrapped into a file that shows something else. It only finds the signature and hashes its range.

Source: ETSI EN 319 102-1, chapter 5; ISO 32000-2, § 12.8; decision 15.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, BinaryIO

from cryptography import x509

from listina.trust import certificates, chains, der, revisions, signer_infos, tokens
from listina.trust.chains import TrustMaterial
from listina.trust.errors import CertificateNotUsableError, UnusableReason
from listina.trust.policy import TrustPolicy
from listina.trust.signer_infos import UnacceptableSignatureError
from listina.trust.validation import changes, holders, outcomes, stamps
from listina.trust.validation.outcomes import Outcome, Stopped, reason
from listina.trust.validation.signature_report import AlgorithmUse, Change, Revocation, SignatureReport, TimestampReport
from listina.trust.validation.values import (
    Coverage,
    Form,
    Indication,
    Integrity,
    Kind,
    Proof,
    Result,
    RevocationStatus,
    SubIndication,
    TimestampPlace,
)

_FORMS = {"/ETSI.CAdES.detached": Form.PADES, "/adbe.pkcs7.detached": Form.PDF_CMS}
_BYTE_RANGE_PARTS = 4
_STRONG = frozenset({"sha256", "sha384", "sha512"})
_REVOKED = {
    Proof.MOMENT_OF_VALIDATION: RevocationStatus.REVOKED_UNPROVEN,
    Proof.SIGNATURE_TIMESTAMP: RevocationStatus.REVOKED_BEFORE,
    Proof.DOCUMENT_TIMESTAMP: RevocationStatus.REVOKED_BEFORE,
}
_STOP = outcomes.reason("format.unsupported", "Druh podpisu není podporován.", "This kind of signature is unsupported.")
_PAST_END = outcomes.reason(
    "byte_range.past_end",
    "Podpis se vztahuje k bajtům, které v souboru nejsou.",
    "The signature is about bytes that are not in the file.",
)
_BYTES = outcomes.reason("byte_range", "Rozsah podpisu není v pořádku.", "The byte range is not in order.")
_HASH = outcomes.reason("content.changed", "Podepsaný obsah byl změněn.", "What was signed has been changed.")
_WEAK = outcomes.reason("digest.weak", "Podpis používá slabý algoritmus.", "The signature uses a weak algorithm.")
_UNCLEAR = outcomes.reason(
    "integrity.undecidable",
    "Po podpisu bylo do souboru přidáno něco, co nelze posoudit.",
    "After the signature something was added that cannot be judged.",
)


@dataclass(slots=True, kw_only=True)
class Examination:
    """One signature being looked at, and what was found so far.

    Attributes:
        reader: pyHanko's reader of the whole file.
        file: the whole file.
        length: of the file, bytes.
        policy: whom to trust, with what the file stores; revocation data are always asked for.
        at: moment of the validation, aware.
        archived: the document timestamps of the file.
        has_store: the file holds a security store.
    """

    reader: Any
    file: BinaryIO
    length: int
    policy: TrustPolicy
    at: datetime
    archived: Sequence[TimestampReport]
    has_store: bool
    form: Form = Form.UNSUPPORTED
    integrity: Integrity = Integrity.UNDECIDABLE
    coverage: Coverage = Coverage.UNKNOWN
    signed_length: int = 0
    certificate: bytes | None = None
    chain: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    over_value: list[TimestampReport] = field(default_factory=list)
    best_time: datetime | None = None
    proof: Proof = Proof.MOMENT_OF_VALIDATION
    revocation: Revocation = field(default_factory=lambda: Revocation(status=RevocationStatus.NOT_ASKED))
    algorithms: tuple[AlgorithmUse, ...] = ()

    def report(self, signature: Any, number: int) -> SignatureReport:
        """Judge the signature; whatever a library raises on it is a doubt."""
        try:
            outcome = self._judge(signature)
        except Stopped as stopped:
            outcome = stopped.outcome
        except Exception as error:  # noqa: BLE001  # a hostile file may break any parser: a doubt, never a yes
            outcome = outcomes.unexpected(error)
        best_time = self.best_time or self.at
        return SignatureReport(
            number=number,
            name=str(signature.field_name),
            kind=Kind.UNKNOWN if self.certificate is None else holders.kind_of(self.certificate),
            recognised=False,
            form=self.form,
            level=self._level(),
            indication=outcome.indication,
            sub_indication=outcome.sub_indication,
            result=outcome.result,
            integrity=self.integrity,
            coverage=self.coverage,
            signed_length=self.signed_length,
            changes=self.changes,
            certificate=None if self.certificate is None else holders.report_of(self.certificate),
            chain=self.chain,
            qualification=stamps.unqualified(best_time),
            claimed_at=signature.self_reported_timestamp,
            best_time=best_time,
            proof=self.proof,
            revocation=self.revocation,
            algorithms=self.algorithms,
            timestamps=tuple(self.over_value),
            reasons=outcome.reasons,
        )

    def _judge(self, signature: Any) -> Outcome:
        self.form = _FORMS.get(str(signature.sig_object["/SubFilter"]), Form.UNSUPPORTED)
        if self.form is Form.UNSUPPORTED:
            raise Stopped(outcomes.indeterminate(SubIndication.GENERIC, _STOP))
        self._check_range(signature)
        signed_data = signer_infos.read_signed_data(der.read(bytes(signature.pkcs7_content)).encoded)
        signer_infos.require_detached(signed_data)
        signer = signer_infos.one_signer(signed_data)
        self._check_digest(signature, signer)
        self.certificate = signer_infos.signing_certificate(signed_data, signer)
        self._check_value(signature, signer, self.certificate)
        self._find_best_time(signer)
        self._check_certificate(self.certificate, signer_infos.certificates_in(signed_data))
        if self.integrity is not Integrity.INTACT:
            return outcomes.indeterminate(SubIndication.GENERIC, _UNCLEAR)
        return Outcome(indication=Indication.PASSED)

    def _check_range(self, signature: Any) -> None:
        numbers = [int(number) for number in signature.byte_range]
        if len(numbers) == _BYTE_RANGE_PARTS and numbers[2] + numbers[3] > self.length:
            # Only a file from which something was cut, or into which the signature was wrapped, is so.
            self.integrity = Integrity.BROKEN
            raise Stopped(outcomes.failed(SubIndication.FORMAT_FAILURE, _PAST_END))
        try:
            self.signed_length = revisions.require_sound_byte_range(signature, self.file, self.length)
        except UnacceptableSignatureError:
            raise Stopped(outcomes.indeterminate(SubIndication.GENERIC, _BYTES)) from None

    def _check_digest(self, signature: Any, signer: Any) -> None:
        name = signer["digest_algorithm"]["algorithm"].native
        self.algorithms = (AlgorithmUse(name=name, role="digest", secure=name in _STRONG, secure_until=None),)
        if signer_infos.one_attribute(signer, "message_digest").native != signature.compute_digest(name):
            self.integrity = Integrity.BROKEN
            raise Stopped(outcomes.failed(SubIndication.HASH_FAILURE, _HASH))
        if name not in _STRONG:
            raise Stopped(outcomes.indeterminate(SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE, _WEAK))

    def _check_value(self, signature: Any, signer: Any, certificate: bytes) -> None:
        try:
            signer_infos.check_signature(signer, certificate)
            signer_infos.check_attributes(
                signer, certificate, content_digest=signature.compute_digest, content_type="data"
            )
        except CertificateNotUsableError:
            raise Stopped(outcomes.of_certificate(UnusableReason.WEAK_KEY, self.proof)) from None
        except UnacceptableSignatureError as error:
            why = reason(f"signature.{error.check}", "Podpis není v pořádku.", f"Not in order: {error.reason}")
            raise Stopped(outcomes.indeterminate(SubIndication.GENERIC, why)) from None
        self.changes = changes.after(self.reader, signature, self.file, self.signed_length)
        self.coverage = changes.coverage(self.file, self.signed_length, self.length)
        self.integrity = changes.integrity(self.changes, self.coverage)

    def _find_best_time(self, signer: Any) -> None:
        self.best_time = self.at
        for stamp in self.archived:
            if stamp.result is Result.VALID and self.signed_length < stamp.covers_length:
                self._prove(stamp.time, Proof.DOCUMENT_TIMESTAMP)
        place = stamps.Place(kind=TimestampPlace.SIGNATURE, imprint_sha256=tokens.imprint(signer["signature"].native))
        proven = self.best_time
        for token in _tokens(signer):
            stamp = stamps.judge(token, place, self.policy, proven)
            self.over_value.append(stamp)
            if stamp.result is Result.VALID:
                self._prove(stamp.time, Proof.SIGNATURE_TIMESTAMP)

    def _prove(self, time: datetime, proof: Proof) -> None:
        if self.best_time is not None and time < self.best_time:
            self.best_time, self.proof = time, proof

    def _check_certificate(self, certificate: bytes, others: Sequence[bytes]) -> None:
        moment = self.best_time or self.at
        if certificates.facts(certificate).is_authority:
            raise Stopped(outcomes.of_certificate(UnusableReason.WRONG_USAGE, self.proof))
        material = replace(self.policy.material_about(certificate, others), revocation_required=True)
        path = chains.path_to_anchor(certificate, material)
        if not path:
            raise Stopped(outcomes.of_certificate(UnusableReason.FOREIGN, self.proof))
        self.chain = tuple(holders.report_of(above).holder for above in path[1:])
        try:
            chains.require_path(certificate, material, moment=moment, key_usage=())
        except CertificateNotUsableError as error:
            revoked = error.reason is UnusableReason.REVOKED
            status = _REVOKED[self.proof] if revoked else RevocationStatus.UNKNOWN
            self.revocation = Revocation(status=status)
            raise Stopped(outcomes.of_certificate(error.reason, self.proof)) from None
        self.revocation = _good(certificate, material, moment)

    def _level(self) -> str:
        if self.form is not Form.PADES:
            return ""
        if any(stamp.covers_length > self.signed_length for stamp in self.archived):
            return "B-LTA"
        if not self.over_value:
            return "B-B"
        return "B-LT" if self.has_store else "B-T"


def _tokens(signer: Any) -> tuple[bytes, ...]:
    return tuple(
        bytes(value.dump())
        for attribute in signer["unsigned_attrs"] or ()
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    )


def _good(certificate: bytes, material: TrustMaterial, moment: datetime) -> Revocation:
    """Tell from when the issuer's lists are that made the path pass; answers by OCSP are not told apart yet."""
    issuer = certificates.load(certificate).issuer
    serial = certificates.load(certificate).serial_number
    lists = [crl for crl in map(x509.load_der_x509_crl, material.crls) if crl.issuer == issuer]
    if not lists:
        return Revocation(status=RevocationStatus.GOOD_BY_OLDER_DATA)
    newest = max(lists, key=lambda crl: crl.last_update_utc)
    entry = newest.get_revoked_certificate_by_serial_number(serial)
    if entry is not None:
        status = RevocationStatus.REVOKED_AFTER
    elif newest.last_update_utc >= moment:
        status = RevocationStatus.GOOD
    else:
        status = RevocationStatus.GOOD_BY_OLDER_DATA
    return Revocation(
        status=status,
        revoked_at=None if entry is None else entry.revocation_date_utc,
        issued_at=newest.last_update_utc,
        next_update=newest.next_update_utc,
    )
