"""Signatures that are good but not over what would be read: wrapping, two of them, other references, long lists."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from lxml import etree

from fixtures.list_scheme import NOW, ListScheme, ListSigner, service
from listina.trust.demo_pki import DemoPki
from listina.trust.lists import signing
from listina.trust.lists.errors import TrustedListInvalidError
from listina.trust.lists.reading import TSL, parsed
from listina.trust.lists.signatures import signed_root

DS = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture
def by_id(list_scheme: ListScheme, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return a Czech list whose signature refers to it by its Id, as one of another software might."""
    made = signing._reference

    def referring(address: str, element: Any, *rest: Any, **attributes: Any) -> Any:
        return made(address or f"#{element.get('Id')}", element, *rest, **attributes)

    monkeypatch.setattr(signing, "_reference", referring)
    return list_scheme.national_list()


def _check_of(content: bytes, scheme: ListScheme) -> str:
    with pytest.raises(TrustedListInvalidError) as refusal:
        signed_root(content, [scheme.czech.certificate])
    return refusal.value.check


def _evil(scheme: ListScheme, demo_pki: DemoPki) -> Any:
    """Return the root of a list that nobody signed, without a signature: a stranger's service is granted."""
    content = scheme.national_list((service(demo_pki.ca),), number=99, signer=ListSigner.make("Útočník"))
    root = parsed(content)
    root.remove(root.find(f"{DS}Signature"))
    root.set("Id", "evil")
    return root


def test_a_list_referred_to_by_its_id_is_as_good(by_id: bytes, list_scheme: ListScheme) -> None:
    assert signed_root(by_id, [list_scheme.czech.certificate]).get("Id") == "list-cz"


@pytest.mark.parametrize("place", ["extension", "object"])
def test_a_signed_list_within_another_one_makes_nothing_of_the_other(
    place: str, by_id: bytes, list_scheme: ListScheme, demo_pki: DemoPki, tmp_path: Path
) -> None:
    original, root = parsed(by_id), _evil(list_scheme, demo_pki)
    signature = original.find(f"{DS}Signature")
    original.remove(signature)
    root.append(signature)
    if place == "extension":
        etree.SubElement(root.find(f"{TSL}SchemeInformation"), f"{TSL}SchemeExtensions").append(original)
    else:
        etree.SubElement(signature, f"{DS}Object").append(original)
    wrapped = etree.tostring(root)
    assert _check_of(wrapped, list_scheme) == "signature"

    renewal = list_scheme.renewal(tmp_path)
    outcomes = renewal.take({"lotl.xml": list_scheme.list_of_lists(), "cz.xml": wrapped})
    assert outcomes[1].failure.startswith("signature")
    assert list(renewal.store.snapshot(at=NOW).services) == []


def test_what_stands_before_or_behind_the_signed_list_makes_it_another_one(
    by_id: bytes, list_scheme: ListScheme
) -> None:
    assert (
        _check_of(by_id.replace(b"</TrustServiceStatusList>", b"x</TrustServiceStatusList>"), list_scheme)
        == "signature"
    )
    root = parsed(by_id)
    root.set("TSLTag", "other")
    assert _check_of(etree.tostring(root), list_scheme) == "signature"


def test_two_signatures_are_one_too_many(list_scheme: ListScheme) -> None:
    root = parsed(list_scheme.national_list())
    (signature,) = root.findall(f"{DS}Signature")
    root.append(parsed(etree.tostring(root)).find(f"{DS}Signature"))
    assert _check_of(etree.tostring(root), list_scheme) == "signature"
    root.remove(signature)
    assert signed_root(etree.tostring(root), [list_scheme.czech.certificate]) is not None
    nested = root.find(f"{DS}Signature")
    root.find(f"{TSL}SchemeInformation").append(nested)
    assert _check_of(etree.tostring(root), list_scheme) == "signature"


def test_a_signature_over_nothing_but_its_own_properties_is_none(
    list_scheme: ListScheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = signing._reference

    def elsewhere(address: str, element: Any, *rest: Any, **attributes: Any) -> Any:
        if address:
            return made(address, element, *rest, **attributes)
        scheme = element.find(f"{TSL}SchemeInformation")
        scheme.set("Id", "scheme")
        return made("#scheme", scheme, *rest, **attributes)

    monkeypatch.setattr(signing, "_reference", elsewhere)
    assert _check_of(list_scheme.national_list(), list_scheme) == "signature"


def test_the_time_of_a_wrapper_does_not_make_an_ended_certificate_good(
    list_scheme: ListScheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signer's certificate ended in 2025; the list is of today, the one around it says that it is older."""
    made = signing._reference

    def referring(address: str, *rest: Any, **attributes: Any) -> Any:
        return made(address or "#list-cz", *rest, **attributes)

    monkeypatch.setattr(signing, "_reference", referring)
    ended = ListSigner.make("Starý", life=timedelta(days=400))
    content = parsed(list_scheme.national_list(signer=ended))
    assert _names(content, ended) == "signature"
    root = parsed(list_scheme.national_list(issued_at=NOW - timedelta(days=500)))
    root.remove(root.find(f"{DS}Signature"))
    root.set("Id", "older")
    root.append(content.find(f"{DS}Signature"))
    etree.SubElement(root.find(f"{TSL}SchemeInformation"), f"{TSL}SchemeExtensions").append(content)
    assert _names(root, ended) == "signature"


def _names(root: Any, signer: ListSigner) -> str:
    with pytest.raises(TrustedListInvalidError) as refusal:
        signed_root(etree.tostring(root), [signer.certificate])
    return refusal.value.check


def test_a_flood_of_elements_is_refused_unread() -> None:
    with pytest.raises(TrustedListInvalidError, match="tags"):
        parsed(b"<a>" + b"<b/>" * 1_000_001 + b"</a>")


@pytest.mark.parametrize("around", ["{}", ' a=" xmlns=\'"{} z="\'"'])
def test_a_flood_of_namespaces_is_refused_before_anything_is_canonical(around: str, list_scheme: ListScheme) -> None:
    flood = "".join(f' xmlns:n{number}="u{number}"' for number in range(20_000))
    declared = around.format(flood).encode()
    content = list_scheme.national_list().replace(b"<TrustServiceStatusList", b"<TrustServiceStatusList" + declared, 1)
    began = perf_counter()
    assert _check_of(content, list_scheme) == "size"
    assert perf_counter() - began < 2


@pytest.mark.parametrize("flood", [b"xmlns", b" xmlns", b" xmlns=\"'", b' xmlns="', b" xmlns= "])
def test_a_flood_of_what_looks_like_namespaces_costs_no_time(flood: bytes) -> None:
    began = perf_counter()
    with pytest.raises(TrustedListInvalidError):
        parsed(b"<a " + flood * (2_000_000 // len(flood)) + b"/>")
    assert perf_counter() - began < 5
