"""The gate: everything is measured again, and a check that cannot be made is not one that passed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fixtures.conversions import House
from fixtures.pki import CertificateBuilder
from listina.accounts import certificates
from listina.conversions.cases import CaseState
from listina.conversions.errors import GateRefusedError
from listina.conversions.gate import GATE_CODES, GateInput, GateReport, check
from listina.database.errors import DatabaseUnavailableError
from listina.objects.errors import ObjectMissingError


def failed(report: GateReport) -> set[str]:
    return {item.code for item in report.failed}


def with_file(given: GateInput, digest: str, content: bytes, folder: Path) -> GateInput:
    """Return the input with other bytes where the object with this digest was."""
    other = folder / "other.pdf"
    other.write_bytes(content)
    return replace(given, locate=lambda asked: other if asked == digest else given.locate(asked))


@pytest.fixture
def good(house: House) -> GateInput:
    return house.gate_input(house.stamped_case())


def test_a_good_output_passes_every_check(good: GateInput) -> None:
    report = check(good)
    assert failed(report) == set()
    assert report.passed
    assert tuple(item.code for item in report.checks) == GATE_CODES
    assert all(item.cs.endswith("prošlo.") for item in report.checks)


def test_no_checks_at_all_is_no_pass() -> None:
    assert not GateReport(checks=()).passed


@pytest.mark.parametrize("place", [0.05, 0.5, 0.97])
def test_one_changed_byte_of_the_signed_file_is_refused(good: GateInput, tmp_path: Path, place: float) -> None:
    content = bytearray(good.signed.read_bytes())
    content[int(len(content) * place)] ^= 1
    report = check(with_file(good, good.signed_facts["sha256"], bytes(content), tmp_path))
    assert "gate.digests" in failed(report)


def test_a_changed_content_with_matching_digests_is_refused_by_the_signature(good: GateInput, tmp_path: Path) -> None:
    from hashlib import sha256, sha512  # noqa: PLC0415  # only this test forges digests

    content = bytearray(good.signed.read_bytes())
    content[good.composed_facts["length"] // 2] ^= 1
    forged = replace(
        with_file(good, good.signed_facts["sha256"], bytes(content), tmp_path),
        signed_facts={
            "sha256": good.signed_facts["sha256"],
            "sha512": sha512(content).hexdigest(),
            "length": len(content),
        },
    )
    assert sha256(content).hexdigest() != good.signed_facts["sha256"]
    assert {"gate.prefix", "gate.signature"} <= failed(check(forged))


def test_the_signed_file_of_another_conversion_is_refused(house: House, good: GateInput) -> None:
    foreign = house.gate_input(house.stamped_case())
    swapped = replace(good, signed_facts=foreign.signed_facts)
    assert {"gate.prefix", "gate.signature"} <= failed(check(swapped))


def test_bytes_behind_the_signature_are_refused(good: GateInput, tmp_path: Path) -> None:
    content = good.signed.read_bytes() + b"\n%% later\n"
    assert {"gate.digests", "gate.signature"} <= failed(
        check(with_file(good, good.signed_facts["sha256"], content, tmp_path))
    )


def test_the_unsigned_file_is_refused_as_output(good: GateInput) -> None:
    assert {"gate.signature", "gate.timestamp", "gate.signer"} <= failed(
        check(replace(good, signed_facts=good.composed_facts))
    )


Change = Callable[[GateInput], GateInput]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda given: replace(given, stated_page_count=2), "gate.page_counts"),
        (lambda given: replace(given, pages=given.pages * 2), "gate.page_counts"),
        (
            lambda given: replace(given, composed_facts={**given.composed_facts, "content_digest": "0" * 64}),
            "gate.content",
        ),
        (lambda given: replace(given, clause_date=given.clause_date + timedelta(days=1)), "gate.dates"),
        (lambda given: replace(given, reserved_at=given.signed_at + timedelta(seconds=1)), "gate.dates"),
        (lambda given: replace(given, signed_at=given.moment + timedelta(hours=1)), "gate.dates"),
        (lambda given: replace(given, signed_at=None), "gate.dates"),
        (
            lambda given: replace(given, timestamp_obtained_at=given.timestamp_obtained_at - timedelta(minutes=6)),
            "gate.clock",
        ),
        (lambda given: replace(given, timestamp_time=given.timestamp_time + timedelta(seconds=1)), "gate.timestamp"),
        (lambda given: replace(given, timestamp_time=None), "gate.clock"),
        (lambda given: replace(given, certificate_is_registered=lambda: False), "gate.signer"),
        (lambda given: replace(given, standing="live"), "gate.certificate"),
        (lambda given: replace(given, policy=replace(given.policy, anchors=())), "gate.signature"),
    ],
)
def test_what_does_not_agree_is_refused_under_its_code(good: GateInput, change: Change, code: str) -> None:
    report = check(change(good))
    assert code in failed(report)
    assert not report.passed


def test_a_certificate_of_somebody_else_is_refused(good: GateInput, certificate_builder: CertificateBuilder) -> None:
    other = certificate_builder.signing_key().certificate
    assert "gate.signer" in failed(check(replace(good, certificate=other)))


def test_a_check_that_cannot_be_made_fails_and_says_so(good: GateInput) -> None:
    def unreachable() -> bool:
        message = "the database went away"
        raise OSError(message)

    report = check(replace(good, certificate_is_registered=unreachable))
    [signer] = report.failed
    assert signer.code == "gate.signer"
    assert signer.cs.endswith("nemohlo být provedeno.")
    assert "went away" in signer.detail


def test_a_database_that_goes_away_is_no_refusal_of_the_output(good: GateInput) -> None:
    def away() -> bool:
        raise DatabaseUnavailableError

    with pytest.raises(DatabaseUnavailableError):
        check(replace(good, certificate_is_registered=away))


def test_a_missing_file_makes_checks_impossible_and_none_of_them_passes(good: GateInput) -> None:
    def nowhere(digest: str) -> Path:
        raise ObjectMissingError(sha256=digest)

    report = check(replace(good, locate=nowhere))
    needing_files = set(GATE_CODES) - {"gate.certificate", "gate.dates", "gate.clock"}
    assert failed(report) == needing_files
    assert all(item.cs.endswith("nemohlo být provedeno.") for item in report.failed)


def test_a_refusal_leaves_the_case_resumable_and_shows_its_problem(house: House) -> None:
    case_id = house.stamped_case()
    path = house.gate_input(case_id).signed
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(GateRefusedError, match=r"gate\.digests"):
        house.service.finish(house.actor.authority_id, case_id)
    with pytest.raises(GateRefusedError):
        house.service.finish(house.actor.authority_id, case_id)
    view = house.view(case_id)
    assert view.state is CaseState.SIGNED
    assert view.last_problem is not None
    assert view.last_problem.code == "conversion.gate_refused"
    assert [entry.action for entry in view.events].count("gate_refused") == 1
    assert house.public_clause(view) is None
    path.write_bytes(content)
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    assert house.view(case_id).last_problem is None


def test_a_withdrawn_certificate_stops_the_registration_and_another_signature_saves_the_number(house: House) -> None:
    case_id = house.stamped_case()
    number = house.view(case_id).number
    certificates.withdraw_certificate(
        authority_id=house.actor.authority_id, certificate_id=house.certificate_id, at=house.clock()
    )
    with pytest.raises(GateRefusedError, match=r"gate\.signer"):
        house.service.finish(house.actor.authority_id, case_id)
    renewed = certificates.register_certificate(
        authority_id=house.actor.authority_id,
        user_id=house.actor.user_id,
        purpose="signing",
        der=house.signer.certificate,
        at=house.clock(),
    )
    prepared = house.service.begin_signing(house.actor, case_id, renewed.id)
    house.service.accept_signature(house.actor, case_id, house.signer.sign(prepared.signed_attributes))
    assert house.service.finish(house.actor.authority_id, case_id) is CaseState.REGISTERED
    assert house.view(case_id).number == number
    assert house.counter() == 1
