"""The receipt of a confirmation: what is sealed for the records system (decision 22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from listina.register.errors import ReservationNotFoundError
from listina.register.models import Clause, LeafOutbox, Receipt
from listina.register.records import canonical

RECEIPT_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView:
    """A sealed receipt.

    Attributes:
        document: canonical JSON, exactly the bytes that are sealed.
        seal: detached CMS signature over them, DER.
    """

    number: str
    document: bytes
    seal: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptService:
    """Seals the receipt of a confirmation (decision 22).

    The key may be far away on a token: ask for the `document`, seal it outside any transaction, then `keep` it.

    Attributes:
        sealer: the register's seal: bytes to a detached CMS signature in DER.
    """

    sealer: Callable[[bytes], bytes]

    def document(self, number: str) -> bytes:
        """Return what is to be sealed for a confirmed clause; always the same bytes.

        Raises:
            ReservationNotFoundError: the authority has no confirmed clause of this number.
        """
        clause = Clause.objects.filter(reservation_id=number).first()
        if clause is None:
            raise ReservationNotFoundError(number=number)
        return _document(clause, LeafOutbox.objects.get(clause_id=number))

    def keep(self, number: str, document: bytes, sealed: bytes) -> ReceiptView:
        """Keep a sealed receipt unless one is kept already; return the one that is kept.

        Args:
            number: of the confirmed clause.
            document: as `document` returned it.
            sealed: the sealer's answer over it, DER.
        """
        clause = Clause.objects.get(reservation_id=number)
        fresh = Receipt(clause=clause, authority_id=clause.authority_id, document=document, seal=sealed)
        Receipt.objects.bulk_create([fresh], ignore_conflicts=True)
        return receipt_view(Receipt.objects.get(clause_id=number))


def _document(clause: Clause, leaf: LeafOutbox) -> bytes:
    """Return the canonical JSON of a receipt: who, when, which file, which place in the order; no designation."""
    return canonical(
        {
            "version": RECEIPT_VERSION,
            "number": clause.reservation_id,
            "guid": clause.guid,
            "issued_by": clause.issued_by,
            "direction": clause.direction,
            "standing": clause.standing,
            "authority": {"name": clause.authority_name, "ico": clause.authority_ico},
            "confirmed_at": clause.confirmed_at,
            "file": {
                "sha256": clause.sha256,
                "sha512": clause.sha512,
                "length": clause.length,
                "page_count": clause.page_count,
                "content_digest": clause.content_digest,
            },
            "leaf": {"sequence": leaf.sequence, "commitment": leaf.commitment},
        }
    )


def receipt_view(receipt: Receipt) -> ReceiptView:
    """Return a kept receipt as doors see it."""
    return ReceiptView(number=receipt.clause_id, document=bytes(receipt.document), seal=bytes(receipt.seal))
