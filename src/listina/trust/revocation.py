"""Revocation data from where certificates say they are: lists by their distribution points, answers by OCSP.

Nothing is believed here: signatures and times are checked where a path is judged. An answer is kept until its
`nextUpdate`, that of a responder who names none for a minute; once it is an hour old a younger one is asked for, and
the kept one serves while none can be had. What cannot be had is missing, and a path without revocation data does not
pass.

Source: RFC 5280, §§ 4.2.1.13 and 4.2.2.1; RFC 6960.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from cryptography import x509
from cryptography.x509 import ocsp

from listina.trust import certificates
from listina.trust.clock import utc_now
from listina.trust.egress import Egress
from listina.trust.errors import EgressRefusedError
from listina.trust.kept_answers import KeptAnswer, KeptAnswers
from listina.trust.policy import RevocationAnswer
from listina.trust.revocation_addresses import crl_urls, ocsp_request, ocsp_urls

ASK_AGAIN_AFTER = timedelta(hours=1)
SILENT_AFTER_FAILURE = timedelta(minutes=1)
# Whoever names no next answer may have a newer one at any time (RFC 6960, § 2.4): it serves the work at hand.
_ENDLESS_ANSWER = timedelta(minutes=1)
_MOST_FAILURES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedRevocation:
    """Asks the sources that certificates name, and keeps what they answer.

    Attributes:
        egress: whom to ask.
        folder: where answers are kept for all processes of a machine; None keeps them in this process.
        now: aware UTC.
    """

    egress: Egress
    folder: Path | None = None
    now: Callable[[], datetime] = utc_now
    _kept: KeptAnswers = field(init=False, compare=False, repr=False)
    _failures: dict[str, datetime] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Open what was kept before."""
        object.__setattr__(self, "_kept", KeptAnswers(folder=self.folder))

    def about(self, path: Sequence[bytes]) -> RevocationAnswer:
        """Return what can be had about a path; see `RevocationSource.about`.

        An OCSP responder is asked first; the lists of a certificate only where no responder answered.
        """
        crls: list[bytes] = []
        responses: list[bytes] = []
        for der, issuer_der in pairwise(path):
            certificate, issuer = certificates.load(der), certificates.load(issuer_der)
            answer = self._first(self.ocsp(url, ocsp_request(certificate, issuer)) for url in ocsp_urls(certificate))
            if answer is not None:
                responses.append(answer)
                continue
            crl = self._first(self.crl(url) for url in crl_urls(certificate))
            if crl is not None:
                crls.append(crl)
        return RevocationAnswer(crls=tuple(crls), ocsp_responses=tuple(responses))

    def crl(self, url: str) -> bytes | None:
        """Return the list at an address, DER; None if it cannot be had."""
        return self._answer(url, lambda: self.egress.get(url), _end_of_list)

    def ocsp(self, url: str, request: bytes) -> bytes | None:
        """Return a responder's answer to a request about one certificate, both DER; None if it cannot be had."""
        key = f"{url} {sha256(request).hexdigest()}"
        return self._answer(
            key,
            lambda: self.egress.post(url, request, "application/ocsp-request"),
            lambda content: _end_of_response(content, ocsp.load_der_ocsp_request(request).serial_number, self.now()),
        )

    def _first(self, answers: Iterator[bytes | None]) -> bytes | None:
        return next((answer for answer in answers if answer is not None), None)

    def _answer(self, key: str, fetch: Callable[[], bytes], end: Callable[[bytes], datetime]) -> bytes | None:
        """Return a kept or fetched answer that may be used now, None if there is none."""
        moment = self.now()
        kept = self._kept.get(key)
        if kept is not None and kept.fetched_at <= moment < min(kept.until, kept.fetched_at + ASK_AGAIN_AFTER):
            return kept.content
        last_failure = self._failures.get(key)
        if last_failure is None or not last_failure <= moment < last_failure + SILENT_AFTER_FAILURE:
            try:
                content = fetch()
                fresh = KeptAnswer(content=content, fetched_at=moment, until=end(content))
            except (EgressRefusedError, ValueError, TypeError):
                self._note_failure(key, moment)
            else:
                self._failures.pop(key, None)
                self._kept.put(key, fresh)
                kept = fresh
        return kept.content if kept is not None and moment < kept.until else None

    def _note_failure(self, key: str, moment: datetime) -> None:
        self._failures[key] = moment
        if len(self._failures) > _MOST_FAILURES:
            for other, since in tuple(self._failures.items()):
                if not since <= moment < since + SILENT_AFTER_FAILURE or len(self._failures) > 2 * _MOST_FAILURES:
                    self._failures.pop(other, None)


def _end_of_list(content: bytes) -> datetime:
    """Return the moment of the next list; a list that names none is not kept. Raises ValueError."""
    until = x509.load_der_x509_crl(content).next_update_utc
    if until is None:
        raise ValueError("the list names no next one")
    return until


def _end_of_response(content: bytes, serial_number: int, fetched_at: datetime) -> datetime:
    """Return until when an answer about a certificate may be used. Raises ValueError."""
    response = ocsp.load_der_ocsp_response(content)
    for single in response.responses:
        if single.serial_number == serial_number:
            return single.next_update_utc or fetched_at + _ENDLESS_ANSWER
    raise ValueError("the response says nothing about the certificate")
