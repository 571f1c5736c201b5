"""Exact bytes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listina.conversions.exactness import prefix_sha256, starts_with


def two_files(folder: Path, whole: bytes, beginning: bytes) -> tuple[Path, Path]:
    (folder / "whole").write_bytes(whole)
    (folder / "beginning").write_bytes(beginning)
    return folder / "whole", folder / "beginning"


def test_a_file_starts_with_its_own_beginning(tmp_path: Path) -> None:
    assert starts_with(*two_files(tmp_path, b"abcdef", b"abc"))


def test_a_single_other_byte_is_noticed(tmp_path: Path) -> None:
    assert not starts_with(*two_files(tmp_path, b"abXdef", b"abc"))


def test_a_shorter_file_does_not_start_with_a_longer_one(tmp_path: Path) -> None:
    assert not starts_with(*two_files(tmp_path, b"ab", b"abc"))


def test_nothing_starts_with_an_empty_file(tmp_path: Path) -> None:
    assert not starts_with(*two_files(tmp_path, b"abc", b""))


def test_pieces_longer_than_the_buffer_are_compared_to_the_end(tmp_path: Path) -> None:
    long = bytes(range(256)) * 8192
    assert starts_with(*two_files(tmp_path, long + b"!", long))
    assert not starts_with(*two_files(tmp_path, long[:-1] + b"?!", long))


@given(content=st.binary(max_size=300), length=st.integers(min_value=0, max_value=320))
def test_the_digest_of_a_prefix_is_that_of_its_bytes_or_none(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, length: int
) -> None:
    path = tmp_path_factory.mktemp("prefix") / "file"
    path.write_bytes(content)
    expected = sha256(content[:length]).hexdigest() if length <= len(content) else None
    assert prefix_sha256(path, length) == expected
