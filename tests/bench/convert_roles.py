"""The roles of `bin/bench convert`: who attaches the pages, who signs, the machine, and the bare chain beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from bench.memory import Stopwatch
from listina.accounts import queries as accounts
from listina.accounts.actors import Actor
from listina.conversions import finishing
from listina.conversions.killpoints import KillPoint
from listina.site.parts import build_parts
from listina.trust.levels import SignatureLevel
from listina.trust.signers import SoftwareKey

ANSWERS = {"own_powers": "yes", "kind_of_original": "original"}
OFFICIAL_STEPS = {
    KillPoint.RESERVED: "reserve",
    KillPoint.COMPOSED: "compose",
    KillPoint.PREPARED: "prepare",
    KillPoint.VALUE_ACCEPTED: "sign",
}
MACHINE_STEPS = {
    KillPoint.TOKEN_STORED: "token",
    KillPoint.SIGNED: "embed",
    KillPoint.GATE_PASSED: "gate",
    KillPoint.CONFIRMED: "confirm",
    KillPoint.RECEIPT_SEALED: "receipt",
}


class Role:
    """The house of an installation at level B-T, and what the plan says."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self._plan = plan
        self._watch = Stopwatch()

    def attach(self) -> object:
        """Return the cases made ready and the steps of the last."""
        cases = [self._ready_case() for _ in range(int(self._plan["count"]))]
        return {"cases": [str(case_id) for case_id in cases], "runs": [self._steps()]}

    def official(self) -> object:
        """Sign every case; the steps of each."""
        key = self._key()
        from listina.conversions import signing  # noqa: PLC0415  # the worker does without

        certificate = accounts.signing_certificates(self._actor)[0].id
        return self._observed(
            signing, OFFICIAL_STEPS, lambda case: self._conversions.sign(self._actor, case, certificate, key)
        )

    def machine(self) -> object:
        """Take every case to the register, with the parts the worker has and no others; the steps of each."""
        workshop = replace(build_parts(settings.ENVIRONMENT).workshop, signature_level=SignatureLevel.B_T)
        authority = accounts.actor_for(int(self._plan["user_id"])).authority_id
        return self._observed(finishing, MACHINE_STEPS, lambda case: finishing.finish(workshop, authority, case))

    def floor(self) -> object:
        """Run the bare chain; the seconds of each time."""
        from bench.bare_chain import BareChain  # noqa: PLC0415  # its libraries are not in the memory of the others

        chain = BareChain(scans=self._scans(), folder=Path(self._plan["folder"]), key=self._key())
        runs = []
        for _ in range(int(self._plan["count"])):
            self._watch.start()
            chain.run()
            self._watch.split("floor")
            runs.append(self._steps())
        return {"runs": runs}

    @cached_property
    def _actor(self) -> Actor:
        return accounts.actor_for(int(self._plan["user_id"]))

    @cached_property
    def _conversions(self) -> Any:
        from listina.site.composition import build  # noqa: PLC0415  # the worker does without

        return replace(build(settings.ENVIRONMENT).conversions, signature_level=SignatureLevel.B_T)

    def _observed(self, module: Any, steps: Mapping[KillPoint, str], work: Callable[[UUID], object]) -> object:
        def passing(point: KillPoint) -> None:
            if point in steps:
                self._watch.split(steps[point])

        # The moments where a process may be killed lie between the steps.
        module.passing = passing
        runs = []
        for case in self._plan["cases"]:
            self._watch.start()
            work(UUID(case))
            runs.append(self._steps())
        return {"runs": runs}

    def _steps(self) -> list[dict[str, Any]]:
        return [asdict(step) for step in self._watch.steps]

    def _key(self) -> SoftwareKey:
        return SoftwareKey.from_pkcs12(Path(self._plan["key"]), self._plan["pin"])

    def _scans(self) -> list[Path]:
        return [Path(scan) for scan in self._plan["scans"]]

    def _ready_case(self) -> UUID:
        """Return a case to which only the signature is missing; the pages' own time is measured."""
        from listina.conversions import queries  # noqa: PLC0415  # the worker does without

        conversions, actor = self._conversions, self._actor
        case_id: UUID = conversions.open(actor, agenda_code="A1", purpose="měření")
        conversions.answer(actor, case_id, ANSWERS)
        noes = {question.id: "no" for question in queries.case(conversions, actor, case_id).questions}
        conversions.answer(actor, case_id, {**noes, **ANSWERS})
        self._watch.start()
        for scan in self._scans():
            conversions.attach_file(actor, case_id, content=scan.read_bytes(), filename=scan.name)
        self._watch.split("attach and assess")
        conversions.state_page_count(actor, case_id, len(self._scans()))
        for page in queries.case(conversions, actor, case_id).pages:
            conversions.compare_page(actor, case_id, page.id, agrees=True)
        conversions.declare_agreement(actor, case_id)
        conversions.state_untransferable(actor, case_id, None)
        conversions.describe(actor, case_id, designation="Měření", drawn_up_on=None, no_date=True)
        return case_id
