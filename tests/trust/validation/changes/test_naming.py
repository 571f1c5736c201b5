"""What was changed after a signature is named, with its weight and its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader

from listina.trust import revisions
from listina.trust.policy import TrustPolicy
from listina.trust.revisions import RevisionWriter
from listina.trust.signers import SoftwareKey
from listina.trust.timestamps import TimestampClient
from listina.trust.validation import changes
from listina.trust.validation.changes.kinds import KINDS
from listina.trust.validation.signature_report import Change
from listina.trust.validation.values import ChangeWeight, Coverage, Integrity
from trust import attacks
from trust.validation.mutations.documents import STREAMS, TABLE, rich
from trust.validation.mutations.harm_to_documents import FILLED, HARM_TO_DOCUMENTS, OVERWRITTEN_VALUE, STORE_EMPTIED
from trust.validation.mutations.harm_to_files import HARM_TO_FILES
from trust.validation.mutations.harm_to_pages import HARM_TO_PAGES
from trust.validation.mutations.neutral import Neutral
from trust.validation.mutations.recipes import NotApplicableError, Recipe
from trust.validation.mutations.signing import Original, Signing

_UNREADABLE = frozenset({"jiná generace", "hybridní odkazy", "jiný katalog", "podpis vyjmut z pole"})
"""After these no signature can be read any more; the engine says so of the file."""
_ALL = (*HARM_TO_PAGES, *HARM_TO_DOCUMENTS, *HARM_TO_FILES, OVERWRITTEN_VALUE)
_NAMED = [recipe for recipe in _ALL if recipe.codes and recipe.name not in _UNREADABLE]


@pytest.fixture(scope="module")
def signing(
    elliptic_official_key: SoftwareKey, timestamp_client: TimestampClient, trust_policy: TrustPolicy
) -> Signing:
    return Signing(key=elliptic_official_key, client=timestamp_client, crls=tuple(trust_policy.crls()))


@pytest.fixture(scope="module")
def once(signing: Signing) -> dict[str, bytes]:
    return {layout.name: signing.sign(rich(layout), "Podpis1") for layout in (TABLE, STREAMS)}


def _after(pdf: bytes, number: int = 0) -> tuple[Change, ...]:
    """Return what followed a signature or timestamp, by its number."""
    file = io.BytesIO(pdf)
    reader = PdfFileReader(file, strict=True)
    signature = reader.embedded_signatures[number]
    end = revisions.require_sound_byte_range(signature, file, len(pdf))
    return changes.after(reader, signature, file, end)


def _codes(found: tuple[Change, ...]) -> set[str]:
    return {change.code for change in found}


@pytest.mark.parametrize("layout", ["tabulka", "proudy"])
@pytest.mark.parametrize("recipe", _NAMED, ids=str)
def test_a_harmful_change_is_named(recipe: Recipe, layout: str, once: dict[str, bytes], signing: Signing) -> None:
    try:
        found = _after(recipe.change(once[layout]))
    except NotApplicableError:
        found = _after(recipe.change(signing.store(once[layout])))
    assert _codes(found) & recipe.codes
    assert changes.integrity(found, Coverage.WHOLE_REVISION) is not Integrity.INTACT


def test_a_neutral_change_is_named(signing: Signing, once: dict[str, bytes]) -> None:
    original = Original(name="tabulka", pdf=once["tabulka"])
    for recipe in Neutral(signing=signing).for_file(original):
        found = _after(recipe.change(original.pdf))
        assert _codes(found) & recipe.codes, recipe.name
        assert changes.integrity(found, Coverage.WHOLE_REVISION) is Integrity.INTACT, recipe.name


def test_nothing_behind_a_signature_is_no_change(once: dict[str, bytes]) -> None:
    assert _after(once["tabulka"]) == ()


@pytest.mark.parametrize("layout", [TABLE, STREAMS], ids=lambda layout: layout.name)
def test_five_signatures_leave_each_earlier_one_intact(layout: Any, signing: Signing) -> None:
    pdf = signing.several(layout, 5)
    for number in range(5):
        found = _after(pdf, number)
        assert changes.integrity(found, Coverage.WHOLE_REVISION) is Integrity.INTACT
        assert _codes(found) <= {"new_signature", "new_visible_signature", "metadata_dates"}


def test_a_visible_signature_is_named_with_its_page(signing: Signing, once: dict[str, bytes]) -> None:
    found = _after(signing.sign(once["tabulka"], "Dalsi", visible=True))
    (change,) = (change for change in found if change.code != "metadata_dates")
    assert (change.code, change.page, change.weight) == ("new_visible_signature", 2, ChangeWeight.PERMITTED)
    assert change.text.cs == "Strana 2: přibyl viditelný podpis."


def test_the_page_of_changed_content_is_named(once: dict[str, bytes]) -> None:
    found = _after(attacks.revise(once["tabulka"], attacks.replace_page_content))
    assert [(change.code, change.page, change.weight) for change in found] == [
        ("page_content", 1, ChangeWeight.HARMFUL)
    ]


def test_what_was_changed_and_changed_back_is_still_told(once: dict[str, bytes]) -> None:
    """The version between may have been printed, and another may have signed it."""
    signed = once["tabulka"]
    content = _content(signed)

    def back(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Contents"] = content(writer)
        writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))

    changed_back = attacks.revise(attacks.revise(signed, attacks.replace_page_content), back)
    assert "page_content" in _codes(_after(changed_back))


def _content(pdf: bytes) -> Callable[[Any], Any]:
    reference = PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Kids"][0].raw_get("/Contents").reference

    def found(writer: Any) -> Any:
        return IndirectObject(reference.idnum, reference.generation, writer)

    return found


@pytest.mark.parametrize(
    ("level", "weight"), [(1, ChangeWeight.HARMFUL), (2, ChangeWeight.PERMITTED), (3, ChangeWeight.PERMITTED)]
)
def test_a_certification_decides_about_filling_in(level: int, weight: ChangeWeight, signing: Signing) -> None:
    found = _after(FILLED.change(signing.sign(rich(TABLE), "Podpis1", level=level)))
    assert [(change.code, change.weight) for change in found] == [("form_filled", weight)]


@pytest.mark.parametrize(("level", "weight"), [(1, ChangeWeight.HARMFUL), (2, ChangeWeight.HARMLESS)])
def test_a_certification_decides_about_further_signatures(level: int, weight: ChangeWeight, signing: Signing) -> None:
    # pyHanko itself would not sign where it is forbidden.
    certified = signing.sign(rich(TABLE), "Podpis1", level=level)
    prepared, output = attacks.place_signature(RevisionWriter(io.BytesIO(certified)), "Dalsi")
    signature = PdfFileReader(io.BytesIO(certified)).embedded_signatures[0]
    prepared.fill_with_cms(output, cms.ContentInfo.load(signature.pkcs7_content))
    found = _after(output.getvalue())
    assert [(change.code, change.weight) for change in found] == [("new_signature", weight)]


@pytest.mark.parametrize("level", [1, 2, 3])
def test_no_certification_forbids_archiving(level: int, signing: Signing) -> None:
    found = _after(signing.archive(signing.sign(rich(TABLE), "Podpis1", level=level)))
    assert _codes(found) == {"validation_data", "document_timestamp"}
    assert changes.integrity(found, Coverage.WHOLE_REVISION) is Integrity.INTACT


def test_a_locked_field_may_not_be_filled_in(signing: Signing) -> None:
    found = _after(FILLED.change(signing.sign(rich(TABLE), "Podpis1", locked=("jmeno",))))
    assert [(change.code, change.weight) for change in found] == [("field_locked", ChangeWeight.HARMFUL)]


def test_another_locked_field_locks_nothing_else(signing: Signing) -> None:
    found = _after(FILLED.change(signing.sign(rich(TABLE), "Podpis1", locked=("castka",))))
    assert [(change.code, change.weight) for change in found] == [("form_filled", ChangeWeight.PERMITTED)]


def test_what_a_timestamp_covered_may_not_leave_the_store(signing: Signing, once: dict[str, bytes]) -> None:
    emptied = STORE_EMPTIED.change(signing.archive(once["tabulka"]))
    assert _codes(_after(emptied, 0)) == {"validation_data", "document_timestamp"}
    assert "extended_validation_data" in _codes(_after(emptied, 1))


def test_each_kind_is_a_sentence_in_both_languages() -> None:
    for code in KINDS:
        for change in (changes.kinds.change(code), changes.kinds.change(code, page=2, forbidden=True)):
            assert change.text.cs.endswith(".")
            assert change.text.en.endswith(".")
    assert changes.kinds.change("form_filled", forbidden=True).weight is ChangeWeight.HARMFUL
