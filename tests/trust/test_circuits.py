"""An authority that failed is left alone for a while, longer each time, and every process of the machine knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from fixtures.pki import PIN
from listina.trust.authority import LocalTimestampSource
from listina.trust.circuits import FIRST_PAUSE, LONGEST_PAUSE, Circuits
from listina.trust.demo_pki import DemoPki
from listina.trust.errors import TimestampUnavailableError
from listina.trust.policy import TrustPolicy
from listina.trust.timestamps import TimestampClient

IMPRINT = sha256(b"data").digest()
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)


class _Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment


class _Source:
    """An authority that answers or does not, as told, and counts how often it was asked."""

    def __init__(self, pki: DemoPki, name: str, clock: _Clock) -> None:
        self.name = name
        self.is_down = False
        self.asked = 0
        self._good = LocalTimestampSource(authority=pki.timestamp_authority(PIN, now=clock))

    def request(self, request_der: bytes) -> bytes:
        self.asked += 1
        if self.is_down:
            raise TimestampUnavailableError(reasons=("no route",))
        return self._good.request(request_der)


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture(params=["in a folder", "in memory"])
def circuits(request: pytest.FixtureRequest, clock: _Clock, tmp_path: Path) -> Circuits:
    return Circuits(folder=tmp_path / "circuits" if request.param == "in a folder" else None, now=clock)


@pytest.fixture
def sources(demo_pki: DemoPki, clock: _Clock) -> tuple[_Source, _Source]:
    return _Source(demo_pki, "první", clock), _Source(demo_pki, "druhá", clock)


@pytest.fixture
def client(
    sources: tuple[_Source, _Source], circuits: Circuits, trust_policy: TrustPolicy, clock: _Clock
) -> TimestampClient:
    return TimestampClient(sources=sources, policy=trust_policy, now=clock, circuits=circuits)


def test_pauses_double_up_to_the_longest(circuits: Circuits, clock: _Clock) -> None:
    pauses = []
    for _ in range(9):
        circuits.note_failure("a", "no route")
        again = circuits.asked_again_at("a")
        assert again is not None
        pauses.append(again - clock())
        clock.moment = again
        assert circuits.asked_again_at("a") is None

    assert pauses[:4] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4, FIRST_PAUSE * 8]
    assert pauses[-1] == LONGEST_PAUSE
    assert circuits.failures("b") is None


def test_failures_of_requests_sent_at_the_same_time_count_once(circuits: Circuits) -> None:
    circuits.note_failure("a", "no route")
    circuits.note_failure("a", "no route")

    failures = circuits.failures("a")
    assert failures is not None
    assert (failures.count, failures.last_at, failures.reason) == (1, NOON, "no route")


def test_a_good_answer_forgets_the_failures(circuits: Circuits) -> None:
    circuits.note_answer("a")
    circuits.note_failure("a", "no route")
    circuits.note_answer("a")

    assert circuits.failures("a") is None


def test_a_clock_that_was_set_back_does_not_silence_an_authority(circuits: Circuits, clock: _Clock) -> None:
    circuits.note_failure("a", "no route")
    clock.moment -= timedelta(days=300)

    assert circuits.asked_again_at("a") is None


def test_another_process_knows_of_the_failure(tmp_path: Path, clock: _Clock) -> None:
    Circuits(folder=tmp_path, now=clock).note_failure("a", "no route")

    assert Circuits(folder=tmp_path, now=clock).asked_again_at("a") == NOON + FIRST_PAUSE


@pytest.mark.parametrize("content", ["", "[]", '{"count": 0, "last_at": "2026-01-01T00:00:00+00:00", "reason": ""}'])
def test_a_file_that_cannot_be_read_keeps_nobody_from_asking(content: str, tmp_path: Path, clock: _Clock) -> None:
    circuits = Circuits(folder=tmp_path, now=clock)
    circuits.note_failure("a", "no route")
    for path in tmp_path.iterdir():
        path.write_text(content)

    assert circuits.failures("a") is None
    circuits.note_failure("a", "no route")
    assert circuits.asked_again_at("a") == NOON + FIRST_PAUSE


def test_a_failure_that_cannot_be_written_is_no_failure_of_ours(tmp_path: Path, clock: _Clock) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    circuits = Circuits(folder=tmp_path / "file", now=clock)
    circuits.note_failure("a", "no route")
    circuits.note_answer("a")

    assert circuits.asked_again_at("a") is None


def test_the_first_in_order_is_asked_again_after_its_pause(
    client: TimestampClient, sources: tuple[_Source, _Source], clock: _Clock
) -> None:
    first, second = sources
    first.is_down = True
    assert [client.token(IMPRINT).source_name for _ in range(3)] == ["druhá"] * 3
    assert (first.asked, second.asked) == (1, 3)
    first.is_down = False
    clock.moment += FIRST_PAUSE
    assert client.token(IMPRINT).source_name == "první"


def test_when_all_are_down_the_error_says_when_the_first_is_asked_again(
    client: TimestampClient, sources: tuple[_Source, _Source], clock: _Clock
) -> None:
    first, second = sources
    first.is_down = second.is_down = True
    with pytest.raises(TimestampUnavailableError, match=r"první: no route; druhá: no route") as refusal:
        client.token(IMPRINT)
    assert refusal.value.asked_again_at == clock() + FIRST_PAUSE
    clock.moment += timedelta(seconds=1)
    with pytest.raises(TimestampUnavailableError, match=r"první: failed lately, left alone until 12:00:05 UTC") as left:
        client.token(IMPRINT)
    assert left.value.asked_again_at == NOON + FIRST_PAUSE
    assert (first.asked, second.asked) == (1, 1)


def test_asking_anew_asks_all_in_order_at_once(client: TimestampClient, sources: tuple[_Source, _Source]) -> None:
    first, _ = sources
    first.is_down = True
    client.token(IMPRINT)
    first.is_down = False
    client.ask_anew()

    assert client.token(IMPRINT).source_name == "první"


def test_the_doctors_question_reaches_an_authority_that_is_left_alone(
    client: TimestampClient, sources: tuple[_Source, _Source]
) -> None:
    first, _ = sources
    first.is_down = True
    assert [problem.code for problem in client.check()] == ["timestamp.unavailable"]
    first.is_down = False
    assert client.check() == ()
    assert client.token(IMPRINT).source_name == "první"


def test_without_circuits_every_source_is_asked_every_time(
    client: TimestampClient, sources: tuple[_Source, _Source]
) -> None:
    first, _ = sources
    first.is_down = True
    plain = replace(client, circuits=None)
    plain.ask_anew()
    assert [plain.token(IMPRINT).source_name for _ in range(3)] == ["druhá"] * 3
    assert first.asked == 3
