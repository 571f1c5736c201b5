"""The words of a clause of paper: they agree, hold what the act wants, and no stranger's text can pose as one."""

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from law.paper.building import AUTHORITY, CLAUSES, COMPANY, NOVAKOVA, PLAIN, ended, message, signature, timestamp
from listina.law.clause import Standing
from listina.law.paper.clause import ToPaperClause
from listina.law.paper.contents import to_paper_contents_on
from listina.law.paper.factors import (
    Cause,
    Integrity,
    Means,
    MessageSource,
    Printing,
    Proof,
    Qualified,
    Result,
    Revocation,
    SignatureKind,
    TimestampForm,
)
from listina.law.paper.facts import CertificateFacts, Notes, OtherMeans, ReducedPage
from listina.law.paper.sentences import KIND_WORDS, REASONS, SENTENCES
from listina.law.paper.sheet import statements, to_paper_sheet
from listina.law.paper.sheet_values import Block, PaperSheet
from listina.law.paper.strangers import NAME_LENGTH, certificate_number, printable

strangers = st.text(min_size=1, max_size=400)


def _blocks(sheet: PaperSheet) -> list[Block]:
    return [block for section in sheet.sections for block in section.blocks]


def _sentences(sheet: PaperSheet) -> list[str]:
    of_sections = [text for section in sheet.sections for text in section.sentences]
    return of_sections + [text for block in _blocks(sheet) for text in (*block.sentences, *block.closing)]


def _values(sheet: PaperSheet) -> list[str]:
    return [row.value for row in (*sheet.rows, *(row for block in _blocks(sheet) for row in block.rows))]


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=CLAUSES)
def test_each_letter_of_section_25_is_found_in_any_clause(clause: ToPaperClause) -> None:
    sheet = to_paper_sheet(clause)
    places = {row.label for row in sheet.rows} | {section.title for section in sheet.sections}
    places |= (
        {"Jméno, příjmení a podpis osoby, která konverzi provedla"} if sheet.signing or _automated(sheet) else set()
    )
    items = to_paper_contents_on(date(2026, 3, 12))
    assert [item.letter for item in items] == list("abcdefghijk")
    assert {item.row_label for item in items} - places == {None}
    assert sheet.statement.endswith("Obsah výstupu odpovídá obsahu vstupu.")


def _automated(sheet: PaperSheet) -> bool:
    return sheet.signing is None and sheet.sections[-1].title == "Automatizovaná konverze"


def test_the_pages_of_the_output_are_told_with_their_parts() -> None:
    rows = {row.label: row.value for row in to_paper_sheet(PLAIN).rows}
    assert rows["Počet stran výstupu"] == "5 (převedený dokument 4, doložka 1)"


def test_a_preview_promises_a_number() -> None:
    sheet = to_paper_sheet(replace(PLAIN, number=None, check_code=None, verification_url=None))
    assert sheet.rows[0].value == "číslo bude přiděleno"
    assert "http" not in sheet.verification


@pytest.mark.parametrize(("standing", "marked"), [(Standing.LIVE, False), (Standing.TEST, True), (Standing.DEMO, True)])
def test_only_a_live_output_bears_no_watermark(standing: Standing, marked: bool) -> None:  # noqa: FBT001  # a parameter
    assert bool(to_paper_sheet(replace(PLAIN, standing=standing)).watermark) is marked


def test_an_automated_conversion_names_what_secures_it_and_nobody() -> None:
    sheet = to_paper_sheet(CLAUSES["15-automatizovane-s-poznamkou"])
    assert sheet.signing is None
    assert "Konverze byla provedena automatizovaně." in sheet.sections[-1].blocks[0].sentences[0]


# Grammar.


@pytest.mark.parametrize("kind", SignatureKind)
@pytest.mark.parametrize("proof", [Proof.MOMENT_OF_VALIDATION, Proof.QUALIFIED_TIMESTAMP])
def test_adjectives_and_verbs_agree_with_what_they_speak_of(kind: SignatureKind, proof: Proof) -> None:
    feminine = kind in {SignatureKind.SEAL, SignatureKind.MARK}
    words = KIND_WORDS[kind]
    assert words.valid == ("platná" if feminine else "platný")
    assert words.invalid == f"ne{words.valid}"
    assert all(word.endswith("a") is feminine for word in (words.arose, words.existed, words.based))
    text = signature_text(kind, proof)
    assert f"{words.noun} je {words.valid}" in text
    assert words.holder in text


def signature_text(kind: SignatureKind, proof: Proof) -> str:
    stamps = (timestamp(),) if proof is Proof.QUALIFIED_TIMESTAMP else ()
    clause = replace(PLAIN, signatures=(signature(kind, proof=proof),), timestamps=stamps)
    return dict(statements(clause))["Podpisy, pečetě a značky"]


def test_pages_of_a_note_are_told_in_their_number() -> None:
    one = replace(PLAIN, notes=Notes(reduced_pages=(ReducedPage(page=2, paper="A3"),)))
    two = replace(PLAIN, notes=Notes(reduced_pages=(ReducedPage(page=3, paper="A3"), ReducedPage(page=2, paper="A3"))))
    assert "Strana\u00a02 byla zmenšena z formátu A3 na A4." in _sentences(to_paper_sheet(one))
    assert "Strany\u00a02, 3 byly zmenšeny z formátu A3 na A4." in _sentences(to_paper_sheet(two))


def test_every_sentence_begins_in_upper_case_and_ends_with_one_full_stop() -> None:
    for clause in CLAUSES.values():
        for text in _sentences(to_paper_sheet(clause)):
            assert text[0].isupper()
            assert text.endswith(".")
            assert not text.endswith("..")
            assert "  " not in text
            assert "{" not in text


def test_words_of_the_old_law_appear_nowhere() -> None:
    texts = [sentence.template + sentence.when_cs for sentence in SENTENCES] + list(REASONS.values())
    assert not any(
        word in text for text in texts for word in ("listů", "ověřovací doložka", "stránk", "revokov", "expir")
    )


# What is said of what.


def test_also_is_said_only_where_letter_g_names_something() -> None:
    other = (OtherMeans(means=Means.ENVELOPE_SEAL, certificate=COMPANY, integrity=Integrity.INTACT),)
    alone = _sentences(to_paper_sheet(replace(PLAIN, other_means=other)))
    beside = _sentences(to_paper_sheet(replace(PLAIN, other_means=other, signatures=(signature(),))))
    assert "Integrita vstupu byla zajištěna jiným způsobem: pečetí obálky datové zprávy." in alone
    assert "Integrita vstupu byla zajištěna také jiným způsobem: pečetí obálky datové zprávy." in beside


def test_an_undecided_integrity_of_the_whole_input_is_told_even_of_an_unsigned_one() -> None:
    sentences = _sentences(to_paper_sheet(replace(PLAIN, integrity=Integrity.UNDECIDABLE)))
    assert "Ověření integrity vstupu nebylo možné provést." in sentences


def test_a_value_that_does_not_belong_to_the_content_assures_nothing_of_it() -> None:
    wrong = signature(result=Result.INVALID, cause=Cause.WRONG_VALUE)
    sentences = _sentences(to_paper_sheet(replace(PLAIN, signatures=(wrong,))))
    assert "Integrita vstupu nebyla porušena." not in sentences
    assert "Ověření integrity vstupu nebylo možné provést." in sentences


def test_a_timestamp_that_is_not_qualified_is_disregarded_unless_it_proves_a_moment() -> None:
    stamps = (timestamp(qualified=Qualified.NO),)
    disregarded = _sentences(to_paper_sheet(replace(PLAIN, signatures=(signature(),), timestamps=stamps)))
    relied_on = replace(PLAIN, signatures=(signature(proof=Proof.OTHER_TIMESTAMP),), timestamps=stamps)
    assert "Vstup obsahuje časové razítko, které není kvalifikované; k němu se nepřihlíží." in disregarded
    assert "Vstup obsahuje časové razítko, které není kvalifikované." in _sentences(to_paper_sheet(relied_on))
    assert all(
        "Vstup nebyl opatřen kvalifikovaným" in " ".join(told)
        for told in (disregarded, _sentences(to_paper_sheet(relied_on)))
    )


def test_a_moment_that_is_not_known_is_said_not_to_be() -> None:
    revoked = signature(revocation=Revocation.REVOKED_UNPROVEN, result=Result.UNDECIDABLE, cause=Cause.REVOKED)
    text = " ".join(_sentences(to_paper_sheet(replace(PLAIN, signatures=(revoked,)))))
    assert "zneplatněn v okamžiku, který nebylo možné zjistit" in text
    told = dict(statements(replace(PLAIN, message=message(MessageSource.VERIFIED, delivered=False))))
    assert "Dodáno do datové schránky adresáta: nelze zjistit" in told["Datová zpráva"]


def test_a_black_and_white_print_is_noted_and_one_in_colour_is_not() -> None:
    grey = replace(PLAIN, notes=Notes(printing=Printing.BLACK_AND_WHITE))
    assert "Vstup byl vytištěn černobíle; informace vyjádřená barvou se neztratila." in _sentences(to_paper_sheet(grey))
    assert all(section.title != "Poznámka" for section in to_paper_sheet(PLAIN).sections)


def test_statements_are_what_was_printed_line_by_line() -> None:
    clause = CLAUSES["13-tri-podpisy"]
    told = dict(statements(clause))
    assert told["Název datového souboru se vstupem"] == "rozhodnuti.pdf"
    assert told["Pečeť 2 z\u00a03"].splitlines()[:2] == [
        "Vstup byl zapečetěn uznávanou elektronickou pečetí.",
        "Číslo kvalifikovaného certifikátu: 15231999 (0xe86bff)",
    ]
    printed = set(_sentences(to_paper_sheet(clause)))
    assert printed <= {line for text in told.values() for line in text.splitlines()}


# Strangers.


def _visible(text: str) -> bool:
    return all(unicodedata.category(character)[0] != "C" for character in text) and not set(text) & set("\n\r\u2028")


@given(strangers)
def test_a_strangers_text_is_one_visible_line_of_bounded_length(text: str) -> None:
    shown = printable(text)
    assert 1 <= len(shown) <= NAME_LENGTH
    assert _visible(shown)


def test_what_is_invisible_is_written_out() -> None:
    assert printable("smlouva\u202efdp.exe") == "smlouva[U+202E]fdp.exe"
    assert printable("Jana\nNováková\u200b") == "Jana Nováková[U+200B]"
    assert printable(" \t") == "neuvedeno"
    assert printable("e" + "\u0301" * 50).count("\u0301") == 2


@given(st.integers())
def test_any_certificate_number_is_written_within_a_line(number: int) -> None:
    assert len(certificate_number(number)) < 200


def test_an_absurd_certificate_number_is_cut() -> None:
    assert certificate_number(2**100_000).endswith("…")
    assert certificate_number(255) == "255 (0xff)"


@settings(deadline=None, max_examples=50)
@given(strangers, strangers, strangers)
def test_strangers_texts_stand_in_rows_only_and_change_no_sentence(name: str, issuer: str, holder: str) -> None:
    def clause(file_name: str, certificate: CertificateFacts) -> ToPaperClause:
        return replace(
            PLAIN,
            file_name=file_name,
            signatures=(signature(certificate=certificate, proof=Proof.QUALIFIED_TIMESTAMP),),
            other_means=(OtherMeans(means=Means.SIGNATURE, certificate=certificate, integrity=Integrity.INTACT),),
            timestamps=(timestamp(certificate=certificate),),
            notes=Notes(embedded_files=(file_name,)),
        )

    plain = to_paper_sheet(clause("a.pdf", NOVAKOVA))
    strange = to_paper_sheet(clause(name, replace(NOVAKOVA, issuer=issuer, holder=holder)))
    assert _sentences(strange) == _sentences(plain)
    assert len(_values(strange)) == len(_values(plain))
    assert all(_visible(value) for value in _values(strange))


def test_a_name_of_an_algorithm_from_a_file_is_printed_only_if_it_is_plain() -> None:
    def text(algorithm: str) -> str:
        weak = signature(result=Result.UNDECIDABLE, cause=Cause.ALGORITHM, algorithm=algorithm)
        return " ".join(_sentences(to_paper_sheet(replace(PLAIN, signatures=(weak,)))))

    assert "použitý algoritmus (SHA-1) nebyl" in text("SHA-1")
    assert "použitý algoritmus nebyl" in text("SHA-1). Podpis je platný (")


def test_a_timestamp_of_the_whole_input_is_told_apart_and_its_ended_certificate_is_named() -> None:
    stamp = timestamp(
        TimestampForm.OF_THE_INPUT, ended(AUTHORITY), result=Result.UNDECIDABLE, cause=Cause.OUT_OF_BOUNDS
    )
    text = " ".join(_sentences(to_paper_sheet(replace(PLAIN, timestamps=(stamp,)))))
    assert "jako celek opatřen samostatným kvalifikovaným elektronickým časovým razítkem" in text
    assert "protože platnost jeho certifikátu skončila 31.\u00a010.\u00a02025." in text
