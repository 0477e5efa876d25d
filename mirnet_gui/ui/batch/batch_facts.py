"""What stands beside the title of the Batch page: what it comes to, how long it takes, the rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.formatting import duration, without_stop
from mirnet_gui.language import tr
from mirnet_gui.ui.batch.batch_bar import BatchBar
from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_state import Filter, Phase
from mirnet_gui.ui.batch.batch_wording import estimate_line, rest_line
from mirnet_gui.ui.model.activity import Advance
from mirnet_gui.ui.model.message import Message


class BatchFacts(QObject):
    """Listens to the batch and says on ``bar`` what is true in each of its phases."""

    def __init__(self, bar: BatchBar, controller: BatchController) -> None:
        super().__init__(bar)
        self._bar = bar
        self._controller = controller
        self._while_running = ""
        controller.phase_changed.connect(self._on_phase_changed)
        controller.listed.counts_changed.connect(self._on_counts)
        controller.estimate_changed.connect(self._on_estimate)
        controller.advanced.connect(self._on_advanced)
        controller.through.connect(self._on_through)

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        if phase is Phase.EMPTY:
            # Another batch: what was said of the last one is history.
            self._while_running = ""
            self._bar.say("")
        elif phase is Phase.PAUSED:
            self._bar.say(tr("Paused"))
        elif phase is Phase.RUNNING:
            self._bar.say(self._while_running)
        elif phase is Phase.ENDED:
            # What was planned, or that a folder is watched, is not true any more.
            self._bar.say(rest_line(self._controller.listed.counts))

    @Slot(object)
    def _on_counts(self, counts: Mapping[Filter, int]) -> None:
        if self._controller.phase is Phase.ENDED and counts[Filter.WAITING]:
            self._bar.say(rest_line(counts))

    @Slot(object)
    def _on_estimate(self, estimate: Estimate) -> None:
        is_watching = self._controller.watched is not None
        self._while_running = tr("Watching a folder") if is_watching else estimate_line(estimate)
        self._bar.say(self._while_running, "\n".join(sentences_on(estimate.passed_over)))

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        if advance.seconds_left is not None:
            self._while_running = tr("{duration} left", duration=duration(advance.seconds_left))
            self._bar.say(self._while_running)

    @Slot(object)
    def _on_through(self, message: Message) -> None:
        self._bar.say(without_stop(message.sentence))
