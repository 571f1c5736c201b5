"""What can go wrong with keys, certificates, signatures and timestamps."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from listina.errors import ListinaError, Remedy


class TimestampUnavailableError(ListinaError):
    """No timestamp authority gave an acceptable answer; the signature is kept and a job asks again."""

    code = "timestamp.unavailable"
    remedy = Remedy.TRY_LATER
    cs = "Autorita časových razítek neodpovídá. Podpis je uložen, razítko doplníme a dáme vám vědět."
    en = "No timestamp authority gave an acceptable answer: {reasons}"

    def __init__(self, *, reasons: tuple[str, ...], asked_again_at: datetime | None = None) -> None:
        """Keep one sentence per authority, and when the first of them is asked again, aware UTC."""
        super().__init__(reasons="; ".join(reasons) or "none is configured")
        self.asked_again_at = asked_again_at


class TimestampInvalidError(ListinaError):
    """A timestamp response or token failed a check of RFC 3161; it must not be used."""

    code = "timestamp.invalid"
    remedy = Remedy.TRY_LATER
    cs = "Časové razítko neprošlo kontrolou: {reason}"
    en = "The timestamp failed a check: {reason}"

    def __init__(self, *, check: str, reason: str) -> None:
        """Keep the name of the failed check, such as `imprint`, and an English sentence."""
        super().__init__(check=check, reason=reason)
        self.check = check


class SignatureValueInvalidError(ListinaError):
    """The value that came back is no signature of the prepared file by the announced certificate's key."""

    code = "signature.value_invalid"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Podpis neodpovídá připravenému souboru nebo certifikátu. Podepište výstup znovu."
    en = "The signature value does not belong to the prepared file and the certificate."


class PreparedFileChangedError(ListinaError):
    """The prepared file is not the one whose state was kept; nothing may be embedded into it."""

    code = "signature.prepared_file_changed"
    remedy = Remedy.CALL_SUPPORT
    cs = "Soubor připravený k podpisu se změnil. Připravte jej znovu."
    en = "The file prepared for the signature has changed: {found}"

    def __init__(self, *, found: str) -> None:
        """Keep what differs."""
        super().__init__(found=found)


class PreparedStateInvalidError(ListinaError):
    """The kept state of a two-step signature cannot be read."""

    code = "signature.prepared_state_invalid"
    remedy = Remedy.CALL_SUPPORT
    cs = "Uložený stav podpisu nelze přečíst. Připravte podpis znovu."
    en = "The kept state of the signature cannot be read: {found}"

    def __init__(self, *, found: str) -> None:
        """Keep what is wrong with the state."""
        super().__init__(found=found)


class CannotPrepareError(ListinaError):
    """The file cannot take a signature: it is not a readable, unencrypted and unsigned PDF."""

    code = "signature.cannot_prepare"
    remedy = Remedy.CALL_SUPPORT
    cs = "Soubor nelze připravit k podpisu."
    en = "The file cannot be prepared for a signature: {found}"

    def __init__(self, *, found: str) -> None:
        """Keep what the PDF library said."""
        super().__init__(found=found)


class CannotArchiveError(ListinaError):
    """The file cannot take validation data or a document timestamp: it is no readable file with one signature."""

    code = "signature.cannot_archive"
    remedy = Remedy.CALL_SUPPORT
    cs = "K podepsanému souboru nelze připojit ověřovací údaje ani časové razítko."
    en = "The signed file cannot take validation data or a document timestamp: {found}"

    def __init__(self, *, found: str) -> None:
        """Keep what is wrong with it."""
        super().__init__(found=found)


class SignatureTooLargeError(ListinaError):
    """Certificates and timestamp do not fit into the place reserved in the prepared file."""

    code = "signature.too_large"
    remedy = Remedy.CALL_SUPPORT
    cs = "Podpis s časovým razítkem se nevejde do místa vyhrazeného v souboru."
    en = "The signature takes {needed} bytes, {reserved} are reserved."

    def __init__(self, *, needed: int, reserved: int) -> None:
        """Keep both sizes, in bytes of DER."""
        super().__init__(needed=needed, reserved=reserved)


class KeyUnavailableError(ListinaError):
    """The key cannot be used: it is missing, unreadable or does not belong to its certificate."""

    code = "key.unavailable"
    remedy = Remedy.CALL_SUPPORT
    cs = "Podpisový klíč není k dispozici."
    en = "The signing key cannot be used: {reason}"

    def __init__(self, *, reason: str) -> None:
        """Keep the reason; it never holds the PIN."""
        super().__init__(reason=reason)


class WrongPinError(ListinaError):
    """The key is there, the PIN does not open it."""

    code = "key.wrong_pin"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "PIN k podpisovému klíči nesouhlasí."
    en = "The PIN does not open the signing key."


class TokenMissingError(ListinaError):
    """The token with the key is not there: not inserted, removed, or its reader or module does not answer."""

    code = "key.token_missing"
    remedy = Remedy.TRY_LATER
    cs = "Čipová karta nebo zařízení s klíčem („{token}“) není připojeno. Připojte je a zkuste to znovu."
    en = "The token “{token}” with the key is not there."

    def __init__(self, *, token: str) -> None:
        """Keep the token's label."""
        super().__init__(token=token)


class TokenLockedError(ListinaError):
    """The token is locked after too many wrong PINs; its maker's program unlocks it by the PUK."""

    code = "key.token_locked"
    remedy = Remedy.CALL_SUPPORT
    cs = "Čipová karta nebo zařízení s klíčem („{token}“) je po chybných PIN zablokováno. Odblokujte je kódem PUK."
    en = "The token “{token}” is locked after wrong PINs. Unlock it by its PUK."

    def __init__(self, *, token: str) -> None:
        """Keep the token's label."""
        super().__init__(token=token)


class TokenKeyMissingError(ListinaError):
    """The token holds no private key of this label, or not exactly one certificate beside it."""

    code = "key.not_on_token"
    remedy = Remedy.CALL_SUPPORT
    cs = "Na čipové kartě nebo zařízení není klíč „{key}“ s certifikátem."
    en = "The token holds no key “{key}” with its certificate."

    def __init__(self, *, key: str) -> None:
        """Keep the key's label."""
        super().__init__(key=key)


class TokenKeyMismatchError(ListinaError):
    """The token's key does not belong to the certificate beside it, or is another one than before."""

    code = "key.token_mismatch"
    remedy = Remedy.CALL_SUPPORT
    cs = "Klíč „{key}“ na čipové kartě nebo zařízení nepatří ke svému certifikátu."
    en = "The key “{key}” on the token does not belong to its certificate."

    def __init__(self, *, key: str) -> None:
        """Keep the key's label."""
        super().__init__(key=key)


class UnusableReason(Enum):
    """Why a certificate may not sign: public name, Czech sentence, English sentence."""

    UNREADABLE = ("unreadable", "Certifikát nelze přečíst.", "The certificate cannot be read.")
    EXPIRED = (
        "expired",
        "Platnost vašeho podpisového certifikátu skončila. Vyberte jiný, nebo požádejte lokálního administrátora.",
        "The certificate has expired.",
    )
    NOT_YET_VALID = (
        "not_yet_valid",
        "Platnost vašeho podpisového certifikátu ještě nezačala.",
        "The certificate is not valid yet.",
    )
    REVOKED = ("revoked", "Certifikát byl zneplatněn.", "The certificate has been revoked.")
    REVOCATION_UNKNOWN = (
        "revocation_unknown",
        "Nelze zjistit, zda certifikát nebyl zneplatněn.",
        "Whether the certificate has been revoked cannot be found out.",
    )
    FOREIGN = (
        "foreign",
        "Certifikát nevydala autorita, které tato instalace důvěřuje.",
        "No path leads from the certificate to a trust anchor.",
    )
    WRONG_USAGE = (
        "wrong_usage",
        "Tento certifikát není určen pro elektronický podpis; konverzi jím podepsat nelze.",
        "The certificate is not meant for electronic signatures.",
    )
    WEAK_KEY = (
        "weak_key",
        "Klíč certifikátu je slabý nebo neznámého druhu.",
        "The certificate's key is weak or of an unknown kind.",
    )
    NOT_QUALIFIED = (
        "not_qualified",
        "Certifikát není pro tento účel kvalifikovaný; ostrý výstup jím opatřit nelze.",
        "By the trusted lists the certificate is not qualified for this.",
    )
    NOT_IN_DEVICE = (
        "not_in_device",
        "Klíč certifikátu není v kvalifikovaném prostředku; ostrý výstup jím podepsat nelze.",
        "The certificate's key is not in a qualified device.",
    )

    def __init__(self, name_for_machines: str, cs: str, en: str) -> None:
        """Name the three parts of the value."""
        self.name_for_machines = name_for_machines
        self.cs = cs
        self.en = en


class CertificateNotUsableError(ListinaError):
    """The certificate may not sign outputs now; `reason` says why."""

    code = "certificate.not_usable"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "{reason_cs}"
    en = "{reason_en}"

    def __init__(self, *, reason: UnusableReason, detail: str = "") -> None:
        """Keep the reason, and in English what the check said."""
        english = f"{reason.en} ({detail})" if detail else reason.en
        super().__init__(reason=reason.name_for_machines, reason_cs=reason.cs, reason_en=english)
        self.reason = reason


class RevocationUnknownError(CertificateNotUsableError):
    """Whether the certificate was revoked cannot be found out now: revocation data are missing, stale or unreachable.

    Nobody signs on a guess; the signature that is there is kept and the question is asked again (decision 9).
    """

    code = "certificate.revocation_unknown"
    remedy = Remedy.TRY_LATER

    def __init__(self, *, detail: str = "") -> None:
        """Keep in English what is missing."""
        super().__init__(reason=UnusableReason.REVOCATION_UNKNOWN, detail=detail)


class EgressRefusedError(ListinaError):
    """An address was not asked, since the installation's rules forbid it, or it gave no acceptable answer."""

    code = "network.not_fetched"
    remedy = Remedy.TRY_LATER
    cs = "Údaje z adresy {url} se nepodařilo získat."
    en = "Nothing was fetched from {url}: {reason}"

    def __init__(self, *, url: str, reason: str) -> None:
        """Keep the address and an English sentence."""
        super().__init__(url=url[:300], reason=reason)


class LiveNotPossibleError(ListinaError):
    """Live outputs need an installation in live mode, with trusted lists (decision 8)."""

    code = "trust.live_not_possible"
    remedy = Remedy.CALL_SUPPORT
    cs = "Ostré výstupy tato instalace nevytváří: není v ostrém provozu s důvěryhodnými seznamy."
    en = "This installation makes no live outputs: it is not in live mode with trusted lists."


class AnchorNotAllowedError(ListinaError):
    """A demo anchor in live, or another than a demo anchor in test; the same for who signs under one."""

    code = "trust.anchor_not_allowed"
    remedy = Remedy.CALL_SUPPORT
    cs = "Kořenový certifikát „{subject}“ nepatří k režimu „{standing}“."
    en = "The trust anchor “{subject}” does not belong to the standing “{standing}”."

    def __init__(self, *, subject: str, standing: str) -> None:
        """Keep the anchor's subject and the standing it was offered for."""
        super().__init__(subject=subject, standing=standing)


class StandingUnknownError(ListinaError):
    """The standing is none of live, test and demo."""

    code = "trust.standing_unknown"
    remedy = Remedy.CALL_SUPPORT
    cs = "Režim „{standing}“ neexistuje."
    en = "There is no standing “{standing}”."

    def __init__(self, *, standing: str) -> None:
        """Keep what was asked for."""
        super().__init__(standing=standing)


class SealInvalidError(ListinaError):
    """The seal is not a seal of these bytes by a trusted certificate."""

    code = "seal.invalid"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Pečeť není platná."
    en = "The seal is not valid: {reason}"

    def __init__(self, *, reason: str) -> None:
        """Keep an English sentence."""
        super().__init__(reason=reason)


class DemoPkiInvalidError(ListinaError):
    """The folder of the demo certificates is there and is not whole, or knows no such name."""

    code = "trust.demo_pki_invalid"
    remedy = Remedy.CALL_SUPPORT
    cs = "Složka ukázkových certifikátů {folder} není úplná. Smažte ji a spusťte ukázku znovu."
    en = "The demo certificates in {folder} cannot be used: {reason}"

    def __init__(self, *, folder: str, reason: str) -> None:
        """Keep the folder and what is missing."""
        super().__init__(folder=folder, reason=reason)


class ClockWrongError(ListinaError):
    """Our clock and the timestamp authorities' differ by more than a minute: no date would be worth anything."""

    code = "clock.wrong"
    remedy = Remedy.TRY_LATER
    cs = (
        "Hodiny serveru se liší od hodin autority časových razítek o {seconds} s. Nic se nepodepsalo. "
        "Požádejte provozovatele, aby hodiny seřídil."
    )
    en = (
        "The server's clock differs from the timestamp authority's by {seconds} s. Nothing was signed. "
        "Ask the operator to set the clock."
    )
