"""The own timestamp authority's address, served ahead of Django: tokens, refusals, a log that names nobody."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from structlog.testing import capture_logs

from fixtures.pki import PIN
from listina.site import composition
from listina.site.timestamp_door import PATH, TimestampDoor
from listina.site.wsgi import application
from listina.trust.authority import LONGEST_REQUEST, TimestampAuthority
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import KeyUnavailableError, TimestampInvalidError
from listina.trust.http_source import QUERY_TYPE, REPLY_TYPE
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.tokens import Asked, check_token, granted_token

ASKED = Asked(imprint_sha256=sha256(b"anything").digest(), nonce=2**64 + 7)


@dataclass(slots=True, kw_only=True)
class _Answer:
    """What a WSGI application answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


def _beyond(environ: Any, start_response: Any) -> tuple[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return (environ["PATH_INFO"].encode(),)


def _call(asked: Any, *, path: str = PATH, method: str = "POST", media: str = QUERY_TYPE, body: bytes = b"") -> _Answer:
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": media,
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "192.0.2.77",
        "HTTP_HOST": "listina.test",
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    answer = _Answer()

    def start(status: str, headers: list[tuple[str, str]]) -> None:
        answer.status, answer.headers = int(status.partition(" ")[0]), dict(headers)

    answer.content = b"".join(asked(environ, start))
    return answer


@pytest.fixture
def door(demo_pki: DemoPki) -> TimestampDoor:
    authority = demo_pki.timestamp_authority(PIN)
    return TimestampDoor(_beyond, lambda: authority)


def test_a_token_comes_over_http(door: TimestampDoor, trust_policy: TrustPolicy) -> None:
    answer = _call(door, body=ASKED.request())

    assert answer.status == HTTPStatus.OK
    assert answer.headers["Content-Type"] == REPLY_TYPE
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Cache-Control"] == "no-store"
    assert check_token(granted_token(answer.content), ASKED, policy=trust_policy, source_name="http").serial_number


@pytest.mark.parametrize(
    ("media", "length", "status"),
    [
        ("application/octet-stream", 10, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        ("", 10, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
        (QUERY_TYPE, LONGEST_REQUEST + 1, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
        (f"{QUERY_TYPE}; charset=binary", LONGEST_REQUEST, HTTPStatus.OK),
    ],
)
def test_only_short_requests_of_the_right_type_reach_the_authority(
    media: str, length: int, status: HTTPStatus, door: TimestampDoor
) -> None:
    assert _call(door, media=media, body=b"x" * length).status == status


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "OPTIONS"])
def test_the_authority_is_only_posted_to(method: str, door: TimestampDoor) -> None:
    answer = _call(door, method=method)

    assert answer.status == HTTPStatus.METHOD_NOT_ALLOWED
    assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/tsa", "/tsa/x", "/health/"])
def test_every_other_address_is_handed_on(path: str, door: TimestampDoor) -> None:
    assert _call(door, path=path, method="GET").content.decode() == path


def test_a_key_that_does_not_answer_is_a_failure_of_the_system(demo_pki: DemoPki) -> None:
    class Removed(SoftwareKey):
        def sign(self, to_be_signed: bytes) -> bytes:
            raise KeyUnavailableError(reason=f"removed before {len(to_be_signed)} bytes")

    authority = TimestampAuthority(signer=Removed.from_pkcs12(demo_pki.timestamp_key_path, PIN), policy="2.999.1")
    with capture_logs() as lines:
        answer = _call(TimestampDoor(_beyond, lambda: authority), body=ASKED.request())

    assert answer.status == HTTPStatus.OK
    with pytest.raises(TimestampInvalidError, match="refused with status 2: SYSTEM_FAILURE") as refusal:
        granted_token(answer.content)
    assert refusal.value.check == "status"
    assert "key.unavailable" in {line.get("code") for line in lines}


def test_the_log_names_neither_who_asked_nor_for_what(door: TimestampDoor) -> None:
    with capture_logs() as lines:
        _call(door, body=ASKED.request())

    assert [set(line) for line in lines] == [{"event", "log_level", "status", "milliseconds"}]
    assert "192.0.2.77" not in json.dumps(lines)


@pytest.fixture
def own_services(demo_pki: DemoPki) -> Iterator[None]:
    """Let the process build its services anew, on a PKI of its own."""
    shutil.copytree(demo_pki.folder, settings.ENVIRONMENT.pki_folder, dirs_exist_ok=True)
    composition.services.cache_clear()
    yield
    composition.services.cache_clear()


@pytest.mark.usefixtures("own_services")
def test_the_servers_application_serves_the_authority_without_a_database() -> None:
    answer = _call(application, body=ASKED.request())

    assert answer.status == HTTPStatus.OK
    policy = composition.services().conversions.policy
    assert check_token(granted_token(answer.content), ASKED, policy=policy, source_name="http").serial_number
