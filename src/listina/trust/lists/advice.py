"""What whoever runs the installation does about a list that was not taken, by the check that failed (co dál)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from listina.texts import Text

FETCH, EXPIRED, MISSING = "fetch", "next_update", "missing"
"""Checks of our own: it could not be fetched, it has expired, it never came."""

_IMPORT = "listina trusted-lists import"
_CARRY = Text(
    f"stáhněte ho na počítači s internetem z {{location}}, přeneste sem a načtěte: {_IMPORT} SOUBOR",
    f"download it from {{location}} on a machine with internet, carry it here and run: {_IMPORT} FILE",
)
_ANOTHER_TIME = Text(
    "soubor není celý, nebo to není seznam podle TS 119 612. Seznam, který tu je, zůstává. Stáhněte ho znovu z "
    "{location}; opakuje-li se to, napište tomu, kdo ho vydává",
    "the file is not whole or no list of TS 119 612. The list that is here stays. Download it again from {location}; "
    "if that happens again, tell who issues it",
)
_CARRY_ALL = f"{_IMPORT} eu-lotl.xml CZ.xml …"

_ADVICE: Mapping[str, Text] = MappingProxyType(
    {
        FETCH: Text(
            f"zkontrolujte, zda se server na tu adresu dostane (firewall, DNS). Jinak {_CARRY.cs}",
            f"see whether this server reaches that address (firewall, DNS). Otherwise {_CARRY.en}",
        ),
        EXPIRED: Text(
            f"platnost seznamu skončila, rozhoduje už jen novější; {_CARRY.cs}",
            f"the list has expired, only a newer one decides; {_CARRY.en}",
        ),
        MISSING: Text(
            f"spusťte listina trusted-lists refresh, nebo {_CARRY.cs}",
            f"run listina trusted-lists refresh, or {_CARRY.en}",
        ),
        "issued_at": Text(
            "zkontrolujte hodiny tohoto serveru (listina doctor)", "see to the clock of this server (listina doctor)"
        ),
        "sequence": Text("není třeba nic: novější seznam tu už je", "nothing: a newer list is here already"),
        "signer": Text(
            "kdo ho podepsal, toho zdejší seznam seznamů neuvádí, nebo tu žádný seznam seznamů není. Načtěte nejprve "
            f"nejnovější: {_CARRY_ALL}",
            "who signed it is not named by the list of lists that is here, or none is here. Bring the newest first: "
            f"{_CARRY_ALL}",
        ),
        "pivots": Text(
            "přeneste i pivotní seznamy, které seznam seznamů uvádí (pod jmény z jejich adres), a načtěte je zároveň "
            f"s ním: {_IMPORT} eu-lotl.xml eu-lotl-pivot-….xml",
            "carry also the pivots that the list of lists names (under the names of their addresses) and bring them "
            f"together with it: {_IMPORT} eu-lotl.xml eu-lotl-pivot-….xml",
        ),
    }
)
_SIGNER_OF_THE_LIST_OF_LISTS = Text(
    "Úřední věstník patrně oznámil nové podepisující. Aktualizujte Listinu; do té doby LISTINA_LOTL_SIGNERS_FILE a "
    "LISTINA_LOTL_PUBLISHED_AT",
    "the Official Journal has probably named new signers. Update Listina; until then LISTINA_LOTL_SIGNERS_FILE and "
    "LISTINA_LOTL_PUBLISHED_AT",
)


def advice(check: str, *, location: str, is_list_of_lists: bool) -> Text:
    """Return what to do next.

    Args:
        check: of `TrustedListInvalidError`, or one of ours.
        location: where the list is published; empty if that is not known.
        is_list_of_lists: whose new signers come from the Official Journal, not from another list.
    """
    if check == "signer" and is_list_of_lists:
        return _SIGNER_OF_THE_LIST_OF_LISTS
    found = _ADVICE.get(check, _ANOTHER_TIME)
    return Text(*(each.replace("{location}", location or "eu-lotl.xml") for each in (found.cs, found.en)))
