"""The demo's installation: its folder, its secrets, and the settings its processes get."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import shutil
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from listina.database.embedded import EmbeddedPostgres
from listina.database.roles import DatabaseRole
from listina.site.environment import PREFIX
from listina.trust.demo_making import DemoOfficial, make
from listina.trust.demo_pki import DemoPki

AUTHORITY_NAME = "Zkušební úřad městské části Praha 99"
AUTHORITY_ICO = "00000019"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_PIN_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An official of the demo; invented.

    Attributes:
        username: to sign in with.
        title_before: titul před jménem, may be empty.
    """

    username: str
    given_names: str
    family_name: str
    title_before: str = ""

    @property
    def name(self) -> str:
        """As it is printed."""
        return " ".join(part for part in (self.title_before, self.given_names, self.family_name) if part)


OFFICIALS = (
    Person(username="novakova", title_before="Mgr.", given_names="Jana", family_name="Nováková"),
    Person(username="dvorak", title_before="Bc.", given_names="Petr", family_name="Dvořák"),
)


@dataclass(frozen=True, kw_only=True)
class Installation:
    """What lies in the demo's folder and how it is reached.

    Attributes:
        folder: `var/demo` of the project.
        port: of the server on localhost.
    """

    folder: Path
    port: int

    @property
    def base_url(self) -> str:
        """Address of the server."""
        return f"https://localhost:{self.port}"

    @property
    def settings_file(self) -> Path:
        """The settings as a file of `NAME=value`, which `listina --settings` and a shell read."""
        return self.folder / "settings.env"

    @property
    def secrets_file(self) -> Path:
        """The secrets of this installation."""
        return self.folder / "secrets.json"

    @property
    def logs(self) -> Path:
        """Folder of the logs."""
        return self.folder / "logs"

    @property
    def inputs(self) -> Path:
        """Folder of what the demo's sender sent."""
        return self.folder / "inputs"

    @property
    def outputs(self) -> Path:
        """Folder of the downloaded outputs."""
        return self.folder / "outputs"

    @property
    def report(self) -> Path:
        """What `listina validate` says of the input."""
        return self.outputs / "report.txt"

    @property
    def summary(self) -> Path:
        """The last run in numbers."""
        return self.folder / "summary.json"

    @cached_property
    def postgres(self) -> EmbeddedPostgres:
        """The database."""
        return EmbeddedPostgres(self.folder / "postgres")

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Secrets of this installation, made at the first start: server key, PINs, passwords of the officials."""
        path = self.secrets_file
        if path.is_file():
            found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            return found
        made = {
            "secret_key": secrets.token_urlsafe(48),
            "pki_pin": secrets.token_urlsafe(24),
            "pin": "".join(secrets.choice("0123456789") for _ in range(_PIN_DIGITS)),
            **{password_name(person): _password() for person in OFFICIALS},
        }
        _write_private(path, json.dumps(made, indent=2))
        return made

    def password(self, person: Person) -> str:
        """Return the password an official signs in with."""
        return self.secrets[password_name(person)]

    def make_folders(self) -> None:
        """Make what is missing; only its owner may look into it."""
        # The folder above holds the database's socket, which an unprivileged user must reach; so no 0700 here.
        for folder in (self.folder, self.logs, self.inputs, self.outputs, self.folder / "storage"):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.logs, self.folder / "storage"):
            folder.chmod(0o700)

    def make_pki(self) -> DemoPki:
        """Make certificates and keys that are missing: the installation's with one PIN, the officials' with theirs."""
        folder = self.folder / "pki"
        make(folder, officials=(), pin=self.secrets["pki_pin"])
        officials = [
            DemoOfficial(username=person.username, name=person.name, authority_name=AUTHORITY_NAME)
            for person in OFFICIALS
        ]
        return make(folder, officials=officials, pin=self.secrets["pin"])

    def variables(self, role: DatabaseRole = DatabaseRole.APP) -> dict[str, str]:
        """Return the settings of the demo's processes."""
        return {
            **self.postgres.variables(role),
            "LISTINA_SECRET_KEY": self.secrets["secret_key"],
            "LISTINA_PKI_PIN": self.secrets["pki_pin"],
            "LISTINA_PKI_FOLDER": str(self.folder / "pki"),
            "LISTINA_STORAGE_FOLDER": str(self.folder / "storage"),
            "LISTINA_BASE_URL": self.base_url,
            "LISTINA_LISTEN_PORT": str(self.port),
            "LISTINA_TLS_CERTIFICATE_FILE": str(self.folder / "pki" / "tls.pem"),
            "LISTINA_OPERATOR_NAME": "Ukázka Listiny na tomto počítači",
            "LISTINA_LEGAL_TITLE": "zkušební provoz bez právních účinků",
            "LISTINA_LOG_FORMAT": "console",
        }

    def process_environment(self, role: DatabaseRole = DatabaseRole.APP) -> dict[str, str]:
        """Return the environment of a child process: ours without foreign `LISTINA_` variables, and the settings."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        return {**inherited, **self.variables(role)}

    def write_settings(self) -> None:
        """Write the settings for the command line: `listina --settings var/demo/settings.env …`."""
        lines = [f"{name}={shlex.quote(value)}" for name, value in sorted(self.variables().items())]
        header = "# Settings of the demo, written anew at every start. Secret.\n"
        _write_private(self.settings_file, header + "\n".join(lines) + "\n")

    def erase(self) -> None:
        """Delete everything: database, files, certificates.

        Raises:
            FolderInUseError: a running demo works with it.
        """
        if self.folder.exists():
            self.postgres.erase()
            shutil.rmtree(self.folder)


def password_name(person: Person) -> str:
    """Return under which name an official's password is kept among the secrets."""
    return f"password of {person.username}"


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read, whole or not at all."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(path)
