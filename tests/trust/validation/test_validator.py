"""The validator reports whatever happens in the confined process, and takes nothing it says on trust."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from fixtures.revocation_sources import Source, key_naming, points
from fixtures.signed_inputs import SignedInputs
from listina.isolation.limits import ConfinedTaskFailedError, Failure, Limits
from listina.isolation.pool import Answer, Common, Confined
from listina.trust.clock import utc_now
from listina.trust.demo_pki import DemoPki
from listina.trust.egress import Egress
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.revocation import FetchedRevocation
from listina.trust.signers import SoftwareKey
from listina.trust.validation import task
from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.inputs import InputFile, Need, NeedKind, ValidationInput
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.validator import Validator, _not_fetched
from listina.trust.validation.values import Integrity, RevocationStatus, Verdict
from listina.trust.validation_data import ValidationData

Forge = Callable[[dict[str, Any]], object]


class TakenOver(Confined):
    """A pool whose processes a hostile file has taken over: it answers as it pleases."""

    def __init__(self, forge: Forge) -> None:
        super().__init__(*task.TASKS, count=1)
        self._forge = forge

    def run(
        self,
        task: str,
        request: object,
        files: Mapping[str, Path | bytes] | None = None,
        *,
        common: Common | None = None,
        into: Path | None = None,
    ) -> Answer:
        answer = super().run(task, request, files, common=common, into=into)
        return replace(answer, value=self._forge(answer.value))


@pytest.fixture(scope="module")
def pool() -> Iterator[Confined]:
    with Confined(*task.TASKS, count=1) as confined:
        yield confined


@pytest.fixture
def trust(demo_pki: DemoPki) -> TrustSnapshot:
    supplied = ValidationData(certificates=(demo_pki.ca,), crls=demo_pki.crls())
    return TrustSnapshot.of_anchors(demo_pki.anchors, at=utc_now(), supplied=supplied)


@pytest.fixture
def validator(pool: Confined, trust: TrustSnapshot) -> Validator:
    return Validator(confined=pool, trust=lambda: trust, fetcher=None)


def given(path: Path) -> ValidationInput:
    return ValidationInput(document=InputFile(path=path, name="vstup.pdf"))


def assert_undecided(report: ValidationReport, path: Path, code: str) -> None:
    """Assert that a report is whole, decides nothing and says why."""
    assert [reason.code for reason in report.reasons] == [code]
    assert (report.verdict, report.integrity) == (Verdict.UNDECIDABLE, Integrity.UNDECIDABLE)
    assert report.signatures == ()
    content = path.read_bytes()
    assert (report.file.name, report.file.length, report.file.sha256) == (
        "vstup.pdf",
        len(content),
        sha256(content).hexdigest(),
    )


def test_a_good_signature_is_valid_and_the_report_tells_how_it_was_confined(
    validator: Validator, signed_inputs: SignedInputs, official_key: SoftwareKey
) -> None:
    at = datetime.now(UTC)
    report = validator.validate(given(signed_inputs.signed(official_key)), at=at)

    assert report.verdict is Verdict.VALID, [signature.reasons for signature in report.signatures]
    assert report.validated_at == at
    assert report.policy.isolation in {"namespaces", "limits"}
    assert report.policy.anchors == "demo"


def test_what_breaks_the_process_is_undecided_with_the_reason_and_the_next_file_is_validated(
    trust: TrustSnapshot, signed_inputs: SignedInputs, official_key: SoftwareKey
) -> None:
    signed = signed_inputs.signed(official_key)
    for limits, code in (
        (Limits(wall_seconds=0.001), "isolation.interrupted"),
        (Limits(answer_bytes=10), "isolation.answer_too_large"),
    ):
        with Confined(*task.TASKS, count=1, limits=limits) as pool:
            report = Validator(confined=pool, trust=lambda: trust, fetcher=None).validate(given(signed))
        assert_undecided(report, signed, code)


def test_a_process_that_cannot_start_leaves_a_report_too(trust: TrustSnapshot, small_pdf: Path) -> None:
    class Missing(Confined):
        def run(self, *_: object, **__: object) -> Answer:
            raise ConfinedTaskFailedError(Failure.NOT_STARTED)

    report = Validator(confined=Missing(), trust=lambda: trust, fetcher=None).validate(given(small_pdf))

    assert_undecided(report, small_pdf, "isolation.not_started")


def test_a_file_that_cannot_be_read_is_said_before_anything_is_validated(validator: Validator, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        validator.validate(given(tmp_path / "missing"))


def _changed(*path: str, value: object) -> Forge:
    def forge(answer: dict[str, Any]) -> object:
        place: Any = answer["report"]["report"]
        for name in path[:-1]:
            place = place[name]
        place[path[-1]] = value
        return answer

    return forge


@pytest.mark.parametrize(
    "forge",
    [
        lambda _: None,
        lambda _: [],
        lambda _: "VALID",
        lambda _: {},
        lambda answer: {**answer, "report": {}},
        lambda answer: {**answer, "needs": [{"kind": "telephone", "url": "http://a/", "request": ""}]},
        lambda answer: {**answer, "needs": 7},
        _changed("verdict", value="perfect"),
        _changed("file", "sha256", value="0" * 64),
        _changed("file", "length", value=1),
        _changed("file", "name", value="jiny.pdf"),
        _changed("detached", value={"name": "a", "length": 1, "sha256": ""}),
        _changed("validated_at", value="2001-01-01T00:00:00Z"),
        _changed("policy", "name", value="anything-goes"),
        _changed("policy", "anchors", value="trusted-lists"),
        _changed(
            "lists",
            value=[
                {
                    "territory": "CZ",
                    "sequence_number": 1,
                    "issued_at": "2026-01-01T00:00:00Z",
                    "next_update": None,
                    "fetched_at": "2026-01-01T00:00:00Z",
                    "sha256": "0" * 64,
                }
            ],
        ),
        _changed("material", value=[{"kind": "crl", "source": "fetched", "sha256": "0" * 64, "der": "AAAA"}]),
    ],
)
def test_what_is_no_report_of_this_file_is_not_believed(trust: TrustSnapshot, small_pdf: Path, forge: Forge) -> None:
    with TakenOver(forge) as pool:
        report = Validator(confined=pool, trust=lambda: trust, fetcher=None).validate(given(small_pdf))
    assert_undecided(report, small_pdf, "isolation.nonsense")


def test_a_process_cannot_claim_other_walls_than_it_has(trust: TrustSnapshot, small_pdf: Path) -> None:
    with TakenOver(_changed("policy", "isolation", value="vault")) as pool:
        report = Validator(confined=pool, trust=lambda: trust, fetcher=None).validate(given(small_pdf))
    assert report.policy.isolation in {"namespaces", "limits"}


def test_other_trust_is_learned_before_the_next_validation(
    pool: Confined, trust: TrustSnapshot, signed_inputs: SignedInputs, official_key: SoftwareKey
) -> None:
    signed = given(signed_inputs.signed(official_key))
    nobody = TrustSnapshot.of_anchors((), at=utc_now())
    verdicts = [
        Validator(confined=pool, trust=lambda whom=whom: whom, fetcher=None).validate(signed).verdict  # type: ignore[misc]
        for whom in (trust, nobody, trust)
    ]
    assert verdicts == [Verdict.VALID, Verdict.UNDECIDABLE, Verdict.VALID]


@pytest.fixture
def fetching(pool: Confined, demo_pki: DemoPki, trust: TrustSnapshot) -> Validator:
    """Return a validator that has the root's list only and may ask this machine."""
    egress = Egress(hosts=None, private_hosts=frozenset({"localhost"}), timeout_seconds=20)
    little = replace(trust, supplied=ValidationData(certificates=(demo_pki.ca,), crls=demo_pki.crls()[:1]))
    fetcher = Fetcher(source=FetchedRevocation(egress=egress))
    return Validator(confined=pool, trust=lambda: little, fetcher=fetcher)


def test_what_is_missing_is_fetched_and_validated_again(
    fetching: Validator, revocation_source: Source, signed_inputs: SignedInputs
) -> None:
    key = key_naming(revocation_source, points(f"{revocation_source.address}/ca.crl"))
    signed = signed_inputs.signed(key)
    revocation_source.this_update = utc_now()
    good = fetching.validate(given(signed))

    assert [each.revocation.status for each in good.signatures] == [RevocationStatus.GOOD], good.signatures[0].reasons
    assert len(revocation_source.seen) == 1


def test_a_source_that_is_silent_is_named_at_the_signature(
    fetching: Validator, revocation_source: Source, signed_inputs: SignedInputs
) -> None:
    revocation_source.broken = True
    key = key_naming(revocation_source, points(f"{revocation_source.address}/ca.crl"))
    report = fetching.validate(given(signed_inputs.signed(key)))

    (signature,) = report.signatures
    assert report.verdict is Verdict.UNDECIDABLE
    assert signature.revocation.status is RevocationStatus.UNKNOWN
    assert signature.reasons[-1].code == "revocation.not_fetched"
    assert "localhost" in signature.reasons[-1].text.cs


def test_an_offline_office_is_told_that_nothing_is_fetched(
    fetching: Validator, revocation_source: Source, signed_inputs: SignedInputs
) -> None:
    key = key_naming(revocation_source, points(f"{revocation_source.address}/ca.crl"))
    report = replace(fetching, fetcher=None).validate(given(signed_inputs.signed(key)))

    assert report.signatures[0].reasons[-1].code == "revocation.fetching_off"
    assert revocation_source.seen == []


def test_an_address_nobody_can_read_is_told_as_missing_all_the_same() -> None:
    missing = (
        Need(kind=NeedKind.CRL, url="http://[x/ca.crl"),
        Need(kind=NeedKind.OCSP, url="http://ocsp.example.test/"),
    )
    assert "(?, ocsp.example.test)" in _not_fetched(missing).text.en
