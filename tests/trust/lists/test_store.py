"""Lists in their folder: taken from files, never backwards, and what is told of them."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from fixtures.list_scheme import NOW, ListScheme, ListSigner, service
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.renewing import Outcome
from listina.trust.signers import SoftwareKey
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.values import Qualified


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


def test_a_list_whose_signer_the_list_of_lists_no_longer_names_is_put_aside(
    list_scheme: ListScheme, tmp_path: Path, demo_pki: DemoPki
) -> None:
    renewal = list_scheme.renewal(tmp_path)
    czech = list_scheme.national_list((service(demo_pki.ca),))
    renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": czech})
    others = replace(list_scheme, czech=ListSigner.make("Nový podepisovatel CZ"))
    renewal.take({"lotl.xml": others.list_of_lists(number=11)})
    (_, found) = renewal.store.statuses(at=NOW)
    assert (found.used, found.last_failure.partition(":")[0]) == (None, "signer")
    snapshot = renewal.store.snapshot(at=NOW)
    assert (snapshot.missing, list(snapshot.services)) == (("CZ",), [])
    assert [path.name for path in tmp_path.glob("withdrawn/*")] == ["CZ-5.list"]
    assert _failures(renewal.take({"cz.xml": czech})) == ["signer"]
    assert _failures(renewal.take({"cz.xml": others.national_list(number=6)})) == [""]


def test_a_list_that_was_put_aside_decides_nothing_when_a_restore_brings_it_back(
    list_scheme: ListScheme, tmp_path: Path, demo_pki: DemoPki
) -> None:
    renewal = list_scheme.renewal(tmp_path)
    renewal.take(
        {"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list((service(demo_pki.ca),))}
    )
    others = replace(list_scheme, czech=ListSigner.make("Nový podepisovatel CZ"))
    renewal.take({"lotl.xml": others.list_of_lists(number=11)})
    (tmp_path / "withdrawn" / "CZ-5.list").rename(tmp_path / "CZ.list")
    (tmp_path / "snapshot").unlink()
    snapshot = renewal.store.snapshot(at=NOW)
    assert (snapshot.missing, list(snapshot.services)) == (("CZ",), [])
    assert renewal.store.statuses(at=NOW)[1].last_failure.startswith("signer")


def test_a_list_that_a_stricter_version_cannot_read_hinders_no_other(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list()})
    kept = renewal.store.kept("CZ")
    assert kept is not None
    header = json.loads((tmp_path / "CZ.list").read_bytes().partition(b"\n")[0])
    header["used"]["sha256"] = sha256(b"<other/>").hexdigest()
    (tmp_path / "CZ.list").write_bytes(json.dumps(header).encode() + b"\n<other/>")
    snapshot = renewal.store.rebuild(at=NOW)
    assert ([used.territory for used in snapshot.lists], snapshot.missing) == (["EU"], ("CZ",))


def test_one_folder_judges_at_a_clock_of_the_lists_life_and_not_after_it(
    list_scheme: ListScheme, tmp_path: Path, official_key: SoftwareKey, demo_pki: DemoPki
) -> None:
    renewal = list_scheme.renewal(tmp_path)
    lists = {"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list((service(demo_pki.ca),))}
    renewal.take(lists)
    path, signed_at = (official_key.certificate, demo_pki.ca), NOW - timedelta(days=10)

    def judged(clock: datetime) -> tuple[Qualified, list[str]]:
        found = renewal.store.snapshot(at=clock).qualification(path, at=signed_at, purpose=Purpose.SIGNATURE)
        return found.qualified, [reason.code for reason in found.reasons]

    assert judged(NOW + timedelta(days=179)) == (Qualified.YES, [])
    assert judged(NOW + timedelta(days=181)) == (Qualified.UNKNOWN, ["list.expired"])
    assert judged(NOW + timedelta(days=179)) == (Qualified.YES, [])


def test_an_expired_file_is_refused_with_its_date_and_what_to_do(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = replace(list_scheme.renewal(tmp_path), now=lambda: NOW + timedelta(days=181))
    (outcome,) = renewal.take({"lotl.xml": list_scheme.list_of_lists()})
    assert outcome.failure == "next_update: it expired on 2026-08-28 at 12:00 UTC"
    assert outcome.advice is not None
    assert "https://lists.example/lotl.xml" in outcome.advice.cs
    assert "listina trusted-lists import" in outcome.advice.en
    (status,) = renewal.store.statuses(at=NOW + timedelta(days=181))
    assert status.used is None
    assert status.advice is not None
    assert "ec.europa.eu" in status.advice.en


def test_several_at_once_make_the_snapshot_anew_after_a_restore(list_scheme: ListScheme, tmp_path: Path) -> None:
    renewal = list_scheme.renewal(tmp_path)
    renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": list_scheme.national_list()})
    for _ in range(5):
        (tmp_path / "snapshot").unlink()
        with ThreadPoolExecutor(8) as others:
            found = list(others.map(lambda _: renewal.store.snapshot(at=NOW), range(8)))
        assert {each.sha256 for each in found} == {renewal.store.snapshot(at=NOW).sha256}
    assert list(tmp_path.glob(".*.unfinished")) == []
