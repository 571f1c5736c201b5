"""Texts are sorted as a Czech dictionary sorts them, and found without diacritics."""

from __future__ import annotations

import random
import unicodedata

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from fixtures.database import make_authority
from listina.accounts.models import Authority
from listina.database.scope import system_scope
from listina.database.text import search_text, sort_key

# Every neighbour is there for a rule: letters of their own (č, ch, ř, š, ž), marks that decide late, spaces, digits.
IN_ORDER = [
    "auto",
    "Beroun",
    "cena",
    "cibule",
    "cukr",
    "čas",
    "činel",
    "dál",
    "ďas",
    "děd",
    "dům",
    "hora",
    "hůl",
    "cha",
    "chata",
    "chyba",
    "ibis",
    "král",
    "Krnov",
    "lama",
    "Nový Bor",
    "Nový Jičín",
    "Novýbor",
    "ruka",
    "růže",
    "ryba",
    "řeka",
    "sad",
    "sucho",
    "šach",
    "tele",
    "ulice",
    "zebra",
    "žába",
    "1. máje",
]
NEAR = [
    ("rada", "Rada"),  # small letters before capitals, when nothing else differs
    ("dal", "dál"),  # marks decide only between words otherwise equal
    ("dál", "dala"),
    ("lek", "lék"),
    ("u", "ú"),
    ("ú", "ů"),
    ("e", "é"),
    ("é", "ě"),
    ("cesta", "česta"),
    ("czz", "ča"),
    ("hzz", "cha"),
    ("Ch", "Í"),
    ("Žďár", "Žďár nad Sázavou"),
    ("Novák Jan", "Nováková Jana"),
]


def test_the_dictionary_order_is_kept() -> None:
    shuffled = random.Random(3).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311  # a repeatable shuffle
    assert sorted(shuffled, key=sort_key) == IN_ORDER


@pytest.mark.parametrize(("first", "second"), NEAR)
def test_near_words_stand_in_their_order(first: str, second: str) -> None:
    assert sort_key(first) < sort_key(second)


@pytest.mark.usefixtures("database")
def test_postgresql_sorts_by_the_key_as_python_does() -> None:
    for name in random.Random(4).sample(IN_ORDER, len(IN_ORDER)):  # noqa: S311  # a repeatable shuffle
        make_authority(name=name)
    with system_scope("read names in order"):
        assert list(Authority.objects.order_by("sort_key").values_list("name", flat=True)) == IN_ORDER
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        assert cursor.fetchone() == ("UTF8",)


@pytest.mark.parametrize(
    ("text", "found_as"),
    [
        ("Rozhodnutí č. j. MUKOLIN/1234/2026", "rozhodnuti c. j. mukolin/1234/2026"),
        ("  ŽLUŤOUČKÝ   kůň\n", "zlutoucky kun"),
        ("Łódź, Straße, Ørsted", "lodz, strasse, orsted"),
        ("№ ½ ﬁ", "no 1⁄2 fi"),
        ("", ""),
    ],
)
def test_texts_are_found_without_marks_and_capitals(text: str, found_as: str) -> None:
    assert search_text(text) == found_as


@given(st.text(max_size=60))
def test_a_search_text_is_its_own_search_text(text: str) -> None:
    once = search_text(text)
    assert search_text(once) == once
    assert not any(unicodedata.combining(character) for character in once)
    assert once == once.strip()


@given(st.text(max_size=60))
def test_composed_and_decomposed_texts_are_the_same(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert search_text(unicodedata.normalize(form, text)) == search_text(text)
        assert sort_key(unicodedata.normalize(form, text)) == sort_key(text)


@given(st.text(alphabet="aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzž", min_size=1, max_size=12), st.data())
def test_a_beginning_stands_before_its_continuation(text: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(text) - 1))
    beginning = text[:cut]
    if not (beginning.endswith("c") and text[cut] == "h"):
        assert sort_key(beginning) < sort_key(text)


@given(st.text(max_size=60))
def test_a_sort_key_can_be_stored(text: str) -> None:
    key = sort_key(text)
    assert "\x00" not in key
    assert key.encode("utf-8", errors="strict")
