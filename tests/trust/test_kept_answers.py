"""Answers of revocation sources are kept until their time, and a process of many months does not grow by them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from listina.trust import kept_answers
from listina.trust.egress import Egress
from listina.trust.kept_answers import MOST_ANSWERS, SWEEP_EVERY, KeptAnswer, KeptAnswers
from listina.trust.revocation import FetchedRevocation

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _answer(content: bytes = b"answer", at: datetime = NOW, until: datetime = NOW + DAY) -> KeptAnswer:
    return KeptAnswer(content=content, fetched_at=at, until=until)


def test_a_process_keeps_the_newest_answers_up_to_a_number() -> None:
    kept = KeptAnswers()
    for number in range(3 * MOST_ANSWERS):
        kept.put(f"http://ocsp.test/ {number}", _answer())
    assert len(kept._answers) == MOST_ANSWERS
    assert kept.get("http://ocsp.test/ 0") is None
    assert kept.get(f"http://ocsp.test/ {3 * MOST_ANSWERS - 1}") == _answer()


def test_a_process_keeps_answers_up_to_a_size() -> None:
    kept = KeptAnswers()
    large = bytes(kept_answers.MOST_BYTES // 3)
    for number in range(10):
        kept.put(f"http://crl.test/{number}", _answer(large))
    assert sorted(kept._answers) == ["http://crl.test/7", "http://crl.test/8", "http://crl.test/9"]
    kept.put("http://crl.test/9", _answer(b"small"))
    assert kept._bytes == 2 * len(large) + len(b"small")


def test_a_folder_is_swept_of_what_is_over_or_cannot_be_read(tmp_path: Path) -> None:
    kept = KeptAnswers(folder=tmp_path)
    kept.put("over", _answer(until=NOW + timedelta(minutes=1)))
    kept.put("good", _answer(until=NOW + 9 * DAY))
    (tmp_path / "damaged").write_bytes(b"no header")
    kept.put("soon", _answer(at=NOW + timedelta(minutes=2)))
    assert len(tuple(tmp_path.iterdir())) == 4
    kept.put("later", _answer(at=NOW + SWEEP_EVERY, until=NOW + 2 * DAY))
    assert len(tuple(tmp_path.iterdir())) == 3
    assert kept.get("over") is None
    assert kept.get("good") == _answer(until=NOW + 9 * DAY)


def test_a_folder_for_all_processes_leaves_nothing_in_this_one(tmp_path: Path) -> None:
    kept = KeptAnswers(folder=tmp_path)
    kept.put("list", _answer())
    assert not kept._answers
    assert KeptAnswers(folder=tmp_path).get("list") == _answer()


def test_failures_are_forgotten_too() -> None:
    moment = {"now": NOW}
    source = FetchedRevocation(egress=Egress(hosts=frozenset()), now=lambda: moment["now"])
    for number in range(3000):
        moment["now"] += timedelta(milliseconds=10)
        assert source.crl(f"http://crl{number}.example.test/") is None
    assert len(source._failures) <= 1000
