"""The protocol as a file: everything on it is readable, whatever was typed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from listina.documents.protocol import (
    Protocol,
    ProtocolPart,
    ProtocolRow,
    ProtocolSection,
    typeset_protocol,
)
from listina.documents.typesetting import PRINTABLE


def _protocol(value: str, *, watermark: str | None = "ZKUŠEBNÍ VÝSTUP – NEMÁ PRÁVNÍ ÚČINKY") -> Protocol:
    row = ProtocolRow(label="Údaj", value=value)
    return Protocol(
        title="Protokol o konverzi",
        subtitle="Autorizovaná konverze dokumentů z moci úřední",
        footer="T1-7-260312140509",
        watermark=watermark,
        sections=(
            ProtocolSection(
                title="Oddíl",
                rows=(row, ProtocolRow(label="Otisk", value="ab" * 64, is_digest=True)),
                paragraphs=("Věta na konci oddílu.",),
                parts=(ProtocolPart(title="Strana 1", rows=(row,)),),
            ),
        ),
    )


def _text(content: bytes, folder: Path) -> str:
    path = folder / "protocol.pdf"
    path.write_bytes(content)
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_protocol_says_all_of_it_and_that_it_has_no_legal_effects(tmp_path: Path) -> None:
    text = _text(typeset_protocol(_protocol("Příliš žluťoučký kůň")), tmp_path)
    for said in (
        "Protokol o konverzi",
        "Příliš žluťoučký kůň",
        "Strana 1",
        "Věta na konci oddílu.",
        "T1-7-260312140509",
    ):
        assert said in text
    assert text.count("NEMÁ PRÁVNÍ ÚČINKY") == 2
    assert "NEMÁ PRÁVNÍ" not in _text(typeset_protocol(_protocol("x", watermark=None)), tmp_path)


def test_every_character_that_counts_as_printable_is_in_the_fonts(tmp_path: Path) -> None:
    printable = [chr(code) for code in range(0x3000) if PRINTABLE.fullmatch(chr(code))]
    assert len(printable) > 500
    text = _text(typeset_protocol(_protocol(" ".join(printable))), tmp_path)
    assert "ř" in text
    assert "Ж" in text
    assert "?" in text


def test_what_no_font_has_is_a_question_mark_and_turns_no_text_around(tmp_path: Path) -> None:
    text = _text(typeset_protocol(_protocol("a😀b\u202ec\u200bd漢e")), tmp_path)
    assert "a?b?c?d?e" in text


def test_nothing_typed_is_read_as_source(tmp_path: Path) -> None:
    typed = '#panic("x") $1+1$ *b* _i_ <label> @ref \\ "uvozovky" {}[]'
    assert typed.replace(" ", "") in _text(typeset_protocol(_protocol(typed)), tmp_path).replace(" ", "")
