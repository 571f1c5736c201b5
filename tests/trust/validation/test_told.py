"""What a report says is complete, in both languages, and agrees with what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from fixtures.input_trust import validated
from fixtures.reports import a_report
from fixtures.signed_inputs import SignedInputs
from listina.texts import Text
from listina.trust.messages.authenticity import Authenticity
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.validation import values, verdict_words, words
from listina.trust.validation.report import ValidationReport
from listina.trust.validation.signature_report import Reason
from listina.trust.validation.told import Told, tell

TABLES: list[tuple[type[StrEnum], Mapping[Any, Text]]] = [
    (values.Kind, words.NOUNS),
    (values.Kind, words.HOLDERS),
    (values.Result, words.RESULTS),
    (values.Result, words.FEMININE_RESULTS),
    (values.Result, words.NEUTER_RESULTS),
    (values.Integrity, words.INTEGRITIES),
    (values.Proof, words.PROOFS),
    (values.RevocationStatus, words.REVOCATIONS),
    (values.Coverage, words.COVERAGES),
    (values.Form, words.FORMS),
    (values.TimestampPlace, words.PLACES),
    (values.Qualified, words.QUALIFIED),
    (values.Verdict, words.VERDICTS),
    (values.Verdict, verdict_words.MEANINGS),
    (values.Verdict, verdict_words.ADVICE),
    (values.ChangeWeight, words.CHANGE_WEIGHTS),
    (values.Indication, words.INDICATIONS),
    (values.SubIndication, words.SUB_INDICATIONS),
    (values.Source, words.SOURCES),
    (values.MaterialKind, words.MATERIALS),
    (values.MessageKind, words.MESSAGE_KINDS),
    (values.Integrity, words.MESSAGE_INTEGRITIES),
    (Authenticity, words.AUTHENTICITIES),
]


@pytest.mark.parametrize(("kind", "table"), TABLES)
def test_every_value_has_words_of_its_own(kind: type[StrEnum], table: Mapping[Any, Text]) -> None:
    assert set(table) == set(kind)
    for language in ("cs", "en"):
        said = [text.in_language(language) for text in table.values()]
        assert all(said)
        assert len(set(said)) == len(said)


@pytest.fixture
def report(signed_inputs: SignedInputs, official_key: SoftwareKey, trust_policy: TrustPolicy) -> ValidationReport:
    path = signed_inputs.signed(official_key)
    return validated(path, trust_policy)


def rows(told: Told) -> dict[str, object]:
    return {row.label.cs: row.value for row in told.rows}


def test_a_signature_tells_who_when_and_with_what_result(report: ValidationReport) -> None:
    [signature] = report.signatures
    assert signature.certificate is not None

    told = tell(report)

    [one] = told.signatures
    said = rows(one)
    assert (one.title.cs, one.outcome) == ("Elektronický podpis", words.RESULTS[signature.result])
    assert said["Podepisující osoba"] == signature.certificate.holder
    assert said["Vydavatel certifikátu"] == signature.certificate.issuer_name
    assert said["Posouzeno k okamžiku"] == signature.best_time
    assert str(said["Číslo certifikátu"]).startswith(str(signature.certificate.serial_number))
    assert [reason.cs for reason in one.reasons] == [reason.text.cs for reason in signature.reasons]
    assert told.sentence == report.sentence


def test_a_seal_is_spoken_of_in_its_gender_and_by_its_number(report: ValidationReport) -> None:
    [signature] = report.signatures
    seal = replace(signature, kind=values.Kind.SEAL, recognised=True, result=values.Result.VALID)

    one, two = tell(replace(report, signatures=(seal, replace(seal, number=2)))).signatures

    assert (one.title.cs, two.title.en) == ("Uznávaná elektronická pečeť 1 z 2", "Recognised electronic seal 2 of 2")
    assert one.outcome.cs == "platná"
    assert "Pečetící osoba" in rows(one)


def test_what_is_missing_is_said_to_be_missing(report: ValidationReport) -> None:
    [signature] = report.signatures
    told = tell(replace(report, signatures=(replace(signature, certificate=None),), empty_fields=("Podpis2",)))

    assert rows(told.signatures[0])["Podepisující osoba"] == Text(
        "certifikát v souboru není", "the certificate is not in the file"
    )
    assert [row.value for row in told.rows if row.label.cs == "Nepodepsané pole"] == ["Podpis2"]
    assert [str(row.value) for row in told.method if row.label.cs == "Důvěryhodné seznamy"] == ["nepoužity"]


def test_where_nothing_was_signed_nothing_is_said_to_be_unchanged(report: ValidationReport) -> None:
    unsigned = replace(report, signatures=(), document_timestamps=(), integrity=values.Integrity.INTACT)

    assert "Integrita" not in {row.label.cs for row in tell(unsigned).rows}
    unknown = replace(unsigned, integrity=values.Integrity.UNDECIDABLE)
    assert "Integrita" in {row.label.cs for row in tell(unknown).rows}


def test_everything_of_a_report_is_told() -> None:
    told = tell(a_report())

    [advice] = told.advice
    assert advice == verdict_words.ADVICE[values.Verdict.UNDECIDABLE]
    first, seal = told.signatures
    assert [change.weight for change in first.changes] == [values.ChangeWeight.PERMITTED, values.ChangeWeight.HARMLESS]
    assert first.within[0].title.cs == "Kvalifikované časové razítko podpisu"
    assert rows(first)["Kvalifikovanost"] == Text(
        "kvalifikovaný, klíč v kvalifikovaném prostředku", "qualified, the key in a qualified device"
    )
    details = {row.label.cs: row.value for row in seal.details}
    assert str(details["Upřesnění"]).endswith("(REVOKED_NO_POE)")
    assert str(details["Algoritmus (klíč)"]) == "RSA 2048, bezpečný do 2029"
    method = [str(row.value) for row in told.method]
    assert "v odděleném procesu bez sítě" in method
    assert "CZ č. 234, vydán 2026-11-01, získán 2026-11-23" in method
    assert "seznamy zneplatněných certifikátů (CRL) získány při ověření: 1" in method


def test_a_data_message_is_told_with_its_facts_and_the_document_in_it() -> None:
    message = tell(a_report()).message

    assert message is not None
    said = {row.label.cs: row.value for row in message.rows}
    assert said["Schránka odesílatele"] == "Krajský úřad (abc1234)"
    assert said["Dodána do schránky"] != said["Doručena"]
    assert said["Informační systém datových schránek"] == words.AUTHENTICITIES["not_asked"]
    assert [item.is_document for item in message.attachments] == [True, False]
    assert [seal.title.cs for seal in message.seals] == [
        "Pečeť na obálce zprávy",
        "Kvalifikované časové razítko datové zprávy",
    ]


def test_the_advice_on_a_doubt_depends_on_what_is_doubtful() -> None:
    report = a_report()
    signature = report.signatures[0]
    unknown = replace(signature, revocation=replace(signature.revocation, status=values.RevocationStatus.UNKNOWN))

    assert verdict_words.advice_on(replace(report, signatures=(unknown,)))[0] == verdict_words.VERIFY_LATER
    assert verdict_words.advice_on(replace(report, integrity=values.Integrity.UNDECIDABLE)) == (verdict_words.DECIDE,)
    broken = replace(report, verdict=values.Verdict.BROKEN, integrity=values.Integrity.BROKEN)
    assert verdict_words.advice_on(broken) == (verdict_words.ADVICE[values.Verdict.BROKEN],)
    why = Reason(code="detached.other_file", text=Text("Jiný soubor.", "Another file."))
    foreign = replace(signature, integrity=values.Integrity.BROKEN, reasons=(why,))
    told_of = replace(broken, signatures=(foreign,))
    assert verdict_words.advice_on(told_of) == (verdict_words.OTHER_SIGNATURE,)
    assert words.OF_OTHER_FILE in [row.value for row in tell(told_of).signatures[0].rows]


def test_the_document_for_officials_explains_with_the_words_of_the_report() -> None:
    text = (Path(__file__).parents[3] / "docs" / "overeni-podpisu.md").read_text(encoding="utf-8")

    for table in (
        words.VERDICTS,
        verdict_words.MEANINGS,
        verdict_words.ADVICE,
        words.RESULTS,
        words.REVOCATIONS,
        words.CHANGE_WEIGHTS,
    ):
        for said in table.values():
            assert said.cs in text
