"""The same button pressed twice at once, in two windows: one of the two counts, the other one is told or led on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import connection

from fixtures.pki import PIN
from fixtures.web import DESIGNATION, Office, browser, case_id
from listina.accounts import queries as accounts
from listina.conversions.cases import CaseState
from listina.register import queries as register

WINDOWS = 3
LED_ON = {HTTPStatus.FOUND, HTTPStatus.CONFLICT}


def in_windows(office: Office, press: Callable[[Any], Any]) -> list[int]:
    """Press a button in several windows of one session at once; return the statuses of the answers."""
    statuses: list[int] = []
    gate = threading.Barrier(WINDOWS)

    def run() -> None:
        window = browser()
        window.cookies = office.client.cookies
        gate.wait()
        try:
            statuses.append(press(window).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(WINDOWS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(statuses) == WINDOWS
    return statuses


def actions(office: Office, case: str) -> list[str]:
    return [event.action for event in office.view(case).events]


def test_signing_in_several_windows_gives_one_number_one_signature_and_one_clause(office: Office) -> None:
    case = office.filled_case(page_count=1)
    typed = {"certificate": accounts.signing_certificates(office.actor)[0].id, "pin": PIN}
    statuses = in_windows(office, lambda window: window.post(f"{case}podpis/", typed, secure=True))
    assert set(statuses) <= LED_ON
    if office.view(case).state is not CaseState.AWAITING_TIMESTAMP:
        office.sign(case)
    office.services.conversions.finish(office.actor.authority_id, case_id(case))
    assert [actions(office, case).count(one) for one in ("reserved", "signed", "registered")] == [1, 1, 1]
    accounting = register.accounting()
    assert (accounting.confirmed, accounting.reserved_open, accounting.voided) == (1, 0, 0)


def test_handing_over_in_several_windows_is_recorded_once(office: Office) -> None:
    case = office.registered_case()
    statuses = in_windows(office, lambda window: window.post(f"{case}predano/", secure=True))
    assert set(statuses) == {HTTPStatus.FOUND}
    assert actions(office, case).count("handed_over") == 1


def test_correcting_the_evidence_in_several_windows_makes_one_entry(office: Office) -> None:
    case = office.registered_case()
    typed = {
        "designation": f"{DESIGNATION}, opraveno",
        "date_stated": "undated",
        "fee_stated": "exempt",
        "exemption": "§ 23 odst. 2",
        "reason": "překlep v označení",
        "entered": "yes",
    }
    statuses = in_windows(office, lambda window: window.post(f"{case}evidence/", typed, secure=True))
    assert set(statuses) <= {HTTPStatus.FOUND, HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT}
    assert actions(office, case).count("evidence_corrected") == 1


def test_giving_up_in_several_windows_voids_the_number_once(office: Office) -> None:
    case = office.filled_case(page_count=1)
    conversions, certificate = office.services.conversions, accounts.signing_certificates(office.actor)[0]
    conversions.begin_signing(office.actor, case_id(case), certificate.id)
    statuses = in_windows(
        office, lambda window: window.post(f"{case}zrusit/", {"reason": "předloha se vrátila"}, secure=True)
    )
    assert set(statuses) <= LED_ON
    assert actions(office, case).count("voided") == 1
    assert register.accounting().voided == 1
