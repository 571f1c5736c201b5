"""Lists from the network: from where the list of lists says, behind redirects, not twice, none hindered by another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from fixtures.list_scheme import NOW, ListScheme, ListSigner
from listina.trust.egress import Egress
from listina.trust.lists.renewing import ListRenewal, Outcome
from listina.trust.lists.store import ListStore
from listina.trust.lists.verifying import Anchors


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.list")}


def _taken(outcomes: tuple[Outcome, ...]) -> list[tuple[str, bool]]:
    return [(each.territory, not each.failure) for each in outcomes]


@dataclass
class Site:
    """Files served on this machine: other paths are not found, those of `moved` lie elsewhere, those cut end early."""

    address: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    sent: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path in found.moved:
                self.send_response(301)
                self.send_header("Location", found.moved[self.path])
                self.end_headers()
                return
            page = found.pages.get(self.path)
            etag = f'"{sha256(page or b"").hexdigest()}"'
            is_same = page is not None and self.headers["If-None-Match"] == etag
            self.send_response(404 if page is None else 304 if is_same else 200)
            self.send_header("ETag", etag)
            content = b"" if page is None or is_same else page
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if self.path in found.cut else content)
            if content:
                found.sent.append(self.path)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    found.address = f"http://127.0.0.1:{server.server_port}/"
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def renewal(list_scheme: ListScheme, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ListRenewal:
    """Return what fetches from the site, to which the scheme's list of lists points."""
    monkeypatch.setattr("fixtures.list_scheme.SITE", site.address)
    return replace(
        list_scheme.renewal(tmp_path),
        store=ListStore(
            folder=tmp_path, anchors=Anchors(certificates=list_scheme.anchors.certificates, published_at="")
        ),
        location=f"{site.address}lotl.xml",
        egress=Egress(hosts=None, private_hosts=frozenset({"127.0.0.1"}), most_redirects=2, timeout_seconds=5),
    )


def test_lists_are_fetched_from_where_the_list_of_lists_says(
    list_scheme: ListScheme, site: Site, renewal: ListRenewal
) -> None:
    second = ListSigner.make("Druhý")
    site.pages["/pivot-8.xml"] = list_scheme.list_of_lists(number=8, own=(second,), information=())
    site.pages["/lotl.xml"] = list_scheme.list_of_lists(
        signer=second, own=(second,), information=(f"{site.address}pivot-8.xml",), territories=("CZ", "SK")
    )
    site.pages["/CZ.xml"] = list_scheme.national_list()
    outcomes = renewal.refresh()
    assert _taken(outcomes) == [("EU", True), ("CZ", True), ("SK", False)]
    assert "404" in outcomes[-1].failure
    before = _files(renewal.store.folder)
    site.pages.clear()
    assert _taken(renewal.refresh()) == [("EU", False)]
    assert _files(renewal.store.folder) == before


def test_lists_behind_redirects_are_fetched(list_scheme: ListScheme, site: Site, renewal: ListRenewal) -> None:
    site.pages = {"/2026/lotl.xml": list_scheme.list_of_lists(), "/new/CZ.xml": list_scheme.national_list()}
    site.moved = {"/lotl.xml": "/2026/lotl.xml", "/CZ.xml": f"{site.address}new/CZ.xml"}
    assert _taken(renewal.refresh()) == [("EU", True), ("CZ", True)]


def test_a_redirect_to_this_machine_is_told_with_what_to_do(
    list_scheme: ListScheme, site: Site, renewal: ListRenewal
) -> None:
    site.pages["/lotl.xml"] = list_scheme.list_of_lists()
    site.moved["/CZ.xml"] = "http://localhost:5432/"
    _, czech = renewal.refresh()
    assert "its port is not a usual one" in czech.failure
    (_, status) = renewal.store.statuses(at=NOW)
    assert "http://localhost:5432/" in status.last_failure
    assert status.advice is not None
    assert f"{site.address}CZ.xml" in status.advice.cs


def test_what_has_not_changed_is_not_fetched_again_but_verified_again(
    list_scheme: ListScheme, site: Site, renewal: ListRenewal
) -> None:
    information = (f"{site.address}pivot-8.xml",)
    site.pages = {
        "/pivot-8.xml": list_scheme.list_of_lists(number=8, information=()),
        "/lotl.xml": list_scheme.list_of_lists(information=information),
        "/CZ.xml": list_scheme.national_list(),
    }
    assert _taken(renewal.refresh()) == [("EU", True), ("CZ", True)]
    assert site.sent == ["/lotl.xml", "/pivot-8.xml", "/CZ.xml"]

    site.sent.clear()
    later = replace(renewal, now=lambda: NOW + timedelta(hours=6))
    assert _taken(later.refresh()) == [("EU", True), ("CZ", True)]
    assert site.sent == []
    assert {each.used.fetched_at for each in later.store.statuses(at=NOW) if each.used} == {NOW + timedelta(hours=6)}

    site.pages["/CZ.xml"] = list_scheme.national_list(number=6)
    assert _taken(later.refresh()) == [("EU", True), ("CZ", True)]
    assert site.sent == ["/CZ.xml"]
    after = replace(renewal, now=lambda: NOW + timedelta(days=181))
    assert after.refresh()[0].failure.startswith("next_update: it expired")


def test_a_damaged_list_or_pivot_is_fetched_again(list_scheme: ListScheme, site: Site, renewal: ListRenewal) -> None:
    site.pages = {
        "/pivot-8.xml": list_scheme.list_of_lists(number=8, information=()),
        "/lotl.xml": list_scheme.list_of_lists(information=(f"{site.address}pivot-8.xml",), territories=()),
    }
    renewal.refresh()
    for path in (*renewal.store.folder.glob("*.list"), *renewal.store.folder.glob("pivots/*.xml")):
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    site.sent.clear()
    assert _taken(renewal.refresh()) == [("EU", True)]
    assert site.sent == ["/lotl.xml", "/pivot-8.xml"]


def test_half_a_list_never_replaces_a_good_one(list_scheme: ListScheme, site: Site, renewal: ListRenewal) -> None:
    site.pages = {"/lotl.xml": list_scheme.list_of_lists(), "/CZ.xml": list_scheme.national_list()}
    renewal.refresh()
    before = _files(renewal.store.folder)
    site.pages = {
        "/lotl.xml": list_scheme.list_of_lists(number=11),
        "/CZ.xml": list_scheme.national_list(number=6),
    }
    site.cut = {"/CZ.xml"}
    outcomes = renewal.refresh()
    assert _taken(outcomes) == [("EU", True), ("CZ", False)]
    assert outcomes[1].failure.startswith("fetch:")
    assert _files(renewal.store.folder)["CZ.list"] == before["CZ.list"]
    assert list(renewal.store.folder.glob(".*.unfinished")) == []


def test_one_bad_national_list_hinders_no_other(list_scheme: ListScheme, site: Site, renewal: ListRenewal) -> None:
    territories = ("AT", "BE", "BG", "CZ", "SK")
    site.pages = {
        "/lotl.xml": list_scheme.list_of_lists(territories=territories),
        "/AT.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "/BE.xml": list_scheme.national_list(territory="BE", signer=ListSigner.make("Někdo")),
        "/BG.xml": b"<a>" * 100_000,
        "/SK.xml": list_scheme.national_list(territory="SK"),
    }
    site.moved = {"/CZ.xml": "/CZ.xml"}
    outcomes = renewal.refresh()
    checks = [each.failure.partition(":")[0] for each in outcomes]
    assert checks == ["", "document_type", "signer", "xml", "fetch", ""]
    assert [each.used is not None for each in renewal.store.statuses(at=NOW)] == [True, *[False] * 4, True]
    assert all(each.advice for each in outcomes if each.failure)


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://127.0.0.1/lotl.xml", "not public"),
        ("http://127.0.0.1:8080/lotl.xml", "not public"),
        ("http://127.0.0.1:22/lotl.xml", "port"),
        ("http://[::1", "no address"),
        ("file:///etc/passwd", "only plain http and https"),
    ],
)
def test_lists_are_fetched_from_usual_places_only(
    location: str, why: str, list_scheme: ListScheme, tmp_path: Path
) -> None:
    (outcome,) = replace(list_scheme.renewal(tmp_path), location=location).refresh()
    assert why in outcome.failure
    assert _files(tmp_path) == {}


def test_a_pivot_at_no_address_is_told(list_scheme: ListScheme, site: Site, renewal: ListRenewal) -> None:
    site.pages["/lotl.xml"] = list_scheme.list_of_lists(information=("http://[::1/pivot.xml",))
    (outcome,) = renewal.refresh()
    assert "no address" in outcome.failure
