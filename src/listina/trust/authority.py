"""Listina's own timestamp authority: serves demo and test, never live (decision 8).

Requests are read strictly as DER; whatever is not exactly a request of RFC 3161 is rejected with the reason the
standard gives for it. Answers are put together from parts encoded beforehand.

Source: RFC 3161, RFC 5816.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes
from threading import Lock

from listina.errors import ListinaError
from listina.trust import certificates, cms, der
from listina.trust.clock import utc_now
from listina.trust.errors import TimestampUnavailableError
from listina.trust.refusals import FailureInfo, rejection
from listina.trust.signers import Signer

LONGEST_REQUEST = 4096
ACCURACY = timedelta(seconds=1)

_IMPRINT_LENGTHS = {
    der.object_identifier("2.16.840.1.101.3.4.2.1"): 32,
    der.object_identifier("2.16.840.1.101.3.4.2.2"): 48,
    der.object_identifier("2.16.840.1.101.3.4.2.3"): 64,
}
_GRANTED = der.sequence(der.integer(0))
_TRUE = der.value(der.BOOLEAN, b"\xff")
_NULL = der.value(der.NULL, b"")
_VERSION_1 = der.integer(1)
_ACCURACY = der.sequence(der.integer(int(ACCURACY.total_seconds())))
_DIRECTORY_NAME = 0xA4
_EXTENSIONS = 0xA0
_SERIAL_BYTES = 16


class ClockUnavailableError(Exception):
    """The clock of the authority cannot be trusted now; raised by its `now`."""


class _RejectedError(Exception):
    """Ends the work on a request."""

    def __init__(self, failure: FailureInfo, text: str) -> None:
        super().__init__(text)
        self.failure = failure
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """A good request; all fields but the flag are encoded and go into the answer as they are."""

    imprint: bytes
    nonce: bytes
    certificate_wanted: bool


class TimestampAuthority:
    """Answers timestamp requests."""

    def __init__(
        self,
        *,
        signer: Signer,
        policy: str,
        now: Callable[[], datetime] = utc_now,
        random_bytes: Callable[[int], bytes] = token_bytes,
    ) -> None:
        """Prepare what does not change.

        Args:
            signer: the authority's key; the certificate's one critical purpose is timestamping.
            policy: dotted identifier of the policy under which all tokens are issued.
            now: the authority's clock, aware UTC; raises `ClockUnavailableError` if it cannot be trusted.
            random_bytes: source of serial numbers.

        Raises:
            CertificateNotUsableError: the certificate cannot be read.
        """
        self._signer = signer
        self._policy = der.object_identifier(policy)
        self._now = now
        self._random_bytes = random_bytes
        facts = certificates.facts(signer.certificate)
        self._valid_from, self._valid_until = facts.not_before, facts.not_after
        subject = certificates.load(signer.certificate).subject.public_bytes()
        self._name = der.value(der.CONTEXT_0, der.value(_DIRECTORY_NAME, subject))
        self._last_time: datetime | None = None
        self._lock = Lock()

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""
        return self._signer.certificate

    def respond(self, request_der: bytes) -> bytes:
        """Return a TimeStampResp: a token, or a rejection with its reason.

        Raises:
            ListinaError: the key does not answer, as `Signer.sign`; for the world that is `refusals.system_failure`.
        """
        try:
            request = self._read(request_der)
            moment = self._sound_time()
        except _RejectedError as rejected:
            return rejection(rejected.failure, rejected.text)
        return der.sequence(_GRANTED, self._token(request, moment))

    def _read(self, request_der: bytes) -> _Request:
        if len(request_der) > LONGEST_REQUEST:
            raise _RejectedError(FailureInfo.BAD_DATA_FORMAT, "the request is too long")
        try:
            return self._parse(request_der)
        except (der.NotDerError, IndexError, ValueError) as error:
            raise _RejectedError(FailureInfo.BAD_DATA_FORMAT, "the request is not DER of RFC 3161") from error

    def _parse(self, request_der: bytes) -> _Request:
        rest = list(der.read_all(der.read_whole(request_der, der.SEQUENCE).content))
        if der.read_integer(rest.pop(0)) != 1:
            raise _RejectedError(FailureInfo.BAD_REQUEST, "only version 1 is known")
        imprint = rest.pop(0)
        _require_imprint(imprint)
        nonce, certificate_wanted = b"", False
        if rest and rest[0].tag == der.OBJECT_IDENTIFIER and rest.pop(0).encoded != self._policy:
            raise _RejectedError(FailureInfo.UNACCEPTED_POLICY, "this policy is not served")
        if rest and rest[0].tag == der.INTEGER:
            der.read_integer(rest[0])
            nonce = rest.pop(0).encoded
        # FALSE is the default, which DER does not encode.
        if rest and rest[0].encoded == _TRUE:
            certificate_wanted = bool(rest.pop(0))
        if rest and rest[0].tag == _EXTENSIONS:
            raise _RejectedError(FailureInfo.UNACCEPTED_EXTENSION, "no extension is known")
        if rest:
            raise der.NotDerError("something unknown in the request")
        return _Request(imprint=imprint.encoded, nonce=nonce, certificate_wanted=certificate_wanted)

    def _sound_time(self) -> datetime:
        try:
            moment = self._now().astimezone(UTC)
        except ClockUnavailableError as error:
            raise _RejectedError(FailureInfo.TIME_NOT_AVAILABLE, "the clock cannot be trusted now") from error
        if not self._valid_from <= moment <= self._valid_until:
            raise _RejectedError(FailureInfo.TIME_NOT_AVAILABLE, "the certificate is not valid at this time")
        with self._lock:
            if self._last_time is not None and moment < self._last_time - ACCURACY:
                raise _RejectedError(FailureInfo.TIME_NOT_AVAILABLE, "the clock went back")
            self._last_time = max(moment, self._last_time or moment)
        return moment

    def _token(self, request: _Request, moment: datetime) -> bytes:
        serial_number = int.from_bytes(b"\x01" + self._random_bytes(_SERIAL_BYTES), "big")
        info = der.sequence(
            _VERSION_1,
            self._policy,
            request.imprint,
            der.integer(serial_number),
            der.generalized_time(moment),
            _ACCURACY,
            request.nonce,
            self._name,
        )
        certificate = self._signer.certificate
        attributes = cms.signed_attributes(
            content_type=cms.TST_INFO, message_digest=sha256(info).digest(), certificate=certificate
        )
        return cms.signed_data(
            certificate=certificate,
            certificates=(certificate, *self._signer.chain) if request.certificate_wanted else (),
            signed_attributes=attributes,
            value=self._signer.sign(attributes),
            content=info,
            content_type=cms.TST_INFO,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalTimestampSource:
    """Listina's own authority in the same process, as a source of timestamps."""

    authority: TimestampAuthority
    name: str = "vlastní zkušební autorita"

    def request(self, request_der: bytes) -> bytes:
        """Return the authority's response.

        Raises:
            TimestampUnavailableError: its key does not answer.
        """
        try:
            return self.authority.respond(request_der)
        except ListinaError as error:
            raise TimestampUnavailableError(reasons=(error.text("en"),)) from error


def _require_imprint(imprint: der.Element) -> None:
    if imprint.tag != der.SEQUENCE:
        raise der.NotDerError("no MessageImprint")
    algorithm, digest, *more = der.read_all(imprint.content)
    if more or algorithm.tag != der.SEQUENCE or digest.tag != der.OCTET_STRING:
        raise der.NotDerError("no MessageImprint")
    identifier, *parameters = der.read_all(algorithm.content)
    if identifier.tag != der.OBJECT_IDENTIFIER or [item.encoded for item in parameters] not in ([], [_NULL]):
        raise der.NotDerError("no AlgorithmIdentifier of a hash")
    length = _IMPRINT_LENGTHS.get(identifier.encoded)
    if length is None:
        raise _RejectedError(FailureInfo.BAD_ALGORITHM, "only SHA-256, SHA-384 and SHA-512 are accepted")
    if len(digest.content) != length:
        raise _RejectedError(FailureInfo.BAD_DATA_FORMAT, "the digest has a wrong length")
