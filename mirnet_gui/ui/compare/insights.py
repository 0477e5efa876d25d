"""What the network looks at, laid over its result: worked out once for each photograph."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.compare.insight_pictures import OPACITY
from mirnet_gui.compare.insight_views import InsightKey
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.insight_job import ShownInsight, ShownInsights, insight_job
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.language import tr
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.files import OnnxMethod
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.ui.compare.chosen_methods import ChosenMethods
from mirnet_gui.ui.compare.compare_state import INPUT, Chosen
from mirnet_gui.ui.compare.insight_words import words_of
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks
from mirnet_gui.ui.viewer.pane import Pane

# Of one photograph and one set of weights each, some 20 MB.
_MOST_KEPT = 4


class _Subject(NamedTuple):
    """What is worked out; a photograph is kept alive by others."""

    photograph: weakref.ref[OpenedPhoto]
    model: str
    speed: str


@dataclass(frozen=True, slots=True)
class InsightState:
    """``offered`` are the views to choose from, ``chosen`` the one that is shown.

    ``reason`` says why there is none, "" where there is one. ``whose`` is what the method is called
    that it is about.
    """

    is_on: bool = False
    whose: str = ""
    reason: str = ""
    offered: ShownInsights = ()
    chosen: ShownInsight | None = None


class Insights(QObject):
    """Submits to ``tasks`` what is wanted of one of ``methods``, and hears of what comes of it."""

    changed = Signal()
    """Ask :attr:`state`, and :meth:`laid_over`."""

    def __init__(self, tasks: Tasks, methods: ChosenMethods, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._methods = methods
        self._photograph: OpenedPhoto | None = None
        self._selected = INPUT
        self._is_on = False
        self._wanted: InsightKey | None = None
        self._opacity = OPACITY
        self._known: OrderedDict[_Subject, ShownInsights] = OrderedDict()
        self._reasons: dict[_Subject, str] = {}
        tasks.succeeded.connect(self._on_succeeded)
        tasks.failed.connect(self._on_failed)

    # What is known

    @property
    def is_on(self) -> bool:
        """Whether it is wanted."""
        return self._is_on

    @property
    def state(self) -> InsightState:
        """What is shown, or why it is not."""
        chosen, subject = self._method, self._subject
        if not self._is_on:
            return InsightState()
        if chosen is None or subject is None:
            return InsightState(is_on=True, reason=self._why_none())
        known = self._known.get(subject)
        if known is None:
            reason = self._reasons.get(subject) or tr("Being worked out…")
            return InsightState(True, chosen.label, reason)
        return InsightState(True, chosen.label, "", known, _found(known, self._wanted))

    def laid_over(self, panes: Sequence[Pane]) -> list[Pane]:
        """``panes`` with the map that is shown over the result of its network.

        The map lies below a result that is half transparent: it is the result's size that counts.
        """
        chosen, shown = self._method, self.state.chosen
        if chosen is None or shown is None:
            return list(panes)
        words = words_of(shown, self.state.offered)
        return [
            replace(
                pane,
                label=f"{pane.label} · {words}",
                below=shown.picture,
                opacity=1.0 - self._opacity,
            )
            if pane.key == chosen.key and pane.picture is not None
            else pane
            for pane in panes
        ]

    # What can be asked for

    def show(self, photograph: OpenedPhoto | None) -> None:
        """It is about another photograph from now on."""
        self._photograph, self._selected = photograph, INPUT
        self._reasons.clear()

    def switch(self, *, on: bool) -> None:
        """Show it, or the results as they are."""
        self._is_on = on
        self._reasons.clear()
        if not on:
            self._tasks.cancel(Activity.OBSERVING)
        self.compute()
        self.changed.emit()

    def select(self, key: str) -> None:
        """The view ``key`` was clicked: if a network made it, it is about that."""
        self._selected = key
        self.compute()
        if self._is_on:
            self.changed.emit()

    def choose(self, key: InsightKey) -> None:
        """Show another view of the same."""
        self._wanted = key
        self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        """How much of the map is seen, and how little of what lies below."""
        self._opacity = opacity
        self.changed.emit()

    def compute(self) -> None:
        """Work out what is wanted and not known; what failed is not tried again by itself."""
        subject, chosen, photograph = self._subject, self._method, self._photograph
        if not self._is_on or subject is None or chosen is None or photograph is None:
            return
        under_way = [task.about for task in self._tasks.all()]
        if subject in self._known or subject in self._reasons or subject in under_way:
            return
        assert isinstance(chosen.method, MirnetMethod)  # noqa: S101 - there is a subject
        task = BackgroundTask(Doing(Activity.OBSERVING, chosen.label), subject)
        self._tasks.submit(insight_job(photograph.photo, chosen.method), task)

    def stop(self) -> None:
        """What is under way was stopped, and comes by :meth:`retry`."""
        subject = self._subject
        if subject is not None and any(task.about == subject for task in self._tasks.all()):
            self._reasons[subject] = tr("Stopped")

    def retry(self) -> None:
        """Try again what was stopped or failed, when it is wanted next."""
        self._reasons.clear()

    # Jobs

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        if isinstance(task.about, _Subject) and isinstance(result, tuple):
            self._known[task.about] = result
            while len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
            self.changed.emit()

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        if isinstance(task.about, _Subject):
            self._reasons[task.about] = event.sentence
            self.changed.emit()

    # Which method

    @property
    def _method(self) -> Chosen | None:
        """The selected one where MIRNet made it; of a result without network the first MIRNet."""
        methods = list(self._methods)
        selected = next((each for each in methods if each.key == self._selected), None)
        if selected is not None and isinstance(selected.method, MirnetMethod):
            return selected
        if selected is not None and isinstance(selected.method, OnnxMethod | Chain):
            return None
        return next((each for each in methods if isinstance(each.method, MirnetMethod)), None)

    @property
    def _subject(self) -> _Subject | None:
        chosen = self._method
        if self._photograph is None or chosen is None:
            return None
        if not isinstance(chosen.method, MirnetMethod):
            return None
        return _Subject(weakref.ref(self._photograph), chosen.method.model, chosen.method.speed)

    def _why_none(self) -> str:
        selected = next((each for each in self._methods if each.key == self._selected), None)
        if selected is not None and isinstance(selected.method, OnnxMethod | Chain):
            return tr(
                "{name} does not tell what it looks at: only weights of MIRNet do, where they "
                "are a method by themselves.",
                name=selected.label,
            )
        return tr("None of the methods is a MIRNet. Add one to see what it looks at.")


def _found(known: ShownInsights, wanted: InsightKey | None) -> ShownInsight:
    """The one that is ``wanted``; of other weights, one as deep and as coarse; else the first."""
    if wanted is None:
        return known[0]
    same = [each for each in known if each.view.key == wanted]
    alike = [each for each in known if each.view.key[1:] == wanted[1:]]
    return [*same, *alike, known[0]][0]
