"""Kept outputs get a new timestamp in time, and whatever goes wrong leaves them as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from fixtures.conversions import AbsentTimestampSource, House
from fixtures.pki import CertificateBuilder
from listina.conversions import jobs, queries, renewing
from listina.conversions.access import case_in_scope
from listina.conversions.errors import OutputNotRenewableError
from listina.conversions.models import Case
from listina.conversions.service import ConversionService
from listina.conversions.verification import Verdict, verify_file
from listina.database.scope import authority_scope
from listina.trust import archiving
from listina.trust import demo_certificates as profiles
from listina.trust.ageing import RenewalRules, algorithms_of
from listina.trust.authority import LocalTimestampSource, TimestampAuthority
from listina.trust.errors import TimestampUnavailableError
from listina.trust.levels import SignatureLevel
from listina.trust.timestamps import TimestampClient

LIFE = timedelta(days=120)


def _stamping(house: House, builder: CertificateBuilder, life: timedelta) -> ConversionService:
    """Return the service with a timestamp authority whose certificate ends soon."""
    key = builder.signing_key(extensions=profiles.timestamping(), not_before=house.clock(), life=life)
    source = LocalTimestampSource(authority=TimestampAuthority(signer=key, policy="2.999.2", now=house.clock))
    client = TimestampClient(sources=(source,), policy=house.service.policy, now=house.clock)
    return replace(house.service, timestamps=client)


def _row(house: House, case_id: UUID) -> Case:
    with authority_scope(house.actor.authority_id):
        return case_in_scope(house.actor.authority_id, case_id)


def _output(house: House, case_id: UUID) -> bytes:
    return queries.output_path(house.service, house.actor, case_id).read_bytes()


def _actions(house: House, case_id: UUID) -> list[str]:
    return [event.action for event in house.view(case_id).events]


@pytest.fixture
def kept(house: House, certificate_builder: CertificateBuilder) -> UUID:
    """Return a registered output whose timestamp weakens in 120 days."""
    soon = replace(house, service=_stamping(house, certificate_builder, LIFE))
    return soon.finished(soon.ready_case())


@pytest.mark.parametrize("level", list(SignatureLevel))
def test_outputs_of_each_level_pass_the_gate_and_verify(house: House, level: SignatureLevel, tmp_path: Path) -> None:
    leveled = replace(house, service=replace(house.service, signature_level=level))
    first, second = (leveled.finished(leveled.ready_case()) for _ in range(2))
    for case_id in (first, second):
        path = tmp_path / "output.pdf"
        path.write_bytes(_output(leveled, case_id))
        found = archiving.signatures_in(path)
        assert bool(found.stored) is (level is not SignatureLevel.B_T)
        assert len(found.tokens) == (2 if level is SignatureLevel.B_LTA else 1)
        report = verify_file(path, policy=house.service.policy, at=house.clock())
        assert report.verdict is Verdict.VERIFIED, report.checks
    # The second output knew the timestamp authority, so all of it stands in the signature's own revision.
    if level is SignatureLevel.B_LT:
        assert _output(leveled, second).count(b"%%EOF") == 2


def test_an_output_is_renewed_once_in_time_and_still_is_the_registered_one(
    house: House, kept: UUID, tmp_path: Path
) -> None:
    before = _output(house, kept)
    assert renewing.due(house.service) == ()
    house.clock.forward(timedelta(days=40))
    changed_at = _row(house, kept).changed_at
    assert renewing.due(house.service) == ((house.actor.authority_id, kept),)

    assert renewing.renew(house.service, house.actor.authority_id, kept)
    assert not renewing.renew(house.service, house.actor.authority_id, kept)
    assert renewing.due(house.service) == ()

    renewed = _output(house, kept)
    assert renewed.startswith(before)
    assert len(renewed) > len(before)
    assert _actions(house, kept).count("timestamp_renewed") == 1
    assert _row(house, kept).changed_at == changed_at
    path = tmp_path / "renewed.pdf"
    path.write_bytes(renewed)
    house.clock.forward(timedelta(days=400))
    assert verify_file(path, policy=house.service.policy, at=house.clock()).verdict is Verdict.VERIFIED
    path.write_bytes(before)
    assert verify_file(path, policy=house.service.policy, at=house.clock()).verdict is Verdict.NOT_VERIFIED


def test_a_renewed_output_can_be_renewed_again(
    house: House, kept: UUID, certificate_builder: CertificateBuilder
) -> None:
    house.clock.forward(timedelta(days=40))
    longer = _stamping(house, certificate_builder, timedelta(days=300))
    assert renewing.renew(longer, house.actor.authority_id, kept)
    first = _output(house, kept)
    house.clock.forward(timedelta(days=250))
    assert renewing.renew(house.service, house.actor.authority_id, kept)
    assert _output(house, kept).startswith(first)
    assert len(archiving.signatures_in(queries.output_path(house.service, house.actor, kept)).tokens) == 3


def test_without_a_timestamp_authority_nothing_changes_and_the_reason_is_seen(house: House, kept: UUID) -> None:
    house.clock.forward(timedelta(days=40))
    before = _output(house, kept)
    absent = replace(house.service.timestamps, sources=(AbsentTimestampSource(),))
    with pytest.raises(TimestampUnavailableError):
        renewing.renew(replace(house.service, timestamps=absent), house.actor.authority_id, kept)
    assert _output(house, kept) == before
    problem = house.view(kept).last_problem
    assert problem is not None
    assert problem.code == "timestamp.unavailable"
    assert renewing.renew(house.service, house.actor.authority_id, kept)
    assert house.view(kept).last_problem is None


def test_an_output_that_came_too_late_is_not_made_to_look_good(house: House, kept: UUID) -> None:
    house.clock.forward(LIFE + timedelta(days=1))
    before = _output(house, kept)
    with pytest.raises(OutputNotRenewableError, match="timestamp"):
        renewing.renew(house.service, house.actor.authority_id, kept)
    assert _output(house, kept) == before
    assert "timestamp_renewed" not in _actions(house, kept)


def test_a_timestamp_that_holds_no_longer_is_not_put_in(
    house: House, kept: UUID, certificate_builder: CertificateBuilder
) -> None:
    house.clock.forward(timedelta(days=40))
    before = _output(house, kept)
    shorter = _stamping(house, certificate_builder, timedelta(days=70))
    with pytest.raises(OutputNotRenewableError, match="no longer"):
        renewing.renew(shorter, house.actor.authority_id, kept)
    assert _output(house, kept) == before


def test_a_deleted_output_is_not_renewed(house: House, kept: UUID) -> None:
    house.clock.forward(timedelta(days=40))
    with authority_scope(house.actor.authority_id):
        Case.objects.filter(id=kept).update(output_deleted_at=house.clock())
    assert renewing.due(house.service) == ()
    assert not renewing.renew(house.service, house.actor.authority_id, kept)


def test_a_rival_renewal_that_came_first_is_kept_and_the_other_leaves_nothing(
    house: House, kept: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.clock.forward(timedelta(days=40))
    stamp = renewing._stamped_anew

    def slow(workshop: ConversionService, case: Case) -> object:
        found = stamp(workshop, case)
        monkeypatch.setattr(renewing, "_stamped_anew", stamp)
        assert renewing.renew(house.service, house.actor.authority_id, kept)
        return found

    monkeypatch.setattr(renewing, "_stamped_anew", slow)
    assert not renewing.renew(house.service, house.actor.authority_id, kept)
    assert _actions(house, kept).count("timestamp_renewed") == 1
    assert len(archiving.signatures_in(queries.output_path(house.service, house.actor, kept)).tokens) == 2


def test_algorithms_that_grow_old_are_reason_enough(house: House, kept: UUID) -> None:
    token = archiving.signatures_in(queries.output_path(house.service, house.actor, kept)).newest_token
    assert algorithms_of(token) == {"sha256", "secp256r1"}
    end = house.clock() + timedelta(days=10)
    assert RenewalRules(algorithm_ends={"sha256": end}).weakens_at(token) == end
    assert RenewalRules(algorithm_ends={"rsa2048": end}).weakens_at(token) > end
    assert jobs.renew_timestamps.name == "conversions.renew_timestamps"
