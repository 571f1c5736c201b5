"""Of a few hundred mutations of real messages none breaks the reader, and none is intact with another content."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.messages import judging
from listina.trust.messages.errors import DataMessageError
from listina.trust.messages.reading import read_message
from listina.trust.validation.knowledge import Knowledge
from listina.trust.validation.signature_report import FileReport
from listina.trust.validation.values import Integrity

AT = datetime(2019, 10, 1, tzinfo=UTC)
FILE = FileReport(name="zprava.zfo", length=0, sha256="")


def _mutated(content: bytes, random: Random) -> bytes:
    data = bytearray(content)
    for _ in range(random.choice((1, 1, 2))):
        place, length = random.randrange(len(data)), random.randrange(1, 40)
        match random.randrange(4):
            case 0:
                data[place] ^= 1 << random.randrange(8)
            case 1:
                data[place] = random.randrange(256)
            case 2:
                del data[place : place + length]
            case _:
                data[place:place] = data[place : place + length]
    return bytes(data)


@pytest.mark.parametrize("name", ["incoming-3401761.zfo", "delivery-info-6452235.zfo"])
def test_no_mutation_is_intact_with_another_content(shared_data: Path, tmp_path: Path, name: str) -> None:
    original = shared_data / "isds" / name
    sealed = read_message(original).content
    content, random = original.read_bytes(), Random(4)  # noqa: S311  # mutations, nothing secret
    path = tmp_path / name
    outcomes = set()
    for _ in range(300):
        path.write_bytes(_mutated(content, random))
        knowledge = Knowledge(trust=TrustSnapshot.of_anchors((), at=AT))
        report = judging.judge(path, FILE, "", knowledge, AT).report
        if report is not None and report.envelope.integrity is Integrity.INTACT:
            assert read_message(path).content == sealed
        outcomes.add(None if report is None else report.envelope.integrity)
    assert {None, Integrity.BROKEN} <= outcomes


def test_a_mutated_message_is_read_or_refused_with_an_error_of_ours(shared_data: Path, tmp_path: Path) -> None:
    content, random = (shared_data / "isds" / "incoming-3401761.zfo").read_bytes(), Random(5)  # noqa: S311  # as above
    path = tmp_path / "mutated.zfo"
    refused = 0
    for _ in range(300):
        path.write_bytes(_mutated(content, random))
        try:
            read_message(path)
        except DataMessageError:
            refused += 1
    assert 100 < refused < 300
