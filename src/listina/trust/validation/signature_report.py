"""What is told of one signature or timestamp, and of the certificates and changes it is judged by.

Source: ETSI EN 319 102-1; L300 § 25(2)(g)–(i).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listina.texts import Text
from listina.trust.validation.values import (
    ChangeWeight,
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
    SubIndication,
    TimestampPlace,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is as the report says.

    Attributes:
        code: stable, such as `revocation.unknown`.
        text: a sentence for people.
    """

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was changed after a signature.

    Attributes:
        code: stable, such as `page_content`, `new_signature`, `validation_data`, `shadow_overlay`.
        weight: what it means.
        text: what was changed, with the page where it is known.
        page: 1-based; None if it concerns no page or all of them.
    """

    code: str
    weight: ChangeWeight
    text: Text
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateReport:
    """What a certificate says of itself.

    Attributes:
        sha256: of its DER.
        serial_number: positive.
        subject: distinguished name, RFC 4514.
        holder: how a clause names the holder: common name and organisation, such as „Jana Nováková; Město Kolín“.
        organization: empty if there is none.
        issuer: distinguished name, RFC 4514.
        issuer_name: how a clause names the issuer: common name and organisation.
        is_pseudonym: it names a pseudonym instead of the person.
        not_before, not_after: its validity.
    """

    sha256: str
    serial_number: int
    subject: str
    holder: str
    organization: str
    issuer: str
    issuer_name: str
    is_pseudonym: bool
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """Whether and as what a certificate or timestamp was qualified.

    Attributes:
        qualified: by the trusted lists, at the relevant time.
        kind: what a qualified certificate is for; UNKNOWN unless it is qualified, and for timestamps.
        in_device: the key is in a qualified device (QSCD).
        provider: the trust service provider as the list names it; empty if none was found.
        territory: of the list, two letters; empty if none was found.
        at: the moment it was asked about.
        reasons: why it is not qualified or not known to be.
    """

    qualified: Qualified
    kind: Kind
    in_device: bool
    provider: str
    territory: str
    at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """What is known about revocation at the best signature time.

    Attributes:
        status: in one word.
        revoked_at: None unless revoked.
        issued_at: when the data used were issued (thisUpdate, producedAt); None if there are none.
        next_update: when newer data are due; None if unknown.
        source: where the data came from; None if there are none.
    """

    status: RevocationStatus
    revoked_at: datetime | None = None
    issued_at: datetime | None = None
    next_update: datetime | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlgorithmUse:
    """One algorithm of a signature.

    Attributes:
        name: such as `SHA-256` or `RSA 2048`.
        role: `digest`, `signature` or `key`.
        secure: considered secure at the best signature time (ETSI TS 119 312, SOG-IS).
        secure_until: the last moment it is considered secure; None while no end is set.
    """

    name: str
    role: str
    secure: bool
    secure_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampReport:
    """One RFC 3161 timestamp.

    Attributes:
        place: what it is over.
        sha256: of the token, as it is kept in the material.
        time: the time in it.
        indication, sub_indication: EN 319 102-1, 5.4.
        result: what a clause says.
        integrity: whether what it is over is unchanged.
        certificate: of the authority; None if it could not be found.
        qualification: of the timestamp.
        covers_length: bytes from the beginning of the file it is over; 0 unless it is over a revision of the PDF.
        reasons: why it is not valid.
    """

    place: TimestampPlace
    sha256: str
    time: datetime
    indication: Indication
    sub_indication: SubIndication | None
    result: Result
    integrity: Integrity
    certificate: CertificateReport | None
    qualification: Qualification
    covers_length: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureReport:
    """One signature, seal or mark.

    Attributes:
        number: from 1, in order of time (best signature time; in a PDF the order of revisions).
        name: of the signature field; empty outside of a PDF.
        signed_sha256: of what the key signed, the signed attributes in DER; empty where they could not be read.
        kind: by the certificate.
        recognised: an advanced or qualified signature on a qualified certificate (uznávaný), so that § 25(2)(g) names
            it; otherwise it belongs to letter (h).
        form: how it is attached.
        level: `B-B`, `B-T`, `B-LT`, `B-LTA`; empty where the form has none.
        indication, sub_indication: EN 319 102-1, table 5 and 6.
        result: what a clause says.
        integrity: whether what was signed is unchanged.
        coverage: which bytes it is about.
        signed_length: bytes from the beginning of the file to the end of the signed revision.
        changes: what was changed afterwards, in order.
        certificate: of the signer; None if it could not be found.
        chain: names from the issuer to the anchor; empty without a path.
        qualification: of the signer's certificate.
        claimed_at: the time the signer states, believed by nobody; None if there is none.
        best_time: the earliest moment at which the signature is proven to have existed.
        proof: what proves it.
        revocation: of the signer's certificate.
        algorithms: what it is made with.
        timestamps: those over this signature's value and over its content.
        reasons: why the result is what it is; empty if it is valid.
    """

    number: int
    name: str
    signed_sha256: str
    kind: Kind
    recognised: bool
    form: Form
    level: str
    indication: Indication
    sub_indication: SubIndication | None
    result: Result
    integrity: Integrity
    coverage: Coverage
    signed_length: int
    changes: tuple[Change, ...]
    certificate: CertificateReport | None
    chain: tuple[str, ...]
    qualification: Qualification
    claimed_at: datetime | None
    best_time: datetime
    proof: Proof
    revocation: Revocation
    algorithms: tuple[AlgorithmUse, ...]
    timestamps: tuple[TimestampReport, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_of_other_file(self) -> bool:
        """Whether it stands beside the document and signs another file."""
        return any(reason.code == "detached.other_file" for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The file that was validated, or the signature beside it.

    Attributes:
        name: as it was handed over; never in addresses or logs.
        length: bytes.
    """

    name: str
    length: int
    sha256: str
