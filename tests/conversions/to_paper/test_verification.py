"""`listina verify`: the file that was printed and nothing else; what counts is the paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.conversions import House
from fixtures.paper import ALL_FOUR, PaperHouse
from listina.conversions.to_paper.printing import Printed
from listina.conversions.verification import Outcome, Verdict, VerificationReport, verify_file
from listina.database.scope import authority_scope
from listina.law.directions import Direction
from listina.trust.signers import SoftwareKey
from trust import attacks

Verify = Callable[[bytes], VerificationReport]


@pytest.fixture
def verify(house: House, tmp_path: Path) -> Verify:
    def of_bytes(content: bytes) -> VerificationReport:
        path = tmp_path / "given.pdf"
        path.write_bytes(content)
        return verify_file(path, policy=house.service.policy, at=house.clock())

    return of_bytes


@pytest.fixture
def printed(paper_house: PaperHouse, official_key: SoftwareKey) -> bytes:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.ready_case(paper_house.inputs.signed(official_key))
    service.prepare_print(actor, case_id)
    content = service.hand_out(actor, case_id, Printed.WHOLE).read_bytes()
    service.affirm(actor, case_id, ALL_FOUR)
    return content


def failed(report: VerificationReport) -> set[str]:
    return {result.code for result in report.checks if result.outcome is Outcome.FAILED}


def test_the_printed_file_is_verified_as_what_it_is(printed: bytes, verify: Verify) -> None:
    report = verify(printed)
    assert report.verdict is Verdict.VERIFIED, report.to_json()
    assert report.cs.startswith("Je to soubor, který byl vytištěn.")
    assert {result.code for result in report.checks} == {"verify.registered", "verify.exact", "verify.standing"}
    assert report.clause is not None
    assert report.clause.direction is Direction.TO_PAPER
    assert (report.signer, report.signature_time) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf + b"\n% nothing\n",
        lambda pdf: attacks.revise(pdf, attacks.append_annotation),
        lambda pdf: attacks.revise(pdf, attacks.change_catalog),
        lambda pdf: pdf.replace(b"%\xbf", b"%\xbe", 1),
        lambda pdf: pdf[:-1],
    ],
    ids=["a comment appended", "an annotation", "another catalog", "a byte", "a byte less"],
)
def test_a_changed_or_longer_file_is_found_by_its_codes_and_not_verified(
    printed: bytes, verify: Verify, change: Callable[[bytes], bytes]
) -> None:
    report = verify(change(printed))
    assert report.verdict is Verdict.NOT_VERIFIED
    assert report.clause is not None
    assert failed(report) == {"verify.exact"}
    assert "vytištěn" in report.cs


def test_what_was_printed_and_never_affirmed_is_not_verified(
    paper_house: PaperHouse, official_key: SoftwareKey, verify: Verify
) -> None:
    actor, service = paper_house.house.actor, paper_house.service
    case_id = paper_house.printed_case(paper_house.inputs.signed(official_key))
    path = service.hand_out(actor, case_id, Printed.WHOLE, earlier_spoiled=True)
    report = verify(path.read_bytes())
    assert report.verdict is Verdict.NOT_VERIFIED
    assert "verify.registered" in failed(report)


def test_an_output_marked_erroneous_is_told_as_such(house: House, printed: bytes, verify: Verify) -> None:
    clause = verify(printed).clause
    assert clause is not None
    with authority_scope(house.actor.authority_id):
        house.service.register.mark_erroneous(clause.number, by_user_id=1, second_user_id=2)
    assert failed(verify(printed)) == {"verify.standing"}


def test_the_input_is_no_output(paper_house: PaperHouse, official_key: SoftwareKey, verify: Verify) -> None:
    path = paper_house.inputs.signed(official_key)
    paper_house.affirmed_case(path)
    assert verify(path.read_bytes()).verdict is Verdict.NOT_VERIFIED
