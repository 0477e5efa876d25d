"""The bars above the list: what the batch comes to, its buttons, and what is listed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QMenu, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_state import Filter
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.buttons import ActionButton, Segments
from mirnet_gui.ui.widgets.labels import ElidedLabel, label

FILTERS: dict[ActionName, Filter] = {
    ActionName.LIST_ALL: Filter.ALL,
    ActionName.LIST_WAITING: Filter.WAITING,
    ActionName.LIST_DONE: Filter.DONE,
    ActionName.LIST_SKIPPED: Filter.SKIPPED,
    ActionName.LIST_FAILED: Filter.FAILED,
}


_FIND_WIDTHS = (140, 240)


class BatchBar(Bar):
    """Shows facts that it is told and the actions of the table."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(menu, parent)
        self._title = label("title", tr("Batch"))
        self._facts = ElidedLabel("quiet")
        self._new = ActionButton(actions[ActionName.NEW_BATCH])
        self._report = ActionButton(actions[ActionName.SAVE_REPORT])
        self._add = ActionButton(actions[ActionName.ADD_FOLDER])
        self._pause = ActionButton(actions[ActionName.PAUSE_BATCH])
        self._retry = ActionButton(actions[ActionName.RETRY_FAILED])
        self._start = ActionButton(actions[ActionName.START_BATCH], "accent")
        self.put(
            left=(self._title, self._facts),
            right=(self._new, self._report, self._add, self._retry, self._pause, self._start),
            giving_way=(
                (self._report, [actions[ActionName.SAVE_REPORT]]),
                (self._add, [actions[ActionName.ADD_FOLDER]]),
                (self._new, [actions[ActionName.NEW_BATCH]]),
                (self._retry, [actions[ActionName.RETRY_FAILED]]),
            ),
        )

    @property
    def facts(self) -> str:
        """What stands beside the title."""
        return self._facts.text()

    def say(self, facts: str, more: str = "") -> None:
        """How many, how long, how much room; ``more`` is for who points at it."""
        self._facts.setText(facts)
        self._facts.setToolTip(f"{facts}\n{more}".strip())

    @property
    def start(self) -> ActionButton:
        """The button that begins, or goes on after a cancel."""
        return self._start

    @property
    def pause(self) -> ActionButton:
        """The button that takes its place while a batch runs."""
        return self._pause

    def inherit(self, heir: QWidget) -> None:
        """Where the focus goes when a button that has it vanishes and no other takes its place."""
        self._start.heirs = lambda: (self._pause, heir)
        for button in (self._pause, self._retry, self._new, self._report):
            button.heirs = lambda: (self._start, heir)

    def offer(self, *, pause: bool, retry: bool, ended: bool, is_paused: bool = False) -> None:
        """Which of the buttons are there; those that are of no use take room from the facts."""
        there = {
            self._pause: pause,
            self._start: not pause,
            self._retry: retry,
            self._new: ended,
            self._report: ended,
        }
        # Those that come before those that go, so that one can inherit the focus of the other.
        for button, is_there in sorted(there.items(), key=lambda item: not item[1]):
            self.want(button, is_there)
        kind = "accent" if is_paused else ""
        if self._pause.property("kind") != kind:
            self._pause.setProperty("kind", kind)
            self._pause.style().unpolish(self._pause)
            self._pause.style().polish(self._pause)


class FilterBar(QFrame):
    """Which photographs are listed: by their state, and by a text in their path."""

    words_changed = Signal(str)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self._actions = actions
        self._titles = {name: actions[name].text() for name in FILTERS}
        self._segments = Segments(tr("Listed"), actions.of(FILTERS))
        self._words = QLineEdit()
        self._words.setObjectName("findInNames")
        self._words.setPlaceholderText(tr("Find in names"))
        self._words.setAccessibleName(tr("Find in names"))
        self._words.setClearButtonEnabled(True)
        self._words.textChanged.connect(self.words_changed)
        self._words.setMinimumWidth(_FIND_WIDTHS[0])
        self._counts: Mapping[Filter, int] = dict.fromkeys(Filter, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        self._grid.setColumnStretch(1, 1)
        self._place(is_narrow=False)
        self._fit()
        actions[ActionName.LIST_ALL].setChecked(True)

    @property
    def chosen(self) -> Filter:
        """What is listed."""
        return next(each for name, each in FILTERS.items() if self._actions[name].isChecked())

    @property
    def words(self) -> str:
        """What their paths must hold."""
        return self._words.text()

    def reset(self) -> None:
        """List all, as in the beginning."""
        self._words.clear()
        if self.chosen is not Filter.ALL:
            self._actions[ActionName.LIST_ALL].trigger()

    def show_counts(self, counts: Mapping[Filter, int]) -> None:
        """How many each lists."""
        self._counts = counts
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The window may be narrower than all of it in one line."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more room, or less."""
        super().resizeEvent(event)
        # Afterwards: of what changes while all is laid out Qt takes no notice.
        QTimer.singleShot(0, self, self._fit)

    @Slot()
    def _fit(self) -> None:
        """In a narrow window finding gets a line of its own, and then large counts give way."""
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self._write(with_counts=True)
        needed = self._segments.sizeHint().width()
        is_narrow = needed + self._grid.horizontalSpacing() + _FIND_WIDTHS[0] > room
        if needed > room:
            self._write(with_counts=False)
        self._words.setMaximumWidth(room if is_narrow else _FIND_WIDTHS[1])
        if self._is_narrow != is_narrow:
            self._grid.removeWidget(self._segments)
            self._grid.removeWidget(self._words)
            self._place(is_narrow=is_narrow)

    def _place(self, *, is_narrow: bool) -> None:
        # On lines of their own both have all columns: the spacing between empty ones takes room.
        middle, columns = Qt.AlignmentFlag.AlignVCenter, 3 if is_narrow else 1
        self._grid.addWidget(self._segments, 0, 0, 1, columns, middle | Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(self._words, *((1, 0, 1, 3) if is_narrow else (0, 2, 1, 1)))
        self._is_narrow = is_narrow

    def _write(self, *, with_counts: bool) -> None:
        for name, each in FILTERS.items():
            word, count = self._titles[name], self._counts[each]
            self._actions[name].setText(f"{word} {count:,}" if count and with_counts else word)
