"""The menu of the files and folders that were opened lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.ui.model.recent import Recent
from mirnet_gui.ui.shell.menus.layout import RECENT
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, Tokens


class RecentMenu(QMenu):
    """Stands above whatever else is put into it."""

    chosen = Signal(object)
    """The :class:`Path` that is to be opened again."""

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(tr(RECENT.title), parent)
        self._recent = recent
        self._tokens = DARK
        self._entries: list[QAction] = []
        recent.changed.connect(self.follow)
        self.aboutToShow.connect(recent.look)

    @property
    def entries(self) -> list[QAction]:
        """What can be opened again: photographs, then folders, each group with its line."""
        return list(self._entries)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Draw the icons in the colours of the theme."""
        self._tokens = tokens
        self.follow()

    @Slot()
    def follow(self) -> None:
        """List what there is now."""
        for entry in self._entries:
            self.removeAction(entry)
            entry.deleteLater()
        self._entries = []
        before = next(iter(self.actions()), None)
        groups = ((Glyph.PHOTO, self._recent.files), (Glyph.FOLDER, self._recent.folders))
        for glyph, paths in groups:
            for path in paths:
                self._insert(self._entry(path, glyph), before)
            if paths:
                line = QAction(self)
                line.setSeparator(True)
                self._insert(line, before)

    def _insert(self, entry: QAction, before: QAction | None) -> None:
        if before is None:
            self.addAction(entry)
        else:
            self.insertAction(before, entry)
        self._entries.append(entry)

    def _entry(self, path: Path, glyph: Glyph) -> QAction:
        # An ampersand would underline the letter behind it.
        entry = QAction(printable(path.name or str(path)).replace("&", "&&"), self)
        entry.setIcon(icon(glyph, self._tokens.quiet))
        entry.setToolTip(printable(str(path)))
        entry.triggered.connect(lambda: self.chosen.emit(path))
        return entry
