"""Who may seal data messages: the operator of the data-box system, known by its registration number.

Anybody with a qualified certificate can put a seal around forged XML. The number in a certificate was verified by its
authority, the name may be anybody's choice.

Source: L300 § 14 (the operator: the Ministry of the Interior, since 2023 the Digital and Information Agency); ETSI EN
319 412-1, § 5.1.4 (organizationIdentifier).
"""

from __future__ import annotations

import re

from asn1crypto import x509

OPERATORS = frozenset({"00007064", "17651921"})
"""IČO of the Ministry of the Interior and of the Digital and Information Agency."""

_IDENTIFIER = re.compile(r"NTRCZ-(\d{8})")
# Before eIDAS, Czech authorities wrote the number behind the name.
_IN_NAME = re.compile(r".*\[IČ (\d{8})\].*", re.DOTALL)


def is_operator(certificate: bytes) -> bool:
    """Tell whether a certificate (DER) was issued to the operator of the system; its path is judged elsewhere."""
    # asn1crypto, since cryptography warns about names longer than 64 characters, which the real seals have.
    parts = [part for level in x509.Certificate.load(certificate).subject.chosen for part in level]
    identifiers = _values(parts, "organization_identifier")
    pattern, values = (_IDENTIFIER, identifiers) if identifiers else (_IN_NAME, _values(parts, "organization_name"))
    found = pattern.fullmatch(values[0]) if len(values) == 1 else None
    return found is not None and found[1] in OPERATORS


def _values(parts: list[x509.NameTypeAndValue], kind: str) -> list[str]:
    return [str(part["value"].native) for part in parts if part["type"].native == kind]
