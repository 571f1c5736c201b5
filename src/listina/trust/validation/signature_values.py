"""Whether a value was made with a key, for every scheme that inputs are signed with, old ones included.

Whether a scheme was strong enough at its time is asked elsewhere (`algorithms`).

Source: RFC 8017; RFC 3279, § 2.2.3; RFC 4056 (PSS); RFC 8419 (EdDSA).
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import new
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from listina.trust.signer_infos import UnacceptableSignatureError

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "md5": hashes.MD5(),  # noqa: S303  # old inputs are signed with it; it is judged by its day
    "sha1": hashes.SHA1(),  # noqa: S303
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
    "sha512_256": hashes.SHA512_256(),
    "sha3_224": hashes.SHA3_224(),
    "sha3_256": hashes.SHA3_256(),
    "sha3_384": hashes.SHA3_384(),
    "sha3_512": hashes.SHA3_512(),
}
# RFC 8702: SHAKE256 gives 64 bytes.
_SHAKE_BYTES = {"shake256": ("shake_256", 64), "shake256_len": ("shake_256", 64)}

# RFC 8419, § 3.1: with signed attributes no other hash may stand beside the scheme.
_BESIDE_EDWARDS = {"ed25519": {"sha512"}, "ed448": {"shake256", "shake256_len"}}


class Hashing:
    """A hash by its name in asn1crypto, fed piece by piece."""

    def __init__(self, name: str) -> None:
        """Begin; raises UnacceptableSignatureError for a hash that is not known."""
        own, self._length = _SHAKE_BYTES.get(name, (name, 0))
        if name not in _HASHES and name not in _SHAKE_BYTES:
            raise UnacceptableSignatureError("digest", f"the hash {name[:40]} is not known")
        self._state: Any = new(own, usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        """Take in further bytes."""
        self._state.update(piece)

    def copy(self) -> Hashing:
        """Return another that goes on from here by itself."""
        twin = object.__new__(Hashing)
        twin._length, twin._state = self._length, self._state.copy()
        return twin

    def digest(self) -> bytes:
        """Return the digest of what was taken in."""
        return bytes(self._state.digest(self._length) if self._length else self._state.digest())


def digest_of(content: bytes) -> Callable[[str], bytes]:
    """Return a function that hashes the content, given the hash's name."""

    def digest(name: str) -> bytes:
        hashing = Hashing(name)
        hashing.update(content)
        return hashing.digest()

    return digest


def hash_named(algorithm: Any, beside: str) -> str:
    """Return the hash of a signature scheme; `rsaEncryption` alone names none, so the one beside it counts."""
    named = algorithm["algorithm"].native
    return beside if named in {"rsassa_pkcs1v15", "ed25519", "ed448"} else str(algorithm.hash_algo)


def is_right(
    key: Any,
    algorithm: Any,
    value: bytes,
    *,
    beside: str,
    digest: Callable[[str], bytes],
    content: bytes | None,
) -> bool:
    """Tell whether a value was made with the key over some content.

    Args:
        key: a public key of `cryptography`.
        algorithm: `SignedDigestAlgorithm`.
        value: as it stands in the signature.
        beside: the hash named beside the scheme, for schemes that name none.
        digest: returns the content's digest, given a hash's name.
        content: the content itself, which EdDSA needs; None if it is not at hand.

    Raises:
        UnacceptableSignatureError: the scheme or its hash is not known, so that nothing can be told.
    """
    try:
        kind = algorithm.signature_algo
    except ValueError as error:
        raise UnacceptableSignatureError("algorithm", str(error)[:200]) from error
    try:
        if kind in {"ed25519", "ed448"}:
            if beside and beside not in _BESIDE_EDWARDS[kind]:
                raise UnacceptableSignatureError("digest", f"{kind} beside the hash {beside[:40]} is against RFC 8419")
            _edwards(key, value, content)
        else:
            name = hash_named(algorithm, beside)
            if name not in _HASHES:
                raise UnacceptableSignatureError("digest", f"the hash {name[:40]} is not known")
            if kind == "rsassa_pss" and beside not in {"", name}:
                raise UnacceptableSignatureError(
                    "digest", f"PSS of {name} beside the hash {beside[:40]}: RFC 4056, § 3"
                )
            _hashed(kind, key, algorithm, value=value, digest=digest(name), hashed=Prehashed(_HASHES[name]))
    except InvalidSignature:
        return False
    return True


def require_permitted(key: Any, algorithm: Any) -> None:
    """Return if a key may be used with a scheme: one for PSS only with PSS, by the parameters it names.

    Args:
        key: `PublicKeyInfo`.
        algorithm: `SignedDigestAlgorithm`.

    Raises:
        UnacceptableSignatureError: it may not (RFC 4055, §§ 1.2 and 3.3).
    """
    if key["algorithm"]["algorithm"].native != "rsassa_pss":
        return
    named, used = key["algorithm"]["parameters"].native, algorithm["parameters"].native
    is_permitted = algorithm["algorithm"].native == "rsassa_pss" and (
        named is None
        or (
            all(named[name] == used[name] for name in ("hash_algorithm", "mask_gen_algorithm"))
            and used["salt_length"] >= named["salt_length"]
        )
    )
    if not is_permitted:
        raise UnacceptableSignatureError("algorithm", "the key is for PSS of other parameters only (RFC 4055)")


def _edwards(key: Any, value: bytes, content: bytes | None) -> None:
    if content is None:
        raise UnacceptableSignatureError("algorithm", "EdDSA without signed attributes cannot be verified here")
    if not isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        raise InvalidSignature
    key.verify(value, content)


def _hashed(kind: str, key: Any, algorithm: Any, *, value: bytes, digest: bytes, hashed: Prehashed) -> None:
    match kind, key:
        case "rsassa_pkcs1v15", rsa.RSAPublicKey():
            key.verify(value, digest, padding.PKCS1v15(), hashed)
        case "rsassa_pss", rsa.RSAPublicKey():
            key.verify(value, digest, _pss(algorithm["parameters"]), hashed)
        case "ecdsa", ec.EllipticCurvePublicKey():
            key.verify(value, digest, ec.ECDSA(hashed))
        case "dsa", dsa.DSAPublicKey():
            key.verify(value, digest, hashed)
        case _, (rsa.RSAPublicKey() | ec.EllipticCurvePublicKey() | dsa.DSAPublicKey()):
            raise InvalidSignature
        case _:
            raise UnacceptableSignatureError("algorithm", f"{kind} with {type(key).__name__} cannot be verified here")


def _pss(parameters: Any) -> padding.PSS:
    """Return the padding; raises UnacceptableSignatureError if RFC 4055 does not know such parameters."""
    mask, salt_length = parameters["mask_gen_algorithm"], parameters["salt_length"].native
    is_known = mask["algorithm"].native == "mgf1" and parameters["trailer_field"].native == "trailer_field_bc"
    hashed = _HASHES.get(mask["parameters"]["algorithm"].native) if is_known else None
    if hashed is None or salt_length < 0:
        raise UnacceptableSignatureError("algorithm", "parameters of PSS are not those of RFC 4055")
    return padding.PSS(mgf=padding.MGF1(hashed), salt_length=salt_length)
