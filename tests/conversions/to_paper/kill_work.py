"""What a worker of the kill test does: one conversion to paper after another, each from wherever it stands.

Like `conversions.kill_work`: an official who comes back, finds her conversion by its č. j. and goes on. The
examination, which is a job otherwise, runs in the same process, so that it is killed too. Each worker starts confined
processes of its own, as each server does.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

from conversions.kill_work import reference_number
from fixtures.conversions import build_service
from fixtures.paper import ALL_FOUR, PAPER_ANSWERS, new_rooms, paper_service
from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import queries
from listina.conversions.cases import CaseState
from listina.conversions.errors import AttemptLostError
from listina.conversions.service import ConversionService
from listina.conversions.to_paper.printing import Printed
from listina.conversions.to_paper.receiving import IncomingInput
from listina.conversions.to_paper.service import ToPaperService
from listina.trust.demo_pki import DemoPki


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An official and the services.

    Attributes:
        document: the bytes of an unsigned PDF, of which each conversion gets its own variant.
    """

    conversions: ConversionService
    service: ToPaperService
    actor: Actor
    document: bytes

    @classmethod
    def prepare(cls, plan: Mapping[str, str]) -> Work:
        """Build everything that can be inherited by forked workers, and leave no connection open.

        Args:
            plan: `objects` and `pki`: folders; `user_id`; `input`: the path of a PDF.
        """
        actor = accounts.actor_for(int(plan["user_id"]))
        connection.close()
        pki = DemoPki.load(Path(plan["pki"]))
        conversions = build_service(Path(plan["objects"]), pki)
        return cls(
            conversions=conversions,
            service=paper_service(conversions, pki, new_rooms(), lambda *_: None),
            actor=actor,
            document=Path(plan["input"]).read_bytes(),
        )

    def perform(self, index: int) -> None:
        """Bring one conversion to the register."""
        case_id = self._find(index) or self.service.open(
            self.actor, agenda_code="A1", purpose="Zkouška", reference_number=reference_number(index)
        )
        while (state := queries.case(self.conversions, self.actor, case_id).state) is not CaseState.REGISTERED:
            with contextlib.suppress(AttemptLostError):
                if state is CaseState.OPEN:
                    self._fill(case_id, index)
                self._print_and_affirm(case_id)
        self.conversions.finish(self.actor.authority_id, case_id)

    def _find(self, index: int) -> UUID | None:
        rows = queries.cases(self.conversions, self.actor, search=reference_number(index)).rows
        return rows[0].id if rows else None

    def _fill(self, case_id: UUID, index: int) -> None:
        """Fill in everything; each call is repeatable, so that coming back changes nothing."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rozhodnuti.pdf"
            path.write_bytes(self.document + f"\n% conversion {index}\n".encode())
            self.service.receive(self.actor, case_id, IncomingInput(path=path, filename=path.name, source="upload"))
        if self.service.view(self.actor, case_id).is_examining:
            self.service.examine(self.actor.authority_id, case_id)
        asked = {question.id for question in queries.case(self.conversions, self.actor, case_id).questions}
        self.conversions.answer(self.actor, case_id, {key: PAPER_ANSWERS.get(key, "no") for key in asked})
        self.conversions.describe(
            self.actor, case_id, designation=f"Rozhodnutí {index}", drawn_up_on=None, no_date=True
        )
        if self.service.view(self.actor, case_id).needs_consent:
            self.service.consent_unchecked(self.actor, case_id)

    def _print_and_affirm(self, case_id: UUID) -> None:
        self.service.prepare_print(self.actor, case_id)
        printed = self.service.view(self.actor, case_id).printed
        before = printed is not None and printed.attempts > 0
        self.service.hand_out(self.actor, case_id, Printed.WHOLE, earlier_spoiled=before)
        self.service.affirm(self.actor, case_id, ALL_FOUR)
