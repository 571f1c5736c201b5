"""What a report says is complete, in both languages, and agrees with what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest

from fixtures.input_trust import validated
from fixtures.signed_inputs import SignedInputs
from listina.texts import Text
from listina.trust.policy import TrustPolicy
from listina.trust.signers import SoftwareKey
from listina.trust.messages.authenticity import Authenticity
from listina.trust.validation import values, verdict_words, words
from listina.trust.validation.report import ValidationReport
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
