"""What is missing about a responder is asked for like what is missing about a signer, and then used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.x509 import ocsp

from listina.trust.validation.fetching import Fetcher
from listina.trust.validation.inputs import NeedKind
from listina.trust.validation.values import MaterialKind, RevocationStatus, Verdict
from trust.validation.situations.authorities import Holder
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
