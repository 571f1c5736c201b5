"""The words of the clause: what the act wants is there, and the disclaimer is the act's own."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listina.law.admissibility import UntransferableElement
from listina.law.clause import Standing, ToElectronicClause
from listina.law.clause_contents import to_electronic_contents_on
from listina.law.numbers import CHECK_CODE_ALPHABET, CHECK_CODE_LENGTH
from listina.law.wording import ClauseSheet, to_electronic_sheet, untransferable_sentence

TODAY = date(2026, 3, 12)
NUMBER = "42-7-260312140509"
CODE = "0123456789"
DRY_SEAL = UntransferableElement(name="suchá pečeť", pages=(2,))
HOLOGRAM = UntransferableElement(name="hologram", pages=(3, 1))
CLAUSE = ToElectronicClause(
    number=NUMBER,
    authority_name="Městský úřad Kolín",
    input_page_count=3,
    untransferable=(),
    drawn_up_on=TODAY,
    official_name="Ing. Jana Nováková",
    check_code=CODE,
    content_digest="ab" * 32,
    verification_url=f"https://overeni.example/overeni/{NUMBER}/{CODE}/",
    standing=Standing.LIVE,
)

names = st.text(min_size=1, max_size=80).filter(lambda name: bool(name.strip()))
clauses = st.builds(
    ToElectronicClause,
    number=st.text(alphabet="T0123456789-/%#", min_size=1, max_size=64),
    authority_name=names,
    input_page_count=st.integers(min_value=50, max_value=5000),
    untransferable=st.lists(
        st.builds(
            UntransferableElement,
            name=names,
            pages=st.lists(st.integers(min_value=1, max_value=50), min_size=1, max_size=5).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    drawn_up_on=st.dates(),
    official_name=names,
    check_code=st.text(alphabet=CHECK_CODE_ALPHABET, min_size=CHECK_CODE_LENGTH, max_size=CHECK_CODE_LENGTH),
    content_digest=st.text(alphabet="0123456789abcdef", min_size=64, max_size=64),
    verification_url=st.just("https://overeni.example/overeni/1/2/"),
    standing=st.sampled_from(Standing),
)


def _rows(sheet: ClauseSheet) -> dict[str, str]:
    return {row.label: row.value for row in sheet.rows}


def test_heading_and_statement_name_the_direction_and_the_agreement() -> None:
    sheet = to_electronic_sheet(CLAUSE)
    assert sheet.title == "Doložka konverze do dokumentu obsaženého v datové zprávě"
    assert sheet.subtitle == "Autorizovaná konverze dokumentů z moci úřední"
    assert sheet.statement == (
        "Tento dokument (výstup) vznikl úplným převedením dokumentu v listinné podobě (vstupu) do dokumentu obsaženého "
        "v datové zprávě. Obsah výstupu odpovídá obsahu vstupu."
    )


def test_the_disclaimer_repeats_the_act_word_for_word() -> None:
    assert to_electronic_sheet(CLAUSE).disclaimer == (
        "Konverzí se nepotvrzuje správnost a pravdivost údajů obsažených ve vstupu a jejich soulad s právními předpisy."
    )


def test_the_rows_stand_in_their_order_with_their_values() -> None:
    assert list(_rows(to_electronic_sheet(CLAUSE)).items()) == [
        ("Pořadové číslo v evidenci provedených konverzí", NUMBER),
        ("Subjekt, který konverzi provedl", "Městský úřad Kolín"),
        ("Počet stran vstupu", "3"),
        ("Viditelný prvek, který nelze plně přenést na výstup", "Vstup takový prvek neobsahuje."),
        ("Datum vyhotovení doložky", "12.\u00a03.\u00a02026"),
        ("Konverzi provedla osoba", "Ing. Jana Nováková"),
        ("Kontrolní kód", CODE),
        ("Otisk obsahu (SHA-256)", "ab" * 32),
    ]


def test_only_the_number_is_emphasised() -> None:
    assert [row.value for row in to_electronic_sheet(CLAUSE).rows if row.emphasised] == [NUMBER]


@settings(deadline=None)
@given(clauses)
def test_any_clause_holds_every_letter_of_section_25_from_a_to_g(clause: ToElectronicClause) -> None:
    sheet = to_electronic_sheet(clause)
    rows = _rows(sheet)
    held = {item.letter: rows[item.row_label] for item in to_electronic_contents_on(TODAY) if item.row_label}
    assert held["a"] == clause.authority_name
    assert held["b"] == clause.number
    assert "Obsah výstupu odpovídá obsahu vstupu." in sheet.statement
    assert held["d"] == str(clause.input_page_count)
    assert all(element.name in held["e"] for element in clause.untransferable)
    assert ("takový prvek neobsahuje" in held["e"]) is not bool(clause.untransferable)
    assert held["f"].endswith(str(clause.drawn_up_on.year))
    assert held["g"] == clause.official_name
    assert set(held) == set("abdefg")


def test_the_letters_of_section_25_are_a_to_h() -> None:
    assert [item.letter for item in to_electronic_contents_on(TODAY)] == list("abcdefgh")


def test_elements_are_named_with_their_pages() -> None:
    sheet = to_electronic_sheet(replace(CLAUSE, untransferable=(DRY_SEAL, HOLOGRAM)))
    assert _rows(sheet)["Viditelný prvek, který nelze plně přenést na výstup"] == (
        "Vstup obsahuje: suchá pečeť (strana\u00a02); hologram (strany\u00a01, 3)."
    )


def test_a_page_named_twice_is_printed_once() -> None:
    element = UntransferableElement(name="vodoznak", pages=(2, 2))
    assert untransferable_sentence((element,)) == "Vstup obsahuje: vodoznak (strana\u00a02)."


def test_an_element_forbids_further_conversion_and_says_so() -> None:
    further = "Výstup nelze dále konvertovat (§ 24 odst. 4 písm. e) zákona č. 300/2008 Sb.)."
    with_element = to_electronic_sheet(replace(CLAUSE, untransferable=(DRY_SEAL,))).paragraphs
    assert [paragraph.replace("\u00a0", " ") for paragraph in with_element][1:] == [further]
    assert len(to_electronic_sheet(CLAUSE).paragraphs) == 1


def test_the_clause_tells_of_signature_and_timestamp() -> None:
    (paragraph,) = to_electronic_sheet(CLAUSE).paragraphs
    assert paragraph == (
        "Doložka je součástí výstupu. Výstup je podepsán kvalifikovaným elektronickým podpisem osoby, která konverzi "
        "provedla, a opatřen kvalifikovaným elektronickým časovým razítkem."
    )


def test_the_sentence_of_verification_names_the_page_where_the_codes_are_typed() -> None:
    assert to_electronic_sheet(CLAUSE).verification == (
        "Doložku lze ověřit na adrese https://overeni.example/overeni/ po zadání pořadového čísla a kontrolního kódu, "
        "nebo načtením kódu QR."
    )


def test_a_number_quoted_in_the_address_is_cut_off_as_well() -> None:
    quoted = replace(CLAUSE, number="1/2", verification_url=f"https://overeni.example/overeni/1%2F2/{CODE}/")
    assert "https://overeni.example/overeni/ po zadání" in to_electronic_sheet(quoted).verification


def test_an_address_of_another_shape_is_printed_whole() -> None:
    other = replace(CLAUSE, verification_url="https://overeni.example/?c=1")
    assert "https://overeni.example/?c=1 po zadání" in to_electronic_sheet(other).verification


def test_a_preview_promises_a_number_and_shows_no_code() -> None:
    sheet = to_electronic_sheet(replace(CLAUSE, number=None, check_code=None, verification_url=None))
    rows = _rows(sheet)
    assert rows["Pořadové číslo v evidenci provedených konverzí"] == "číslo bude přiděleno"
    assert rows["Kontrolní kód"] == "kód bude přidělen"
    assert "http" not in sheet.verification
    assert len(sheet.rows) == len(to_electronic_sheet(CLAUSE).rows)


@pytest.mark.parametrize("standing", [Standing.TEST, Standing.DEMO])
def test_an_output_of_a_test_or_a_demo_says_that_it_has_no_legal_effects(standing: Standing) -> None:
    sheet = to_electronic_sheet(replace(CLAUSE, standing=standing))
    assert sheet.watermark == "ZKUŠEBNÍ VÝSTUP – NEMÁ PRÁVNÍ ÚČINKY"


def test_a_live_output_bears_no_watermark() -> None:
    assert to_electronic_sheet(CLAUSE).watermark is None


@settings(deadline=None)
@given(clauses)
def test_leaves_and_other_words_of_the_old_law_appear_nowhere(clause: ToElectronicClause) -> None:
    plain = replace(clause, authority_name="Úřad", official_name="Osoba", untransferable=())
    sheet = to_electronic_sheet(plain)
    texts = [sheet.title, sheet.subtitle, sheet.statement, sheet.disclaimer, sheet.verification, *sheet.paragraphs]
    texts += [text for row in sheet.rows for text in (row.label, row.value)]
    assert not any(word in text.lower() for text in texts for word in ("listů", "ověřovací doložka", "stránk"))
