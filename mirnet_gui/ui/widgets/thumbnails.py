"""Small pictures of photographs in a list: those that somebody looks at are asked for."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap

_KEPT: Final = 600
_AT_ONCE: Final = 8
_GATHERED_MS: Final = 50


class Thumbnails(QObject):
    """Whoever makes them listens to :attr:`wanted` and answers by :meth:`show_made`."""

    wanted = Signal(list)
    """Paths of photographs."""
    came = Signal(object)
    """The set of the paths whose pictures are there now, if there can be any."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons: OrderedDict[Path, QIcon] = OrderedDict()
        self._missing: dict[Path, None] = {}
        self._awaited = self._stopped = False
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.timeout.connect(self._ask)

    def icon_of(self, source: Path) -> QIcon | None:
        """The small picture of ``source``; None where it has to come first."""
        found = self._icons.get(source)
        if found is not None:
            self._icons.move_to_end(source)
            return found
        self._missing[source] = None
        if not (self._stopped or self._asking.isActive()):
            self._asking.start(_GATHERED_MS)
        return None

    @Slot(object)
    def show_made(self, made: dict[Path, bytes]) -> None:
        """JPEGs have come: those that were asked for, or none where that failed."""
        self._awaited = False
        if self._missing and not self._stopped:
            self._asking.start(0)
        for source, jpeg in made.items():
            pixmap = QPixmap()
            pixmap.loadFromData(jpeg)
            icon = QIcon(pixmap)
            # A photograph stays as it is when its line is selected.
            icon.addPixmap(pixmap, QIcon.Mode.Selected)
            self._icons[source] = icon
        while len(self._icons) > _KEPT:
            self._icons.popitem(last=False)
        self.came.emit(set(made))

    @Slot(object)
    def forget(self, source: Path) -> None:
        """Its file has become another one."""
        self._icons.pop(source, None)

    def stop(self) -> None:
        """Want nothing more: whoever makes them is about to end."""
        self._stopped = True
        self._asking.stop()

    @Slot()
    def _ask(self) -> None:
        if self._awaited or self._stopped or not self._missing:
            return
        # Who scrolled past thousands wants to see the last of them; each paint asks anew.
        wanted, self._missing = list(self._missing)[-_AT_ONCE:], {}
        self._awaited = True
        self.wanted.emit(wanted)
