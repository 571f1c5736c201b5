"""Whether strangers' files can be received: judged by lists, read behind walls, checked, looked at as prints."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from listina.documents import probe
from listina.documents.malware.scanning import Malware, MalwareScanner, NotChecked, NotCheckedRule
from listina.documents.printing.errors import PrintNotPossibleError, PrintRoomUnavailableError
from listina.documents.printing.room import PrintRoom
from listina.isolation import examination as walls
from listina.isolation.limits import ConfinedTaskFailedError, Wall
from listina.site.doctor.diagnosis import Diagnosis
from listina.site.environment import Environment, Mode
from listina.site.trusted_lists import list_store

LIST_WARNING = timedelta(days=3)
_MOST_ADVICE = 3


def trusted_lists(environment: Environment, now: datetime) -> Diagnosis:
    """Whether the lists are here, not expired and not ending within days; a test installation may have none."""
    (above, *others) = list_store(environment).statuses(at=now)
    if above.used is None and environment.mode is Mode.TEST:
        return Diagnosis(subject="trusted lists", well=True, found="none: inputs are judged by the demo's own")
    wrong = {
        each.territory: " ".join(filter(None, (each.problem.text.en if each.problem else "", each.last_failure)))
        for each in (above, *others)
        if each.problem is not None or each.last_failure
    }
    advised = [f"{each.territory}: {each.advice.en}" for each in (above, *others) if each.advice][:_MOST_ADVICE]
    ends = [each.used.next_update for each in (above, *others) if each.used and each.used.next_update]
    soon = min((end for end in ends if end > now), default=now)
    found = (
        f"{sum(each.problem is None for each in others)} of {len(others)} are good, the next ends on {soon:%Y-%m-%d}"
    )
    if wrong or soon - LIST_WARNING < now:
        return Diagnosis(
            subject="trusted lists",
            well=False,
            found="; ".join((found, *(f"{territory}: {told}" for territory, told in wrong.items()))),
            advice="; ".join(
                (
                    *advised,
                    "listina trusted-lists refresh, or without a connection: listina trusted-lists import FILE…",
                    "what an expired list names is not qualified; listina trusted-lists show tells of each list",
                )
            ),
        )
    return Diagnosis(subject="trusted lists", well=True, found=found)


def isolation() -> Diagnosis:
    """Whether strangers' files are read behind walls, found out by running against them."""
    try:
        found = walls.examine()
    except ConfinedTaskFailedError as error:
        return Diagnosis(
            subject="isolation",
            well=False,
            found=f"no confined process can be started: {error}; every input is undecidable",
            advice="give the service memory and leave to start processes",
        )
    missing = sorted(set(Wall) - found.walls)
    if found.reached:
        return Diagnosis(
            subject="isolation",
            well=False,
            found=f"a hostile file could come at: {', '.join(found.reached)} (missing walls: {', '.join(missing)})",
            advice="run on Linux 5.13 or newer, and let the container use landlock and seccomp",
        )
    if Wall.NAMESPACES in missing:
        others = ", ".join(sorted(found.walls))
        return Diagnosis(
            subject="isolation",
            well=True,
            found=f"nothing was reached, but this system refuses namespaces; the walls that hold: {others}",
        )
    return Diagnosis(subject="isolation", well=True, found="nothing was reached from within a confined process")


def print_room(room: PrintRoom) -> Diagnosis:
    """Whether a confined process can look at a document that is to be printed."""
    with tempfile.TemporaryDirectory(prefix="listina-doctor-") as folder:
        sample = Path(folder) / "sample.pdf"
        sample.write_bytes(probe.sample_pdf())
        try:
            survey = room.survey(sample)
        except (PrintNotPossibleError, PrintRoomUnavailableError) as error:
            return Diagnosis(
                subject="print room",
                well=False,
                found=f"a sample cannot be printed: {error.text('en')}",
                advice="install the locked packages again: bin/setup runtime; look at the line about isolation",
            )
    (page,) = survey.pages
    return Diagnosis(subject="print room", well=True, found=f"a sample page of {page.paper} can be printed")


def malicious_code(scanner: MalwareScanner, mode: Mode, rule: NotCheckedRule) -> Diagnosis:
    """Whether inputs can be checked for malicious code; only a test installation may do without."""
    found = scanner.check()
    if found.outcome is Malware.CLEAN:
        made = f"{found.signatures_from:%Y-%m-%d}" if found.signatures_from else "a day it does not tell"
        return Diagnosis(subject="malicious code", well=True, found=f"{found.engine}, signatures of {made}")
    blocks = rule is NotCheckedRule.BLOCK
    means = "no input is received" if blocks else "officials have to consent to each input"
    may_be = found.why is NotChecked.NO_SCANNER and mode is Mode.TEST and not blocks
    return Diagnosis(
        subject="malicious code",
        well=may_be,
        found=f"{found.text.en.removesuffix('.').rpartition(': ')[2]}: {means}",
        advice="" if may_be else "start clamd and freshclam, and set LISTINA_CLAMD_ADDRESS",
    )
