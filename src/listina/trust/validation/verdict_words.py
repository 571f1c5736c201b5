"""What a verdict means, and what to do next.

The same words stand in the report, on its page and in `docs/overeni-podpisu.md`; a test compares.

Source: L300 § 24(4)(h), § 25(2)(g) and (h); decision 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.texts import Text
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.values import Integrity, RevocationStatus, Verdict

MEANINGS: Mapping[Verdict, Text] = MappingProxyType(
    {
        Verdict.VALID: Text(
            "Podepsaný obsah se nezměnil a každý podpis, pečeť a značka jsou platné.",
            "What was signed is unchanged, and each signature, seal and mark is valid.",
        ),
        Verdict.INVALID: Text(
            "Podepsaný obsah se nezměnil, ale některý podpis, pečeť nebo značka platné nejsou.",
            "What was signed is unchanged, but a signature, seal or mark is not valid.",
        ),
        Verdict.UNDECIDABLE: Text(
            "Některou skutečnost se nepodařilo ověřit. Neznamená to, že podpis je neplatný.",
            "Something could not be verified. That does not mean that a signature is invalid.",
        ),
        Verdict.BROKEN: Text(
            "Dokument není tím, co bylo podepsáno: podepsaný obsah byl změněn, nebo podpis patří k jinému souboru. "
            "Převést ho nelze (§\u00a024 odst.\u00a04 písm.\u00a0h) zákona č.\u00a0300/2008\u00a0Sb.).",
            "The document is not what was signed: it was changed, or the signature belongs to another file. It cannot "
            "be converted (§ 24(4)(h) of act 300/2008).",
        ),
        Verdict.UNSIGNED: Text(
            "Soubor nemá podpis, pečeť ani značku. Kdo ho vydal a zda se od té doby nezměnil, z něj poznat nelze.",
            "The file has no signature, seal or mark. Who issued it, and whether it changed since, it does not tell.",
        ),
    }
)
ADVICE: Mapping[Verdict, Text] = MappingProxyType(
    {
        Verdict.VALID: Text(
            "Podpisy převodu nebrání. Doložka uvede, že jsou platné.",
            "The signatures do not stand in the way of a conversion. The clause will say that they are valid.",
        ),
        Verdict.INVALID: Text(
            "Z moci úřední dokument převést lze; doložka neplatnost uvede. Potřebujete-li platný podpis, vyžádejte si "
            "od odesílatele dokument znovu podepsaný.",
            "Ex officio the document may be converted; the clause will tell of the invalidity. If you need a valid "
            "signature, ask the sender for a newly signed document.",
        ),
        Verdict.UNDECIDABLE: Text(
            "Z moci úřední dokument převést lze; doložka uvede, co ověřit nešlo. Důvod je u podpisu.",
            "Ex officio the document may be converted; the clause will tell what could not be verified. The reason is "
            "beside the signature.",
        ),
        Verdict.BROKEN: Text(
            "Vyžádejte si od odesílatele nezměněný dokument a podpis, který k němu patří.",
            "Ask the sender for the unchanged document and the signature that belongs to it.",
        ),
        Verdict.UNSIGNED: Text(
            "Z moci úřední dokument převést lze; doložka uvede, že podepsán nebyl. Má-li podepsán být, vyžádejte si "
            "podepsaný, nebo k němu přiložte samostatný podpis (P7S).",
            "Ex officio the document may be converted; the clause will say that it was not signed. If it should be, "
            "ask for the signed one or add its detached signature (P7S).",
        ),
    }
)
DECIDE = Text(
    "Nelze zjistit, zda se podepsaný obsah změnil. O převodu rozhodne úřední osoba a důvod zaznamená; doložka uvede, "
    "že integritu nebylo možné ověřit. Jistější je vyžádat si dokument znovu.",
    "Whether what was signed has been changed cannot be found out. The official decides on the conversion and records "
    "the reason; the clause will say so. To ask for the document again is safer.",
)
OTHER_SIGNATURE = Text(
    "Zkontrolujte, zda jste přiložili správný podpis. Nemáte-li jej, vyžádejte si ho od odesílatele.",
    "Check that you added the right signature. If you do not have it, ask the sender for it.",
)
VERIFY_LATER = Text(
    "Chybějí údaje o zneplatnění certifikátu. Ověřte dokument znovu později, až je vydavatel certifikátu zveřejní.",
    "Revocation data are missing. Validate the document again later, when the issuer has published them.",
)


def advice_on(report: ValidationReport) -> tuple[Text, ...]:
    """Return what to do about a report, the most important first."""
    broken = [item for item in report.signatures if item.integrity is Integrity.BROKEN]
    if report.verdict is Verdict.BROKEN and broken and all(item.is_of_other_file for item in broken):
        return (OTHER_SIGNATURE,)
    if report.verdict is not Verdict.UNDECIDABLE:
        return (ADVICE[report.verdict],)
    if report.integrity is Integrity.UNDECIDABLE:
        return (DECIDE,)
    waits = any(item.revocation.status is RevocationStatus.UNKNOWN for item in report.signatures)
    return (VERIFY_LATER, ADVICE[report.verdict]) if waits else (ADVICE[report.verdict],)
