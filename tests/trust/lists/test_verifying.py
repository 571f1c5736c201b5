"""Which lists are believed: lists of the test's own scheme, each wrong in one way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from lxml import etree

from fixtures.list_scheme import JOURNAL, NOW, SITE, ListScheme, ListSigner, service
from listina.trust.demo_pki import DemoPki
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import LONGEST_LIST, TrustedList, parsed, read_list
from listina.trust.lists.services import Criteria, Period, Qualifiers
from listina.trust.lists.verifying import verified_list_of_lists, verified_national_list

PIVOT = f"{SITE}pivot-8.xml"
LATER_PIVOT = f"{SITE}pivot-9.xml"
BOMB = '<!DOCTYPE a [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _above(scheme: ListScheme, content: bytes | None = None, pivots: dict[str, bytes] | None = None) -> TrustedList:
    return verified_list_of_lists(content or scheme.list_of_lists(), pivots or {}, scheme.anchors, at=NOW)


def _national(scheme: ListScheme, content: bytes) -> TrustedList:
    return verified_national_list(content, "CZ", _above(scheme), at=NOW)


def _refused(scheme: ListScheme, content: bytes) -> str:
    with pytest.raises(TrustedListInvalidError) as refusal:
        _national(scheme, content)
    return refusal.value.check


def test_what_was_made_reads_back_the_same(list_scheme: ListScheme, demo_pki: DemoPki) -> None:
    criteria = Criteria(
        combined="atLeastOne",
        key_usages=((("content_commitment", True), ("digital_signature", False)),),
        policies=(("1.2.3", "1.2.4"), ("1.2.5",)),
        extended_key_usages=(("1.3.6.1.5.5.7.3.4",),),
        subject_attributes=(("2.5.4.97",),),
        nested=(Criteria(combined="none", policies=(("1.2.6",),)),),
    )
    periods = (
        Period(
            status="granted",
            since=NOW - timedelta(days=100),
            purposes=("ForeSignatures",),
            qualifiers=(Qualifiers(names=("QCWithQSCD",), criteria=criteria),),
        ),
        Period(status="withdrawn", since=NOW - timedelta(days=300), until=NOW - timedelta(days=100)),
        Period(status="granted", since=NOW - timedelta(days=400), until=NOW - timedelta(days=300), is_understood=False),
    )
    written = service(demo_pki.ca, demo_pki.root, periods=periods)
    read = _national(list_scheme, list_scheme.national_list((written,)))
    assert read.services == (written,)
    assert read.facts.next_update == NOW + timedelta(days=180)


def test_a_list_of_somebody_else_is_refused(list_scheme: ListScheme) -> None:
    other = ListSigner.make("Někdo jiný")
    assert _refused(list_scheme, list_scheme.national_list(signer=other)) == "signer"
    assert _refused(list_scheme, list_scheme.national_list(signer=list_scheme.top)) == "signer"
    with pytest.raises(TrustedListInvalidError, match="somebody else"):
        _above(list_scheme, list_scheme.list_of_lists(signer=other))


def test_a_list_that_only_shows_the_signers_certificate_is_refused(list_scheme: ListScheme) -> None:
    thief = ListSigner(certificate=list_scheme.czech.certificate, key=ListSigner.make("Zloděj").key)
    assert _refused(list_scheme, list_scheme.national_list(signer=thief)) == "signature"


def test_a_changed_list_is_refused(list_scheme: ListScheme, demo_pki: DemoPki) -> None:
    content = list_scheme.national_list((service(demo_pki.ca, status="withdrawn"),))
    assert _national(list_scheme, content).services[0].periods[0].status == "withdrawn"
    assert _refused(list_scheme, content.replace(b"Svcstatus/withdrawn", b"Svcstatus/granted")) == "signature"


def test_a_comment_does_not_cut_what_is_read(list_scheme: ListScheme, demo_pki: DemoPki) -> None:
    content = list_scheme.national_list((service(demo_pki.ca, status="grantedx"),))
    changed = content.replace(b"Svcstatus/grantedx", b"Svcstatus/granted<!-- -->x")
    assert _national(list_scheme, changed).services[0].periods[0].status == "grantedx"


def test_a_list_wrapped_around_the_signed_one_is_refused(list_scheme: ListScheme, demo_pki: DemoPki) -> None:
    good = parsed(list_scheme.national_list())
    evil = parsed(list_scheme.national_list((service(demo_pki.ca),), signer=ListSigner.make("Zloděj")))
    signature = good.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    evil.replace(evil.find("{http://www.w3.org/2000/09/xmldsig#}Signature"), signature)
    evil.append(good)
    assert _refused(list_scheme, etree.tostring(evil)) == "signature"


def test_an_unsigned_list_is_refused(list_scheme: ListScheme) -> None:
    root = parsed(list_scheme.national_list())
    root.remove(root.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    assert _refused(list_scheme, etree.tostring(root)) == "signature"


def test_a_list_of_another_territory_is_refused(list_scheme: ListScheme) -> None:
    assert _refused(list_scheme, list_scheme.national_list(territory="SK")) == "territory"
    with pytest.raises(TrustedListInvalidError, match="names no list of SK"):
        verified_national_list(list_scheme.national_list(territory="SK"), "SK", _above(list_scheme), at=NOW)
    assert _refused(list_scheme, list_scheme.list_of_lists(signer=list_scheme.czech)) == "territory"


@pytest.mark.parametrize(
    ("issued", "life", "check"),
    [
        (timedelta(days=-10), timedelta(days=10), "next_update"),
        (timedelta(days=-10), timedelta(days=9), "next_update"),
        (timedelta(0), timedelta(days=400), "next_update"),
        (timedelta(hours=1), timedelta(days=100), "issued_at"),
    ],
)
def test_a_list_out_of_its_time_is_refused(
    list_scheme: ListScheme, issued: timedelta, life: timedelta, check: str
) -> None:
    assert _refused(list_scheme, list_scheme.national_list(issued_at=NOW + issued, life=life)) == check
    with pytest.raises(TrustedListInvalidError) as refusal:
        _above(list_scheme, list_scheme.list_of_lists(issued_at=NOW + issued, life=life))
    assert refusal.value.check == check


def test_only_a_national_list_may_be_closed(list_scheme: ListScheme) -> None:
    assert _national(list_scheme, list_scheme.national_list(life=None)).facts.next_update is None
    with pytest.raises(TrustedListInvalidError, match="no next update"):
        _above(list_scheme, list_scheme.list_of_lists(life=None))


def test_a_signer_whose_certificate_had_ended_signs_nothing(list_scheme: ListScheme) -> None:
    old = ListSigner.make("Starý", life=timedelta(days=30))
    scheme = ListScheme(top=list_scheme.top, czech=old)
    assert _refused(scheme, scheme.national_list()) == "signature"


@pytest.mark.parametrize("document_type", [BOMB, OUTSIDE])
def test_document_types_and_entities_are_refused_unread(list_scheme: ListScheme, document_type: str) -> None:
    content = list_scheme.national_list()
    head, _, rest = content.partition(b"?>")
    assert _refused(list_scheme, head + b"?>" + document_type.encode() + rest) == "document_type"
    hidden = (head + b"?>" + document_type.encode() + rest).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert _refused(list_scheme, hidden) == "xml"


def test_what_is_no_list_is_refused(list_scheme: ListScheme) -> None:
    assert _refused(list_scheme, b"") == "xml"
    assert _refused(list_scheme, b"%PDF-1.7") == "xml"
    assert _refused(list_scheme, b"<html/>") == "xml"
    assert _refused(list_scheme, b" " * (LONGEST_LIST + 1)) == "size"
    assert _refused(list_scheme, b"<a>" * 5000) == "xml"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (b"<TSLSequenceNumber>5<", b"<TSLSequenceNumber>-5<"),
        (b"TSLType/EUgeneric", b"TSLType/CClist"),
        (b"StatusDetn/EUappropriate", b"StatusDetn/EUlistofthelists"),
        (b"<TSLVersionIdentifier>6<", b"<TSLVersionIdentifier>7<"),
        (b"<ListIssueDateTime>2026", b"<ListIssueDateTime>yesterday"),
        (b"<ListIssueDateTime>2026-03-01T12:00:00Z", b"<ListIssueDateTime>0001-01-01T00:00:00+14:00"),
        (b"<SchemeTerritory>CZ<", b"<SchemeTerritory>../x<"),
    ],
)
def test_a_strange_scheme_is_refused(text: bytes, other: bytes, list_scheme: ListScheme) -> None:
    content = list_scheme.national_list()
    assert text in content
    with pytest.raises(TrustedListInvalidError):
        read_list(parsed(content.replace(text, other)), list_of_lists="EU")


def test_pivots_lead_from_the_journal_to_todays_signers(list_scheme: ListScheme) -> None:
    second, third = ListSigner.make("Druhý"), ListSigner.make("Třetí")
    pivots = {
        PIVOT: list_scheme.list_of_lists(number=8, own=(second,), life=timedelta(days=-1)),
        LATER_PIVOT: list_scheme.list_of_lists(number=9, own=(third,), signer=second),
    }
    information = (LATER_PIVOT, PIVOT, JOURNAL, f"{SITE}pivot-1.xml")
    today = list_scheme.list_of_lists(signer=third, information=information)
    assert _above(list_scheme, today, pivots).facts.sequence_number == 10
    by_the_first = list_scheme.list_of_lists(information=information)
    for content, known in (
        (today, {}),
        (today, {PIVOT: pivots[PIVOT]}),
        (today, {LATER_PIVOT: pivots[LATER_PIVOT]}),
        (today, {PIVOT: pivots[LATER_PIVOT], LATER_PIVOT: pivots[PIVOT]}),
        (by_the_first, pivots),
    ):
        with pytest.raises(TrustedListInvalidError):
            _above(list_scheme, content, known)
