"""Redirects are followed where the policy says so, a bounded number of times, each target judged like any address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from listina.trust.egress import Egress, Validators
from listina.trust.errors import EgressRefusedError

HERE = frozenset({"one.test", "two.test"})


class Site:
    """A server that redirects by a table, tells its state, and notes who asked for what."""

    def __init__(self) -> None:
        """Start it."""
        self.moved: dict[str, str] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.headers["Host"].partition(":")[0], self.path))
                known = self.headers["If-None-Match"] == '"state"' or self.path == "/never"
                location = site.moved.get(self.path)
                self.send_response(302 if location else 304 if known else 200)
                if location:
                    self.send_header("Location", location)
                self.send_header("ETag", '"state"')
                self.send_header("Content-Length", "0" if location or known else "7")
                self.end_headers()
                if not location and not known:
                    self.wfile.write(b"content")

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it so
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def url(self, path: str, host: str = "one.test") -> str:
        """Return an address of it."""
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.close()


@pytest.fixture
def egress() -> Egress:
    """Return a policy that believes two names of this machine; whoever else lives here is not public."""
    return Egress(
        hosts=None, private_hosts=HERE, most_redirects=3, timeout_seconds=5, resolver=lambda *_: ("127.0.0.1",)
    )


def test_a_redirect_to_another_host_is_followed_and_the_name_resolved_anew(site: Site, egress: Egress) -> None:
    site.moved = {"/old": site.url("/older", "two.test"), "/older": "new"}
    resolved: list[str] = []
    watched = replace(egress, resolver=lambda host, _: resolved.append(host) or ("127.0.0.1",))  # type: ignore[func-returns-value]
    assert watched.get(site.url("/old")) == b"content"
    assert site.asked == [("one.test", "/old"), ("two.test", "/older"), ("two.test", "/new")]
    assert resolved == ["one.test", "two.test", "two.test"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://127.0.0.1/", "not public"),
        ("http://[::1]/", "not public"),
        ("http://10.0.0.1/", "not public"),
        ("http://169.254.169.254/latest/meta-data", "not public"),
        ("//three.test/", "not public"),
        ("http://three.test:22/", "port"),
        ("http://user:word@two.test/", "plain http"),
        ("file:///etc/passwd", "plain http"),
        ("http://[::1", "no address|Invalid URL"),
        ("http://xn--0/", "Invalid A-label"),
    ],
)
def test_a_redirect_to_where_nobody_may_be_asked_is_refused(
    target: str, reason: str, site: Site, egress: Egress
) -> None:
    site.moved = {"/old": target}
    judged = replace(egress, resolver=lambda host, _: (host if host[0].isdigit() or ":" in host else "127.0.0.1",))
    with pytest.raises(EgressRefusedError, match=reason):
        judged.get(site.url("/old"))
    assert site.asked == [("one.test", "/old")]


def test_a_host_that_is_not_on_the_list_is_not_reached_by_a_redirect(site: Site, egress: Egress) -> None:
    site.moved = {"/old": site.url("/new", "two.test")}
    with pytest.raises(EgressRefusedError, match="not among those"):
        replace(egress, hosts=frozenset({"one.test"})).get(site.url("/old"))
    assert site.asked == [("one.test", "/old")]


def test_redirects_end_after_a_few(site: Site, egress: Egress) -> None:
    site.moved = {"/round": "/round"}
    with pytest.raises(EgressRefusedError, match="more than 3 times"):
        egress.get(site.url("/round"))
    assert len(site.asked) == 4


def test_nothing_is_followed_unless_the_policy_says_so_and_never_with_content(site: Site, egress: Egress) -> None:
    site.moved = {"/old": "/new"}
    with pytest.raises(EgressRefusedError, match="302"):
        replace(egress, most_redirects=0).get(site.url("/old"))
    with pytest.raises(EgressRefusedError, match="redirects"):
        egress.post(site.url("/old"), b"request", "application/ocsp-request")
    assert [path for _, path in site.asked] == ["/old", "/old"]


def test_https_is_left_only_for_what_is_signed(egress: Egress) -> None:
    import httpx  # noqa: PLC0415  # its one home is the policy; here only an address

    asked = httpx.URL("https://one.test/lotl.xml")
    with pytest.raises(EgressRefusedError, match="from https"):
        egress._redirected(asked, "http://two.test/lotl.xml")
    signed = replace(egress, is_content_signed=True)
    assert signed._redirected(asked, "http://two.test/lotl.xml").scheme == "http"
    assert egress._redirected(asked, "/other.xml").scheme == "https"


@pytest.mark.parametrize(("port", "is_asked"), [(8443, True), (1024, True), (443, True), (1023, False), (25, False)])
def test_high_ports_are_asked_where_the_policy_says_so(port: int, is_asked: bool) -> None:  # noqa: FBT001  # of the table above
    resolved: list[str] = []
    egress = Egress(hosts=None, high_ports=True, resolver=lambda host, _: resolved.append(host) or ())  # type: ignore[func-returns-value]
    with pytest.raises(EgressRefusedError):
        egress.get(f"https://lists.example:{port}/")
    assert bool(resolved) is is_asked


def test_what_has_not_changed_is_not_sent_again(site: Site, egress: Egress) -> None:
    first = egress.fetch(site.url("/list"))
    assert (first.content, first.validators) == (b"content", Validators(etag='"state"'))
    again = egress.fetch(site.url("/list"), first.validators)
    assert (again.content, again.validators) == (None, first.validators)
    assert Validators.of({"etag": "x" * 201, "last-modified": "včera"}) == Validators()


def test_not_changed_is_no_answer_to_who_knows_nothing(site: Site, egress: Egress) -> None:
    with pytest.raises(EgressRefusedError, match="304"):
        egress.fetch(site.url("/never"))
