"""The factors that select the sentences of a clause of paper (činitele vět doložky).

Where a factor comes from the validation of the input, its values are written as in the report of the validation, so
that one becomes the other by its value.

Source: L300 § 25(2)(g) to (k); decisions 14 to 16.
"""

from __future__ import annotations

from enum import StrEnum


class SignatureKind(StrEnum):
    """What a signature is.

    Attributes:
        SIGNATURE: podpis.
        SEAL: pečeť.
        MARK: značka, before eIDAS.
        UNKNOWN: the certificate does not tell; it is spoken of as a signature, with that reservation.
    """

    SIGNATURE = "signature"
    SEAL = "seal"
    MARK = "mark"
    UNKNOWN = "unknown"


class Recognition(StrEnum):
    """Whether a signature is a recognised one (uznávaný), L297 §§ 6(2) and 9(2).

    Attributes:
        RECOGNISED: its certificate was qualified.
        UNPROVEN: whether the certificate was qualified could not be found out.
    """

    RECOGNISED = "recognised"
    UNPROVEN = "unproven"


class Identity(StrEnum):
    """What is known of the holder of the certificate.

    Attributes:
        NAMED: the certificate names the holder.
        PSEUDONYM: it names a pseudonym.
        NOT_FOUND: there is no certificate.
    """

    NAMED = "named"
    PSEUDONYM = "pseudonym"
    NOT_FOUND = "not_found"


class Result(StrEnum):
    """What the validation came to: platný, neplatný, platnost nelze ověřit."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDABLE = "undecidable"


class Integrity(StrEnum):
    """Whether what was protected is unchanged. Broken integrity has no clause: § 24(4)(h)."""

    INTACT = "intact"
    UNDECIDABLE = "undecidable"


class Proof(StrEnum):
    """What proves the moment a signature was judged at.

    Attributes:
        QUALIFIED_TIMESTAMP: a valid qualified timestamp over the signature or over the document with it.
        OTHER_TIMESTAMP: a valid timestamp that is not qualified.
        MOMENT_OF_VALIDATION: nothing; the moment of the validation counts.
    """

    QUALIFIED_TIMESTAMP = "qualified_timestamp"
    OTHER_TIMESTAMP = "other_timestamp"
    MOMENT_OF_VALIDATION = "moment_of_validation"


class Revocation(StrEnum):
    """What is known about the revocation of the certificate, and how fresh that is.

    Attributes:
        GOOD: not revoked, by data newer than the decisive moment.
        GOOD_BY_OLDER_DATA: not revoked, by older data.
        REVOKED_AFTER: after the proven moment.
        REVOKED_BEFORE: before the proven moment.
        REVOKED_UNPROVEN: revoked, and no moment is proven.
        UNKNOWN: no usable data.
        NOT_ASKED: nobody to ask.
    """

    GOOD = "good"
    GOOD_BY_OLDER_DATA = "good_by_older_data"
    REVOKED_AFTER = "revoked_after"
    REVOKED_BEFORE = "revoked_before"
    REVOKED_UNPROVEN = "revoked_unproven"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Ended(StrEnum):
    """Whether the certificate's validity had ended by the moment of the validation."""

    YES = "ended"
    NO = "not_ended"


class Cause(StrEnum):
    """Why a signature or timestamp is not valid.

    Attributes:
        NONE: it is valid.
        OUT_OF_BOUNDS: the decisive moment lies outside of the certificate's validity, after it where it has ended.
        REVOKED: the certificate was revoked.
        REVOCATION_UNKNOWN: revocation could not be found out.
        ALGORITHM: an algorithm was not secure.
        NOT_YET_VALID: the certificate was not valid yet.
        WRONG_VALUE: its value does not belong to what it is over.
        MALFORMED: its form is not in order.
        NO_CERTIFICATE: there is no certificate to it.
        NO_TRUSTED_PATH: the certificate leads to no trusted authority.
        ISSUER_REVOKED: the certificate of an issuer was revoked.
        UNSUITABLE_CERTIFICATE: the certificate is not meant for this.
        TIMES_DISAGREE: the order of the times is impossible.
        CONTENT_MISSING: what it is over is not there.
        NOT_COMPLETED: the check could not be completed.
    """

    NONE = "none"
    OUT_OF_BOUNDS = "out_of_bounds"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    ALGORITHM = "algorithm"
    NOT_YET_VALID = "not_yet_valid"
    WRONG_VALUE = "wrong_value"
    MALFORMED = "malformed"
    NO_CERTIFICATE = "no_certificate"
    NO_TRUSTED_PATH = "no_trusted_path"
    ISSUER_REVOKED = "issuer_revoked"
    UNSUITABLE_CERTIFICATE = "unsuitable_certificate"
    TIMES_DISAGREE = "times_disagree"
    CONTENT_MISSING = "content_missing"
    NOT_COMPLETED = "not_completed"


class TimestampForm(StrEnum):
    """What a timestamp is over: one signature, or the input as a whole (samostatné)."""

    OF_A_SIGNATURE = "of_a_signature"
    OF_THE_INPUT = "of_the_input"


class Qualified(StrEnum):
    """Whether a timestamp is qualified."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Means(StrEnum):
    """By what means the integrity of the input was ensured otherwise, § 25(2)(h).

    Attributes:
        SIGNATURE, SEAL, MARK, UNKNOWN: an advanced one on another than a qualified certificate, by its kind.
        ENVELOPE_SEAL: the seal around the data message.
        DATA_BOX_SYSTEM: the data-box system itself confirmed the message; the only means without a certificate.
    """

    SIGNATURE = "signature"
    SEAL = "seal"
    MARK = "mark"
    UNKNOWN = "unknown"
    ENVELOPE_SEAL = "envelope_seal"
    DATA_BOX_SYSTEM = "data_box_system"


class MessageSource(StrEnum):
    """From whom the facts of the data message are, § 25(2)(k), decision 16.

    Attributes:
        VERIFIED: from the message itself, whose seal is in order.
        NOT_VERIFIED: from the message itself, whose seal could not be verified.
        RECORDS_SYSTEM: from the records system.
        OFFICIAL: from the official.
    """

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    RECORDS_SYSTEM = "records_system"
    OFFICIAL = "official"


class Printing(StrEnum):
    """How the input was printed, D193 § 2(4)."""

    COLOUR = "colour"
    BLACK_AND_WHITE = "black_and_white"


_CAUSES: dict[str, Cause] = {
    "FORMAT_FAILURE": Cause.MALFORMED,
    "SIG_CRYPTO_FAILURE": Cause.WRONG_VALUE,
    "HASH_FAILURE": Cause.WRONG_VALUE,
    "REVOKED": Cause.REVOKED,
    "REVOKED_NO_POE": Cause.REVOKED,
    "REVOKED_CA_NO_POE": Cause.ISSUER_REVOKED,
    "EXPIRED": Cause.OUT_OF_BOUNDS,
    "NOT_YET_VALID": Cause.NOT_YET_VALID,
    "OUT_OF_BOUNDS_NO_POE": Cause.OUT_OF_BOUNDS,
    "OUT_OF_BOUNDS_NOT_REVOKED": Cause.OUT_OF_BOUNDS,
    "SIG_CONSTRAINTS_FAILURE": Cause.UNSUITABLE_CERTIFICATE,
    "CHAIN_CONSTRAINTS_FAILURE": Cause.UNSUITABLE_CERTIFICATE,
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": Cause.UNSUITABLE_CERTIFICATE,
    "CRYPTO_CONSTRAINTS_FAILURE": Cause.ALGORITHM,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": Cause.ALGORITHM,
    "POLICY_PROCESSING_ERROR": Cause.NOT_COMPLETED,
    "SIGNATURE_POLICY_NOT_AVAILABLE": Cause.NOT_COMPLETED,
    "TIMESTAMP_ORDER_FAILURE": Cause.TIMES_DISAGREE,
    "NO_SIGNING_CERTIFICATE_FOUND": Cause.NO_CERTIFICATE,
    "NO_CERTIFICATE_CHAIN_FOUND": Cause.NO_TRUSTED_PATH,
    "NO_POE": Cause.TIMES_DISAGREE,
    "TRY_LATER": Cause.REVOCATION_UNKNOWN,
    "SIGNED_DATA_NOT_FOUND": Cause.CONTENT_MISSING,
    "GENERIC": Cause.NOT_COMPLETED,
}


def cause_of(result: Result, sub_indication: str | None, revocation: Revocation) -> Cause:
    """Return why something is not valid, from the sub-indication of EN 319 102-1, table 6; whatever it is.

    A name that the table does not have, or none, is a check that was not completed. A revocation that the same report
    does not know of is its issuer's.

    Args:
        result: of the validation.
        sub_indication: as TS 119 102-2 writes it, such as `TRY_LATER`; None if there is none.
        revocation: of the certificate.
    """
    if result is Result.VALID:
        return Cause.NONE
    cause = _CAUSES.get(sub_indication or "", Cause.NOT_COMPLETED)
    revoked = revocation in {Revocation.REVOKED_BEFORE, Revocation.REVOKED_UNPROVEN}
    if cause is Cause.REVOKED and not revoked:
        return Cause.ISSUER_REVOKED
    return cause
