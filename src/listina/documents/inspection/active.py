"""What a PDF can do by itself or on a click: scripts, programs, data that travel, other files, recordings.

Scripts: those reached by clicks only are named; all others are refused, also those whose way to run is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pikepdf

from listina.documents.inspection.codes import FindingCode
from listina.documents.inspection.collected import Collected
from listina.documents.inspection.walking import Node, Walk

_MEDIA_ACTIONS = frozenset({"/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"})
_MEDIA_ANNOTATIONS = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
_CHANGING = frozenset({"/Hide", "/SetOCGState", "/ResetForm"})
_LEADING_OUT = frozenset({"/Launch", "/SubmitForm", "/ImportData"})
_ON_CLICK = {
    "/Launch": FindingCode.PROGRAM_ON_CLICK,
    "/SubmitForm": FindingCode.SENDING_ON_CLICK,
    "/ImportData": FindingCode.SENDING_ON_CLICK,
    "/GoToR": FindingCode.OTHER_FILE_ON_CLICK,
    "/GoToE": FindingCode.OTHER_FILE_ON_CLICK,
    "/URI": FindingCode.WEB_LINK,
}
_WATCHED = frozenset(_ON_CLICK) | _CHANGING


@dataclass(frozen=True, slots=True, kw_only=True)
class _Action:
    node: int
    root: int
    kind: str
    target: str


@dataclass(slots=True, kw_only=True)
class ActiveContent:
    """Looks at dictionaries as they come, and judges when all were seen."""

    _scripts: list[Node] = field(default_factory=list)
    _actions: list[_Action] = field(default_factory=list)
    _media: list[tuple[int, str]] = field(default_factory=list)

    def look(self, node: Node) -> None:
        """Remember what matters of a dictionary."""
        kind = node.name("/S")
        if kind == "/JavaScript" or "/JS" in node.entries:
            self._scripts.append(node)
        if kind in _WATCHED:
            self._actions.append(_Action(node=node.id, root=node.root, kind=kind, target=_target(node)))
        elif kind in _MEDIA_ACTIONS:
            self._media.append((node.root, kind))
        if node.name("/Subtype") in _MEDIA_ANNOTATIONS and "/Rect" in node.entries:
            self._media.append((node.root, node.name("/Subtype")))

    def tell(self, found: Collected, walk: Walk, pages: dict[int, int]) -> None:
        """Add the findings.

        Args:
            found: where they go.
            walk: finished.
            pages: page numbers by the numbers of objects that belong to a page.
        """
        for script in self._scripts:
            on_click = walk.is_on_click_only(script.id)
            found.add(FindingCode.SCRIPT_ON_CLICK if on_click else FindingCode.SCRIPT, page=pages.get(script.root))
        for action in self._actions:
            code = self._code(action, on_click=walk.is_on_click_only(action.node))
            if code is not None:
                found.add(code, page=pages.get(action.root), name=action.target or action.kind[1:])
        for root, kind in self._media:
            found.add(FindingCode.MEDIA, page=pages.get(root), name=kind[1:])

    @staticmethod
    def _code(action: _Action, *, on_click: bool) -> FindingCode | None:
        if not on_click and action.kind in _LEADING_OUT:
            return FindingCode.AUTOMATIC_ACTION
        if not on_click and action.kind in _CHANGING:
            return FindingCode.AUTOMATIC_CHANGE
        return _ON_CLICK.get(action.kind)


def _target(node: Node) -> str:
    """Return the address or file name an action leads to."""
    value = node.entries.get("/URI", node.entries.get("/F"))
    if isinstance(value, pikepdf.Dictionary):
        value = value.get("/UF", value.get("/F"))
    return str(value) if isinstance(value, pikepdf.String) else ""
