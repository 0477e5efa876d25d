"""The trainings that were begun, newest first: one is looked at, others are compared with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mirnet_gui.jobs.training_runs import Training, TrainingState
from mirnet_gui.language import tr
from mirnet_gui.ui.theme.tokens import GRID
from mirnet_gui.ui.train.train_state import Phase
from mirnet_gui.ui.widgets.labels import section, wrapped

_ROLE = Qt.ItemDataRole.UserRole
_LEAST_HEIGHT = 120


class TrainingsList(QWidget):
    """Tells which is chosen, and which are ticked."""

    chosen = Signal(object)
    """:class:`Training`."""
    ticked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget()
        self._list.setObjectName("trainingsList")
        self._list.setAccessibleName(tr("Trainings"))
        self._list.setMinimumHeight(_LEAST_HEIGHT)
        self._list.setWordWrap(True)
        self._list.setSpacing(1)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._was_ticked = False
        # Not where the keys are: who comes by Tab does not choose yet.
        self._list.itemClicked.connect(self._on_clicked)
        self._list.itemActivated.connect(self._choose)
        self._list.itemChanged.connect(self._on_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(section(tr("Trainings")))
        column.addWidget(
            wrapped("quiet", tr("Click one to look at it, tick some to compare their curves."))
        )
        column.addWidget(self._list, 1)

    @property
    def items(self) -> QListWidget:
        """The list itself."""
        return self._list

    @property
    def ticked_names(self) -> set[str]:
        """Those to be compared."""
        items = [self._list.item(row) for row in range(self._list.count())]
        ticked = [each for each in items if each.checkState() is Qt.CheckState.Checked]
        return {each.data(_ROLE).name for each in ticked}

    def set_actions(self, actions: list[QAction]) -> None:
        """What its menu offers for the one that is chosen."""
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._list.addActions(actions)

    def show_trainings(
        self,
        states: Sequence[TrainingState],
        shown: Training | None,
        running: Training | None,
        phase: Phase,
    ) -> None:
        """List these; ``phase`` is that of the ``running`` one."""
        ticked = self.ticked_names
        with QSignalBlocker(self._list):
            self._list.clear()
            for state in states:
                line = state_line(state, phase if state.training == running else Phase.IDLE)
                item = QListWidgetItem(f"{state.training.name}\n{line}")
                item.setData(_ROLE, state.training)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                is_ticked = state.training.name in ticked
                item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
                item.setToolTip(str(state.training.folder))
                self._list.addItem(item)
                if state.training == shown:
                    self._list.setCurrentItem(item)
            if shown is None:
                self._list.setCurrentRow(-1)
        self.setVisible(bool(states))

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        if not self._was_ticked:
            self._choose(item)

    @Slot(QListWidgetItem)
    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_ROLE))

    @Slot()
    def _on_changed(self) -> None:
        # The click that ticked it comes in the same event.
        self._was_ticked = True
        QTimer.singleShot(0, self, self._forget_tick)
        self.ticked.emit()

    @Slot()
    def _forget_tick(self) -> None:
        self._was_ticked = False


def state_line(state: TrainingState, phase: Phase = Phase.IDLE) -> str:
    """As in "Done · +0.8 dB" or "Stopped at 120 of 400"; ``phase`` is that of one that runs."""
    if phase.is_active:
        return tr("Paused") if phase is Phase.PAUSED else tr("Going on")
    if state.is_done:
        gains = [after - before for before, after in state.gains.values()]
        best = max(gains, default=0.0)
        return tr("Done · {gain:+.1f} dB", gain=best) if best > 0 else tr("Done")
    values = {"done": state.steps_done, "total": state.training.steps_of_all_passes}
    return tr("Stopped at {done:,} of {total:,}", **values)
