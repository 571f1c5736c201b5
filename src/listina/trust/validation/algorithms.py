"""Until when an algorithm is considered secure, and what a signature was made with.

The days are those of the machine-readable suite of ETSI TS 119 312 V1.5.1 (13.10.2024), which follows SOG-IS Agreed
Cryptographic Mechanisms 1.3. Czech issuers left SHA-1 and RSA 1024 earlier (notice of the Ministry of the Interior, end
of 2009), but their certificates of 2009 were still signed with in 2010: the European day for SHA-1 lets those be.

Source: ETSI TS 119 312 V1.5.1; ETSI EN 319 102-1, § 5.2.8.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa

from listina.trust.validation.signature_report import AlgorithmUse

_NEVER = datetime(1990, 1, 1, tzinfo=UTC)
_MD5, _SHA1 = datetime(2004, 8, 1, tzinfo=UTC), datetime(2012, 8, 1, tzinfo=UTC)
_SHORT_RSA, _SHORT_EC = datetime(2019, 10, 1, tzinfo=UTC), datetime(2012, 8, 1, tzinfo=UTC)
_NEXT_REVIEW = datetime(2029, 1, 1, tzinfo=UTC)
_DIGESTS: dict[str, tuple[str, datetime | None]] = {
    "md5": ("MD5", _MD5),
    "sha1": ("SHA-1", _SHA1),
    "sha224": ("SHA-224", _NEXT_REVIEW),
    "sha256": ("SHA-256", None),
    "sha384": ("SHA-384", None),
    "sha512": ("SHA-512", None),
    "sha512_256": ("SHA-512/256", None),
    "sha3_224": ("SHA3-224", _NEXT_REVIEW),
    "sha3_256": ("SHA3-256", None),
    "sha3_384": ("SHA3-384", None),
    "sha3_512": ("SHA3-512", None),
    "shake256": ("SHAKE256", None),
}
_SCHEMES: dict[str, tuple[str, datetime | None]] = {
    "rsassa_pkcs1v15": ("RSA", None),
    "rsassa_pss": ("RSA-PSS", None),
    "ecdsa": ("ECDSA", None),
    "ed25519": ("Ed25519", None),
    "ed448": ("Ed448", None),
    "dsa": ("DSA", _NEXT_REVIEW),
}
# The first bound a modulus reaches counts.
_RSA_UNTIL = ((1900, _NEXT_REVIEW), (1024, _SHORT_RSA), (786, datetime(2010, 8, 1, tzinfo=UTC)))
_DSA_UNTIL = ((2048, _NEXT_REVIEW), (1024, datetime(2015, 12, 31, tzinfo=UTC)))
_EC_UNTIL: tuple[tuple[int, datetime | None], ...] = ((256, None), (224, _NEXT_REVIEW), (160, _SHORT_EC))


def digest(name: str, at: datetime) -> AlgorithmUse:
    """Judge a hash by its name in asn1crypto; one that is not known is not secure."""
    return _use("digest", *_DIGESTS.get(name, (name[:40], _NEVER)), at)


def scheme(name: str, at: datetime) -> AlgorithmUse:
    """Judge a signature scheme by its name in asn1crypto."""
    return _use("signature", *_SCHEMES.get(name, (name[:40], _NEVER)), at)


def key(public_key: Any, at: datetime) -> AlgorithmUse:
    """Judge a public key by its length."""
    until: datetime | None
    match public_key:
        case rsa.RSAPublicKey():
            name, until = f"RSA {public_key.key_size}", _first(_RSA_UNTIL, public_key.key_size)
        case dsa.DSAPublicKey():
            name, until = f"DSA {public_key.key_size}", _first(_DSA_UNTIL, public_key.key_size)
        case ec.EllipticCurvePublicKey():
            name, until = f"EC {public_key.curve.name}", _first(_EC_UNTIL, public_key.curve.key_size)
        case ed25519.Ed25519PublicKey():
            name, until = "Ed25519", None
        case ed448.Ed448PublicKey():
            name, until = "Ed448", None
        case _:
            name, until = type(public_key).__name__, _NEVER
    return _use("key", name, until, at)


def _first(bounds: tuple[tuple[int, datetime | None], ...], bits: int) -> datetime | None:
    return next((until for least, until in bounds if bits >= least), _NEVER)


def _use(role: str, name: str, until: datetime | None, at: datetime) -> AlgorithmUse:
    return AlgorithmUse(name=name, role=role, secure=until is None or at < until, secure_until=until)
