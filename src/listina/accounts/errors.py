"""Why somebody was not let in, and why an account could not be kept as asked."""

from __future__ import annotations

from typing import ClassVar

from listina.errors import ListinaError, Remedy


class NotSignedInError(ListinaError):
    """The request has no (more) signed-in user."""

    code: ClassVar[str] = "account.not_signed_in"
    remedy: ClassVar[Remedy] = Remedy.SIGN_IN
    cs: ClassVar[str] = "Nejste přihlášeni, nebo vaše přihlášení skončilo. Přihlaste se prosím."
    en: ClassVar[str] = "You are not signed in, or your session ended. Please sign in."


class PermissionMissingError(ListinaError):
    """The signed-in user holds no role that allows this."""

    code: ClassVar[str] = "account.permission_missing"
    remedy: ClassVar[Remedy] = Remedy.NOT_PERMITTED
    cs: ClassVar[str] = "K tomuto kroku nemáte oprávnění. Požádejte lokálního administrátora."
    en: ClassVar[str] = "You have no permission for this. Ask your local administrator."


class WrongCredentialsError(ListinaError):
    """Name or password is wrong; which of them is not told."""

    code: ClassVar[str] = "account.wrong_credentials"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = (
        "Jméno nebo heslo nesouhlasí. Zkontrolujte je a zkuste to znovu; "
        "po pěti chybných pokusech účet na čas uzamkneme."
    )
    en: ClassVar[str] = "Name or password is wrong. Try again; after five wrong attempts the account is locked a while."


class AccountLockedError(ListinaError):
    """Too many wrong passwords; the right one is not looked at until the moment told."""

    code: ClassVar[str] = "account.locked"
    remedy: ClassVar[Remedy] = Remedy.NOT_PERMITTED
    cs: ClassVar[str] = (
        "Účet je po opakovaném zadání chybného hesla uzamčen do {until}. "
        "Zkuste to potom znovu, nebo požádejte lokálního administrátora."
    )
    en: ClassVar[str] = "The account is locked until {until} after repeated wrong passwords. Try again then."


class AddressClosedError(ListinaError):
    """Too many sign-ins from one address failed; nobody is let in from it until the moment told.

    Values: until, for people; seconds, until then.
    """

    code: ClassVar[str] = "account.address_closed"
    remedy: ClassVar[Remedy] = Remedy.WAIT
    cs: ClassVar[str] = (
        "Z vaší síťové adresy přišlo příliš mnoho chybných přihlášení, proto z ní teď nikoho nepřihlašujeme. "
        "Zkuste to znovu po {until}. Adresu může mít společnou celý úřad: "
        "pokud jste chybné heslo nezadávali vy, upozorněte správce sítě."
    )
    en: ClassVar[str] = (
        "Too many sign-ins from your network address failed, so nobody is signed in from it now. "
        "Try again after {until}. A whole office may share the address: tell whoever runs your network."
    )


class AccountExpiredError(ListinaError):
    """The account has ended; told only to who knows its password."""

    code: ClassVar[str] = "account.expired"
    remedy: ClassVar[Remedy] = Remedy.NOT_PERMITTED
    cs: ClassVar[str] = "Platnost vašeho účtu skončila. O prodloužení požádejte lokálního administrátora."
    en: ClassVar[str] = "Your account has expired. Ask your local administrator to prolong it."


class WeakPasswordError(ListinaError):
    """The new password does not meet the rules; `reasons` says which, in Czech."""

    code: ClassVar[str] = "account.weak_password"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Toto heslo nelze použít. {reasons}"
    en: ClassVar[str] = "This password cannot be used. {reasons}"


class InvalidAccountDataError(ListinaError):
    """A text about an authority or a user is empty, too long or malformed."""

    code: ClassVar[str] = "account.invalid_data"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Údaj {field_cs} nemá správný tvar ({rule_cs})."
    en: ClassVar[str] = "The field {field} is malformed."


class UsernameTakenError(ListinaError):
    """Another account has this name."""

    code: ClassVar[str] = "account.username_taken"
    remedy: ClassVar[Remedy] = Remedy.RESOLVE_THE_CONFLICT
    cs: ClassVar[str] = "Uživatelské jméno už má jiný účet. Zvolte jiné."
    en: ClassVar[str] = "Another account has this user name. Choose a different one."


class AccountNotFoundError(ListinaError):
    """There is no such authority, user or grant, or it is another authority's."""

    code: ClassVar[str] = "account.not_found"
    remedy: ClassVar[Remedy] = Remedy.NOT_FOUND
    cs: ClassVar[str] = "Takový účet nemáme."
    en: ClassVar[str] = "There is no such account."


class CertificateTakenError(ListinaError):
    """The certificate is registered for somebody else."""

    code: ClassVar[str] = "account.certificate_taken"
    remedy: ClassVar[Remedy] = Remedy.RESOLVE_THE_CONFLICT
    cs: ClassVar[str] = "Tento certifikát už je zaregistrován u jiného účtu."
    en: ClassVar[str] = "This certificate is registered for another account."


class DemoCertificateError(ListinaError):
    """A demo certificate was to be registered in an authority whose outputs have legal effects."""

    code: ClassVar[str] = "account.demo_certificate"
    remedy: ClassVar[Remedy] = Remedy.CORRECT_THE_REQUEST
    cs: ClassVar[str] = "Zkušební certifikát nelze použít v ostrém provozu. Vyberte kvalifikovaný certifikát."
    en: ClassVar[str] = "A demo certificate cannot be used in a live authority. Choose a qualified one."
