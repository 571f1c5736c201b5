"""Digests, values, schemes and forms: what was signed, with what, and whether it is still that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from listina.trust.validation.inputs import Validated
from listina.trust.validation.values import (
    Coverage,
    Form,
    Indication,
    Integrity,
    Result,
    SubIndication,
    Verdict,
)
from trust.validation.situations.authorities import CLOSED, FOUNDED
from trust.validation.situations.building import OLDEST, PADES, PKCS7, Making, sign, small_pdf, stamp
from trust.validation.situations.world import NOW, SIGNED, World

S = SubIndication
OLD = datetime(2010, 6, 1, tzinfo=UTC)


def _last_bit(value: bytes) -> bytes:
    return value[:-1] + bytes([value[-1] ^ 1])


def _good_but(world: World, **changes: object) -> Validated:
    return world.validate(replace(world.good(), **changes), world.ca.crl(NOW))  # type: ignore[arg-type]


@pytest.mark.parametrize("sub_filter", [PADES, PKCS7])
@pytest.mark.parametrize(
    ("kind", "digest", "scheme"),
    [
        ("p256", "sha256", ""),
        ("p384", "sha512", ""),
        ("ed25519", "sha512", ""),
        ("rsa2048", "sha256", ""),
        ("rsa2048", "sha256", "rsassa_pss"),
    ],
)
def test_every_scheme_of_today_is_verified(kind: str, digest: str, scheme: str, sub_filter: str, world: World) -> None:
    holder = world.ca.signer(kind=kind)
    validated = _good_but(world, by=holder, digest=digest, scheme=scheme, sub_filter=sub_filter)
    (signature,) = validated.report.signatures
    assert signature.reasons == ()
    assert signature.result is Result.VALID
    assert {use.role for use in signature.algorithms} == {"digest", "signature", "key"}
    assert all(use.secure for use in signature.algorithms)
    assert signature.form is (Form.PADES if sub_filter == PADES else Form.PDF_CMS)


@pytest.mark.parametrize("kind", ["p256", "rsa2048", "ed25519"])
def test_a_wrong_value_is_invalid_and_broken(kind: str, world: World) -> None:
    digest = "sha512" if kind == "ed25519" else "sha256"
    validated = _good_but(world, by=world.ca.signer(kind=kind), digest=digest, spoil=_last_bit)
    (signature,) = validated.report.signatures
    assert (signature.indication, signature.sub_indication) == (Indication.FAILED, S.SIG_CRYPTO_FAILURE)
    assert signature.integrity is Integrity.BROKEN
    assert validated.report.verdict is Verdict.BROKEN
    assert signature.certificate is not None
    assert not signature.recognised


def test_changed_content_is_told_beside_who_had_signed(world: World) -> None:
    pdf = sign(small_pdf(), world.good()).replace(b"0.9 g 50 50", b"0.1 g 50 50")
    validated = world.validate(pdf, world.ca.crl(NOW))
    (signature,) = validated.report.signatures
    assert (signature.indication, signature.sub_indication) == (Indication.FAILED, S.HASH_FAILURE)
    assert signature.integrity is Integrity.BROKEN
    assert signature.certificate is not None
    assert signature.chain != ()


def test_without_its_certificate_nobody_can_tell_who_signed(world: World) -> None:
    (signature,) = _good_but(world, certificates=False).report.signatures
    assert (signature.sub_indication, signature.integrity) == (S.NO_SIGNING_CERTIFICATE_FOUND, Integrity.UNDECIDABLE)
    assert signature.certificate is None


def test_changed_content_is_broken_even_without_a_certificate(world: World) -> None:
    pdf = sign(small_pdf(), replace(world.good(), certificates=False)).replace(b"0.9 g 50 50", b"0.1 g 50 50")
    assert world.validate(pdf).report.verdict is Verdict.BROKEN


def test_who_spoils_the_certificate_does_not_turn_changed_content_into_a_doubt(world: World) -> None:
    pdf = sign(small_pdf(), world.good()).replace(b"0.9 g 50 50", b"0.1 g 50 50")
    held = world.signer.der.hex().encode()
    written = held if held in pdf else held.upper()
    assert written in pdf
    for place in range(0, len(held) - 40, 200):
        spoiled = pdf.replace(written, written[:place] + b"0" * 40 + written[place + 40 :])
        assert world.validate(spoiled).report.verdict is Verdict.BROKEN


def test_a_signed_digest_of_another_certificate_is_undecidable(world: World) -> None:
    other = world.ca.signer("Někdo jiný")
    (signature,) = _good_but(world, identifies=other).report.signatures
    assert (signature.result, signature.sub_indication) == (Result.UNDECIDABLE, S.NO_SIGNING_CERTIFICATE_FOUND)


@pytest.mark.parametrize("changes", [{"signers": 2}, {"inside": b"other content"}])
def test_what_no_pdf_may_hold_is_a_format_failure(changes: dict[str, object], world: World) -> None:
    (signature,) = _good_but(world, **changes).report.signatures
    assert (signature.indication, signature.sub_indication) == (Indication.FAILED, S.FORMAT_FAILURE)


@pytest.mark.parametrize(
    ("making", "sub", "integrity"),
    [
        ({"digest": "sha1"}, S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE, Integrity.UNDECIDABLE),
        ({"digest": "md5"}, S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE, Integrity.UNDECIDABLE),
        ({"sub_filter": OLDEST}, S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE, Integrity.UNDECIDABLE),
    ],
)
def test_a_weak_digest_of_today_is_undecidable(
    making: dict[str, object], sub: SubIndication, integrity: Integrity, world: World
) -> None:
    holder = world.ca.signer(kind="rsa2048")
    (signature,) = _good_but(world, by=holder, **making).report.signatures
    assert (signature.result, signature.sub_indication) == (Result.UNDECIDABLE, sub)
    assert signature.integrity is integrity
    weak = next(use for use in signature.algorithms if not use.secure)
    assert weak.secure_until is not None
    assert weak.secure_until < SIGNED


def test_a_weak_digest_used_after_its_day_is_told_so(world: World) -> None:
    holder = world.ca.signer(kind="rsa2048")
    stamps = [(world.stamper, SIGNED)]
    (signature,) = _good_but(world, by=holder, digest="sha1", content_stamps=stamps).report.signatures
    assert signature.sub_indication is S.CRYPTO_CONSTRAINTS_FAILURE


@pytest.mark.parametrize(
    ("making", "result"),
    [
        ({"digest": "sha1"}, Result.VALID),
        ({"sub_filter": OLDEST, "digest": "sha1"}, Result.VALID),
        ({"sub_filter": PKCS7, "digest": "sha1"}, Result.VALID),
        ({"digest": "md5"}, Result.UNDECIDABLE),
    ],
)
def test_an_old_digest_is_good_where_a_timestamp_of_its_time_proves_it(
    making: dict[str, object], result: Result, world: World
) -> None:
    holder = world.ca.signer(kind="rsa2048", begins=FOUNDED, ends=CLOSED, hash_name="sha1")
    (signature,) = _good_but(world, by=holder, stamps=[(world.stamper, OLD)], **making).report.signatures
    assert signature.result is result
    assert signature.integrity is (Integrity.INTACT if result is Result.VALID else Integrity.UNDECIDABLE)
    assert signature.best_time == OLD


def test_the_oldest_form_finds_changed_content(world: World) -> None:
    holder = world.ca.signer(kind="rsa2048", begins=FOUNDED, ends=CLOSED)
    making = Making(by=holder, stamps=[(world.stamper, OLD)], sub_filter=OLDEST, digest="sha1")
    pdf = sign(small_pdf(), making).replace(b"0.9 g 50 50", b"0.1 g 50 50")
    report = world.validate(pdf, world.ca.crl(NOW)).report
    assert (report.verdict, report.signatures[0].sub_indication) == (Verdict.BROKEN, S.HASH_FAILURE)


def test_a_short_key_is_good_until_its_day(world: World) -> None:
    holder = world.ca.signer(kind="rsa1024", begins=FOUNDED, ends=CLOSED)
    (young,) = _good_but(world, by=holder).report.signatures
    (old,) = _good_but(world, by=holder, stamps=[(world.stamper, OLD)]).report.signatures
    assert (young.sub_indication, old.result) == (S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE, Result.VALID)


@pytest.mark.parametrize("where", ["cms", "cades", "adobe"])
@pytest.mark.parametrize("kind", ["crls", "answers"])
def test_revocation_data_are_found_wherever_a_product_put_them(where: str, kind: str, world: World) -> None:
    data = world.ca.crl(NOW) if kind == "crls" else world.ca.ocsp(world.signer, NOW)
    making = replace(world.good(), where=where, **{kind: [data]})  # type: ignore[arg-type]
    report = world.validate(making).report
    assert report.verdict is Verdict.VALID
    assert {item.source.value for item in report.material if item.sha256 == sha256(data).hexdigest()} <= {"file"}


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_several_signatures_are_valid_in_the_order_they_were_made(count: int, world: World) -> None:
    pdf = small_pdf()
    for number in range(count):
        pdf = sign(pdf, world.good(), name=f"Podpis{number}")
    report = world.validate(pdf, world.ca.crl(NOW)).report
    assert [signature.name for signature in report.signatures] == [f"Podpis{number}" for number in range(count)]
    assert [signature.number for signature in report.signatures] == list(range(1, count + 1))
    assert {signature.integrity for signature in report.signatures} == {Integrity.INTACT}
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].coverage is Coverage.WHOLE_REVISION
    assert report.signatures[-1].coverage is Coverage.WHOLE_FILE


def test_one_bad_signature_among_several_is_counted(world: World) -> None:
    stranger = replace(world.good(), by=world.stamping.signer("Cizinec", extensions=()))
    pdf = sign(sign(small_pdf(), world.good()), stranger, name="Druhý")
    report = world.validate(pdf, world.ca.crl(NOW), trust=world.trust(world.ca)).report
    assert report.verdict is Verdict.UNDECIDABLE
    assert report.sentence.cs.endswith("z 2.")


def test_timestamps_alone_are_no_signature(world: World) -> None:
    report = world.validate(stamp(small_pdf(), world.stamper, SIGNED)).report
    assert report.verdict is Verdict.UNSIGNED
    assert [item.result for item in report.document_timestamps] == [Result.VALID]
    assert "časovým razítkem" in report.sentence.cs


@pytest.mark.parametrize("length", range(40, 4000, 331))
def test_a_spoiled_signature_never_raises_and_is_valid_only_by_its_signer(length: int, world: World) -> None:
    """The authority's certificate in it is not signed: an anchor takes its place."""
    pdf = sign(small_pdf(), world.good())
    start = pdf.index(b"/Contents") + 11
    spoiled = pdf[: start + length] + b"0" * 200 + pdf[start + length + 200 :]
    report = world.validate(spoiled, world.ca.crl(NOW)).report
    if report.verdict is Verdict.VALID:
        assert report.signatures[0].certificate is not None
        assert report.signatures[0].certificate.sha256 == sha256(world.signer.der).hexdigest()
