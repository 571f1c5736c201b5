"""Asking for timestamps: sources in order, every check of RFC 3161 on what they answer.

Source: RFC 3161, RFC 5816 (ESSCertIDv2), ETSI EN 319 422.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_bytes
from typing import Protocol, TypeVar

from listina.trust import signer_infos, tokens
from listina.trust.circuits import Circuits
from listina.trust.clock import CLOCK_TOLERANCE, utc_now
from listina.trust.errors import (
    AnchorNotAllowedError,
    CertificateNotUsableError,
    TimestampInvalidError,
    TimestampUnavailableError,
)
from listina.trust.http_source import ClientCertificate, HttpTimestampSource
from listina.trust.lists.errors import TrustedListsNotFreshError
from listina.trust.policy import TrustPolicy
from listina.trust.problems import Problem
from listina.trust.tokens import Asked, Token

__all__ = ["ClientCertificate", "HttpTimestampSource", "TimestampClient", "TimestampSource", "Token"]

_NONCE_BYTES = 8
_DIGEST_BYTES = 32

_Answer = TypeVar("_Answer")


class TimestampSource(Protocol):
    """A timestamp authority as the client sees it: bytes there, bytes back."""

    @property
    def name(self) -> str:
        """What to call it in reports."""

    def request(self, request_der: bytes) -> bytes:
        """Send a TimeStampReq and return the TimeStampResp, unchecked.

        Raises:
            TimestampUnavailableError: no answer came.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class TimestampClient:
    """Gets tokens and believes nothing.

    Attributes:
        sources: authorities, asked in this order until one gives a good token.
        policy: whom to trust.
        now: our clock, aware UTC.
        random_bytes: source of nonces.
        timestamp_policy: dotted identifier of the policy to ask for; None takes the authority's own.
        tolerance: how far the token's time may be from our clock.
        circuits: which sources failed lately and are left alone for a while; None asks every source every time.
    """

    sources: Sequence[TimestampSource]
    policy: TrustPolicy
    now: Callable[[], datetime] = utc_now
    random_bytes: Callable[[int], bytes] = field(default=token_bytes)
    timestamp_policy: str | None = None
    tolerance: timedelta = CLOCK_TOLERANCE
    circuits: Circuits | None = None

    def token(self, imprint_sha256: bytes) -> Token:
        """Return a checked token over a digest of 32 bytes, from the first source that gives one.

        Raises:
            TimestampUnavailableError: no source gave an acceptable token; the reasons are in it.
        """
        return self._first(lambda source: self._stamp(source, imprint_sha256))

    def clock_skew(self) -> timedelta:
        """Return how far the first answering authority's clock is ahead of ours, to about a second.

        Raises:
            TimestampUnavailableError: no source answered with an otherwise good token.
        """

        def compare(source: TimestampSource) -> timedelta:
            before = self.now()
            token = self._ask(source, bytes(_DIGEST_BYTES))
            return token.generated_at - (before + (self.now() - before) / 2)

        return self._first(compare)

    def ask_anew(self) -> None:
        """Forget the failures of all sources: the next token is asked of all of them in order."""
        if self.circuits is not None:
            for source in self.sources:
                self.circuits.note_answer(source.name)

    def check(self) -> tuple[Problem, ...]:
        """Ask each source for a token over nothing in particular and tell what is wrong, for the doctor.

        Sources that are left alone are asked too: one that answers again is used again.
        """
        problems = []
        for source in self.sources:
            try:
                self._observed(source, lambda source: self._stamp(source, bytes(_DIGEST_BYTES)))
            except (TimestampInvalidError, TimestampUnavailableError) as error:
                problems.append(
                    Problem(
                        code=error.code,
                        cs=f"Autorita časových razítek „{source.name}“: {error.text('cs')}",
                        en=f"Timestamp authority “{source.name}”: {error.text('en')}",
                    )
                )
        if not self.sources:
            problems.append(
                Problem(
                    code="timestamp.none_configured",
                    cs="Není nastavena žádná autorita časových razítek.",
                    en="No timestamp authority is configured.",
                )
            )
        return tuple(problems)

    def _first(self, ask: Callable[[TimestampSource], _Answer]) -> _Answer:
        reasons: list[str] = []
        again: list[datetime] = []
        for source in self.sources:
            paused_until = self.circuits.asked_again_at(source.name) if self.circuits is not None else None
            if paused_until is not None:
                reasons.append(f"{source.name}: failed lately, left alone until {paused_until:%H:%M:%S} UTC")
                again.append(paused_until)
                continue
            try:
                return self._observed(source, ask)
            except (TimestampInvalidError, TimestampUnavailableError) as error:
                reasons.append(f"{source.name}: {_reason(error)}")
            if self.circuits is not None and (paused_until := self.circuits.asked_again_at(source.name)) is not None:
                again.append(paused_until)
        raise TimestampUnavailableError(reasons=tuple(reasons), asked_again_at=min(again, default=None))

    def _observed(self, source: TimestampSource, ask: Callable[[TimestampSource], _Answer]) -> _Answer:
        """Ask, and remember how it went."""
        try:
            answer = ask(source)
        except (TimestampInvalidError, TimestampUnavailableError) as error:
            if self.circuits is not None:
                self.circuits.note_failure(source.name, _reason(error))
            raise
        if self.circuits is not None:
            self.circuits.note_answer(source.name)
        return answer

    def _stamp(self, source: TimestampSource, imprint_sha256: bytes) -> Token:
        token = self._ask(source, imprint_sha256)
        self._require_sane_time(token)
        return token

    def _ask(self, source: TimestampSource, imprint_sha256: bytes) -> Token:
        # A leading 1 keeps the nonce positive and of one length, whatever the random bytes are.
        nonce = 1 << 8 * _NONCE_BYTES | int.from_bytes(self.random_bytes(_NONCE_BYTES), "big")
        asked = Asked(imprint_sha256=imprint_sha256, nonce=nonce, policy=self.timestamp_policy)
        token_der = tokens.granted_token(source.request(asked.request()))
        token = tokens.check_token(token_der, asked, policy=self.policy, source_name=source.name)
        try:
            chain = signer_infos.certificates_in(signer_infos.read_signed_data(token_der))
            self.policy.permit_timestamp(token.authority_certificate, at=token.generated_at, chain=chain)
        except (CertificateNotUsableError, TrustedListsNotFreshError, AnchorNotAllowedError) as error:
            raise TimestampInvalidError(check="qualified", reason=error.text("en")) from error
        return token

    def _require_sane_time(self, token: Token) -> None:
        skew = token.generated_at - self.now()
        if abs(skew) > self.tolerance:
            raise TimestampInvalidError(
                check="time", reason=f"its time is {skew.total_seconds():.0f} s away from our clock"
            )


def _reason(error: TimestampInvalidError | TimestampUnavailableError) -> str:
    return str(error.values["reasons"]) if isinstance(error, TimestampUnavailableError) else error.text("en")
