"""The server's own parts over Django's test client: health, headers, the log line of a request."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client

from fixtures.database import TestDatabase
from listina.site import composition, health
from listina.site.doctor.diagnosis import Diagnosis
from listina.site.doctor.examination import examine
from listina.trust.demo_pki import DemoPki


@pytest.fixture
def client(database: TestDatabase, demo_pki: DemoPki) -> Iterator[Client]:
    """A client of the whole site on a database and a PKI of its own."""
    del database
    shutil.copytree(demo_pki.folder, settings.ENVIRONMENT.pki_folder, dirs_exist_ok=True)
    settings.ENVIRONMENT.storage_folder.mkdir(parents=True, exist_ok=True)
    composition.services.cache_clear()
    health._pulse.cache_clear()
    yield Client(SERVER_NAME="listina.test")
    composition.services.cache_clear()
    health._pulse.cache_clear()


def test_health_names_operator_title_and_mode(client: Client) -> None:
    answer = client.get("/health/", secure=True)

    assert answer.status_code == HTTPStatus.OK
    assert answer.json() == {
        "well": True,
        "mode": "test",
        "operator": settings.ENVIRONMENT.operator_name,
        "legal_title": settings.ENVIRONMENT.legal_title,
        "version": composition.services().product_version,
        "parts": {"database": "well", "storage": "well", "timestamps": "well"},
    }


def test_health_is_a_page_for_people(client: Client) -> None:
    answer = client.get("/health/", secure=True, headers={"Accept": "text/html"})

    assert settings.ENVIRONMENT.legal_title in answer.content.decode()
    assert "zkušební provoz" in answer.content.decode()


def test_health_is_bad_and_says_no_more_when_the_storage_is_gone(client: Client) -> None:
    objects = settings.ENVIRONMENT.storage_folder / "objects"
    shutil.rmtree(objects, ignore_errors=True)
    objects.write_text("a file where a folder should be")
    try:
        answer = client.get("/health/", secure=True)
    finally:
        objects.unlink()

    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer.json()["parts"] == {"database": "well", "storage": "out of order", "timestamps": "well"}
    assert str(objects) not in answer.content.decode()


def test_every_answer_carries_its_mark_and_the_headers_that_protect(client: Client) -> None:
    answer = client.get("/", secure=True, headers={"X-Request-Id": "given-by-the-proxy"})

    assert answer["X-Request-Id"] == "given-by-the-proxy"
    policy = answer["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_a_forged_mark_is_replaced(client: Client) -> None:
    answer = client.get("/", secure=True, headers={"X-Request-Id": "<script>"})

    assert answer["X-Request-Id"].isalnum()


def test_an_unknown_host_is_not_served(client: Client) -> None:
    assert client.get("/", secure=True, headers={"Host": "evil.example"}).status_code == HTTPStatus.BAD_REQUEST


def test_the_doctor_finds_a_good_installation_well(client: Client) -> None:
    del client
    found = examine(composition.services())

    assert {diagnosis.subject for diagnosis in found} >= {"database", "schema", "storage", "clock", "keys"}
    assert [diagnosis for diagnosis in found if not diagnosis.well and not _is_about_disk(diagnosis)] == []


def test_the_doctor_says_what_to_do_about_every_complaint(client: Client) -> None:
    del client
    shutil.rmtree(settings.ENVIRONMENT.pki_folder / "officials")
    complaints = [diagnosis for diagnosis in examine(composition.services()) if not diagnosis.well]

    assert "keys" in {diagnosis.subject for diagnosis in complaints}
    assert all(diagnosis.advice for diagnosis in complaints)


def _is_about_disk(diagnosis: Diagnosis) -> bool:
    return diagnosis.subject == "disk space"
