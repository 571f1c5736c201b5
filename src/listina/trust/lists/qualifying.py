"""Whether a certificate or timestamp was qualified at a moment, by what the trusted lists say.

A certificate is qualified if its issuer's service was in order and the certificate counted as qualified both when it
was issued and at the moment asked about. What a list says of a certificate overrides what the certificate says.

Source: ETSI TS 119 615 V1.2.1, § 4.3 to § 4.5; eIDAS art. 3 and 51; act 297/2016 Sb., § 19 (marks).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.x509.oid import NameOID

from listina.texts import Text
from listina.trust import certificates, der
from listina.trust.errors import CertificateNotUsableError
from listina.trust.lists.services import Period, Service, ServiceType
from listina.trust.lists.statements import SEALS, SIGNATURES, Statements, statements
from listina.trust.validation.inputs import Purpose
from listina.trust.validation.report import ListUsed
from listina.trust.validation.signature_report import Qualification, Reason
from listina.trust.validation.values import Kind, Qualified

EIDAS = datetime(2016, 6, 30, 22, tzinfo=UTC)
"""The first moment of 1 July 2016 in Brussels and Prague."""
LIST_OF_LISTS = "EU"
_LAST_MARKS = datetime(2016, 9, 18, 22, tzinfo=UTC)  # Act 297/2016 Sb. took effect; system certificates ended.
_GOOD = frozenset({"granted"})
_GOOD_BEFORE_EIDAS = frozenset({"granted", "undersupervision", "supervisionincessation", "accredited"})
_IN_DEVICE = frozenset({"QCWithSSCD", "QCWithQSCD", "QCQSCDManagedOnBehalf"})
_NOT_IN_DEVICE = frozenset({"QCNoSSCD", "QCNoQSCD"})
_KINDS = {SIGNATURES: Kind.SIGNATURE, SEALS: Kind.SEAL}
_PURPOSES = {"QCForESig": SIGNATURES, "QCForESeal": SEALS, "QCForWSA": "ForWebSiteAuthentication"}


def _reason(code: str, cs: str, en: str) -> Reason:
    return Reason(code=code, text=Text(cs, en))


NO_LISTS = _reason(
    "list.none", "Tato instalace nemá žádné důvěryhodné seznamy.", "This installation has no trusted lists."
)
EXPIRED = _reason(
    "list.expired",
    "Platnost důvěryhodného seznamu v této instalaci skončila; je třeba ho obnovit.",
    "The trusted list in this installation has expired and must be renewed.",
)
MISSING = _reason(
    "list.missing",
    "Důvěryhodný seznam státu, ve kterém je vydavatel usazen, není k dispozici.",
    "The trusted list of the issuer's state is not available.",
)
NO_PATH = _reason(
    "path.none", "Nelze určit, která služba certifikát vydala.", "It is not known which service issued the certificate."
)
UNREADABLE = _reason("certificate.unreadable", "Certifikát nelze přečíst.", "The certificate cannot be read.")
NOT_LISTED = _reason(
    "service.not_listed",
    "Vydavatel není v důvěryhodných seznamech mezi poskytovateli této kvalifikované služby.",
    "The issuer is not in the trusted lists as a provider of this qualified service.",
)
NOT_GRANTED = _reason(
    "service.not_granted",
    "Poskytovatel v rozhodné době neměl kvalifikovaný status.",
    "The provider did not have the qualified status at the relevant time.",
)
NOT_GRANTED_AT_ISSUE = _reason(
    "service.not_granted_at_issue",
    "Poskytovatel neměl kvalifikovaný status, když certifikát vydal.",
    "The provider did not have the qualified status when it issued the certificate.",
)
NOT_UNDERSTOOD = _reason(
    "service.not_understood",
    "Důvěryhodný seznam říká o službě něco, čemu tato verze nerozumí.",
    "The trusted list says something about the service that this version does not understand.",
)
NOT_QUALIFIED = _reason(
    "certificate.not_qualified",
    "Certifikát nebyl vydán jako kvalifikovaný.",
    "The certificate was not issued as a qualified one.",
)
DENIED = _reason(
    "certificate.denied_by_list",
    "Důvěryhodný seznam říká, že certifikát není kvalifikovaný.",
    "The trusted list says that the certificate is not qualified.",
)
OTHER_PURPOSE = _reason(
    "certificate.other_purpose",
    "Certifikát není kvalifikovaný pro elektronický podpis ani pečeť.",
    "The certificate is not qualified for electronic signatures or seals.",
)
NOT_FOR_PURPOSE = _reason(
    "service.other_purpose",
    "Poskytovatel v rozhodné době nevydával kvalifikované certifikáty tohoto druhu.",
    "The provider did not issue qualified certificates of this kind at the relevant time.",
)
DISAGREE = _reason(
    "certificate.kinds_disagree",
    "Údaje o tom, k čemu certifikát slouží, si odporují.",
    "What is said about the certificate's purpose is contradictory.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the lists say that may matter.

    Attributes:
        services: those that bear a name of the path.
        lists: all lists.
        missing: territories whose lists are not here.
        moment: at which lists must not have expired, aware.
    """

    services: Sequence[Service]
    lists: Sequence[ListUsed]
    missing: Sequence[str]
    moment: datetime

    def reason_to_doubt(self, at: datetime, *territories: str) -> Reason | None:
        """Return why the lists of some territories may not decide about a moment: one has expired or is not there.

        A list that was closed names no next update; it decides about what was before.
        """
        for territory in territories:
            found = [used for used in self.lists if used.territory == territory]
            if not found:
                return NO_LISTS
            if any(
                at >= used.issued_at if used.next_update is None else used.next_update <= self.moment for used in found
            ):
                return EXPIRED
        return None


def qualification(path: Sequence[bytes], known: Known, *, at: datetime, purpose: Purpose) -> Qualification:
    """Decide; never raises because of what is in a certificate. See `InputTrust.qualification`."""
    if not known.lists:
        return _answer(Qualified.UNKNOWN, at, NO_LISTS)
    if not path:
        return _answer(Qualified.UNKNOWN, at, NO_PATH)
    try:
        asked, kind, upwards = (
            (_timestamp, ServiceType.QUALIFIED_TIMESTAMPS, path)
            if purpose is Purpose.TIMESTAMP
            else (_certificate, ServiceType.QUALIFIED_CERTIFICATES, path[1:])
        )
        services = _nearest(upwards, [service for service in known.services if service.type is kind])
        if not services:
            return _not_listed(path, known, at)
        return _together([_doubted(asked(path[0], service, at), service, known) for service in services])
    except (CertificateNotUsableError, der.NotDerError, ValueError, TypeError, KeyError, AttributeError):
        # Certificates are strangers' data, and the ASN.1 library may stumble anywhere in them.
        return _answer(Qualified.UNKNOWN, at, UNREADABLE)


def _nearest(path: Iterable[bytes], services: Sequence[Service]) -> list[Service]:
    """Return the services of the first certificate of a path that belongs to any."""
    for certificate in path:
        if found := [service for service in services if service.is_identified_by(certificate)]:
            return found
    return []


def _not_listed(path: Sequence[bytes], known: Known, at: datetime) -> Qualification:
    issuer = certificates.load(path[0]).issuer
    countries = {str(each.value).upper() for each in issuer.get_attributes_for_oid(NameOID.COUNTRY_NAME)}
    if not countries.isdisjoint(known.missing):
        return _answer(Qualified.UNKNOWN, at, MISSING)
    theirs = countries & {used.territory for used in known.lists}
    doubt = known.reason_to_doubt(at, LIST_OF_LISTS, *theirs)
    return _answer(Qualified.UNKNOWN, at, doubt) if doubt else _answer(Qualified.NO, at, NOT_LISTED)


def _doubted(answer: Qualification, service: Service, known: Known) -> Qualification:
    """Return the answer as the service's list may give it."""
    answer = replace(answer, provider=service.provider, territory=service.territory)
    doubt = known.reason_to_doubt(answer.at, service.list_of_lists, service.territory)
    if doubt is None:
        return answer
    return replace(answer, qualified=Qualified.UNKNOWN, kind=Kind.UNKNOWN, in_device=False, reasons=(doubt,))


def _together(answers: Sequence[Qualification]) -> Qualification:
    """Return what several entries of one authority come to: a denial wins, then a yes, then a doubt."""
    if denied := next((each for each in answers if DENIED in each.reasons), None):
        return denied
    found = [each for each in answers if each.qualified is Qualified.YES]
    if len({each.kind for each in found}) > 1:
        return _unless(found[0], Qualified.UNKNOWN, DISAGREE)
    if found:
        return replace(found[0], in_device=all(each.in_device for each in found))
    return next((each for each in answers if each.qualified is Qualified.UNKNOWN), answers[0])


def _timestamp(certificate: bytes, service: Service, at: datetime) -> Qualification:
    del certificate
    return _refusal(service, at, at, NOT_GRANTED) or _answer(Qualified.YES, at)


def _certificate(certificate: bytes, service: Service, at: datetime) -> Qualification:
    said = statements(certificate)
    is_mark = service.territory == "CZ" and said.is_system and said.issued_at < _LAST_MARKS
    kind, names = Kind.UNKNOWN, frozenset[str]()
    for moment, otherwise in ((said.issued_at, NOT_GRANTED_AT_ISSUE), (at, NOT_GRANTED)):
        if refusal := _refusal(service, moment, at, otherwise):
            return refusal
        period = service.period_at(moment)
        names = _qualifiers(said, period)
        found = Kind.MARK if is_mark else _kind(said, names, period, moment)
        if isinstance(found, Reason):
            return _answer(Qualified.UNKNOWN if found is DISAGREE else Qualified.NO, at, found)
        kind = found
    by_list = {*({True} if names & _IN_DEVICE else ()), *({False} if names & _NOT_IN_DEVICE else ())}
    return replace(_answer(Qualified.YES, at), kind=kind, in_device=all(by_list or {said.in_device}))


def _kind(said: Statements, names: frozenset[str], period: Period | None, moment: datetime) -> Kind | Reason:
    """Return as what a certificate counts in a period, or why as nothing."""
    if "NotQualified" in names:
        return DENIED
    if not (said.complies or "QCStatement" in names or (said.follows_old_policy and said.issued_at < EIDAS)):
        return NOT_QUALIFIED
    purposes = frozenset(_PURPOSES[name] for name in names & _PURPOSES.keys()) or said.types or {SIGNATURES}
    if len(purposes) > 1:
        return DISAGREE
    (purpose,) = purposes
    if purpose not in _KINDS:
        return OTHER_PURPOSE
    if period is not None and period.purposes and moment >= EIDAS and purpose not in period.purposes:
        return NOT_FOR_PURPOSE
    return Kind.SEAL if "QCForLegalPerson" in names else _KINDS[purpose]


def _refusal(service: Service, moment: datetime, at: datetime, otherwise: Reason) -> Qualification | None:
    """Return the answer where the service was not in order at a moment, None where it was."""
    period = service.period_at(moment)
    if period is None or period.status not in (_GOOD_BEFORE_EIDAS if moment < EIDAS else _GOOD):
        return _answer(Qualified.NO, at, otherwise)
    return None if period.is_understood else _answer(Qualified.UNKNOWN, at, NOT_UNDERSTOOD)


def _qualifiers(said: Statements, period: Period | None) -> frozenset[str]:
    """Return what the list says about a certificate in a period."""
    found = period.qualifiers if period is not None else ()
    return frozenset(name for each in found if said.meet(each.criteria) for name in each.names)


def _unless(answer: Qualification, qualified: Qualified, reason: Reason) -> Qualification:
    return replace(answer, qualified=qualified, kind=Kind.UNKNOWN, in_device=False, reasons=(reason,))


def _answer(qualified: Qualified, at: datetime, *reasons: Reason) -> Qualification:
    return Qualification(
        qualified=qualified,
        kind=Kind.UNKNOWN,
        in_device=False,
        provider="",
        territory="",
        at=at,
        reasons=reasons,
    )
