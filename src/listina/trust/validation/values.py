"""The words of a validation report: indications, kinds, results and the other closed lists.

Source: ETSI EN 319 102-1 V1.3.1, chapter 5 (indications); L300 § 24(1), § 25(2)(g)–(i); decisions 14 to 16.
"""

from __future__ import annotations

from enum import StrEnum


class Indication(StrEnum):
    """The main result of EN 319 102-1, table 5; the values are those of TS 119 102-2."""

    PASSED = "TOTAL-PASSED"
    FAILED = "TOTAL-FAILED"
    INDETERMINATE = "INDETERMINATE"


class SubIndication(StrEnum):
    """Why a result is not `PASSED`, EN 319 102-1, table 6."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"
    SIGNATURE_POLICY_NOT_AVAILABLE = "SIGNATURE_POLICY_NOT_AVAILABLE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    OUT_OF_BOUNDS_NOT_REVOKED = "OUT_OF_BOUNDS_NOT_REVOKED"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"
    GENERIC = "GENERIC"


class Result(StrEnum):
    """What a clause says of a signature or timestamp: platný, neplatný, platnost nelze ověřit (decision 15)."""

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDABLE = "undecidable"


class Integrity(StrEnum):
    """Whether what was signed is still what it was (decision 15): intact, broken (a hard stop), undecidable."""

    INTACT = "intact"
    BROKEN = "broken"
    UNDECIDABLE = "undecidable"


class Kind(StrEnum):
    """What a signature is.

    Attributes:
        SIGNATURE: elektronický podpis, by a person.
        SEAL: elektronická pečeť, by an organisation.
        MARK: elektronická značka: by an organisation or machine, before eIDAS (until 18.9.2018).
        UNKNOWN: the certificate does not tell.
    """

    SIGNATURE = "signature"
    SEAL = "seal"
    MARK = "mark"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How a signature is attached to what it signs.

    Attributes:
        PADES: in the PDF, `ETSI.CAdES.detached`.
        PDF_CMS: in the PDF, `adbe.pkcs7.detached` or `adbe.pkcs7.sha1`.
        DETACHED: a `.p7s` beside the file (CAdES or plain CMS).
        ENVELOPE: around the XML of a data message.
        UNSUPPORTED: another `/SubFilter`.
    """

    PADES = "pades"
    PDF_CMS = "pdf_cms"
    DETACHED = "detached"
    ENVELOPE = "envelope"
    UNSUPPORTED = "unsupported"


class Coverage(StrEnum):
    """Which bytes of the file the signature is about.

    Attributes:
        WHOLE_FILE: all but its own value.
        WHOLE_REVISION: all of a revision, to which others were added; see the changes.
        PART: not even a whole revision.
        UNKNOWN: it could not be found out.
    """

    WHOLE_FILE = "whole_file"
    WHOLE_REVISION = "whole_revision"
    PART = "part"
    UNKNOWN = "unknown"


class ChangeWeight(StrEnum):
    """What a change after a signature means for its integrity.

    Attributes:
        HARMLESS: another signature, validation data, a timestamp, or bytes without a meaning.
        PERMITTED: what the signer allowed, such as filling in a form; it does change what is seen.
        HARMFUL: it changes what is seen or said, or hides how.
        UNCLEAR: a person must look.
    """

    HARMLESS = "harmless"
    PERMITTED = "permitted"
    HARMFUL = "harmful"
    UNCLEAR = "unclear"


class Qualified(StrEnum):
    """Whether a certificate or timestamp was qualified at the relevant time, by the trusted lists."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Proof(StrEnum):
    """What proves when the signature existed (best signature time)."""

    SIGNATURE_TIMESTAMP = "signature_timestamp"
    ARCHIVE_TIMESTAMP = "archive_timestamp"
    DOCUMENT_TIMESTAMP = "document_timestamp"
    MOMENT_OF_VALIDATION = "moment_of_validation"


class RevocationStatus(StrEnum):
    """What is known about the revocation of a signer's certificate.

    Attributes:
        GOOD: not revoked, by data issued after the best signature time.
        GOOD_BY_OLDER_DATA: not revoked, by data issued before it.
        REVOKED_AFTER: after a proven best signature time.
        REVOKED_BEFORE: before a proven best signature time.
        REVOKED_UNPROVEN: revoked, and nothing proves that the signature is older.
        UNKNOWN: no usable data.
        NOT_ASKED: the certificate's path leads to no anchor, so there was nobody to ask.
    """

    GOOD = "good"
    GOOD_BY_OLDER_DATA = "good_by_older_data"
    REVOKED_AFTER = "revoked_after"
    REVOKED_BEFORE = "revoked_before"
    REVOKED_UNPROVEN = "revoked_unproven"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


class Source(StrEnum):
    """Where a piece of validation material came from."""

    FILE = "file"
    FETCHED = "fetched"
    SUPPLIED = "supplied"
    TRUSTED_LIST = "trusted_list"


class MaterialKind(StrEnum):
    """What a piece of validation material is."""

    CERTIFICATE = "certificate"
    CRL = "crl"
    OCSP = "ocsp"
    TIMESTAMP = "timestamp"


class MessageKind(StrEnum):
    """Which root a data message has (decision 16).

    Attributes:
        DELIVERED: as the recipient downloaded it.
        SENT: as the sender downloaded it: without the facts of delivery.
        RECEIPT: doručenka: the facts of delivery without the attachments.
    """

    DELIVERED = "delivered"
    SENT = "sent"
    RECEIPT = "receipt"


class TimestampPlace(StrEnum):
    """What a timestamp is over.

    Attributes:
        SIGNATURE: the value of a signature.
        CONTENT: the content, before it was signed.
        ARCHIVE: a signature with its content and what it carries (CAdES).
        DOCUMENT: a whole revision of the PDF (`ETSI.RFC3161`).
        ENVELOPE: the digest in a data message (`dmQTimestamp`).
    """

    SIGNATURE = "signature"
    CONTENT = "content"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    ENVELOPE = "envelope"


class Verdict(StrEnum):
    """The one sentence about the file as a whole.

    Attributes:
        VALID: each signature is valid, nothing is broken.
        INVALID: nothing is broken, but a signature is invalid.
        UNDECIDABLE: nothing is broken or invalid, but something could not be verified.
        BROKEN: what was signed has been changed: a hard stop, § 24(4)(h).
        UNSIGNED: there is no signature, seal or mark; perhaps a timestamp.
    """

    VALID = "valid"
    INVALID = "invalid"
    UNDECIDABLE = "undecidable"
    BROKEN = "broken"
    UNSIGNED = "unsigned"
