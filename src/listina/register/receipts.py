"""The receipt of a confirmation: what is sealed for the records system (decision 22)."""

from __future__ import annotations

from dataclasses import dataclass

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


def receipt_document(clause: Clause, leaf: LeafOutbox) -> bytes:
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
