"""No body is read that is larger than its address takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from fixtures.conversions import scan
from fixtures.web import Office, browser
from listina.site.body_limits import FORM_BYTES


def large_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("velky.bin", bytes(FORM_BYTES))


@pytest.fixture
def temporary_uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 0)
    return tmp_path


@pytest.mark.parametrize("address", ["/prihlaseni/", "/overeni/", "/konverze/nova/"])
def test_a_stranger_cannot_fill_the_disk_by_a_form(office: Office, temporary_uploads: Path, address: str) -> None:
    assert office.services  # the services of the installation stand behind the page
    answer = browser().post(address, {"soubor": large_file()}, secure=True)
    assert answer.status_code == 413
    assert "nejvýše 2 MB" in answer.content.decode()
    assert list(temporary_uploads.iterdir()) == []


def test_a_stranger_cannot_send_scans_either(office: Office) -> None:
    case = office.open_case()
    assert browser().post(f"{case}strany/pridat/", {"pages": large_file()}, secure=True).status_code == 413


def test_an_official_sends_scans_larger_than_a_form_and_no_other_large_body(office: Office) -> None:
    case = office.open_case()
    padded = scan(1) + bytes(FORM_BYTES)
    accepted = office.post(f"{case}strany/pridat/", {"pages": SimpleUploadedFile("1.jpg", padded, "image/jpeg")})
    assert accepted.status_code != 413
    assert office.post(f"{case}strany/pocet/", {"count": large_file()}).status_code == 413
