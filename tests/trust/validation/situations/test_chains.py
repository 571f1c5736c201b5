"""Certificates and paths as an attacker, or an authority in error, would make them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from asn1crypto import algos, keys
from asn1crypto import x509 as structure
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from listina.trust.validation.inputs import Validated
from listina.trust.validation.values import Result, SubIndication, Verdict
from trust.validation.situations.authorities import CLOSED, FOUNDED, Authority, Holder, root, sources, usage
from trust.validation.situations.building import Making
from trust.validation.situations.world import NOW, SIGNED, World

S = SubIndication
Extension = tuple[x509.ExtensionType, bool]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
_UNKNOWN = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.7"), b"\x05\x00")
_FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_BASE = bytes.fromhex(
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
)
_B = bytes.fromhex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b")
_TO_SIGN, _TO_ISSUE = (
    (usage("digital_signature", "content_commitment"), True),
    (usage("key_cert_sign", "crl_sign"), True),
)
_EXPONENT = 65537


def _authority(path_length: int | None = None) -> tuple[Extension, ...]:
    return (x509.BasicConstraints(ca=True, path_length=path_length), True), _TO_ISSUE


def _by(
    world: World, signer: Holder, *authorities: Authority, top: Authority | None = None, **changes: Any
) -> Validated:
    """Validate a signature of somebody below the root, or another anchor, with a good list of each authority."""
    top = top or world.root
    crls = [each.crl(NOW) for each in (top, world.ca, *authorities)]
    making = Making(by=signer, stamps=[(world.stamper, SIGNED)], **changes)
    return world.validate(making, *crls, trust=world.trust(top, world.stamping))


def _signer(*extensions: Extension, **fields: Any) -> Callable[[World], Validated]:
    """Return the validation of a signer with other extensions, or with fields that no honest tool writes."""

    def validated(world: World) -> Validated:
        signer = world.ca.signer(extensions=(*extensions, *sources())) if extensions else world.signer
        return _by(world, world.ca.altered(signer, **fields) if fields else signer)

    return validated


def _between(*extensions: Extension, mail: str = "") -> Callable[[World], Validated]:
    """Return the validation of a signer below an intermediate authority with other extensions."""

    def validated(world: World) -> Validated:
        between = world.root.authority("Mezilehlá", number=8, extensions=extensions)
        also = ((x509.SubjectAlternativeName([x509.RFC822Name(mail)]), False),) if mail else ()
        return _by(world, between.signer(extensions=(_TO_SIGN, *also, *sources())), between)

    return validated


def _two_between(path_length: int, lower: str = "Nejnižší") -> Callable[[World], Validated]:
    """Return the validation of a signer below two authorities, of which the upper one limits the path."""

    def validated(world: World) -> Validated:
        upper = world.root.authority("Mezilehlá", number=8, extensions=_authority(path_length))
        lowest = upper.authority(lower, number=9)
        return _by(world, lowest.signer(), upper, lowest)

    return validated


def _top(**changes: Any) -> Callable[[World], Validated]:
    """Return the validation of a signer below another anchor and an authority."""

    def validated(world: World) -> Validated:
        top = root("Jiný kořen", number=10, **changes)
        between = top.authority("Mezilehlá", number=8)
        return _by(world, between.signer(), between, top=top)

    return validated


def _names(permitted: str = "", excluded: str = "") -> Extension:
    def of(country: str) -> list[x509.GeneralName] | None:
        return [x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, country)]))] if country else None

    return x509.NameConstraints(of(permitted), of(excluded)), True


_MAIL = (x509.NameConstraints([x509.RFC822Name("example.test")], None), True)


def _validity(begins: datetime, ends: datetime) -> structure.Validity:
    moments = {"not_before": begins, "not_after": ends}
    return structure.Validity({name: structure.Time({"utc_time": at}) for name, at in moments.items()})


def issued_by_a_signer(world: World) -> Validated:
    """Somebody with a good certificate issues another one below it."""
    forger = Authority(private=world.signer.private, certificate=world.signer.certificate, above=world.signer.above)
    return _by(world, forger.signer("Podvrh"), forger)


def expired_intermediate(world: World) -> Validated:
    old = world.root.altered(world.ca, validity=_validity(FOUNDED, SIGNED - DAY))
    return _by(world, replace(world.signer, above=(old.der, *world.ca.above)))


def same_key_under_another_name(world: World) -> Validated:
    """The value is right by either certificate; which one is meant was signed."""
    twin = world.ca.signer("Jiné jméno")
    assert twin.certificate.public_key() == world.signer.certificate.public_key()
    return _by(world, twin, identifies=world.signer)


def same_key_and_name_under_another_number(world: World) -> Validated:
    return _by(world, world.signer, identifies=world.ca.signer())


def two_issuers_of_one_name(world: World) -> Validated:
    stranger = root("Kořen", number=11)
    twin = stranger.authority("Vydávající autorita", number=12)
    return _by(world, replace(world.signer, above=(twin.der, stranger.der, *world.signer.above)), twin, stranger)


def issued_by_the_other_of_one_name(world: World) -> Validated:
    stranger = root("Kořen", number=11)
    twin = stranger.authority("Vydávající autorita", number=12)
    return _by(world, replace(twin.signer(), above=(twin.der, stranger.der, *world.signer.above)), twin, stranger)


def _circle(world: World, *, is_anchored: bool) -> Validated:
    """Validate where two authorities certified each other, many times over."""
    one, two = root("Kruh 1", number=11), root("Kruh 2", number=12)
    pairs = [(one, "Kruh 2", 12), (two, "Kruh 1", 11)] * 10 + [(world.root, "Kruh 1", 11)] * is_anchored
    crossed = [
        by.issue(name, number=number, extensions=_authority(), begins=FOUNDED, ends=CLOSED).der
        for by, name, number in pairs
    ]
    return _by(world, replace(two.signer(), above=tuple(crossed)), one, two)


def circle_of_strangers(world: World) -> Validated:
    return _circle(world, is_anchored=False)


def circle_with_a_way_out(world: World) -> Validated:
    return _circle(world, is_anchored=True)


def short_key_of_an_intermediate(world: World) -> Validated:
    between = world.root.authority("Mezilehlá", kind="rsa1024", number=8)
    return _by(world, between.signer(), between)


def _rsa(world: World, exponent: int) -> Holder:
    private = rsa.generate_private_key(public_exponent=3 if exponent == 3 else _EXPONENT, key_size=2048)
    numbers = {"modulus": private.public_key().public_numbers().n, "public_exponent": exponent}
    public = keys.PublicKeyInfo.wrap(keys.RSAPublicKey(numbers), "rsa")
    return replace(world.ca.altered(world.signer, subject_public_key_info=public), private=private)


def exponent_of_three(world: World) -> Validated:
    return _by(world, _rsa(world, 3))


def exponent_of_one(world: World) -> Validated:
    """The value is then the padded digest itself, which anybody can write."""
    signer = _rsa(world, 1)
    modulus = signer.private.public_key().public_numbers().n
    return _by(world, signer, spoil=lambda value: pow(int.from_bytes(value), _EXPONENT, modulus).to_bytes(256))


def _curve(base: bytes) -> Callable[[World], Validated]:
    """Return the validation of a key whose curve is written out: P-256 with a base point."""

    def validated(world: World) -> Validated:
        public = world.signer.certificate.public_key()
        point = public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        domain = keys.SpecifiedECDomain(
            {
                "version": 1,
                "field_id": {"field_type": "prime_field", "parameters": _FIELD},
                "curve": {"a": (_FIELD - 3).to_bytes(32), "b": _B},
                "base": base or point,
                "order": _ORDER,
                "cofactor": 1,
            }
        )
        algorithm = {"algorithm": "ec", "parameters": keys.ECDomainParameters(name="specified", value=domain)}
        written = keys.PublicKeyInfo({"algorithm": algorithm, "public_key": keys.ECPointBitString(point)})
        return _by(world, world.ca.altered(world.signer, subject_public_key_info=written))

    return validated


def _pss(**parameters: object) -> Callable[[World], Validated]:
    """Return the validation of a value of SHA-256 and 32 bytes of salt whose parameters tell something else."""
    return lambda world: _by(world, world.ca.signer(kind="rsa2048"), scheme="rsassa_pss", parameters=parameters)


def _mask(hashed: str, generator: str = "mgf1") -> dict[str, object]:
    return {"algorithm": generator, "parameters": algos.DigestAlgorithm({"algorithm": hashed})}


def _only_for_pss(hashed: str, scheme: str) -> Callable[[World], Validated]:
    """Return the validation of a key that says it is for PSS of a hash only."""

    def validated(world: World) -> Validated:
        signer = world.ca.signer(kind="rsa2048")
        key = structure.Certificate.load(signer.der).public_key.copy()
        parameters = {"hash_algorithm": {"algorithm": hashed}, "mask_gen_algorithm": _mask(hashed), "salt_length": 32}
        key["algorithm"] = {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}
        return _by(world, world.ca.altered(signer, subject_public_key_info=key), scheme=scheme)

    return validated


def other_algorithm_outside(world: World) -> Validated:
    """The algorithm beside a certificate's value is not signed; it must be the one inside."""
    made = structure.Certificate.load(world.signer.der)
    made["signature_algorithm"] = {"algorithm": "sha512_ecdsa"}
    made["signature_value"] = world.ca.private.sign(made["tbs_certificate"].dump(), ec.ECDSA(hashes.SHA512()))
    return _by(world, replace(world.signer, certificate=x509.load_der_x509_certificate(made.dump())))


def edwards_beside_another_digest(world: World) -> Validated:
    return _by(world, world.ca.signer(kind="ed25519"), digest="sha256")


PASSED = None
PATH, USAGE, CRYPTO = S.CERTIFICATE_CHAIN_GENERAL_FAILURE, S.CHAIN_CONSTRAINTS_FAILURE, S.CRYPTO_CONSTRAINTS_FAILURE
FAILURES = {S.SIG_CRYPTO_FAILURE, S.NOT_YET_VALID}
CERTIFICATES: dict[str, tuple[Callable[[World], Validated], SubIndication | None]] = {
    "path as long as permitted": (_two_between(1), PASSED),
    "path too long": (_two_between(0), PATH),
    "path longer by a renewed key only": (_two_between(0, "Mezilehlá"), PASSED),
    "path as long as its anchor permits": (_top(path_length=1), PASSED),
    "path too long for its anchor": (_top(path_length=0), PATH),
    "intermediate is no authority": (_between((x509.BasicConstraints(ca=False, path_length=None), True)), PATH),
    "intermediate does not say what it is": (_between(_TO_ISSUE), PATH),
    "intermediate may not issue": (_between(_authority()[0], (usage("crl_sign"), True)), PATH),
    "issued by a signer": (issued_by_a_signer, PATH),
    "expired intermediate": (expired_intermediate, PATH),
    "unknown in an intermediate": (_between(*_authority(), (_UNKNOWN, True)), PATH),
    "unknown but not critical": (_between(*_authority(), (_UNKNOWN, False)), PASSED),
    "unknown in the signer's": (_signer(_TO_SIGN, (_UNKNOWN, True)), PATH),
    "name permitted": (_between(*_authority(), _names("CZ")), PASSED),
    "name not permitted": (_between(*_authority(), _names("SK")), PATH),
    "name excluded": (_between(*_authority(), _names(excluded="CZ")), PATH),
    "mail permitted": (_between(*_authority(), _MAIL, mail="jana@example.test"), PASSED),
    "mail not permitted": (_between(*_authority(), _MAIL, mail="jana@example.org"), PATH),
    "name permitted by the anchor": (_top(extensions=[_names("CZ")]), PASSED),
    "name not permitted by the anchor": (_top(extensions=[_names("SK")]), PATH),
    "may only encipher": (_signer((usage("key_encipherment"), True)), USAGE),
    "may only agree on keys": (_signer((usage("key_agreement"), False)), USAGE),
    "may only commit": (_signer((usage("content_commitment"), True)), PASSED),
    "may only stamp": (_signer(_TO_SIGN, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)), USAGE),
    "same key under another name": (same_key_under_another_name, S.NO_SIGNING_CERTIFICATE_FOUND),
    "same key under another number": (same_key_and_name_under_another_number, S.NO_SIGNING_CERTIFICATE_FOUND),
    "two issuers of one name": (two_issuers_of_one_name, PASSED),
    "the other issuer of one name": (issued_by_the_other_of_one_name, S.NO_CERTIFICATE_CHAIN_FOUND),
    "circle of strangers": (circle_of_strangers, S.NO_CERTIFICATE_CHAIN_FOUND),
    "circle with a way out": (circle_with_a_way_out, PASSED),
    "short key of an intermediate": (short_key_of_an_intermediate, S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE),
    "exponent of one": (exponent_of_one, CRYPTO),
    # Old, but no verifier of today is deceived by it, and no suite of ETSI gives it a day.
    "exponent of three": (exponent_of_three, PASSED),
    "known curve written out": (_curve(_BASE), PASSED),
    "curve with a base point of one's own": (_curve(b""), CRYPTO),
    "PSS as told": (_pss(), PASSED),
    "PSS with another length of salt": (_pss(salt_length=20), S.SIG_CRYPTO_FAILURE),
    "PSS with more salt than fits": (_pss(salt_length=2**20), S.SIG_CRYPTO_FAILURE),
    "PSS with another mask": (_pss(mask_gen_algorithm=_mask("sha512")), S.SIG_CRYPTO_FAILURE),
    "PSS with a negative salt": (_pss(salt_length=-1), CRYPTO),
    "PSS with an unknown mask": (_pss(mask_gen_algorithm=_mask("shake128")), CRYPTO),
    "PSS with an unknown generator": (_pss(mask_gen_algorithm=_mask("sha256", "2.999.8")), CRYPTO),
    "PSS with another trailer": (_pss(trailer_field=2), CRYPTO),
    "PSS with another hash": (_pss(hash_algorithm={"algorithm": "sha512"}), CRYPTO),
    "key for PSS used as it says": (_only_for_pss("sha256", "rsassa_pss"), PASSED),
    "key for PSS of another hash": (_only_for_pss("sha512", "rsassa_pss"), CRYPTO),
    "key for PSS used without": (_only_for_pss("sha256", ""), CRYPTO),
    "other algorithm inside a certificate": (other_algorithm_outside, PATH),
    "Ed25519 beside another digest": (edwards_beside_another_digest, CRYPTO),
    "valid only later": (_signer(validity=_validity(SIGNED + DAY, NOW)), S.NOT_YET_VALID),
    "begins after its end, in between": (_signer(validity=_validity(SIGNED + DAY, SIGNED - DAY)), S.NOT_YET_VALID),
    "begins after its end, since": (
        _signer(validity=_validity(SIGNED - DAY, SIGNED - 9 * DAY)),
        S.OUT_OF_BOUNDS_NO_POE,
    ),
    "expired anchor": (_top(ends=SIGNED - DAY), PASSED),
}


@pytest.mark.parametrize("situation", CERTIFICATES)
def test_a_path_is_judged_as_its_standard_says(situation: str, world: World) -> None:
    validate, expected = CERTIFICATES[situation]
    report = validate(world).report
    (signature,) = report.signatures
    result = Result.VALID if expected is PASSED else Result.INVALID if expected in FAILURES else Result.UNDECIDABLE
    assert (signature.result, signature.sub_indication) == (result, expected), signature.reasons
    assert (report.verdict is Verdict.VALID) == (expected is PASSED)
