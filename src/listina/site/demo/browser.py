"""A browser without a screen: gets pages, fills in their forms as they stand, follows where they lead.

It sends only what a page's own forms offer, hidden fields and CSRF tokens included; a field the form does not have, or
a choice it does not offer, is an error. So the demo proves that the pages work, not that addresses can be guessed.
"""

from __future__ import annotations

import mimetypes
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Self
from urllib.parse import urljoin

import httpx

from listina.site.demo.errors import DemoFailedError

_TIMEOUT_SECONDS = 60.0
_FIRST_ERROR_STATUS = 400


@dataclass(slots=True, kw_only=True)
class Form:
    """A form of a page.

    Attributes:
        values: what it would send untouched, by field.
        choices: values that radio buttons, check boxes and submit buttons offer, by field.
    """

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    def has(self, *names: str) -> bool:
        """Whether the form has all these fields."""
        return all(name in self.values or name in self.choices or name in self.files for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it came."""

    address: str
    text: str
    forms: tuple[Form, ...]

    def form(self, *names: str) -> Form:
        """Return the first form with all these fields."""
        for form in self.forms:
            if form.has(*names):
                return form
        message = f"the page {self.address} has no form with {', '.join(names)}"
        raise DemoFailedError(message)

    def form_to(self, place: str) -> Form:
        """Return the first form whose address ends so."""
        for form in self.forms:
            if form.action.endswith(place):
                return form
        message = f"the page {self.address} has no form that leads to {place}"
        raise DemoFailedError(message)


class Browser:
    """Keeps cookies and trusts one certificate authority."""

    def __init__(self, base_url: str, root_certificate: Path) -> None:
        self._base_url = base_url
        self._client = httpx.Client(
            base_url=base_url,
            verify=ssl.create_default_context(cafile=str(root_certificate)),
            follow_redirects=True,
            timeout=_TIMEOUT_SECONDS,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str) -> Page:
        """Open an address."""
        return self._page(self._client.get(path))

    def json(self, path: str) -> dict[str, object]:
        """Ask as a script of a page does."""
        response = self._client.get(path, headers={"Accept": "application/json"})
        _require_success(response)
        found: dict[str, object] = response.json()
        return found

    def download(self, path: str) -> bytes:
        """Fetch a file."""
        response = self._client.get(path)
        _require_success(response)
        return response.content

    def submit(
        self,
        page: Page,
        form: Form,
        values: Mapping[str, str | Sequence[str]] | None = None,
        *,
        files: Sequence[tuple[str, Path]] = (),
    ) -> Page:
        """Fill in a form of a page and send it; returns the page it leads to."""
        return self._page(self._send(page, form, values or {}, files))

    def submit_for_file(self, page: Page, form: Form, values: Mapping[str, str]) -> bytes:
        """Fill in a form of a page whose answer is a PDF; returns it."""
        response = self._send(page, form, values, ())
        _require_success(response)
        if response.headers.get("Content-Type") != "application/pdf":
            message = f"the form on {page.address} was answered with a page instead of a file"
            raise DemoFailedError(message)
        return response.content

    def _send(
        self,
        page: Page,
        form: Form,
        values: Mapping[str, str | Sequence[str]],
        files: Sequence[tuple[str, Path]],
    ) -> httpx.Response:
        content: dict[str, str | list[str]] = dict(form.values)
        for name, value in values.items():
            chosen = [value] if isinstance(value, str) else list(value)
            if not form.has(name) or (name in form.choices and not form.choices[name].issuperset(chosen)):
                message = f"the form on {page.address} does not offer {name}={', '.join(chosen)}"
                raise DemoFailedError(message)
            content[name] = chosen
        uploads = [(name, (path.name, path.read_bytes(), _media_type(path))) for name, path in files]
        return self._client.request(
            form.method.upper(),
            urljoin(page.address, form.action),
            data=content,
            files=uploads or None,
            headers={"Referer": page.address, "Accept": "text/html"},
        )

    def _page(self, response: httpx.Response) -> Page:
        _require_success(response)
        reader = _Forms()
        reader.feed(response.text)
        return Page(address=str(response.url), text=response.text, forms=tuple(reader.forms))


class _Forms(HTMLParser):
    """Reads the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form and its fields."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(action=attributes.get("action", ""), method=attributes.get("method", "get"))
            self.forms.append(self._open)
        elif self._open is not None and "disabled" not in attributes:
            self._note(self._open, tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """Close what ends."""
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Take the text of a textarea."""
        if self._open is not None and self._textarea:
            self._open.values[self._textarea] += data.removeprefix("\n")

    def _note(self, form: Form, tag: str, attributes: Mapping[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "option" and self._select:
            form.choices.setdefault(self._select, set()).add(value)
            if "selected" in attributes:
                form.values[self._select] = value
        elif not name:
            return
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = ""
        elif tag == "button":
            form.choices.setdefault(name, set()).add(value)
        elif tag == "input":
            self._note_input(form, name, attributes.get("type", "text"), attributes)

    @staticmethod
    def _note_input(form: Form, name: str, kind: str, attributes: Mapping[str, str]) -> None:
        if kind == "file":
            form.files.add(name)
        elif kind in {"radio", "checkbox"}:
            value = attributes.get("value", "on")
            form.choices.setdefault(name, set()).add(value)
            if "checked" in attributes:
                form.values[name] = value
        else:
            form.values[name] = attributes.get("value", "")


def _media_type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def _require_success(response: httpx.Response) -> None:
    if response.status_code < _FIRST_ERROR_STATUS:
        return
    told = " ".join(_Text.of(response.text).split())[:600]
    message = f"{response.request.method} {response.url.path} was answered with {response.status_code}: {told}"
    raise DemoFailedError(message, advice="the server's log is var/demo/logs/server.log")


class _Text(HTMLParser):
    """Reads the words of a page's main part, for messages."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._inside = False

    @classmethod
    def of(cls, page: str) -> str:
        """Return the words."""
        reader = cls()
        reader.feed(page)
        return " ".join(reader._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the main part begins."""
        del attrs
        self._inside = self._inside or tag == "main"

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        self._inside = self._inside and tag != "main"

    def handle_data(self, data: str) -> None:
        """Take its words."""
        if self._inside:
            self._words.append(data)
