"""What is printed on the clause of a conversion to paper, in the order of printing (§ 25 odst. 2).

The typesetter adds nothing but codes, page numbers and empty space. Names of strangers (of certificates, files, data
boxes) stand only in values of rows, never within a sentence, so that none can pose as one.
"""

from __future__ import annotations

from dataclasses import dataclass

from listina.law.wording import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is said of one thing, such as one signature.

    Attributes:
        title: such as „Podpis 1 z 3“; empty where there is only one thing to speak of.
        sentences: before the rows.
        rows: its identification, label by label; empty if there is none.
        closing: sentences after the rows.
    """

    title: str = ""
    sentences: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The statements of one letter of § 25(2), or the note.

    Attributes:
        title: the heading.
        sentences: before the blocks; empty if each thing has its own.
        blocks: one for each thing; empty if there is none.
    """

    title: str
    sentences: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Where a person signs and stamps the paper (§ 25(2)(j)).

    Attributes:
        label: beside the name and the line to sign on.
        official_name: of the person.
        stamp_label: beside the empty place for the imprint, at least 60 × 40 mm.
    """

    label: str
    official_name: str
    stamp_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """Every word of the clause.

    Attributes:
        title: the heading.
        subtitle: the line above it.
        statement: that the contents agree, letter d).
        rows: the table; the digest of the input is the value of 64 hexadecimal digits.
        sections: data message k), signatures g), integrity otherwise h), timestamps i), note.
        disclaimer: § 24(5), printed in bold.
        signing: letter j); None for an automated conversion, whose last section says what secures the output.
        verification: how the clause can be verified.
        watermark: across each page; None only for live outputs.
    """

    title: str
    subtitle: str
    statement: str
    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    disclaimer: str
    signing: Signing | None
    verification: str
    watermark: str | None
