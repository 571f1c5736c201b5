"""Chromium, and the installation it looks at. Playwright's loop runs only while a module of these tests does."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from psycopg import sql

from browser.installation import Installation, free_port, serving, variables_for
from browser.scans import write_scans
from browser.watching import Strangers, watched
from fixtures.database import GOOD_PASSWORD, TestDatabase, _connect_django, make_authority, make_official
from fixtures.pki import PIN, RSA_OFFICIAL
from listina.database.embedded import EmbeddedPostgres
from listina.database.roles import DatabaseRole
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import SoftwareKey

# Five seconds, Playwright's own, are too few on a busy machine; nothing waits longer for what comes sooner.
expect.set_options(timeout=30_000)
CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def installation(  # noqa: PLR0917  # fixtures are named, not ordered
    tmp_path_factory: pytest.TempPathFactory,
    postgres: EmbeddedPostgres,
    migrated: str,
    superuser: psycopg.Connection,
    demo_pki: DemoPki,
    official_key: SoftwareKey,
) -> Iterator[Installation]:
    """Server, worker and two officials of a demo authority, one of them with a key."""
    folder = tmp_path_factory.mktemp("installation")
    clone = sql.SQL("CREATE DATABASE installation TEMPLATE {} STRATEGY file_copy")
    superuser.execute(clone.format(sql.Identifier(migrated)))
    database = TestDatabase(name="installation", server=postgres)
    _connect_django(postgres, database.name, DatabaseRole.APP)
    authority_id = make_authority(name="Městský úřad Lhota", is_demo=True).authority_id
    make_official(authority_id, username="svoboda", given_names="Petr", family_name="Svoboda")
    make_official(
        authority_id,
        username=RSA_OFFICIAL.username,
        certificate=official_key.certificate,
        key_location=f"pkcs12:{demo_pki.official_path(RSA_OFFICIAL.username).name}",
    )
    port = free_port()
    variables = variables_for(
        port=port, storage=folder / "storage", pki=demo_pki.folder, pin=PIN, tls=demo_pki.tls_path
    )
    with serving({**variables, **database.variables()}, folder):
        yield Installation(
            base_url=f"https://localhost:{port}",
            username=RSA_OFFICIAL.username,
            colleague="svoboda",
            password=GOOD_PASSWORD,
            pin=PIN,
            scans=write_scans(folder, 3),
        )


@pytest.fixture(scope="module")
def chromium(installation: Installation) -> Iterator[Browser]:
    """One browser for a module, started after the installation: its loop forbids database work in this thread."""
    del installation
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def strangers(chromium: Browser) -> Iterator[Strangers]:
    """Pages of people who are not signed in; any complaint of a page fails the test."""
    with watched(chromium) as found:
        yield found


@pytest.fixture
def page(strangers: Strangers) -> Page:
    """The first page of the test."""
    return strangers.page()
