"""What is told of a certificate, its qualification, its revocation, the time and the algorithms: rows to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from listina.texts import Text
from listina.trust.validation import words
from listina.trust.validation.signature_report import (
    AlgorithmUse,
    CertificateReport,
    Qualification,
    SignatureReport,
)
from listina.trust.validation.values import Indication, RevocationStatus, SubIndication

Value = Text | str | datetime
"""A sentence in both languages, a stranger's name or a digest, or an aware moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that is told."""

    label: Text
    value: Value


def about_certificate(certificate: CertificateReport | None, holder: Text) -> tuple[Row, ...]:
    """Return whose certificate it is, by whom and with what number."""
    if certificate is None:
        return (Row(label=holder, value=Text("certifikát v souboru není", "the certificate is not in the file")),)
    rows = [Row(label=holder, value=certificate.holder)]
    if certificate.is_pseudonym:
        rows.append(
            Row(label=Text("Jméno", "Name"), value=Text("v certifikátu je uveden pseudonym", "the name is a pseudonym"))
        )
    serial = certificate.serial_number
    rows += [
        Row(label=Text("Vydavatel certifikátu", "Issuer"), value=certificate.issuer_name),
        Row(label=Text("Číslo certifikátu", "Serial number"), value=f"{serial} ({serial:x})"),
    ]
    return tuple(rows)


def validity(certificate: CertificateReport | None) -> tuple[Row, ...]:
    """Return from when to when a certificate is valid."""
    if certificate is None:
        return ()
    return (
        Row(label=Text("Certifikát platí od", "Valid from"), value=certificate.not_before),
        Row(label=Text("Certifikát platí do", "Valid until"), value=certificate.not_after),
    )


def about_qualification(qualification: Qualification) -> tuple[Row, ...]:
    """Return whether and by which list it was qualified."""
    said = words.QUALIFIED[qualification.qualified]
    if qualification.in_device:
        said = Text(f"{said.cs}, klíč v kvalifikovaném prostředku", f"{said.en}, the key in a qualified device")
    rows = [Row(label=Text("Kvalifikovanost", "Qualification"), value=said)]
    if qualification.provider:
        rows.append(
            Row(
                label=Text("Podle důvěryhodného seznamu", "By the trusted list"),
                value=f"{qualification.provider} ({qualification.territory})",
            )
        )
    rows += [Row(label=Text("K tomu", "About it"), value=reason.text) for reason in qualification.reasons]
    return tuple(rows)


def about_time(signature: SignatureReport) -> tuple[Row, ...]:
    """Return by what moment a signature is judged, and why."""
    rows = [
        Row(label=Text("Posouzeno k okamžiku", "Judged at"), value=signature.best_time),
        Row(label=Text("Tento okamžik", "This moment"), value=words.PROOFS[signature.proof]),
    ]
    if signature.claimed_at is not None:
        rows.append(Row(label=Text("Čas tvrzený podepisujícím", "Time the signer claims"), value=signature.claimed_at))
    return tuple(rows)


def about_revocation(signature: SignatureReport) -> tuple[Row, ...]:
    """Return what is known of the revocation of a signer's certificate."""
    revocation = signature.revocation
    rows = [Row(label=Text("Zneplatnění", "Revocation"), value=words.REVOCATIONS[revocation.status])]
    if revocation.revoked_at is not None:
        rows.append(Row(label=Text("Zneplatněn", "Revoked at"), value=revocation.revoked_at))
    if revocation.issued_at is not None and revocation.status is not RevocationStatus.UNKNOWN:
        rows.append(Row(label=Text("Podle údajů vydaných", "By data issued at"), value=revocation.issued_at))
    return tuple(rows)


def about_indication(indication: Indication, sub_indication: SubIndication | None) -> tuple[Row, ...]:
    """Return the result in the words of the standard."""
    said = words.INDICATIONS[indication]
    rows = [
        Row(
            label=Text("Výsledek podle ETSI EN 319 102-1", "Result by ETSI EN 319 102-1"),
            value=Text(f"{said.cs} ({indication})", f"{said.en} ({indication})"),
        )
    ]
    if sub_indication is not None:
        why = words.SUB_INDICATIONS[sub_indication]
        rows.append(
            Row(
                label=Text("Upřesnění", "In detail"),
                value=Text(f"{why.cs} ({sub_indication})", f"{why.en} ({sub_indication})"),
            )
        )
    return tuple(rows)


def algorithm(use: AlgorithmUse) -> Row:
    """Return what an algorithm is and how long it is secure."""
    role = words.ALGORITHM_ROLES.get(use.role, Text(use.role, use.role))
    if not use.secure:
        said = Text(f"{use.name}, v rozhodném okamžiku už nebyl bezpečný", f"{use.name}, not secure at that moment")
    elif use.secure_until is None:
        said = Text(use.name, use.name)
    else:
        said = Text(
            f"{use.name}, bezpečný do {use.secure_until.year}", f"{use.name}, secure until {use.secure_until.year}"
        )
    return Row(label=Text(f"Algoritmus ({role.cs})", f"Algorithm ({role.en})"), value=said)
