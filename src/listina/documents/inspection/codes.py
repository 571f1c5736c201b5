"""The names of what can be found in an electronic input; stored, therefore stable."""

from __future__ import annotations

from enum import StrEnum


class Weight(StrEnum):
    """What follows from a finding.

    Attributes:
        REFUSE: the conversion is not performed.
        ASK: the official decides; what is to be asked ends the sentence.
        NOTE: worth knowing; nothing to do.
    """

    REFUSE = "refuse"
    ASK = "ask"
    NOTE = "note"


class FindingCode(StrEnum):
    """What was found; the sentences stand in `words`."""

    EMPTY = "empty"
    DATA_MESSAGE = "data_message"
    SIGNATURE = "signature"
    CONTAINER = "container"
    OFFICE = "office"
    IMAGE = "image"
    MEDIA_FILE = "media_file"
    TEXT = "text"
    OTHER_FORMAT = "other_format"
    TOO_LARGE = "too_large"
    TOO_OLD = "too_old"
    UNREADABLE = "unreadable"
    TOO_HARD = "too_hard"
    ENCRYPTED = "encrypted"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    AUTOMATIC_ACTION = "automatic_action"
    SCRIPT = "script"
    AUTOMATIC_CHANGE = "automatic_change"
    PORTFOLIO = "portfolio"
    MEDIA = "media"
    DYNAMIC_FORM = "dynamic_form"
    EXTERNAL_CONTENT = "external_content"
    CLAUSE_FORBIDS = "clause_forbids"

    EMBEDDED_FILES = "embedded_files"
    CLAUSE_UNCLEAR = "clause_unclear"
    REDACTION_NOT_APPLIED = "redaction_not_applied"
    FIELD_WITHOUT_APPEARANCE = "field_without_appearance"
    HIDDEN_LAYERS = "hidden_layers"

    EARLIER_CLAUSE = "earlier_clause"
    CLAUSES_NOT_SOUGHT = "clauses_not_sought"
    REPAIRED = "repaired"
    SCRIPT_ON_CLICK = "script_on_click"
    PROGRAM_ON_CLICK = "program_on_click"
    SENDING_ON_CLICK = "sending_on_click"
    OTHER_FILE_ON_CLICK = "other_file_on_click"
    WEB_LINK = "web_link"
    STATIC_XFA = "static_xfa"
    LAYERS = "layers"
    LAYER_NOT_PRINTED = "layer_not_printed"
    LAYER_ONLY_PRINTED = "layer_only_printed"
    ANNOTATION_NOT_PRINTED = "annotation_not_printed"
    ANNOTATION_ONLY_PRINTED = "annotation_only_printed"
    ANNOTATION_HIDDEN = "annotation_hidden"
    COMMENT = "comment"
    PRINT_ALTERNATE = "print_alternate"
