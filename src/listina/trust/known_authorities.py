"""Which timestamp authorities answered lately: their certificates can be signed before the next answer comes.

What a signature's revision holds must be known before the signature; which authority will answer is not. The ones that
answered last are the best guess, and a wrong guess costs one more revision, nothing else.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from listina.trust import archiving, certificates
from listina.trust.errors import CertificateNotUsableError
from listina.trust.signer_infos import UnacceptableSignatureError

MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAuthorities:
    """Remembers the tokens of the last few authorities, for all processes of a machine if there is a folder.

    Attributes:
        folder: one small file for each authority; None remembers in this process only.
    """

    folder: Path | None = None
    _tokens: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def remember(self, token: bytes) -> None:
        """Keep a checked token as the example of its authority; that it cannot be written is no harm."""
        name = sha256(archiving.authority_of(token)).hexdigest()
        if name in self._tokens:
            return
        self._tokens[name] = token
        if self.folder is None:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            unfinished = self.folder / f".{name}.unfinished"
            unfinished.write_bytes(token)
            unfinished.replace(self.folder / name)

    def tokens(self, at: datetime) -> tuple[bytes, ...]:
        """Return one token of each authority whose certificate is valid at a moment, the last few of them."""
        found = {**self._stored(), **self._tokens}
        return tuple(token for token in found.values() if _is_good(token, at))[-MOST:]

    def _stored(self) -> dict[str, bytes]:
        if self.folder is None or not self.folder.is_dir():
            return {}
        found: dict[str, bytes] = {}
        with suppress(OSError):
            for path in sorted(self.folder.glob("[0-9a-f]*"), key=lambda path: path.stat().st_mtime):
                found[path.name] = path.read_bytes()
        return found


def _is_good(token: bytes, at: datetime) -> bool:
    try:
        facts = certificates.facts(archiving.authority_of(token))
    except (CertificateNotUsableError, ValueError, TypeError, UnacceptableSignatureError):
        return False
    return facts.not_before <= at <= facts.not_after
