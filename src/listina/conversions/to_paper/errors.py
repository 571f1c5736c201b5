"""Why a step of a conversion to paper was not made."""

from __future__ import annotations

from listina.errors import ListinaError, Remedy


class FileNotAcceptedError(ListinaError):
    """The file is of a kind that is not converted; the advice says what to ask for."""

    code = "paper.file_not_accepted"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = "{reason_cs}"
    en = "{reason_en}"


class FileEmptyError(ListinaError):
    """The file has no content."""

    code = "paper.file_empty"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Soubor je prázdný. Vyberte jiný."
    en = "The file is empty. Choose another one."


class FileTooLargeError(ListinaError):
    """The file is larger than an input may be."""

    code = "paper.file_too_large"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Soubor má více než {most_mb} MB. Tak velký soubor převést neumíme, požádejte odesílatele o menší."
    en = "The file is larger than {most_mb} MB. Ask the sender for a smaller one."


class MalwareFoundError(ListinaError):
    """Malicious code was found; the file was not kept (D193 § 3(1))."""

    code = "paper.malware_found"
    remedy = Remedy.REFUSE_THE_CONVERSION
    cs = (
        "V souboru byl nalezen škodlivý kód ({name}). Soubor jsme nepřijali (§ 3 odst. 1 vyhlášky č. 193/2009 Sb.). "
        "Vyžádejte si od odesílatele jiný."
    )
    en = "Malicious code was found in the file ({name}). It was not accepted; ask the sender for another one."


class NotCheckedForMalwareError(ListinaError):
    """The file could not be checked for malicious code, and the operator does not permit to go on."""

    code = "paper.not_checked_for_malware"
    remedy = Remedy.TRY_LATER
    cs = "Soubor se nepodařilo zkontrolovat na škodlivý kód, proto jsme ho nepřijali. Zkuste to znovu za chvíli."
    en = "The file could not be checked for malicious code and was not accepted. Try again in a while."


class NoDocumentError(ListinaError):
    """The conversion has no document yet."""

    code = "paper.no_document"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Konverze zatím nemá vstup. Nahrajte dokument."
    en = "The conversion has no document yet. Upload one."


class NoMessageError(ListinaError):
    """The conversion has no data message from which an attachment could be chosen."""

    code = "paper.no_message"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Konverze nemá datovou zprávu, z níž by bylo možné přílohu vybrat."
    en = "The conversion has no data message to choose an attachment of."


class NotExaminedError(ListinaError):
    """The input is still being examined, or the examination is of earlier files."""

    code = "paper.not_examined"
    remedy = Remedy.TRY_LATER
    cs = "Vstup se právě ověřuje. Počkejte, až ověření skončí."
    en = "The input is being examined. Wait until that is done."


class ReportChangedError(ListinaError):
    """The validation was renewed before the clause and came to something else; nothing was printed."""

    code = "paper.report_changed"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Ověření vstupu jsme před vyhotovením doložky zopakovali a výsledek se změnil. Projděte ho prosím znovu."
    en = "The validation was repeated before the clause and its result has changed. Look at it again."


class NothingToDecideError(ListinaError):
    """There is nothing about the input that the official could decide here."""

    code = "paper.nothing_to_decide"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Není o čem rozhodovat. Načtěte stránku znovu."
    en = "There is nothing to decide. Load the page again."


class NoSuchPrintPageError(ListinaError):
    """The print has no such page."""

    code = "paper.no_such_page"
    remedy = Remedy.NOT_FOUND
    cs = "Taková strana v dokumentu není."
    en = "The document has no such page."


class PrintedOnAnotherDayError(ListinaError):
    """The clause bears another day than today; it is drawn up anew under the same number."""

    code = "paper.printed_on_another_day"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = (
        "Doložka byla připravena {prepared_on}. Dnes ji vyhotovíme s novým datem: vytiskněte ji znovu, podepište "
        "a orazítkujte."
    )
    en = "The clause was drawn up on {prepared_on}. Print it again with today's date, sign and stamp it."


class NotPrintedError(ListinaError):
    """The print file was not handed out yet."""

    code = "paper.not_printed"
    remedy = Remedy.RESOLVE_THE_CONFLICT
    cs = "Výstup zatím nebyl vytištěn."
    en = "The output has not been printed yet."


class EarlierPrintNotSpoiledError(ListinaError):
    """Before another print the official has to state that the earlier one was made worthless."""

    code = "paper.earlier_print_not_spoiled"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Než vytisknete výstup znovu, znehodnoťte předchozí výtisk a potvrďte to."
    en = "Before printing again, spoil the earlier print and state that you did."


class NotAffirmedError(ListinaError):
    """Not all four facts were affirmed; nothing was registered."""

    code = "paper.not_affirmed"
    remedy = Remedy.CORRECT_THE_REQUEST
    cs = "Do evidence zapíšeme konverzi, až potvrdíte všechny čtyři skutečnosti."
    en = "The conversion is registered once you affirm all four facts."


class PrintFileDeletedError(ListinaError):
    """The print file or the input was deleted when its period of keeping was over, or with the ended case."""

    code = "paper.files_deleted"
    remedy = Remedy.GONE
    cs = "Soubory této konverze jsme smazali {deleted_on}. Jejich otisky zůstávají."
    en = "The files of this conversion were deleted on {deleted_on}. Their digests stay."
