"""Where certificates say that data about their revocation are, and what is asked there.

Apart from the fetching itself: a confined process asks nobody and needs no library for it.

Source: RFC 5280, §§ 4.2.1.13 and 4.2.2.1; RFC 6960.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

_MOST_SOURCES = 4
# Extensions are read all at once, so that any of them can spoil the reading; then the certificate names nobody.
_NOT_TOLD = (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, ValueError)


def ocsp_request(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    """Return the request that asks about a certificate, DER."""
    # SHA-1 only names the issuer here, and is what all responders understand (RFC 6960, appendix B.1).
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, SHA1())  # noqa: S303
    return builder.build().public_bytes(Encoding.DER)


def crl_urls(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return where a certificate says its issuer's lists are: http and https only, not checked."""
    with suppress(*_NOT_TOLD):
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
        names = (name for point in points for name in point.full_name or ())
        return _http(name.value for name in names if isinstance(name, x509.UniformResourceIdentifier))
    return ()


def ocsp_urls(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return where a certificate says its OCSP responders are: http and https only, not checked."""
    with suppress(*_NOT_TOLD):
        found = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
        places = (item.access_location for item in found if item.access_method == AuthorityInformationAccessOID.OCSP)
        return _http(place.value for place in places if isinstance(place, x509.UniformResourceIdentifier))
    return ()


def _http(urls: Iterator[str]) -> tuple[str, ...]:
    return tuple(url for url in urls if url.lower().startswith(("http://", "https://")))[:_MOST_SOURCES]
