"""The tools a conversion works with: built once by the composition of the site, handed to every step.

The steps are functions that take a `Workshop`; `service.ConversionService` is the same workshop with the use cases as
methods. So a step names what it needs in one word and the facade stays thin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from listina.conversions.keeping.periods import KeepingRules
from listina.documents.scanning.room import ScanRoom
from listina.objects.store import ObjectStore
from listina.register.receipts import ReceiptService
from listina.register.services import RegisterService
from listina.trust.ageing import RenewalRules
from listina.trust.clock_watch import ClockWatch
from listina.trust.known_authorities import KnownAuthorities
from listina.trust.levels import SignatureLevel
from listina.trust.policy import TrustPolicy
from listina.trust.timestamps import TimestampClient


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What the steps of a conversion need.

    Attributes:
        register: reserves, confirms and voids numbers.
        receipts: seals the receipt of a confirmed conversion.
        objects: files of the cases, by authority and digest.
        scans: reads the scans that were uploaded, in confined processes.
        timestamps: asks the timestamp authorities in order.
        policy: which certificates may sign and which anchors are trusted.
        now: aware UTC.
        random_bytes: cryptographic chance, by count of bytes.
        verification_base_url: where the public verifies, such as `https://listina.example`, without a slash at the end.
        product_version: written into the events.
        defer: queues the job `conversions.finish` for (authority id, case id), inside the caller's transaction.
        signature_level: how much an output carries to verify it later.
        authorities: the timestamp authorities that answered lately.
        renewal: when kept outputs get a new timestamp.
        clock_watch: compares our clock with the timestamp authorities' before a signature.
        keeping: how long files stay after the hand-over.
    """

    register: RegisterService
    receipts: ReceiptService
    objects: ObjectStore
    scans: ScanRoom
    timestamps: TimestampClient
    policy: TrustPolicy
    now: Callable[[], datetime]
    random_bytes: Callable[[int], bytes]
    verification_base_url: str
    product_version: str
    defer: Callable[[int, UUID], None]
    signature_level: SignatureLevel = SignatureLevel.B_LT
    authorities: KnownAuthorities = field(default_factory=KnownAuthorities)
    renewal: RenewalRules = field(default_factory=RenewalRules)
    clock_watch: ClockWatch = field(default_factory=ClockWatch)
    keeping: KeepingRules = field(default_factory=KeepingRules)

    def verification_address(self, number: str, check_code: str) -> str:
        """Return the address the QR code holds: the public page that shows this clause."""
        return f"{self.verification_base_url}/overeni/{number}/{check_code}/"
