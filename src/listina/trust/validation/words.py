"""What the closed lists of a validation report are called, in Czech and English; a test holds that none is missing.

Source: L300 § 25(2)(g)–(i) and act 297/2016 Sb. for the kinds; EN 319 102-1 for the rest; decision 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.texts import Text
from listina.trust.validation.values import (
    ChangeWeight,
    Coverage,
    Form,
    Indication,
    Integrity,
    Kind,
    MaterialKind,
    MessageKind,
    Proof,
    Qualified,
    Result,
    RevocationStatus,
    Source,
    SubIndication,
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
OF_OTHER_FILE = Text("podpis patří k jinému souboru", "the signature belongs to another file")
MESSAGE_INTEGRITIES: Mapping[Integrity, Text] = MappingProxyType(
    {
        Integrity.INTACT: Text("datová zpráva se nezměnila", "the data message is unchanged"),
        Integrity.BROKEN: Text("datová zpráva byla změněna", "the data message has been changed"),
        Integrity.UNDECIDABLE: Text(
            "nelze zjistit, zda se datová zpráva změnila", "whether the data message was changed cannot be found out"
        ),
    }
)
PROOFS: Mapping[Proof, Text] = MappingProxyType(
    {
        Proof.SIGNATURE_TIMESTAMP: Text("dokládá časové razítko podpisu", "proven by the signature's timestamp"),
        Proof.ARCHIVE_TIMESTAMP: Text(
            "dokládá archivní časové razítko podpisu", "proven by the signature's archive timestamp"
        ),
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
        TimestampPlace.ARCHIVE: Text("archivní časové razítko podpisu", "archive timestamp of the signature"),
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
CHANGE_WEIGHTS: Mapping[ChangeWeight, Text] = MappingProxyType(
    {
        ChangeWeight.HARMFUL: Text("mění, co je vidět nebo řečeno", "changes what is seen or said"),
        ChangeWeight.UNCLEAR: Text("nelze posoudit, musí se podívat člověk", "unclear, a person must look"),
        ChangeWeight.PERMITTED: Text("podepisující ji dovolil", "permitted by the signer"),
        ChangeWeight.HARMLESS: Text("obsah nemění", "does not change the content"),
    }
)
"""The grave ones first."""
INDICATIONS: Mapping[Indication, Text] = MappingProxyType(
    {
        Indication.PASSED: Text("ověřeno", "passed"),
        Indication.FAILED: Text("neprošlo ověřením", "failed"),
        Indication.INDETERMINATE: Text("nelze rozhodnout", "cannot be decided"),
    }
)
SUB_INDICATIONS: Mapping[SubIndication, Text] = MappingProxyType(
    {
        SubIndication.FORMAT_FAILURE: Text("podpis nemá předepsaný tvar", "the signature has not the form it should"),
        SubIndication.HASH_FAILURE: Text("otisk obsahu nesouhlasí", "the digest of the content does not agree"),
        SubIndication.SIG_CRYPTO_FAILURE: Text(
            "hodnota podpisu nesouhlasí s certifikátem", "the signature value does not agree with the certificate"
        ),
        SubIndication.REVOKED: Text("certifikát byl zneplatněn", "the certificate was revoked"),
        SubIndication.EXPIRED: Text("platnost certifikátu skončila", "the certificate had expired"),
        SubIndication.NOT_YET_VALID: Text("certifikát ještě neplatil", "the certificate was not valid yet"),
        SubIndication.SIG_CONSTRAINTS_FAILURE: Text(
            "podpis nesplňuje pravidla ověření", "the signature does not meet the rules of the validation"
        ),
        SubIndication.CHAIN_CONSTRAINTS_FAILURE: Text(
            "řetězec certifikátů nesplňuje pravidla ověření",
            "the certificate chain does not meet the rules of the validation",
        ),
        SubIndication.CERTIFICATE_CHAIN_GENERAL_FAILURE: Text(
            "řetězec certifikátů nelze ověřit", "the certificate chain cannot be verified"
        ),
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE: Text(
            "algoritmus není dost bezpečný", "an algorithm is not secure enough"
        ),
        SubIndication.POLICY_PROCESSING_ERROR: Text(
            "pravidla podpisu nelze zpracovat", "the signature policy cannot be processed"
        ),
        SubIndication.SIGNATURE_POLICY_NOT_AVAILABLE: Text(
            "pravidla podpisu nejsou k dispozici", "the signature policy is not available"
        ),
        SubIndication.TIMESTAMP_ORDER_FAILURE: Text(
            "časová razítka si odporují", "the timestamps contradict each other"
        ),
        SubIndication.NO_SIGNING_CERTIFICATE_FOUND: Text(
            "certifikát podepisující osoby chybí", "the signer's certificate is missing"
        ),
        SubIndication.NO_CERTIFICATE_CHAIN_FOUND: Text(
            "certifikát nevede k důvěryhodné autoritě", "the certificate leads to no trusted authority"
        ),
        SubIndication.REVOKED_NO_POE: Text(
            "certifikát byl zneplatněn a není prokázáno, že podpis je starší",
            "the certificate was revoked, and nothing proves that the signature is older",
        ),
        SubIndication.REVOKED_CA_NO_POE: Text(
            "certifikát vydavatele byl zneplatněn a není prokázáno, že podpis je starší",
            "the issuer's certificate was revoked, and nothing proves that the signature is older",
        ),
        SubIndication.OUT_OF_BOUNDS_NO_POE: Text(
            "není prokázáno, že podpis vznikl za platnosti certifikátu",
            "nothing proves that the signature was made while the certificate was valid",
        ),
        SubIndication.OUT_OF_BOUNDS_NOT_REVOKED: Text(
            "platnost certifikátu skončila, zneplatněn nebyl", "the certificate has expired and was not revoked"
        ),
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Text(
            "algoritmus není dost bezpečný a není prokázáno, že podpis vznikl, dokud byl",
            "an algorithm is not secure enough, and nothing proves that the signature was made while it was",
        ),
        SubIndication.NO_POE: Text("není prokázáno, kdy podpis existoval", "nothing proves when the signature existed"),
        SubIndication.TRY_LATER: Text(
            "chybějí čerstvé údaje o zneplatnění; lze ověřit později",
            "fresh revocation data are missing; it can be validated later",
        ),
        SubIndication.SIGNED_DATA_NOT_FOUND: Text("podepsaný obsah chybí", "what was signed is missing"),
        SubIndication.GENERIC: Text("jiný důvod", "another reason"),
    }
)
SOURCES: Mapping[Source, Text] = MappingProxyType(
    {
        Source.FILE: Text("v souboru", "in the file"),
        Source.FETCHED: Text("získány při ověření", "fetched during the validation"),
        Source.SUPPLIED: Text("z této instalace", "from this installation"),
        Source.TRUSTED_LIST: Text("z důvěryhodného seznamu", "from a trusted list"),
    }
)
MATERIALS: Mapping[MaterialKind, Text] = MappingProxyType(
    {
        MaterialKind.CERTIFICATE: Text("certifikáty", "certificates"),
        MaterialKind.CRL: Text("seznamy zneplatněných certifikátů (CRL)", "revocation lists (CRL)"),
        MaterialKind.OCSP: Text("odpovědi OCSP", "OCSP answers"),
        MaterialKind.TIMESTAMP: Text("časová razítka", "timestamps"),
    }
)
MESSAGE_KINDS: Mapping[MessageKind, Text] = MappingProxyType(
    {
        MessageKind.DELIVERED: Text("doručená datová zpráva", "a delivered data message"),
        MessageKind.SENT: Text(
            "odeslaná datová zpráva, bez údajů o dodání", "a sent data message, without the facts of delivery"
        ),
        MessageKind.RECEIPT: Text("doručenka, bez příloh", "a receipt, without attachments"),
    }
)
AUTHENTICITIES: Mapping[str, Text] = MappingProxyType(
    {
        "confirmed": Text("potvrzeno", "confirmed"),
        "denied": Text("popřeno: tuto zprávu nepřenesl", "denied: it did not carry this message"),
        "not_asked": Text("nebyl dotázán", "not asked"),
    }
)
ATTACHMENT_ROLES: Mapping[str, Text] = MappingProxyType(
    {
        "main": Text("hlavní dokument", "main document"),
        "enclosure": Text("příloha", "enclosure"),
        "signature": Text("podpis", "signature"),
        "meta": Text("průvodní údaje", "metadata"),
    }
)
ALGORITHM_ROLES: Mapping[str, Text] = MappingProxyType(
    {
        "digest": Text("otisk", "digest"),
        "signature": Text("podpisové schéma", "signature scheme"),
        "key": Text("klíč", "key"),
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
