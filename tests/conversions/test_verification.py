"""`listina verify`: the registered output and nothing else, whatever was done to the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from fixtures.conversions import House
from listina.conversions import queries
from listina.conversions.verification import Outcome, Verdict, VerificationReport, verify_file
from listina.database.scope import authority_scope
from trust import attacks


@pytest.fixture
def output(house: House) -> Path:
    """Return a registered output."""
    return queries.output_path(house.service, house.actor, house.finished(house.ready_case(pages=2)))


@pytest.fixture
def verify(house: House, tmp_path: Path) -> Callable[[bytes], VerificationReport]:
    """Return what verifies bytes as a file."""

    def of_bytes(content: bytes) -> VerificationReport:
        path = tmp_path / "given.pdf"
        path.write_bytes(content)
        return verify_file(path, policy=house.service.policy, at=house.clock())

    return of_bytes


Verify = Callable[[bytes], VerificationReport]


def outcomes(report: VerificationReport) -> dict[str, Outcome]:
    return {result.code: result.outcome for result in report.checks}


def failed(report: VerificationReport) -> set[str]:
    return {code for code, outcome in outcomes(report).items() if outcome is Outcome.FAILED}


def test_the_registered_output_is_verified(output: Path, verify: Verify) -> None:
    report = verify(output.read_bytes())
    assert report.verdict is Verdict.VERIFIED, report.to_json()
    assert set(outcomes(report).values()) == {Outcome.PASSED}
    assert report.clause is not None
    assert report.signer is not None
    assert report.to_json()["number"] == report.clause.number


def test_an_output_with_validation_data_and_document_timestamp_is_still_verified(
    house: House, output: Path, verify: Verify
) -> None:
    kept_alive = attacks.add_document_timestamp(
        attacks.add_validation_data(output.read_bytes(), (house.pki.ca,)), house.service.timestamps
    )
    report = verify(kept_alive)
    assert report.verdict is Verdict.VERIFIED, report.to_json()


@pytest.mark.parametrize("place", [0.02, 0.3, 0.6, 0.9, 0.995])
def test_one_changed_byte_is_noticed(output: Path, verify: Verify, place: float) -> None:
    content = bytearray(output.read_bytes())
    content[int(len(content) * place)] ^= 1
    report = verify(bytes(content))
    assert report.verdict is not Verdict.VERIFIED


@pytest.mark.parametrize(
    "change",
    [
        attacks.replace_page_content,
        attacks.append_annotation,
        attacks.append_page,
        attacks.change_catalog,
        attacks.change_metadata,
        attacks.add_orphan,
    ],
)
def test_a_later_revision_that_changes_anything_is_refused(
    output: Path, verify: Verify, change: Callable[[object], None]
) -> None:
    report = verify(attacks.revise(output.read_bytes(), change))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert "verify.exact" in failed(report)


def test_bytes_behind_the_end_are_refused(output: Path, verify: Verify) -> None:
    report = verify(output.read_bytes() + b"\n% nothing\n")
    assert report.verdict is not Verdict.VERIFIED


def test_the_unsigned_part_alone_is_refused(output: Path, verify: Verify) -> None:
    whole = verify(output.read_bytes())
    assert whole.clause is not None
    report = verify(output.read_bytes()[: whole.clause.prefix_length])
    assert report.verdict is Verdict.NOT_VERIFIED
    assert {"verify.exact", "verify.signature"} <= failed(report)


def test_a_truncated_output_is_refused(output: Path, verify: Verify) -> None:
    report = verify(output.read_bytes()[:-100])
    assert report.verdict is not Verdict.VERIFIED


def test_an_output_that_was_never_registered_is_refused(house: House, verify: Verify) -> None:
    signed = house.gate_input(house.stamped_case()).signed
    report = verify(signed.read_bytes())
    assert report.verdict is Verdict.NOT_VERIFIED
    assert "verify.registered" in failed(report)
    assert outcomes(report)["verify.exact"] is Outcome.IMPOSSIBLE


@pytest.mark.parametrize("content", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF\n"])
def test_a_foreign_file_is_never_verified_and_never_a_crash(verify: Verify, content: bytes) -> None:
    report = verify(content)
    assert report.verdict is not Verdict.VERIFIED
    assert Outcome.PASSED not in outcomes(report).values()
    assert report.clause is None


def test_a_clause_moved_to_other_pages_is_refused(house: House, verify: Verify, output: Path, tmp_path: Path) -> None:
    other = queries.output_path(house.service, house.actor, house.finished(house.ready_case(pages=2)))
    forged = tmp_path / "forged.pdf"
    with pikepdf.new() as pdf, pikepdf.open(output) as pages, pikepdf.open(other) as clause:
        for page in (*list(pages.pages)[:2], *list(clause.pages)[2:]):
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
            pdf.pages.append(page)
        pdf.save(forged)
    report = verify(forged.read_bytes())
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.clause is not None
    assert {"verify.exact", "verify.prefix"} <= failed(report)


def test_another_installation_does_not_trust_the_signature(house: House, output: Path) -> None:
    stranger = replace(house.service.policy, anchors=())
    report = verify_file(output, policy=stranger, at=house.clock())
    assert report.verdict is Verdict.NOT_VERIFIED
    assert failed(report) == {"verify.signature"}


def test_an_output_marked_erroneous_is_told_as_such(house: House, output: Path, verify: Verify) -> None:
    clause = verify(output.read_bytes()).clause
    assert clause is not None
    with authority_scope(house.actor.authority_id):
        house.service.register.mark_erroneous(clause.number, by_user_id=1, second_user_id=2)
    report = verify(output.read_bytes())
    assert report.verdict is Verdict.NOT_VERIFIED
    assert failed(report) == {"verify.standing"}


def test_every_sentence_of_the_report_is_czech_and_english(output: Path, verify: Verify) -> None:
    for report in (verify(output.read_bytes()), verify(b"foreign")):
        for result in report.checks:
            assert re.fullmatch(r"Ověření, že .+, (prošlo|neprošlo|nemohlo být provedeno)\.", result.cs)
            assert re.fullmatch(r"The check that .+ (passed|failed|could not be made)\.", result.en)
