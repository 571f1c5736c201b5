"""What is wrong with an installation and what to do: asked by `listina doctor` and by the health page.

Each examination answers in one line. One that cannot be made is a complaint, not a pass.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection

from listina.database.schema import schema_state
from listina.documents import probe
from listina.documents.malware.scanning import Malware, MalwareScanner, NotChecked, NotCheckedRule
from listina.documents.printing.errors import PrintNotPossibleError
from listina.documents.printing.room import PrintRoom
from listina.errors import ListinaError
from listina.isolation import examination as walls
from listina.isolation.limits import ConfinedTaskFailedError, Wall
from listina.site.composition import Services
from listina.site.environment import Environment, Mode
from listina.site.trusted_lists import list_store
from listina.trust.certificates import facts
from listina.trust.seals import seal, verify_seal
from listina.trust.timestamps import TimestampClient

OLDEST_SERVER = 150000
"""PostgreSQL 15, as the server numbers its versions."""
LEAST_FREE_BYTES = 2 * 1024**3
CLOCK_WARNING = timedelta(seconds=30)
CERTIFICATE_WARNING = timedelta(days=30)
LIST_WARNING = timedelta(days=3)
# Authorities charge for tokens: one that answered well is not asked for a while, one that did not may be back soon.
_TIMESTAMP_ANSWER_IS_GOOD_FOR = timedelta(minutes=15)
_TIMESTAMP_COMPLAINT_IS_GOOD_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One examination.

    Attributes:
        subject: what was examined, such as `database`.
        well: whether it is in order.
        found: what was found, one sentence in English.
        advice: what to do; empty when it is well.
    """

    subject: str
    well: bool
    found: str
    advice: str = ""


def examine(services: Services) -> tuple[Diagnosis, ...]:
    """Examine everything; takes about a second."""
    environment, rule = services.environment, services.to_paper.examiner.rule
    examinations: tuple[tuple[str, Callable[[], Diagnosis]], ...] = (
        ("database", database),
        ("schema", schema),
        ("storage", lambda: storage(services)),
        ("disk space", lambda: disk_space(environment.storage_folder)),
        ("timestamps", lambda: timestamps(services)),
        ("clock", lambda: clock(services)),
        ("certificates", lambda: certificates(services)),
        ("keys", lambda: keys(services)),
        ("register's seal", lambda: register_seal(services)),
        ("trusted lists", lambda: trusted_lists(environment, services.conversions.now())),
        ("typesetting", typesetting),
        ("isolation", isolation),
        ("print room", lambda: print_room(services.to_paper.print_room)),
        ("malicious code", lambda: malicious_code(services.to_paper.examiner.scanner, environment.mode, rule)),
    )
    return tuple(_made(subject, examination) for subject, examination in examinations)


def _made(subject: str, examination: Callable[[], Diagnosis]) -> Diagnosis:
    try:
        return examination()
    except (ListinaError, OSError, DatabaseError, ImproperlyConfigured) as error:
        return Diagnosis(
            subject=subject,
            well=False,
            found=f"could not be examined: {_first_line(error)}",
            advice="mend what stands above this line first, then ask again",
        )


def database() -> Diagnosis:
    """Whether the server answers, is young enough, and lets us in with the right role."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int, current_user, rolsuper OR rolbypassrls "
                "FROM pg_roles WHERE rolname = current_user"
            )
            number, role, overrides = cursor.fetchone()
    except OperationalError as error:
        return Diagnosis(
            subject="database",
            well=False,
            found=f"no connection: {_first_line(error)}",
            advice="start PostgreSQL, or correct LISTINA_DATABASE_HOST, _PORT, _NAME, _ROLE and _PASSWORD",
        )
    if number < OLDEST_SERVER:
        return Diagnosis(
            subject="database",
            well=False,
            found=f"PostgreSQL {number // 10000} is too old",
            advice="use PostgreSQL 15 or newer",
        )
    if overrides:
        return Diagnosis(
            subject="database",
            well=False,
            found=f"the role {role} stands above the isolation of authorities",
            advice="serve with LISTINA_DATABASE_ROLE=listina_app",
        )
    return Diagnosis(subject="database", well=True, found=f"PostgreSQL {number // 10000}, role {role}")


def schema() -> Diagnosis:
    """Whether the migrations of this version were made, and no others."""
    state = schema_state()
    if state.unknown:
        return Diagnosis(
            subject="schema",
            well=False,
            found=f"a newer version made {len(state.unknown)} migrations this one does not know",
            advice="start the newer version, or restore a backup from before it",
        )
    if state.waiting:
        return Diagnosis(
            subject="schema",
            well=False,
            found=f"{len(state.waiting)} migrations were not made",
            advice="run: LISTINA_DATABASE_ROLE=listina_owner LISTINA_DATABASE_PASSWORD=… listina migrate",
        )
    return Diagnosis(subject="schema", well=True, found="all migrations were made")


def storage(services: Services) -> Diagnosis:
    """Whether files can be written, read and deleted."""
    problems = services.objects.check()
    folder = services.environment.storage_folder
    if problems:
        return Diagnosis(
            subject="storage",
            well=False,
            found="; ".join(problem.en for problem in problems),
            advice=f"make {folder} writable for the user of the service",
        )
    return Diagnosis(subject="storage", well=True, found=f"{folder} can be written to")


def disk_space(folder: Path) -> Diagnosis:
    """Whether there is room for files."""
    free = shutil.disk_usage(folder).free
    found = f"{free / 1024**3:.1f} GiB free at {folder}"
    if free < LEAST_FREE_BYTES:
        advice = f"free some space: below {LEAST_FREE_BYTES // 1024**3} GiB conversions may fail"
        return Diagnosis(subject="disk space", well=False, found=found, advice=advice)
    return Diagnosis(subject="disk space", well=True, found=found)


def timestamps(services: Services) -> Diagnosis:
    """Whether every timestamp authority gives good tokens, and which failed lately."""
    client = services.timestamps
    lately = {source.name: _failures_lately(client, source.name) for source in client.sources}
    problems = client.check()
    names = ", ".join(source.name + lately[source.name] for source in client.sources)
    if problems:
        return Diagnosis(
            subject="timestamps",
            well=False,
            found=f"{'; '.join(problem.en for problem in problems)}; in order: {names}",
            advice="correct LISTINA_TIMESTAMP_URLS or the file of authorities, or ask the authority; "
            "signed conversions wait or get their timestamps from the next one",
        )
    return Diagnosis(subject="timestamps", well=True, found=f"good tokens from: {names}")


def _failures_lately(client: TimestampClient, name: str) -> str:
    """Return what the circuit of an authority knew before it was asked now."""
    failures = client.circuits.failures(name) if client.circuits is not None else None
    if failures is None:
        return ""
    return (
        f" (failures in a row: {failures.count}, last {failures.last_at:%Y-%m-%d %H:%M:%S} UTC, "
        f"asked again {failures.asked_again_at:%H:%M:%S} UTC: {failures.reason})"
    )


def clock(services: Services) -> Diagnosis:
    """Whether our clock agrees with the timestamp authority's."""
    skew = services.timestamps.clock_skew()
    seconds = skew.total_seconds()
    if abs(skew) > CLOCK_WARNING:
        return Diagnosis(
            subject="clock",
            well=False,
            found=f"the timestamp authority's clock is {seconds:+.0f} s away from ours",
            advice="synchronise the machine's clock (timedatectl set-ntp true)",
        )
    return Diagnosis(subject="clock", well=True, found=f"{seconds:+.0f} s from the timestamp authority")


def certificates(services: Services) -> Diagnosis:
    """Whether the installation's own certificates will hold for a while."""
    now, authority = services.conversions.now(), services.timestamp_authority
    own = {"register's seal": services.register_seal.certificate}
    if authority is not None:
        own["timestamp authority"] = authority.certificate
    ending = {name: facts(der).not_after for name, der in own.items()}
    soon = [f"{name} on {end:%Y-%m-%d}" for name, end in ending.items() if end - CERTIFICATE_WARNING < now]
    if soon:
        return Diagnosis(
            subject="certificates", well=False, found=f"ending soon: {', '.join(soon)}", advice="renew them"
        )
    first = min(ending.values())
    return Diagnosis(subject="certificates", well=True, found=f"the first ends on {first:%Y-%m-%d}")


def keys(services: Services) -> Diagnosis:
    """Whether the officials' keys lie where they should, closed to others."""
    problems = services.keys.check()
    if problems:
        return Diagnosis(subject="keys", well=False, found="; ".join(problems), advice="correct the folder of keys")
    return Diagnosis(subject="keys", well=True, found=f"in {services.keys.folder}")


def register_seal(services: Services) -> Diagnosis:
    """Whether the register's seal seals, and the seal is good: on a token this needs the token and its PIN."""
    data = b"listina doctor"
    environment = services.environment
    signer, policy = services.register_seal, services.conversions.policy
    anchors = policy.material((signer.certificate, *signer.chain)).anchors
    owner = verify_seal(data, seal(data, signer), anchors, at=services.conversions.now())
    place = "in the PKI's folder"
    if environment.seal_pkcs11_module is not None:
        place = f"on the token {environment.seal_pkcs11_token_label}"
    return Diagnosis(subject="register's seal", well=True, found=f"{owner.common_name}, {place}")


def trusted_lists(environment: Environment, now: datetime) -> Diagnosis:
    """Whether the lists are here, not expired and not ending within days; a test installation may have none."""
    (above, *others) = list_store(environment).statuses(at=now)
    if above.used is None and environment.mode is Mode.TEST:
        return Diagnosis(subject="trusted lists", well=True, found="none: inputs are judged by the demo's own")
    wrong = [
        f"{each.territory}: {each.problem.text.en if each.problem else each.last_failure}"
        for each in (above, *others)
        if each.problem is not None or each.last_failure
    ]
    ends = [each.used.next_update for each in (above, *others) if each.used and each.used.next_update]
    soon = min((end for end in ends if end > now), default=now)
    found = (
        f"{sum(each.problem is None for each in others)} of {len(others)} are good, the next ends on {soon:%Y-%m-%d}"
    )
    if wrong or soon - LIST_WARNING < now:
        return Diagnosis(
            subject="trusted lists",
            well=False,
            found="; ".join((found, *wrong)),
            advice="listina trusted-lists refresh, or without a connection: listina trusted-lists import FILE…; "
            "what an expired list names is not qualified",
        )
    return Diagnosis(subject="trusted lists", well=True, found=found)


def typesetting() -> Diagnosis:
    """Whether fonts are there, the typesetter works, and its barcodes can be read back."""
    problems = probe.check()
    if problems:
        return Diagnosis(
            subject="typesetting",
            well=False,
            found="; ".join(str(problem) for problem in problems),
            advice="install the locked packages again: bin/setup runtime",
        )
    return Diagnosis(subject="typesetting", well=True, found="fonts, clause page and barcodes are good")


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
        except PrintNotPossibleError as error:
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


class Pulse:
    """The few examinations a health page can afford: it may be asked every second, and a token may cost money."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._lock = Lock()
        self._timestamps: Diagnosis | None = None
        self._asked_at: datetime | None = None

    def feel(self) -> Sequence[Diagnosis]:
        """Examine database and storage now, the timestamp authorities four times an hour, each minute in trouble."""
        return (
            _made("database", database),
            _made("storage", lambda: storage(self._services)),
            self._recent_timestamps(),
        )

    def _recent_timestamps(self) -> Diagnosis:
        now = self._services.conversions.now()
        with self._lock:
            if self._timestamps is None or self._asked_at is None or now - self._asked_at > self._good_for():
                self._timestamps = _made("timestamps", lambda: timestamps(self._services))
                self._asked_at = now
            return self._timestamps

    def _good_for(self) -> timedelta:
        well = self._timestamps is not None and self._timestamps.well
        return _TIMESTAMP_ANSWER_IS_GOOD_FOR if well else _TIMESTAMP_COMPLAINT_IS_GOOD_FOR


def _first_line(error: BaseException) -> str:
    text = str(error).strip().splitlines()
    return (text[0] if text else type(error).__name__).replace(settings.ENVIRONMENT.database_password, "…")
