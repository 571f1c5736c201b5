"""Verifying a signed output: is it what was signed, by whom, when, and is nothing else in it?

Fail closed: a check that could not be made is a problem, and so is whatever a library raises on a hostile file. Two
judges look at each signature, pyHanko and our own reading of the CMS; both must be content.

Source: ETSI EN 319 102-1; ETSI EN 319 142-1; decisions 8 and 21.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel

from listina.trust import certificates, chains, der, proofs, revisions, security_store, signer_infos, tokens
from listina.trust.certificates import CertificateFacts
from listina.trust.clock import CLOCK_TOLERANCE
from listina.trust.errors import CertificateNotUsableError, TimestampInvalidError
from listina.trust.policy import TrustPolicy
from listina.trust.problems import Problem
from listina.trust.signer_infos import UnacceptableSignatureError, require
from listina.trust.tokens import Asked, Token
from listina.trust.usability import require_usable

SOURCE_IN_THE_FILE = "soubor"

_NOT_VERIFIABLE = ("signature.not_verifiable", "Podpis nebylo možné ověřit.", "The signature could not be verified")
_MISSING = ("signature.missing", "Soubor neobsahuje právě jeden podpis.", "There is not exactly one signature")
_NOT_INTACT = (
    "signature.not_intact",
    "Podpis neodpovídá obsahu souboru.",
    "The signature does not belong to the file's content",
)
_NOT_TRUSTED = (
    "signature.not_trusted",
    "Certifikátu, na kterém je podpis založen, nelze důvěřovat.",
    "The signer's certificate cannot be trusted",
)
_LATER_CHANGES = (
    "signature.later_changes",
    "Po podpisu bylo k souboru přidáno něco jiného než ověřovací údaje a časová razítka.",
    "After the signature more was added than validation data and document timestamps",
)
_PREFIX = (
    "signature.prefix",
    "Podpis přidává k výstupu něco jiného než sebe.",
    "The signature's revision adds something else to the composed file than the signature",
)
_TIMESTAMP = ("timestamp.not_valid", "Časové razítko podpisu není platné.", "The signature's timestamp is not valid")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """What was found about a signed output. It is in order only if `valid` is true.

    Attributes:
        intact: the signed bytes are unchanged, and they are the whole revision but the signature itself.
        trusted: the certificate led to an anchor, was valid and not revoked at the timestamp's time.
        covers_prefix: the composed file is a PDF of its own, to which the revision adds only the signature; false
            where no prefix was given.
        only_allowed_additions: after the signature come only validation data and document timestamps, or nothing.
        timestamp_covers: the timestamp is valid and is over this signature's value.
        signer: what the signer's certificate says.
        signer_certificate: DER.
        signature_time: before this moment the signature existed: the timestamp's, aware UTC; None if it is not valid.
        timestamp: the checked token in the signature.
        proven_before: before this moment timestamp and signature existed, by what can be trusted at the moment of the
            verification: the oldest of the document timestamps that hold, or the moment itself; aware UTC.
        prefix_sha256: of the first `prefix_length` bytes, 64 hex digits.
        signed_length: how many first bytes of the file the signature is about, itself included.
        problems: every reason why the file is not in order; empty if it is.
    """

    intact: bool = False
    trusted: bool = False
    covers_prefix: bool = False
    only_allowed_additions: bool = False
    timestamp_covers: bool = False
    signer: CertificateFacts | None = None
    signer_certificate: bytes | None = None
    signature_time: datetime | None = None
    timestamp: Token | None = None
    proven_before: datetime | None = None
    prefix_sha256: str | None = None
    signed_length: int = 0
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """Tell whether all checks were made and passed."""
        made = self.intact and self.trusted and self.only_allowed_additions and self.timestamp_covers
        return made and not self.problems


def verify_output(
    path: Path,
    policy: TrustPolicy,
    *,
    prefix_length: int | None,
    at: datetime,
    crls: Sequence[bytes] | None = None,
) -> SignatureReport:
    """Verify a signed output; never raises because of what is in the file.

    Args:
        path: the file.
        policy: whom to trust.
        prefix_length: of the composed file, bytes; None if it is not known.
        at: moment of the verification, aware.
        crls: revocation lists to use instead of the policy's, DER.

    Raises:
        OSError: the file cannot be opened.
    """
    if crls is not None:
        policy = replace(policy, crls=lambda: tuple(crls))
    with path.open("rb") as file:
        examination = _Examination(file=file, length=path.stat().st_size, policy=policy, at=at)
        with examination.checking(_NOT_VERIFIABLE):
            examination.examine(prefix_length)
    return SignatureReport(problems=tuple(examination.problems), **examination.found)


@dataclass(slots=True, kw_only=True)
class _Examination:
    """One file being looked at: what was found so far."""

    file: BinaryIO
    length: int
    policy: TrustPolicy
    at: datetime
    problems: list[Problem] = field(default_factory=list)
    found: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def checking(self, problem: tuple[str, str, str]) -> Iterator[None]:
        """Turn a refusal inside into the given problem, and anything else into "not verifiable"."""
        code, cs, en = problem
        try:
            yield
        except (UnacceptableSignatureError, CertificateNotUsableError, TimestampInvalidError) as error:
            self.problems.append(Problem(code=code, cs=cs, en=f"{en}: {error}"))
        except Exception as error:  # noqa: BLE001  # a hostile file may break any parser: a doubt, never a yes
            what = f"{_NOT_VERIFIABLE[2]} ({code}): {type(error).__name__}: {error}"[:500]
            self.problems.append(Problem(code=_NOT_VERIFIABLE[0], cs=_NOT_VERIFIABLE[1], en=what))

    def examine(self, prefix_length: int | None) -> None:
        reader = PdfFileReader(self.file, strict=True)
        require(not reader.encrypted, "encrypted", "the file is encrypted")
        signature = None
        with self.checking(_MISSING):
            signature = revisions.require_one_signature(reader)
        if signature is None:
            return
        with self.checking(_LATER_CHANGES):
            self.policy = proofs.with_stored_data(self.policy, security_store.read(reader.root))
        with self.checking(_NOT_INTACT):
            self._check_intact(signature)
        with self.checking(_TIMESTAMP):
            self._check_timestamp(reader, signature)
        with self.checking(_NOT_TRUSTED):
            self._check_signer(signature)
        with self.checking(_LATER_CHANGES):
            self._check_additions(reader, signature)
        with self.checking(_NOT_INTACT):
            self._ask_pyhanko(signature)
        if prefix_length is not None:
            with self.checking(_PREFIX):
                digest = revisions.require_prefix(reader, signature, self.file, prefix_length)
                self.found |= {"covers_prefix": True, "prefix_sha256": digest}

    def _check_intact(self, signature: Any) -> None:
        """Check shape, byte range, attributes and signature by our own reading."""
        require(signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached", "subfilter", "it is no PAdES signature")
        self.found["signed_length"] = revisions.require_sound_byte_range(signature, self.file, self.length)
        revisions.require_invisible(signature.sig_field)
        contents = bytes(signature.pkcs7_content)
        encoded = der.read(contents).encoded
        require(not contents[len(encoded) :].strip(b"\x00"), "contents", "something stands behind the signature")
        signed_data = signer_infos.read_signed_data(encoded)
        signer_infos.require_detached(signed_data)
        signer = signer_infos.one_signer(signed_data)
        certificate = signer_infos.signing_certificate(signed_data, signer)
        self.found |= {"signer_certificate": certificate, "signer": certificates.facts(certificate)}
        signer_infos.check_attributes(signer, certificate, content_digest=signature.compute_digest, content_type="data")
        signer_infos.check_signature(signer, certificate)
        self.found["intact"] = True

    def _check_timestamp(self, reader: PdfFileReader, signature: Any) -> None:
        """Check the timestamp at the moment before which it is proven to have existed (EN 319 102-1, § 5.6)."""
        stamps = proofs.document_timestamps(reader, self.file, self.length, self.found.get("signed_length", 0))
        proven_before = proofs.existence(stamps, self.policy, self.at)
        token_der = _timestamp_token(signature.signer_info)
        asked = Asked(imprint_sha256=tokens.imprint(signature.signer_info["signature"].native))
        token = tokens.check_token(token_der, asked, policy=self.policy, source_name=SOURCE_IN_THE_FILE)
        self.found["timestamp"] = token
        require(token.generated_at <= proven_before + CLOCK_TOLERANCE, "time", "its time is in the future")
        proofs.require_authority_at(token, self.policy, proven_before)
        self.found |= {
            "timestamp_covers": True,
            "signature_time": token.generated_at,
            "proven_before": proven_before,
        }

    def _check_signer(self, signature: Any) -> None:
        certificate, moment = self.found.get("signer_certificate"), self.found.get("signature_time")
        if certificate is None or moment is None:
            raise UnacceptableSignatureError("order", "without intact signature and timestamp nobody can tell")
        facts: CertificateFacts = self.found["signer"]
        require(not facts.is_authority, "usage", "the certificate may issue certificates")
        others = signer_infos.certificates_in(signature.signed_data)
        material = self.policy.material_about(certificate, others)
        require_usable(certificate, material, moment=moment, key_usage=("non_repudiation",))
        self.found["trusted"] = True

    def _check_additions(self, reader: PdfFileReader, signature: Any) -> None:
        if not self.found.get("signed_length"):
            raise UnacceptableSignatureError("order", "where the signature ends is not known")
        revisions.require_only_additions(reader, signature, self.file, self.found["signed_length"])
        moment = self.found.get("signature_time", self.at)
        for stamp in reader.embedded_timestamp_signatures:
            revisions.require_sound_byte_range(stamp, self.file, self.length)
            material = self.policy.material(signer_infos.certificates_in(stamp.signed_data))
            status = chains.run(
                async_validate_pdf_timestamp(
                    stamp, chains.context(material, moment), diff_policy=revisions.AFTER_THE_SIGNATURE
                )
            )
            require(status.intact and status.valid, "later_changes", "a document timestamp is not intact")
        self.found["only_allowed_additions"] = True

    def _ask_pyhanko(self, signature: Any) -> None:
        """Hear the second judge, who knows nothing of revocation; its yes is needed, it does not suffice."""
        others = signer_infos.certificates_in(signature.signed_data)
        certificate = self.found.get("signer_certificate", b"")
        material = self.policy.material_about(certificate, others)
        context = chains.context(material, self.found.get("signature_time", self.at))
        status = chains.run(
            async_validate_pdf_signature(signature, context, context, diff_policy=revisions.AFTER_THE_SIGNATURE)
        )
        if not (
            status.bottom_line
            and status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
            and status.timestamp_validity is not None
        ):
            self.found["intact"] = self.found.get("intact", False) and status.intact and status.valid
            raise UnacceptableSignatureError("second_judge", f"pyHanko says {status.summary()}")


def _timestamp_token(signer_info: Any) -> bytes:
    """Return the one timestamp over the signature, DER."""
    found = [
        value
        for attribute in signer_info["unsigned_attrs"]
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]
    require(len(found) == 1, "timestamp", f"there are {len(found)} timestamps over the signature")
    return bytes(found[0].dump())
