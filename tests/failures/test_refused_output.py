"""The gate refused the signed output for good: the official reads why and signs anew under the same number."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import pytest

from fixtures.conversions import AbsentTimestampSource, House
from fixtures.database import make_official
from fixtures.unchanged import kept_rows
from fixtures.web import Office, case_id
from listina.conversions import attempts, finishing
from listina.conversions.cases import CaseState
from listina.conversions.errors import GateRefusedError, WrongStateError
from listina.conversions.models import Artifact
from listina.conversions.steps import Event
from listina.database.scope import authority_scope
from listina.trust.errors import TimestampUnavailableError


def refuse_output(office: Office, case: str) -> None:
    """Let the machine finish a conversion whose signed file is damaged before the gate looks at it."""
    conversions, authority_id = office.services.conversions, office.actor.authority_id
    for event, effect in ((Event.KEEP_TOKEN, finishing._stamp), (Event.EMBED, finishing._embed)):
        effect(conversions, attempts.take(authority_id, case_id(case), event))
    with authority_scope(authority_id):
        digest = Artifact.objects.get(case_id=case_id(case), kind="signed").sha256
    signed = conversions.objects.path(authority_id, digest)
    signed.write_bytes(signed.read_bytes()[:-1])
    with pytest.raises(GateRefusedError):
        conversions.finish(authority_id, case_id(case))


def test_the_page_names_the_failed_check_and_offers_to_sign_anew(office: Office) -> None:
    case = office.signed_case()
    number = office.view(case).number
    refuse_output(office, case)
    page = office.get(f"{case}predani/").content.decode()
    assert "Výstup je třeba podepsat znovu" in page
    assert "Výstup nebyl zapsán do evidence." in page
    assert f'href="{case}podpis/"' in page
    assert "nic nedělejte" not in page
    assert office.get(f"{case}podpis/").status_code == HTTPStatus.OK
    assert office.sign(case)["Location"] == f"{case}predani/"
    assert office.services.conversions.finish(office.actor.authority_id, case_id(case)) is CaseState.REGISTERED
    assert office.view(case).number == number
    assert "Podepsat znovu" not in office.get(f"{case}predani/").content.decode()


def test_a_colleague_reads_why_and_is_offered_nothing(office: Office) -> None:
    case = office.signed_case()
    refuse_output(office, case)
    theirs = office.sign_in(make_official(office.actor.authority_id))
    page = theirs.get(f"{case}predani/").content.decode()
    assert "Výstup nebyl zapsán do evidence." in page
    assert "Podepsat znovu" not in page


def test_a_good_signature_that_only_waits_cannot_be_made_anew(house: House) -> None:
    case = house.signed_case()
    waiting = replace(house.service, timestamps=replace(house.service.timestamps, sources=(AbsentTimestampSource(),)))
    with pytest.raises(TimestampUnavailableError):
        waiting.finish(house.actor.authority_id, case)
    before = kept_rows()
    assert not house.view(case).must_sign_anew
    with pytest.raises(WrongStateError):
        house.service.begin_signing(house.actor, case, house.certificate_id)
    house.service.sign(house.actor, case, house.certificate_id, house.signer)
    assert kept_rows() == before
