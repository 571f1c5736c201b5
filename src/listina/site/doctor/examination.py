"""The whole examination: everything, one line each."""

from __future__ import annotations

from collections.abc import Callable

from listina.site.composition import Services
from listina.site.doctor import ground, inputs, outputs
from listina.site.doctor.diagnosis import Diagnosis, made


def examine(services: Services) -> tuple[Diagnosis, ...]:
    """Examine everything; takes about a second."""
    environment, rule = services.environment, services.to_paper.examiner.rule
    examinations: tuple[tuple[str, Callable[[], Diagnosis]], ...] = (
        ("database", ground.database),
        ("schema", ground.schema),
        ("storage", lambda: ground.storage(services)),
        ("disk space", lambda: ground.disk_space(environment.storage_folder)),
        ("timestamps", lambda: outputs.timestamps(services)),
        ("clock", lambda: outputs.clock(services)),
        ("certificates", lambda: outputs.certificates(services)),
        ("keys", lambda: outputs.keys(services)),
        ("register's seal", lambda: outputs.register_seal(services)),
        ("trusted lists", lambda: inputs.trusted_lists(environment, services.conversions.now())),
        ("typesetting", outputs.typesetting),
        ("isolation", inputs.isolation),
        ("print room", lambda: inputs.print_room(services.to_paper.print_room)),
        ("malicious code", lambda: inputs.malicious_code(services.to_paper.examiner.scanner, environment.mode, rule)),
    )
    return tuple(made(subject, examination) for subject, examination in examinations)
