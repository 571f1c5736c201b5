"""What the demo prints at the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from listina.site.demo.installation import OFFICIALS, Installation
from listina.site.demo.official import Converted
from listina.site.demo.to_paper import Printed

_WIDTH = 78


def summary_text(
    installation: Installation,
    converted: Converted,
    printed: Printed,
    seconds: Mapping[str, float],
    *,
    serving: bool,
) -> str:
    """Return the summary: what was made, how long it took, where to look and how to sign in."""
    lines = [
        "",
        "═" * _WIDTH,
        "Listina: three scanned pages became a signed, timestamped, registered PDF/A.",
        "═" * _WIDTH,
        f"number       {converted.number}",
        f"check code   {converted.check_code}",
        f"GUID         {converted.guid}",
        f"file         {_near(converted.file)}",
        f"SHA-256      {converted.sha256}",
        f"public page  {_public_page(installation, converted)}",
        "",
        "═" * _WIDTH,
        "And a data message with a signed PDF became paper with a clause.",
        "═" * _WIDTH,
        f"number       {printed.number}",
        f"check code   {printed.check_code}",
        f"input        {_near(installation.inputs)}: message.zfo and the document in it",
        f"report       {_near(installation.report)}: what the signatures are worth",
        f"to print     {_near(printed.file)}: the pages and the clause",
        f"protocol     {_near(printed.protocol)}: all that is stored of it",
        f"public page  {_public_page(installation, printed)}",
        "",
        "verified     both, by listina verify and on the public page",
        "seconds      " + _times(seconds),
        "",
        f"officials    {installation.base_url}/prihlaseni/",
    ]
    pin = installation.secrets["pin"]
    lines += [
        f"             {person.username:10} password {installation.password(person)}   PIN {pin}   ({person.name})"
        for person in OFFICIALS
    ]
    lines += [
        f"certificate  {_near(installation.folder / 'pki' / 'root.pem')}, to be trusted by your browser",
        f"logs         {_near(installation.logs)}",
        f"verify       .venv/bin/listina --settings {_near(installation.settings_file)} verify {_near(converted.file)}",
        "",
        "serving until Ctrl-C" if serving else "--once: stopping everything; bin/demo starts it again with these data",
    ]
    return "\n".join(lines)


def _public_page(installation: Installation, converted: Converted | Printed) -> str:
    return f"{installation.base_url}/overeni/{converted.number}/{converted.check_code}/"


def _times(seconds: Mapping[str, float]) -> str:
    rows, row = [], ""
    for name, value in seconds.items():
        word = f"{name.replace('_', ' ')} {value:.1f}"
        if row and len(row) + len(word) + 3 > _WIDTH - 13:
            rows.append(row)
            row = ""
        row += f" · {word}" if row else word
    return ("\n" + " " * 13).join([*rows, row])


def _near(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
