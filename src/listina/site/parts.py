"""What every process of an installation is built from, without what only the doors need: the worker stays small.

The assessing of scans and the typesetting of clauses need large libraries; the worker finishes conversions and needs
none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from secrets import token_bytes

from listina.conversions.jobs import defer_finish
from listina.conversions.keeping.periods import KeepingRules
from listina.conversions.to_paper.workshop import PaperWorkshop
from listina.conversions.workshop import Workshop
from listina.documents.scanning import room as scan_room
from listina.documents.scanning.room import ScanRoom
from listina.isolation.pool import Confined
from listina.objects.store import FileObjectStore
from listina.register.numbers import OwnEvidenceAuthority
from listina.register.receipts import ReceiptService
from listina.register.services import RegisterService
from listina.site.environment import Environment
from listina.site.foundation import foundation
from listina.site.paper import paper_workshop
from listina.site.timestamp_sources import timestamp_sources
from listina.site.validation import confined, validator
from listina.trust.ageing import RenewalRules
from listina.trust.authority import TimestampAuthority
from listina.trust.circuits import Circuits
from listina.trust.clock import utc_now
from listina.trust.known_authorities import KnownAuthorities
from listina.trust.seals import seal
from listina.trust.signers import Signer
from listina.trust.timestamps import TimestampClient
from listina.trust.validation.validator import Validator


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What was built.

    Attributes:
        environment: the settings all of it was built from.
        workshop: what the steps of a conversion need.
        objects: files of the cases.
        timestamps: asks the timestamp authorities in order.
        timestamp_authority: the own one, served under /tsa/; None in live.
        register_seal: seals receipts; perhaps on a token, which is touched when it first seals.
        confined: processes that read strangers' files.
        validator: tells what the signatures of an input are worth.
        paper: what the steps of a conversion to paper need.
        product_version: such as `0.1.0`.
    """

    environment: Environment
    workshop: Workshop
    objects: FileObjectStore
    timestamps: TimestampClient
    timestamp_authority: TimestampAuthority | None
    register_seal: Signer
    confined: Confined
    validator: Validator
    paper: PaperWorkshop
    product_version: str


def build_parts(environment: Environment, *, now: Callable[[], datetime] = utc_now) -> Parts:
    """Build the parts of one installation.

    Args:
        environment: its settings.
        now: our clock, aware UTC.

    Raises:
        TimestampAuthoritiesInvalidError: the file of timestamp authorities cannot be used.
        LiveNotReadyError: live, and something it needs is missing.
        DemoPkiInvalidError: test, and the folder of anchors, seal and timestamp authority is missing or not whole.
        WrongPinError: LISTINA_PKI_PIN does not open the seal or the timestamp authority.
    """
    base = foundation(environment, now)
    timestamps = TimestampClient(
        sources=timestamp_sources(environment, base.timestamp_authority),
        policy=base.policy,
        now=now,
        circuits=Circuits(folder=environment.storage_folder / "timestamp-failures", now=now),
    )
    objects = FileObjectStore(root=environment.storage_folder / "objects", now=now)
    numbers = OwnEvidenceAuthority(now=now, operator_name=environment.operator_name)
    product_version = version("listina")
    workshop = Workshop(
        register=RegisterService(now=now, random_bytes=token_bytes, evidence_authority=numbers),
        receipts=ReceiptService(sealer=lambda data: seal(data, base.register_seal)),
        objects=objects,
        scans=ScanRoom(
            confined=Confined(*scan_room.TASKS, count=environment.confined_processes, limits=scan_room.LIMITS)
        ),
        timestamps=timestamps,
        policy=base.policy,
        now=now,
        random_bytes=token_bytes,
        verification_base_url=environment.base_url,
        product_version=product_version,
        defer=defer_finish,
        signature_level=environment.signature_level,
        keeping=KeepingRules(scans_days=environment.scans_kept_after_hand_over_days),
        authorities=KnownAuthorities(folder=environment.storage_folder / "timestamp-authorities"),
        renewal=RenewalRules(
            ahead=timedelta(days=environment.renew_ahead_days), algorithm_ends=dict(environment.renew_algorithms)
        ),
    )
    pool = confined(environment)
    validates = validator(environment, pool, base.trust, now)
    return Parts(
        environment=environment,
        workshop=workshop,
        objects=objects,
        timestamps=timestamps,
        timestamp_authority=base.timestamp_authority,
        register_seal=base.register_seal,
        confined=pool,
        validator=validates,
        paper=paper_workshop(environment, workshop, pool, validates, now),
        product_version=product_version,
    )
