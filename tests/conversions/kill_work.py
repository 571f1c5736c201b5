"""What a worker of the kill test does: one conversion after another, each from wherever it stands.

It uses only what the product offers: an official who comes back, finds her unfinished conversion by its č. j. and goes
on. Therefore a worker that is killed needs no memory.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connection

from fixtures.conversions import GOOD_ANSWERS, build_service, scan, signing_certificate_id
from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError
from listina.conversions.service import ConversionService
from listina.database.errors import DatabaseUnavailableError
from listina.documents.scanning.errors import ScanReadingUnavailableError
from listina.trust.demo_pki import DemoPki
from listina.trust.signers import Signer, SoftwareKey

PAGES_OF_EVERY_TENTH = 3
SECONDS_BETWEEN_TRIES = 0.1


def reference_number(index: int) -> str:
    """Return one word: digits alone would also be found inside the time in another conversion's number."""
    return f"KILL{index:05d}"


def page_count(index: int) -> int:
    return PAGES_OF_EVERY_TENTH if index % 10 == 0 else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An official with her key, and the service."""

    service: ConversionService
    actor: Actor
    signer: Signer
    certificate_id: int
    scans: tuple[bytes, ...]

    @classmethod
    def prepare(cls, plan: Mapping[str, str]) -> Work:
        """Build everything that can be inherited by forked workers, and leave no connection open.

        Args:
            plan: `objects` and `pki`: folders; `key`: path of the PKCS#12 file; `pin`; `user_id`.
        """
        actor = accounts.actor_for(int(plan["user_id"]))
        certificate_id = signing_certificate_id(actor)
        connection.close()
        return cls(
            service=build_service(Path(plan["objects"]), DemoPki.load(Path(plan["pki"]))),
            actor=actor,
            signer=SoftwareKey.from_pkcs12(Path(plan["key"]), plan["pin"]),
            certificate_id=certificate_id,
            scans=tuple(scan(number) for number in range(PAGES_OF_EVERY_TENTH)),
        )

    def perform(self, index: int) -> None:
        """Bring one conversion to the register, though the database or the reader of scans go away meanwhile."""
        while True:
            try:
                return self._perform(index)
            except (DatabaseUnavailableError, ScanReadingUnavailableError):
                time.sleep(SECONDS_BETWEEN_TRIES)

    def _perform(self, index: int) -> None:
        case_id = self._find(index) or self._open(index)
        while (state := queries.case(self.service, self.actor, case_id).state) is not CaseState.REGISTERED:
            with contextlib.suppress(AttemptLostError):
                if state is CaseState.OPEN:
                    self._fill(case_id, index)
                self.service.sign(self.actor, case_id, self.certificate_id, self.signer)
                self.service.finish(self.actor.authority_id, case_id)
        self.service.finish(self.actor.authority_id, case_id)

    def _find(self, index: int) -> UUID | None:
        rows = queries.cases(self.service, self.actor, search=reference_number(index)).rows
        return rows[0].id if rows else None

    def _open(self, index: int) -> UUID:
        return self.service.open(
            self.actor, agenda_code="A1", purpose="Zkouška", reference_number=reference_number(index)
        )

    def _fill(self, case_id: UUID, index: int) -> None:
        """Fill in everything; each call is repeatable, so a second official's visit changes nothing."""
        for place in range(page_count(index)):
            self.service.attach_file(
                self.actor,
                case_id,
                content=_stamped(self.scans[place], index),
                filename=f"{place + 1}.jpg",
                client_page_id=uuid5(NAMESPACE_OID, f"kill/{index}/{place}"),
            )
        self.service.answer(self.actor, case_id, GOOD_ANSWERS)
        self.service.state_page_count(self.actor, case_id, page_count(index))
        for page in queries.case(self.service, self.actor, case_id).pages:
            self.service.compare_page(self.actor, case_id, page.id, agrees=True)
        self.service.declare_agreement(self.actor, case_id)
        self.service.state_untransferable(self.actor, case_id, None)
        self.service.describe(self.actor, case_id, designation=f"Rozhodnutí {index}", drawn_up_on=None, no_date=True)


def _stamped(jpeg: bytes, index: int) -> bytes:
    """Return the same picture with a comment segment, so that every conversion has pages of its own."""
    comment = f"conversion {index}".encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]
