"""Everything that is not saved yet, saved into one folder: one after the other."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.escaping import printable
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import choice_of, chosen, undeveloped
from mirnet_gui.jobs.save_jobs import Savable, save_into_job
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.variants import on_device
from mirnet_gui.progress import Progress
from mirnet_gui.ui.model.activity import Activity, Advance, Doing
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.photographs import some_names
from mirnet_gui.ui.model.recipes import apart_from_model
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


@dataclass(frozen=True, slots=True)
class SavedOne:
    """Which photograph is being saved, and what is wanted of it."""

    key: Path
    method: Method


class SaveAll:
    """Submits to ``tasks`` one at a time, so that a click does not wait for all of them.

    Who hears of an end hands it over by :meth:`note_saved` or :meth:`note_failed`.
    """

    def __init__(self, tasks: Tasks, model: Model) -> None:
        self._tasks = tasks
        self._model = model
        self._folder = Path()
        self._waiting: deque[Path] = deque()
        self._written: list[Path] = []
        self._failed: list[tuple[Path, JobFailed]] = []
        self._total = 0

    @property
    def is_running(self) -> bool:
        """Whether it has not come to its end."""
        return self._tasks.has(Activity.SAVING_ALL)

    @property
    def advance(self) -> Advance:
        """How many there are, and how many have come to an end."""
        done = len(self._written) + len(self._failed)
        return Advance(Progress(done, self._total, "photo"), None)

    def begin(self, keys: list[Path], folder: Path) -> None:
        """Save the photographs ``keys`` into ``folder``."""
        if not self.is_running:
            self._folder, self._waiting, self._total = folder, deque(keys), len(keys)
            self._written, self._failed = [], []
            self._go_on()

    def stop(self) -> Message | None:
        """What is not saved by now waits for another time; what there is to say of it."""
        was_running = self.is_running
        self._waiting.clear()
        self._tasks.cancel(Activity.SAVING_ALL)
        return self._stopped() if was_running else None

    def note_saved(self, one: SavedOne, path: Path) -> Message | None:
        """One is written; what is to be said if it was the last one."""
        self._model.marks.note_saved(one.key, one.method)
        self._written.append(path)
        return self._go_on()

    def note_failed(self, one: SavedOne, event: JobFailed) -> Message | None:
        """One could not be written, the rest goes on."""
        self._failed.append((one.key, event))
        return self._go_on()

    def _go_on(self) -> Message | None:
        if not self._waiting:
            return self._ended() if self._total else None
        key, model = self._waiting.popleft(), self._model
        wanted = model.recipes.method_of(key)
        method, shown = on_device(wanted, model.preferences.device), model.marks.shown(key)
        if shown and apart_from_model(shown) == apart_from_model(undeveloped(wanted)):
            # What was looked at is saved, also where another model was chosen since then.
            method = chosen(shown, choice_of(wanted))
        opened = model.photographs.in_memory(key)
        known = None if opened is None else model.results.get(opened, method)
        number = self._total - len(self._waiting)
        source = key if opened is None else opened.photo
        savable = Savable(source, key, method, known, number)
        job = save_into_job(savable, self._folder, model.preferences.settings)
        doing = Doing(Activity.SAVING_ALL, printable(key.name))
        self._tasks.submit(job, BackgroundTask(doing, SavedOne(key, wanted)))
        return None

    def _ended(self) -> Message:
        if self._failed:
            _, first = self._failed[0]
            names = some_names(key for key, _ in self._failed)
            sentence = (
                first.sentence
                if len(self._failed) == 1
                else tr(
                    "{count} photographs could not be saved: {names}.",
                    count=len(self._failed),
                    names=names,
                )
            )
            hint = first.hint if len(self._failed) == 1 else first.sentence
            return Message(MessageKind.FAILED, sentence, hint)
        if len(self._written) == 1:
            path = self._written[0]
            return Message.of_written(tr("Saved {name}.", name=path.name), path)
        count = len(self._written)
        return Message.of_written(tr("Saved {count} photographs.", count=count), self._written[0])

    def _stopped(self) -> Message:
        done, total = len(self._written), self._total
        return Message(
            MessageKind.NOTE, tr("Saved {done} of {total} photographs.", done=done, total=total)
        )
