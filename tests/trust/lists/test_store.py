"""Lists in their folder: taken from files and from the network, never backwards, and what is told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from fixtures.list_scheme import NOW, ListScheme, ListSigner, service
from listina.trust.demo_pki import DemoPki
from listina.trust.egress import Egress
from listina.trust.lists.renewing import ListRenewal, Outcome
from listina.trust.lists.store import ListStore
from listina.trust.lists.verifying import Anchors


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.list")}


def _failures(outcomes: tuple[Outcome, ...]) -> list[str]:
    return [each.failure.partition(":")[0] for each in outcomes]


def test_lists_come_from_files_in_any_order(list_scheme: ListScheme, tmp_path: Path, demo_pki: DemoPki) -> None:
    renewal = list_scheme.renewal(tmp_path)
    files = {"cz.xml": list_scheme.national_list((service(demo_pki.ca),)), "lotl.xml": list_scheme.list_of_lists()}
    assert _failures(renewal.take(files)) == ["", ""]
    snapshot = renewal.store.snapshot(at=NOW)
    assert [(used.territory, used.sequence_number, used.fetched_at) for used in snapshot.lists] == [
        ("CZ", 5, NOW),
        ("EU", 10, NOW),
    ]
    assert snapshot.anchors_for([demo_pki.ca]) == (demo_pki.ca,)
    assert [(each.territory, each.problem) for each in renewal.store.statuses(at=NOW)] == [("EU", None), ("CZ", None)]


def test_pivots_come_from_files_by_their_names(list_scheme: ListScheme, tmp_path: Path) -> None:
    second = ListSigner.make("Druhý")
    lotl = list_scheme.list_of_lists(number=11, signer=second, information=("https://lists.example/pivot-8.xml",))
    pivot = list_scheme.list_of_lists(number=8, own=(second,))
    renewal = list_scheme.renewal(tmp_path)
    assert _failures(renewal.take({"/disk/lotl.xml": lotl})) == ["pivots"]
    assert _failures(renewal.take({"/disk/pivot-8.xml": pivot, "/disk/lotl.xml": lotl})) == [""]
    assert _failures(renewal.take({"/disk/lotl.xml": lotl})) == [""]


def test_without_a_list_of_lists_no_national_list_is_taken(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    assert _failures(renewal.take({"cz.xml": list_scheme.national_list()})) == ["signer"]
    assert _files(tmp_path) == {}
    assert renewal.store.snapshot(at=NOW).lists == ()


def test_an_older_list_does_not_replace_a_newer_one(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list()})
    before = _files(tmp_path)
    older = {"lotl.xml": list_scheme.list_of_lists(number=9), "cz.xml": list_scheme.national_list(number=4)}
    assert _failures(renewal.take(older)) == ["sequence", "sequence"]
    earlier = list_scheme.national_list(issued_at=NOW - timedelta(days=1))
    assert _failures(renewal.take({"cz.xml": earlier})) == ["sequence"]
    assert _files(tmp_path) == before
    assert _failures(renewal.take({"cz.xml": list_scheme.national_list(number=6)})) == [""]


def test_a_broken_list_leaves_the_good_one_and_is_told(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list()})
    before = _files(tmp_path)
    stranger = list_scheme.national_list(number=6, signer=ListSigner.make("Někdo"))
    assert _failures(renewal.take({"cz.xml": stranger, "junk": b"junk"})) == ["xml", "signer"]
    assert _files(tmp_path) == before
    (_, czech) = renewal.store.statuses(at=NOW)
    assert czech.problem is None
    assert czech.last_failure.startswith("signer")
    renewal.take({"cz.xml": list_scheme.national_list(number=7)})
    assert renewal.store.statuses(at=NOW)[1].last_failure == ""


def test_an_expired_list_stays_as_evidence_and_is_told(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    czech = list_scheme.national_list(life=timedelta(days=20))
    renewal.take({"lotl.xml": list_scheme.list_of_lists(territories=("CZ", "SK")), "cz.xml": czech})
    found = renewal.store.statuses(at=NOW + timedelta(days=20))
    problems = [(each.territory, each.problem.code if each.problem else "") for each in found]
    assert problems == [("EU", ""), ("CZ", "list.expired"), ("SK", "list.missing")]
    assert found[1].used is not None


def test_a_damaged_file_is_no_list(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list()})
    path = tmp_path / "CZ.list"
    path.write_bytes(path.read_bytes().replace(b"CZ", b"SK"))
    (tmp_path / "snapshot").write_bytes(b"damaged")
    snapshot = renewal.store.snapshot(at=NOW)
    assert snapshot.missing == ("CZ",)


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Serve files on this machine; asked for others, it answers 404."""
    pages: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = pages.get(self.path)
            self.send_response(200 if found is not None else 404)
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
            """Say nothing."""

    del request
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", pages
    server.shutdown()
    server.server_close()


def _online(scheme: ListScheme, address: str, folder: Path) -> ListRenewal:
    return replace(
        scheme.renewal(folder),
        store=ListStore(folder=folder, anchors=Anchors(certificates=scheme.anchors.certificates, published_at="")),
        location=f"{address}lotl.xml",
        egress=Egress(hosts=None, private_hosts=frozenset({"127.0.0.1"})),
    )


def test_lists_are_fetched_from_where_the_list_of_lists_says(
    list_scheme: ListScheme, site: tuple[str, dict[str, bytes]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, pages = site
    monkeypatch.setattr("fixtures.list_scheme.SITE", address)
    second = ListSigner.make("Druhý")
    pages["/pivot-8.xml"] = list_scheme.list_of_lists(number=8, own=(second,), information=())
    pages["/lotl.xml"] = list_scheme.list_of_lists(
        signer=second, own=(second,), information=(f"{address}pivot-8.xml",), territories=("CZ", "SK")
    )
    pages["/CZ.xml"] = list_scheme.national_list()
    renewal = _online(list_scheme, address, tmp_path)
    outcomes = renewal.refresh()
    assert [(each.territory, bool(each.failure)) for each in outcomes] == [("EU", False), ("CZ", False), ("SK", True)]
    assert "404" in outcomes[-1].failure
    before = _files(tmp_path)
    pages.clear()
    assert [(each.territory, bool(each.failure)) for each in renewal.refresh()] == [("EU", True)]
    assert _files(tmp_path) == before


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://127.0.0.1/lotl.xml", "not public"),
        ("http://127.0.0.1:8080/lotl.xml", "port"),
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


def test_a_pivot_at_no_address_is_told(
    list_scheme: ListScheme, site: tuple[str, dict[str, bytes]], tmp_path: Path
) -> None:
    address, pages = site
    pages["/lotl.xml"] = list_scheme.list_of_lists(information=("http://[::1/pivot.xml",))
    (outcome,) = _online(list_scheme, address, tmp_path).refresh()
    assert "no address" in outcome.failure
