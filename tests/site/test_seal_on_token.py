"""An installation whose register's seal is on a token."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fixtures.pki import PIN
from fixtures.tokens import Tokens
from listina.site import composition
from listina.site.doctor import outputs
from listina.site.doctor.diagnosis import made
from listina.site.environment import Environment
from listina.trust.demo_pki import DemoPki
from listina.trust.levels import SignatureLevel
from listina.trust.pkcs11 import Pkcs11Key
from listina.trust.policy import NoRevocationSource
from listina.trust.revocation import FetchedRevocation
from listina.trust.seals import verify_seal
from listina.trust.signers import SoftwareKey


@pytest.fixture
def environment(tokens: Tokens, demo_pki: DemoPki, tmp_path: Path) -> Environment:
    seal = SoftwareKey.from_pkcs12(demo_pki.register_seal_path, PIN)
    tokens.make("rejstřík")
    tokens.put("rejstřík", "seal", seal, certificate=seal.certificate, asks=False)
    return Environment.read(
        {
            "LISTINA_SECRET_KEY": "x" * 40,
            "LISTINA_DATABASE_PASSWORD": "none",
            "LISTINA_DATABASE_HOST": "/nowhere",
            "LISTINA_PKI_PIN": PIN,
            "LISTINA_STORAGE_FOLDER": str(tmp_path),
            "LISTINA_PKI_FOLDER": str(demo_pki.folder),
            "LISTINA_BASE_URL": "https://listina.test",
            "LISTINA_SEAL_PKCS11_MODULE": str(tokens.module),
            "LISTINA_SEAL_PKCS11_TOKEN_LABEL": "rejstřík",
            "LISTINA_SIGNATURE_LEVEL": "b-lta",
            "LISTINA_RENEW_AHEAD_DAYS": "30",
            "LISTINA_RENEW_ALGORITHMS": "rsa2048=2030-01-01, sha256=2040-12-31",
            "LISTINA_REVOCATION_HOSTS": "crl.example, OCSP.example",
        }
    )


def test_receipts_are_sealed_by_the_token_and_the_doctor_says_so(
    environment: Environment, demo_pki: DemoPki, tokens: Tokens
) -> None:
    services = composition.build(environment)
    assert isinstance(services.register_seal, Pkcs11Key)
    sealed = services.conversions.receipts.sealer(b"receipt")
    assert "Pečeť" in verify_seal(b"receipt", sealed, demo_pki.anchors).common_name
    diagnosis = outputs.register_seal(services)
    assert diagnosis.well
    assert "rejstřík" in diagnosis.found
    tokens.remove("rejstřík")


def test_a_missing_token_does_not_stop_the_house_and_the_doctor_names_it(
    environment: Environment, tokens: Tokens
) -> None:
    tokens.remove("rejstřík")
    services = composition.build(environment)
    diagnosis = made("register's seal", lambda: outputs.register_seal(services))
    assert not diagnosis.well
    assert "rejstřík" in diagnosis.found


def test_settings_of_level_renewal_and_revocation_reach_their_services(
    environment: Environment, tokens: Tokens
) -> None:
    tokens.remove("rejstřík")
    services = composition.build(environment)
    assert services.conversions.signature_level is SignatureLevel.B_LTA
    assert services.conversions.renewal.ahead == timedelta(days=30)
    assert {name: end.year for name, end in services.conversions.renewal.algorithm_ends.items()} == {
        "rsa2048": 2030,
        "sha256": 2040,
    }
    revocation = services.conversions.policy.revocation
    assert isinstance(revocation, FetchedRevocation)
    assert revocation.egress.hosts == frozenset({"crl.example", "ocsp.example"})
    assert revocation.egress.private_hosts == frozenset()
    without = composition.build(replace(environment, revocation_hosts=()))
    assert isinstance(without.conversions.policy.revocation, NoRevocationSource)
