"""Clauses of earlier conversions in a document: by their words and by their codes.

The words are ours, those of the state's forms since 2009, and those of the act. Letters are compared without their
marks, because text taken out of a PDF often loses them.

Source: L300 § 24(4)(e), § 25 in its wordings since 2009; decision 11.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import takewhile

from listina.documents.clauses_on_pages import ClauseOnPage
from listina.documents.inspection.facts import ClauseDirection, EarlierClause

_HEADING = re.compile(
    r"dolozka (o provedeni )?(autorizovane )?konverze( dokument\w+)?( z moci uredni| na zadost)? "
    r"do (?P<to>(dokumentu )?(obsazeneho v )?(v )?(datove|elektronicke|listinne))"
)
_STATEMENT = re.compile(
    r"overuji pod (poradovym )?cislem .{1,120}? vznikl prevedenim (z |vstupu )?(?P<from>.{1,60}?)(,| do )"
)
_NUMBER = re.compile(r"(poradov\w+ cisl\w+|pod cislem)[^0-9]{0,60}?(?P<number>\bt?\d{1,20}(-\d{1,20}){1,4})\b")
_HAS_NUMBER = re.compile(r"poradov\w+ cisl")
_NAMES_ELEMENT = re.compile(
    r"vystup nelze dale konvertovat"
    r"|vstup obsahuje ?:"
    r"|vstup obsahuje viditeln"
    r"|vstup obsahuje zajistovaci"
    r"|(zajistovaci|zjistovaci) prvek ?: ?(?!bez|ne\b|neni|zadn|neobsah|-)\w"
)
_NAMES_NONE = re.compile(
    r"vstup takovy prvek neobsahuje"
    r"|(vstup )?neobsahuje (zadny )?(viditeln|zajistovac)"
    r"|bez (viditelneho )?(zajistovaciho|zjistovaciho) prvku"
    r"|(zajistovaci|zjistovaci) prvek ?: ?(ne\b|neni|zadn|neobsah|-)"
)
_SPACING_MARKS = re.compile(r"[ˇ´¨˚˝`]")
_MOST_PAGES = 4
_LONGEST_CLAUSE = 12_000
"""Characters that may belong to a clause, from its heading on."""


def folded(text: str) -> str:
    """Return the text in lower-case letters without marks, with single spaces."""
    letters = unicodedata.normalize("NFKD", _SPACING_MARKS.sub("", text))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).lower().split())


def speaks_of_clause(text: str) -> bool:
    """Return whether a folded text may belong to a clause."""
    return _HEADING.search(text) is not None or _STATEMENT.search(text) is not None


def earlier_clauses(texts: Sequence[str], codes: Mapping[int, Sequence[ClauseOnPage]]) -> tuple[EarlierClause, ...]:
    """Return the clauses, in the order of pages.

    Args:
        texts: of the pages, folded, in order.
        codes: what the codes of pages speak of, by page number from 1.
    """
    found = [clause for page in range(1, len(texts) + 1) for clause in _in_words(texts, page)]
    left = [(page, code) for page, of_page in sorted(codes.items()) for code in of_page]
    joined = []
    for clause in found:
        match = next((each for each in left if _belong(clause, *each)), None)
        if match is not None:
            left = [each for each in left if each[1].number != match[1].number]
            clause = _with_code(clause, match[1])  # noqa: PLW2901  # the same clause, better known
        joined.append(clause)
    by_code_alone = {code.number: (page, code) for page, code in reversed(left)}.values()
    joined += [
        EarlierClause(
            page=page,
            direction=ClauseDirection.UNKNOWN,
            number=code.number,
            check_code=code.check_code,
            untransferable=None,
        )
        for page, code in by_code_alone
    ]
    return tuple(sorted(joined, key=lambda clause: clause.page))


def _in_words(texts: Sequence[str], page: int) -> list[EarlierClause]:
    text = texts[page - 1]
    begin = _HEADING.search(text) or _STATEMENT.search(text)
    if begin is None:
        return []
    following = takewhile(lambda each: not speaks_of_clause(each), texts[page : page + _MOST_PAGES - 1])
    whole = " ".join((text[begin.start() :], *following))[:_LONGEST_CLAUSE]
    if not _HAS_NUMBER.search(whole):
        return []  # a document that speaks about clauses has none of their rows
    number = _NUMBER.search(whole)
    return [
        EarlierClause(
            page=page,
            direction=_direction(begin),
            number=number["number"].upper() if number else None,
            check_code=None,
            untransferable=_untransferable(whole),
        )
    ]


def _direction(begin: re.Match[str]) -> ClauseDirection:
    groups = begin.groupdict()
    if "to" in groups:
        return ClauseDirection.TO_PAPER if "listinne" in groups["to"] else ClauseDirection.TO_ELECTRONIC
    return ClauseDirection.TO_ELECTRONIC if "listinne" in groups["from"] else ClauseDirection.TO_PAPER


def _untransferable(text: str) -> bool | None:
    names, names_none = _NAMES_ELEMENT.search(text) is not None, _NAMES_NONE.search(text) is not None
    return None if names == names_none else names


def _belong(clause: EarlierClause, page: int, code: ClauseOnPage) -> bool:
    if clause.number is None:
        return page in {clause.page, clause.page + 1}
    return clause.number == code.number


def _with_code(clause: EarlierClause, code: ClauseOnPage) -> EarlierClause:
    return EarlierClause(
        page=clause.page,
        direction=clause.direction,
        number=code.number,
        check_code=code.check_code,
        untransferable=clause.untransferable,
    )
