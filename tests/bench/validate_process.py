"""One validation of `bin/bench validate`, in its ways; as a program it does one of them once: `WAY FILE PKI-FOLDER`."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from listina.trust.demo_pki import DemoPki
from listina.trust.lists.snapshot import TrustSnapshot
from listina.trust.validation.inputs import InputFile, Request, ValidationInput
from listina.trust.validation.values import Verdict
from listina.trust.validation_data import ValidationData

WAYS = ("in-process", "confined", "pyhanko")


class NotValidError(Exception):
    """What was measured is not what was meant to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is validated.

    Attributes:
        file: a signed PDF.
        pki: the folder of the demo's certificates that made it.
    """

    file: Path
    pki: Path

    @property
    def arguments(self) -> tuple[str, str]:
        """Return how a process is told."""
        return str(self.file), str(self.pki)

    @property
    def given(self) -> ValidationInput:
        """Return the input."""
        return ValidationInput(document=InputFile(path=self.file, name="vstup.pdf"))

    def trust(self) -> TrustSnapshot:
        """Return whom to believe."""
        pki = DemoPki.load(self.pki)
        supplied = ValidationData(certificates=(pki.ca,), crls=pki.crls())
        return TrustSnapshot.of_anchors(pki.anchors, at=datetime.now(UTC), supplied=supplied)


def in_process(subject: Subject) -> Callable[[], object]:
    """Return our engine's validation in this process."""
    from listina.trust.validation import engine  # noqa: PLC0415  # loaded where it is measured

    trust = subject.trust()

    def act() -> None:
        request = Request(what=subject.given, trust=trust, at=datetime.now(UTC))
        _require(engine.validate(request).report.verdict is Verdict.VALID)

    return act


@contextmanager
def confined(subject: Subject) -> Iterator[Callable[[], object]]:
    """Lend our validation in a confined process."""
    from listina.isolation.pool import Confined  # noqa: PLC0415
    from listina.trust.validation import task  # noqa: PLC0415
    from listina.trust.validation.validator import Validator  # noqa: PLC0415

    trust = subject.trust()
    with Confined(*task.TASKS, count=1) as pool:
        validator = Validator(confined=pool, trust=lambda: trust, fetcher=None)
        yield lambda: _require(validator.validate(subject.given).verdict is Verdict.VALID)


def bare_pyhanko(subject: Subject) -> Callable[[], object]:
    """Return pyHanko's own validation of every signature, as its documentation has it."""
    from asn1crypto import x509  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    pki = DemoPki.load(subject.pki)
    root, ca = x509.Certificate.load(pki.root), x509.Certificate.load(pki.ca)

    def act() -> None:
        context = ValidationContext(
            trust_roots=[root], other_certs=[ca], crls=list(pki.crls()), revocation_mode="require"
        )
        with subject.file.open("rb") as file:
            for signature in PdfFileReader(file).embedded_signatures:
                _require(validate_pdf_signature(signature, context).bottom_line)

    return act


def _require(is_valid: bool) -> None:  # noqa: FBT001  # the one thing it is asked
    if not is_valid:
        raise NotValidError


def main() -> None:
    """Do one validation once."""
    way, file, pki = sys.argv[1:]
    subject = Subject(file=Path(file), pki=Path(pki))
    if way == "confined":
        with confined(subject) as act:
            act()
    else:
        (in_process if way == "in-process" else bare_pyhanko)(subject)()


if __name__ == "__main__":
    main()
