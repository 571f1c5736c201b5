"""What a certificate itself says of being qualified: statements, policies, and the notice of Czech system certificates.

Source: ETSI EN 319 412-5 (QcStatements), ETSI TS 101 456 (policies before eIDAS), act 227/2000 Sb. (systémové
certifikáty).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import x509

from listina.trust import certificates, der
from listina.trust.lists.services import Criteria

SIGNATURES, SEALS, WEBSITES = "ForeSignatures", "ForeSeals", "ForWebSiteAuthentication"

_QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
_COMPLIANCE, _DEVICE, _TYPE = (der.object_identifier(f"0.4.0.1862.1.{number}") for number in (1, 4, 6))
_TYPES = {
    der.object_identifier("0.4.0.1862.1.6.1"): SIGNATURES,
    der.object_identifier("0.4.0.1862.1.6.2"): SEALS,
    der.object_identifier("0.4.0.1862.1.6.3"): WEBSITES,
}
_OLD_POLICY_WITH_DEVICE, _OLD_POLICY = "0.4.0.1456.1.1", "0.4.0.1456.1.2"
_SYSTEM_CERTIFICATE = "systemovy certifikat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What one certificate says.

    Attributes:
        issued_at: the beginning of its validity.
        complies: it says that it is qualified.
        in_device: it says that the key is in a qualified (secure) device.
        types: what it is for; empty if it does not say.
        policies: identifiers.
        follows_old_policy: it names a policy of qualified certificates of before eIDAS.
        notices: what its policies say in words, in small letters without diacritics.
        key_usage, extended_key_usage: as in `CertificateFacts`.
        subject_attributes: types of attributes of the subject.
    """

    issued_at: datetime
    complies: bool
    in_device: bool
    types: frozenset[str]
    policies: frozenset[str]
    follows_old_policy: bool
    notices: str
    key_usage: frozenset[str]
    extended_key_usage: frozenset[str]
    subject_attributes: frozenset[str]

    @property
    def is_system(self) -> bool:
        """Whether its notice calls it a system certificate (systémový certifikát)."""
        return _SYSTEM_CERTIFICATE in self.notices

    def meet(self, criteria: Criteria) -> bool:
        """Tell whether a qualifier with these criteria is about the certificate."""
        answers = [
            *(all((name in self.key_usage) == value for name, value in bits) for bits in criteria.key_usages),
            *(self.policies >= set(each) for each in criteria.policies),
            *(self.extended_key_usage >= set(each) for each in criteria.extended_key_usages),
            *(self.subject_attributes >= set(each) for each in criteria.subject_attributes),
            *(self.meet(each) for each in criteria.nested),
        ]
        if criteria.combined == "all":
            return all(answers)
        return any(answers) == (criteria.combined == "atLeastOne")


@lru_cache(maxsize=256)
def statements(certificate: bytes) -> Statements:
    """Read a certificate, DER.

    Raises:
        CertificateNotUsableError: it cannot be read.
        ValueError, TypeError: an extension of it cannot be read.
    """
    facts = certificates.facts(certificate)
    found = x509.Certificate.load(certificate)
    said = _qc_statements(found)
    policies, notices = _policies(found)
    return Statements(
        issued_at=facts.not_before,
        complies=_COMPLIANCE in said,
        in_device=_DEVICE in said or _OLD_POLICY_WITH_DEVICE in policies,
        types=frozenset(_types(said.get(_TYPE, b""))),
        policies=policies,
        follows_old_policy=bool(policies & {_OLD_POLICY, _OLD_POLICY_WITH_DEVICE}),
        notices=notices,
        key_usage=facts.key_usage,
        extended_key_usage=frozenset(facts.extended_key_usage),
        subject_attributes=frozenset(attribute["type"].dotted for part in found.subject.chosen for attribute in part),
    )


def _qc_statements(certificate: x509.Certificate) -> dict[bytes, bytes]:
    """Return statements by their encoded identifiers, with what follows the identifier."""
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == _QC_STATEMENTS:
            whole = der.read_whole(bytes(extension["extn_value"].contents), der.SEQUENCE)
            parts = [der.read_all(statement.content) for statement in der.read_all(whole.content)]
            return {part[0].encoded: b"".join(each.encoded for each in part[1:]) for part in parts if part}
    return {}


def _types(encoded: bytes) -> tuple[str, ...]:
    if not encoded:
        return ()
    found = der.read_all(der.read_whole(encoded, der.SEQUENCE).content)
    return tuple(_TYPES.get(each.encoded, "") for each in found)


def _policies(certificate: x509.Certificate) -> tuple[frozenset[str], str]:
    """Return the identifiers of policies, and their notices without accents, in lower case."""
    policies = certificate.certificate_policies_value or ()
    identifiers = frozenset(policy["policy_identifier"].dotted for policy in policies)
    notices = (
        str(qualifier["qualifier"]["explicit_text"].native)
        for policy in policies
        for qualifier in policy["policy_qualifiers"] or ()
        if qualifier["policy_qualifier_id"].native == "user_notice"
    )
    plain = unicodedata.normalize("NFKD", " ".join(notices).lower())
    return identifiers, "".join(letter for letter in plain if not unicodedata.combining(letter))
