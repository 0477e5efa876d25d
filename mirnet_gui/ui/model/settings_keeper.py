"""What is chosen for photographs, and saved of them, is kept over restarts, as it happens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.kept_jobs import Chosen, forget_job, keep_job, recall_job
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.kept.kept_settings import Kept, KeptSettings
from mirnet_gui.language import tr_count
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_method, text_of
from mirnet_gui.methods.variants import without_execution_options
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.marks import Marks
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.photographs import Photographs
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks

_REST_MS = 500


class SettingsKeeper(QObject):
    """Writes to ``store`` half a second after something was chosen, and when the window closes.

    What was kept of photographs is looked for as soon as they are in the list. Photographs without
    a file have nothing that they could be known by again.
    """

    message = Signal(object)
    """:class:`Message`."""

    def __init__(
        self,
        store: KeptSettings,
        runner: JobRunner,
        photographs: Photographs,
        marks: Marks,
        preferences: Preferences,
    ) -> None:
        super().__init__()
        self._store = store
        self._photographs = photographs
        self._recipes = marks.recipes
        self._marks = marks
        self._preferences = preferences
        self._tasks = Tasks(runner, self)
        self._known: dict[Path, Kept] = {}
        self._touched: dict[Path, None] = {}
        self._has_complained = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.write)
        self._looked_for: set[Path] = set()
        photographs.list_changed.connect(self._on_list)
        photographs.current_changed.connect(self._on_photograph)
        marks.changed.connect(self._on_touched)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    @Slot()
    def write(self) -> None:
        """Write what was chosen since the last time."""
        self._rest.stop()
        touched, self._touched = self._touched, {}
        changes = [self._chosen(key) for key in touched]
        changes = [each for each in changes if self._differs(each)]
        if not changes:
            return
        for each in changes:
            self._known[each.path] = each.kept
        job = keep_job(self._store, changes)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.SAVING)))

    def forget(self) -> None:
        """Forget what was kept; what is chosen in this window stays until it is closed."""
        self._rest.stop()
        self._touched.clear()
        self._recipes.forget_last_time()
        self._tasks.submit(forget_job(self._store), BackgroundTask(Doing(Activity.CHANGING)))

    def _chosen(self, key: Path) -> Chosen:
        wanted = self._recipes.method_of(key) if self._recipes.is_edited(key) else None
        resting, saved = self._recipes.resting_of(key), self._marks.saved(key)
        texts = ("" if each is None else _text_of(each) for each in (wanted, saved, resting))
        text, saved_text, resting_text = texts
        known = self._kept(key).fingerprint
        return Chosen(key, Kept(known, text, saved=saved_text, resting=resting_text))

    def _differs(self, chosen: Chosen) -> bool:
        return chosen.kept != replace(self._kept(chosen.path), complaint="")

    def _kept(self, key: Path) -> Kept:
        if key not in self._known:
            opened = self._photographs.in_memory(key)
            self._known[key] = Kept() if opened is None else opened.kept
        return self._known[key]

    @Slot()
    def _on_list(self) -> None:
        if not self._preferences.settings.keep_settings:
            return
        listed = set(self._photographs.listed.paths)
        new = [key for key in listed - self._looked_for if key.is_absolute()]
        self._looked_for = listed
        if new:
            job = recall_job(self._store, new)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.LOOKING)))

    @Slot(object)
    def _on_photograph(self, opened: OpenedPhoto) -> None:
        if self._known.get(opened.key, Kept()).fingerprint != opened.kept.fingerprint:
            self._known[opened.key] = opened.kept
        self._take_up(opened.key, opened.kept)

    def _take_up(self, key: Path, kept: Kept) -> None:
        self._recipes.take_up(key, kept.text, kept.resting)
        if kept.saved:
            self._marks.take_up(key, parse_method(kept.saved))

    def _on_recalled(self, recalled: dict[Path, Kept]) -> None:
        for key, kept in recalled.items():
            if key not in self._known:
                self._known[key] = kept
                self._take_up(key, kept)
            if kept.complaint:
                self.message.emit(Message(MessageKind.NOTE, kept.complaint))

    @Slot(object)
    def _on_touched(self, key: Path) -> None:
        if key.is_absolute() and self._preferences.settings.keep_settings:
            self._touched[key] = None
            if not self._rest.isActive():
                self._rest.start()

    @Slot(object, object)
    def _on_succeeded(self, _task: BackgroundTask, result: object) -> None:
        if isinstance(result, dict):
            self._on_recalled(result)
        elif isinstance(result, int):
            self._known = {key: Kept(kept.fingerprint) for key, kept in self._known.items()}
            sentence = tr_count(
                "The settings of {count:,} photograph were forgotten.",
                "The settings of {count:,} photographs were forgotten.",
                result,
            )
            self.message.emit(Message(MessageKind.DONE, sentence))

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        is_first, self._has_complained = not self._has_complained, True
        # A full disk stays full: it is told once.
        if is_first or task.doing.activity is Activity.CHANGING:
            self.message.emit(Message.of_failure(event))


def _text_of(method: Method) -> str:
    return text_of(without_execution_options(method))
