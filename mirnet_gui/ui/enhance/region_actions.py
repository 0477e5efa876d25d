"""The actions about regions: one for each kind that can be added, and one for their masks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from mirnet_gui.language import mark
from mirnet_gui.ui.action_table import ActionSpec
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.region_editor import RegionEditor, RegionKind

SHOW_MASK = "region_mask"

_ADDED = {
    RegionKind.ELLIPSE: (mark("Add ellipse"), mark("Change what lies in an ellipse")),
    RegionKind.RECTANGLE: (mark("Add rectangle"), mark("Change what lies in a rectangle")),
    RegionKind.GRADIENT: (mark("Add gradient"), mark("Change one side, less and less")),
    RegionKind.BRUSH: (mark("Add brush"), mark("Change what you paint over")),
    RegionKind.SHADOWS: (mark("Add shadows"), mark("Change only what is dark")),
    RegionKind.HIGHLIGHTS: (mark("Add highlights"), mark("Change only what is bright")),
}


class RegionActions(QObject):
    """Offers them on its page alone, and only where there is a photograph."""

    def __init__(self, actions: Actions, editor: RegionEditor, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._editor = editor
        for kind, (text, tip) in _ADDED.items():
            actions.add(ActionSpec(adding(kind), text, tip)).triggered.connect(self._add)
        self.mask = actions.add(
            ActionSpec(
                SHOW_MASK,
                mark("Show where the region acts"),
                mark("Paint red where the chosen region acts"),
                ("O",),
                toggle=True,
            )
        )
        self.offer(offered=False)

    def offer(self, *, offered: bool) -> None:
        """Whether there is something to be changed."""
        self._actions.enable(offered, *(adding(kind) for kind in _ADDED), SHOW_MASK)

    @Slot()
    def _add(self) -> None:
        action = self.sender()
        for kind in _ADDED:
            if action is self._actions[adding(kind)]:
                self._editor.add(kind)


def adding(kind: RegionKind) -> str:
    """The name of the action that adds a region of ``kind``."""
    return f"add_{kind.name.lower()}_region"


KINDS = tuple(_ADDED)
"""Those that can be added, in the order in which they are offered."""
