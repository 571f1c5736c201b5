"""What the closed lists of a validation report are called, in Czech and English; a test holds that none is missing.

Source: L300 § 25(2)(g)–(i) and act 297/2016 Sb. for the kinds; EN 319 102-1 for the rest; decision 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.texts import Text
from listina.trust.validation.values import (
    Coverage,
    Form,
    Integrity,
    Kind,
    Proof,
    Qualified,
    Result,
    RevocationStatus,
    TimestampPlace,
    Verdict,
)

NOUNS: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.SIGNATURE: Text("elektronický podpis", "electronic signature"),
        Kind.SEAL: Text("elektronická pečeť", "electronic seal"),
        Kind.MARK: Text("elektronická značka", "electronic mark"),
        Kind.UNKNOWN: Text("elektronický podpis nebo pečeť", "electronic signature or seal"),
    }
)
HOLDERS: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.SIGNATURE: Text("Podepisující osoba", "Signatory"),
        Kind.SEAL: Text("Pečetící osoba", "Creator of the seal"),
        Kind.MARK: Text("Označující osoba", "Holder of the mark"),
        Kind.UNKNOWN: Text("Držitel certifikátu", "Holder of the certificate"),
    }
)
RESULTS: Mapping[Result, Text] = MappingProxyType(
    {
        Result.VALID: Text("platný", "valid"),
        Result.INVALID: Text("neplatný", "invalid"),
        Result.UNDECIDABLE: Text("platnost nelze ověřit", "the validity cannot be verified"),
    }
)
FEMININE_RESULTS: Mapping[Result, Text] = MappingProxyType(
    {**RESULTS, Result.VALID: Text("platná", "valid"), Result.INVALID: Text("neplatná", "invalid")}
)
NEUTER_RESULTS: Mapping[Result, Text] = MappingProxyType(
    {**RESULTS, Result.VALID: Text("platné", "valid"), Result.INVALID: Text("neplatné", "invalid")}
)
INTEGRITIES: Mapping[Integrity, Text] = MappingProxyType(
    {
        Integrity.INTACT: Text("podepsaný obsah se nezměnil", "what was signed is unchanged"),
        Integrity.BROKEN: Text("podepsaný obsah byl změněn", "what was signed has been changed"),
        Integrity.UNDECIDABLE: Text("nelze zjistit, zda se obsah změnil", "whether it was changed cannot be found out"),
    }
)
PROOFS: Mapping[Proof, Text] = MappingProxyType(
    {
        Proof.SIGNATURE_TIMESTAMP: Text("dokládá časové razítko podpisu", "proven by the signature's timestamp"),
        Proof.DOCUMENT_TIMESTAMP: Text("dokládá časové razítko dokumentu", "proven by a document timestamp"),
        Proof.MOMENT_OF_VALIDATION: Text(
            "bez platného časového razítka, posuzuje se okamžik ověření",
            "no valid timestamp, so the moment of the validation counts",
        ),
    }
)
REVOCATIONS: Mapping[RevocationStatus, Text] = MappingProxyType(
    {
        RevocationStatus.GOOD: Text("nebyl zneplatněn", "not revoked"),
        RevocationStatus.GOOD_BY_OLDER_DATA: Text(
            "nebyl zneplatněn podle údajů starších než rozhodný okamžik",
            "not revoked, by data older than the decisive moment",
        ),
        RevocationStatus.REVOKED_AFTER: Text(
            "zneplatněn až po rozhodném okamžiku", "revoked after the decisive moment"
        ),
        RevocationStatus.REVOKED_BEFORE: Text(
            "zneplatněn před rozhodným okamžikem", "revoked before the decisive moment"
        ),
        RevocationStatus.REVOKED_UNPROVEN: Text(
            "zneplatněn a není prokázáno, že podpis vznikl dříve",
            "revoked, and nothing proves that the signature is older",
        ),
        RevocationStatus.UNKNOWN: Text(
            "nepodařilo se zjistit, zda nebyl zneplatněn", "whether it was revoked could not be found out"
        ),
        RevocationStatus.NOT_ASKED: Text(
            "nezjišťovalo se: certifikát nevede k důvěryhodné autoritě",
            "not asked: the certificate leads to no trusted authority",
        ),
    }
)
COVERAGES: Mapping[Coverage, Text] = MappingProxyType(
    {
        Coverage.WHOLE_FILE: Text("celý soubor", "the whole file"),
        Coverage.WHOLE_REVISION: Text(
            "soubor, jak byl v okamžiku podpisu; později k němu něco přibylo",
            "the file as it was when signed; something was added later",
        ),
        Coverage.PART: Text("jen část souboru", "only a part of the file"),
        Coverage.UNKNOWN: Text("nelze zjistit", "it cannot be found out"),
    }
)
FORMS: Mapping[Form, Text] = MappingProxyType(
    {
        Form.PADES: Text("uvnitř PDF (PAdES)", "in the PDF (PAdES)"),
        Form.PDF_CMS: Text("uvnitř PDF (starší způsob, PKCS #7)", "in the PDF (the older way, PKCS #7)"),
        Form.DETACHED: Text("v samostatném souboru (CAdES)", "in a file of its own (CAdES)"),
        Form.ENVELOPE: Text("na obálce datové zprávy", "on the envelope of the data message"),
        Form.UNSUPPORTED: Text("způsob, který neumíme ověřit", "a way that cannot be verified here"),
    }
)
PLACES: Mapping[TimestampPlace, Text] = MappingProxyType(
    {
        TimestampPlace.SIGNATURE: Text("časové razítko podpisu", "timestamp of the signature"),
        TimestampPlace.CONTENT: Text(
            "časové razítko obsahu před podpisem", "timestamp of the content before the signature"
        ),
        TimestampPlace.DOCUMENT: Text("časové razítko dokumentu", "document timestamp"),
        TimestampPlace.ENVELOPE: Text("časové razítko datové zprávy", "timestamp of the data message"),
    }
)
QUALIFIED: Mapping[Qualified, Text] = MappingProxyType(
    {
        Qualified.YES: Text("kvalifikovaný", "qualified"),
        Qualified.NO: Text("není kvalifikovaný", "not qualified"),
        Qualified.UNKNOWN: Text("nezjištěno", "not found out"),
    }
)
VERDICTS: Mapping[Verdict, Text] = MappingProxyType(
    {
        Verdict.VALID: Text("PLATNÝ", "VALID"),
        Verdict.INVALID: Text("NEPLATNÝ", "INVALID"),
        Verdict.UNDECIDABLE: Text("NELZE OVĚŘIT", "CANNOT BE VERIFIED"),
        Verdict.BROKEN: Text("PORUŠENÁ INTEGRITA", "BROKEN INTEGRITY"),
        Verdict.UNSIGNED: Text("NEPODEPSÁNO", "UNSIGNED"),
    }
)
ISOLATIONS: Mapping[str, Text] = MappingProxyType(
    {
        "namespaces": Text("v odděleném procesu bez sítě", "in a confined process without a network"),
        "limits": Text(
            "v procesu s omezenou pamětí a časem; síť mu tento systém odepřít neumí",
            "in a process of limited memory and time; this system cannot deny it the network",
        ),
        "none": Text("v témže procesu, bez oddělení", "in the asking process, not confined"),
    }
)


def result_of(kind: Kind, result: Result) -> Text:
    """Return a result in the gender of what it is said of: platný podpis, platná pečeť."""
    feminine = kind in {Kind.SEAL, Kind.MARK}
    return (FEMININE_RESULTS if feminine else RESULTS)[result]
