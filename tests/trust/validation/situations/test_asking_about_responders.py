"""What is missing about a responder is asked for like what is missing about a signer, and then used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography import x509
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.inputs import NeedKind
from listina.trust.validation.values import MaterialKind, RevocationStatus, Verdict
from trust.validation.situations.authorities import Holder, sources, usage
from trust.validation.situations.building import Making, signed, small_pdf
from trust.validation.situations.world import NOW, World


@dataclass(slots=True)
class _Answers:
    """Answers about the responder only, in the issuer's own name."""

    world: World
    about: Holder
    asked: list[int] = field(default_factory=list)

    def crl(self, url: str) -> None:
        del url

    def ocsp(self, url: str, request: bytes) -> bytes | None:
        del url
        serial = ocsp.load_der_ocsp_request(request).serial_number
        self.asked.append(serial)
        is_about_it = serial == self.about.certificate.serial_number
        return self.world.ca.ocsp(self.about, NOW + timedelta(minutes=1)) if is_about_it else None


def _certificates(materials: Iterable[object]) -> list[bytes]:
    return [each.der for each in materials if each.kind is MaterialKind.CERTIFICATE]  # type: ignore[attr-defined]


def test_a_responder_is_asked_about_in_the_next_round(world: World) -> None:
    responder = world.ca.responder(needs_check=True)
    answer = world.ca.ocsp(world.signer, NOW, by=responder)
    first = world.validate(world.good(), answers=[answer])
    assert first.report.signatures[0].revocation.status is RevocationStatus.UNKNOWN
    source = _Answers(world, responder)
    came = Fetcher(source=source).fetch(  # type: ignore[arg-type]  # asks nobody
        first.needs, _certificates(first.report.material), world.trust()
    )
    assert sorted(source.asked) == sorted([world.signer.certificate.serial_number, responder.certificate.serial_number])
    second = world.validate(world.good(), answers=[answer, *came.data.ocsp_responses])
    assert second.report.verdict is Verdict.VALID
    assert second.needs == ()
    assert NeedKind.OCSP in {need.kind for need in first.needs}


def test_timestamps_anybody_could_add_keep_nobody_from_asking_about_the_signer(world: World) -> None:
    usages = ((usage("digital_signature"), True), (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True))
    stamps = [
        (world.ca.timestamper(f"Razítka {number}", extensions=(*usages, *sources())), NOW - timedelta(minutes=30))
        for number in range(32)
    ]
    known = world.ca.crl(NOW - timedelta(hours=1))
    making = Making(by=world.signer, stamps=stamps, crls=[known], where="cades")
    found = world.validate(small_pdf(), beside=signed(small_pdf(), making))
    assert found.report.signatures[0].revocation.status is RevocationStatus.GOOD_BY_OLDER_DATA
    asked = [ocsp.load_der_ocsp_request(need.request).serial_number for need in found.needs if need.request]
    assert asked[0] == world.signer.certificate.serial_number
    assert len(found.needs) == 32
