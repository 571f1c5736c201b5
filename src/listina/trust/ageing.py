"""Until when a timestamp can be relied on: its authority's certificate ends, its algorithms grow old.

Source: ETSI EN 319 142-1, § 5.5; ETSI TS 119 312 (which algorithms are thought good until when; the dates are the
operator's, since the document is revised every other year).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import rsa

from listina.trust import archiving, certificates, signer_infos

RENEW_AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRules:
    """When kept outputs get a new timestamp.

    Attributes:
        ahead: how long before the timestamp weakens.
        algorithm_ends: moments from which an algorithm is not relied on, aware UTC, by names such as `sha256`,
            `rsa2048`, `secp256r1`.
    """

    ahead: timedelta = RENEW_AHEAD
    algorithm_ends: Mapping[str, datetime] = field(default_factory=dict)

    def weakens_at(self, token: bytes) -> datetime:
        """Return the moment from which a token proves nothing by itself, aware UTC.

        Args:
            token: DER; it was checked by who obtained it.
        """
        certificate = archiving.authority_of(token)
        ends = [self.algorithm_ends[name] for name in algorithms_of(token) & self.algorithm_ends.keys()]
        return min([certificates.facts(certificate).not_after, *ends])


def algorithms_of(token: bytes) -> frozenset[str]:
    """Return the names of the algorithms a token depends on: its hashes and its authority's key."""
    signed_data = signer_infos.read_signed_data(token)
    info = tsp.TSTInfo.load(bytes(signed_data["encap_content_info"]["content"].contents))
    signer = signer_infos.one_signer(signed_data)
    key = certificates.public_key(signer_infos.signing_certificate(signed_data, signer))
    return frozenset(
        {
            info["message_imprint"]["hash_algorithm"]["algorithm"].native,
            signer["digest_algorithm"]["algorithm"].native,
            f"rsa{key.key_size}" if isinstance(key, rsa.RSAPublicKey) else key.curve.name,
        }
    )
