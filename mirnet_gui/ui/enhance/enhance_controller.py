"""What happens on the Enhance page: which job follows which, without any painting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import (
    PREVIEW_FROM,
    EnhancedPhoto,
    OpenedPhoto,
    SaveRequest,
    choice_of,
    copy_job,
    enhance_job,
    prepare_job,
    preview_job,
    save_job,
)
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.tile_mailbox import TileMailbox
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod, with_choice
from mirnet_gui.methods.registry import on_device
from mirnet_gui.progress import Progress
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.enhance_state import CurrentPhotograph
from mirnet_gui.ui.enhance.next_ahead import NextAhead
from mirnet_gui.ui.enhance.save_all import SaveAll, SavedOne
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.photographs import name_of
from mirnet_gui.ui.model.tasks import BackgroundTask

_ENHANCING = (Activity.PREVIEWING, Activity.ENHANCING)


class EnhanceController(BackgroundWork):
    """Enhances, saves and copies the current photograph; the page listens to its signals."""

    photo_shown = Signal(object)
    """:class:`OpenedPhoto`: another photograph is the shown one."""
    photo_gone = Signal()
    """There is no photograph any more."""
    result_shown = Signal(object, bool)
    """:class:`EnhancedPhoto`, and whether it was computed just now."""
    preview_shown = Signal(object)
    """:class:`EnhancedPhoto`: about what the result will be, until it comes."""
    choice_shown = Signal(object)
    """:class:`Choice`: what is chosen for the photograph that is shown now."""
    part_shown = Signal(object)
    """:class:`DisplayPart` of the result, which takes its place in the preview."""
    result_dropped = Signal()
    """The shown photograph has neither result nor preview any more."""
    copied = Signal(object)
    """(H, W, 3 or 4) uint8 for the clipboard."""

    def __init__(self, runner: JobRunner, model: Model, parent: QObject | None = None) -> None:
        super().__init__(runner, parent, timed=(Activity.ENHANCING,))
        self._model = model
        self._current = CurrentPhotograph()
        self._seen: WeakSet[EnhancedPhoto] = WeakSet()
        self._resume = False
        self._active = True
        self._view: Region | None = None
        self._mailbox = TileMailbox()
        self._ahead = NextAhead(runner, model, self)
        self._save_all = SaveAll(self._tasks, model)
        self._noticed = ""
        model.photographs.leaving.connect(self._on_leaving)
        model.photographs.stayed.connect(self._on_stayed)
        model.photographs.current_changed.connect(self._on_photograph)
        model.photographs.emptied.connect(self._on_emptied)
        model.photographs.list_changed.connect(self._look_ahead)
        model.photographs.doing_changed.connect(self._look_ahead)
        self.doing_changed.connect(self._look_ahead)
        model.recipes.changed.connect(self._on_recipe)
        model.preferences.changed.connect(self._on_preference)

    # What is known

    @property
    def current(self) -> CurrentPhotograph:
        """The photograph on the page and its result."""
        return self._current

    @property
    def choice(self) -> Choice:
        """What is chosen for the shown photograph."""
        return choice_of(self._model.recipes.method)

    @property
    def unsaved(self) -> list[str]:
        """Names of the photographs whose results are here and nowhere else, as they are chosen."""
        listed = self._model.photographs.listed.paths
        return [printable(key.name) for key in self._model.marks.unkept(listed)]

    @property
    def savable(self) -> list[Path]:
        """The keys of those that :meth:`save_all` would save now."""
        if self._save_all.is_running:
            return []
        return self._model.marks.unsaved(self._model.photographs.listed.paths)

    @property
    def can_enhance(self) -> bool:
        """Whether there is a photograph without a result and nothing on its way to one."""
        has_work = self._current.opened is not None and self._current.enhanced is None
        is_busy = self._tasks.has(*_ENHANCING) or self._model.photographs.is_opening
        return has_work and not is_busy

    # What can be asked for

    def enhance(self) -> None:
        """Show what the method makes of the shown photograph; it runs if nobody knows that yet."""
        opened = self._current.opened
        if opened is None:
            return
        self._tasks.cancel(*_ENHANCING)
        self._resume = False
        self._drop_result()
        if self._show_known() or self._take_over(opened):
            return
        self._ahead.yield_to()
        self._mailbox = TileMailbox(self._view)
        if not self._model.preferences.devices and not self._tasks.has(Activity.PREPARING):
            job = prepare_job(self._model.list_devices)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.PREPARING)))
        photo, name = opened.photo, name_of(opened)
        if photo.width * photo.height >= PREVIEW_FROM:
            preview = preview_job(photo, self._method)
            self._tasks.submit(preview, BackgroundTask(Doing(Activity.PREVIEWING, name)))
        job = enhance_job(photo, self._method, self._mailbox)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.ENHANCING, name), photo.path))

    def set_active(self, active: bool) -> None:
        """Whether results are looked at; what was left undone is done when they are again."""
        if active == self._active:
            return
        self._active = active
        if not active:
            self._tasks.cancel(*_ENHANCING)
            self._ahead.yield_to()
            self._drop_preview()
        elif self.can_enhance:
            self.enhance()
        else:
            self._look_ahead()

    def choose(self, choice: Choice) -> None:
        """What is wanted of the shown photograph's result; each photograph keeps its own."""
        method = self._model.recipes.method
        if isinstance(method, MirnetMethod):
            self._model.recipes.change(with_choice(method, choice))

    def look_at(self, view: Region) -> None:
        """The window shows this rectangle of the photograph: it is to be enhanced first."""
        self._view = view
        self._mailbox.look_at(view)

    def cancel(self) -> None:
        """Stop what can be stopped; saving is brought to its end."""
        self._resume = False
        self._tasks.cancel(*_ENHANCING)
        self._drop_preview()
        self._say(self._save_all.stop())

    def stop(self) -> None:
        """Begin nothing more: the threads are about to end."""
        self._active = False

    def save_all(self, folder: Path) -> None:
        """Write every result and everything edited that is not saved yet, as it is chosen."""
        self._ahead.yield_to()
        self._save_all.begin(self.savable, folder)
        self._tell_saving()

    def save(self, request: SaveRequest) -> None:
        """Write the result, as it was chosen, with everything that the photograph carries."""
        opened, enhanced = self._current.opened, self._current.enhanced
        if opened is None or enhanced is None:
            return
        self._ahead.yield_to()
        job = save_job(opened.photo, enhanced, self.choice, request)
        taken = (opened.key, self.choice)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.SAVING, request.path.name), taken))

    def copy(self) -> None:
        """Prepare the result, as it was chosen, for the clipboard."""
        opened, enhanced = self._current.opened, self._current.enhanced
        if opened is not None and enhanced is not None:
            self._ahead.yield_to()
            job = copy_job(opened.photo, enhanced, self.choice)
            taken = (opened.key, self.choice)
            self._tasks.submit(job, BackgroundTask(Doing(Activity.COPYING, name_of(opened)), taken))

    # What the model tells

    @Slot()
    def _on_leaving(self) -> None:
        """Make way for another photograph; remember whether this one was being enhanced."""
        self._ahead.yield_to(self._model.photographs.listed.current)
        self._resume = self._resume or self._tasks.has(Activity.ENHANCING)
        self._tasks.cancel(*_ENHANCING)
        self._drop_preview()

    @Slot(bool)
    def _on_stayed(self, was_cancelled: bool) -> None:
        resumes = self._resume and not was_cancelled
        self._resume = False
        if resumes and self._current.enhanced is None:
            self.enhance()

    @Slot(object)
    def _on_photograph(self, opened: OpenedPhoto) -> None:
        self._resume = False
        self._current = CurrentPhotograph(opened)
        self.photo_shown.emit(opened)
        self.choice_shown.emit(self.choice)
        if not self._show_known() and self._active:
            self.enhance()
        self._look_ahead()

    @Slot()
    def _on_emptied(self) -> None:
        self._current = CurrentPhotograph()
        self.photo_gone.emit()

    @Slot()
    def _on_recipe(self) -> None:
        self.choice_shown.emit(self.choice)

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if self._current.opened is None:
            return
        if name == "model" or (name == "device" and self._active):
            self.enhance()

    # How it goes on

    @property
    def _method(self) -> Method:
        return on_device(self._model.recipes.method, self._model.preferences.device)

    @Slot()
    def _look_ahead(self) -> None:
        """Once this one is done and nobody wants anything, the next one can be begun."""
        photographs = self._model.photographs
        is_done = self._active and self._current.enhanced is not None and not self._tasks.all()
        if is_done and photographs.doing.activity is Activity.IDLE:
            self._ahead.begin()

    def _take_over(self, opened: OpenedPhoto) -> bool:
        """Go on with what was begun beforehand."""
        task = BackgroundTask(Doing(Activity.ENHANCING, name_of(opened)), opened.key)
        if not self._ahead.hand_over(opened, self._method, self._tasks, task):
            return False
        self._mailbox = self._ahead.mailbox
        if self._view is not None:
            self._mailbox.look_at(self._view)
        return True

    def _show_known(self) -> bool:
        """Show the result that is kept, whoever computed it; whether there is one."""
        opened = self._current.opened
        known = None if opened is None else self._model.results.get(opened, self._method)
        if known is not None:
            self._show_result(known, fresh=known not in self._seen)
        return known is not None

    def _show_result(self, enhanced: EnhancedPhoto, *, fresh: bool) -> None:
        # The preview was drawn in already; its successor just takes its place.
        is_revealed = fresh and not self._current.previewed
        self._current.enhanced, self._current.previewed = enhanced, False
        self._seen.add(enhanced)
        if self._current.opened is not None:
            self._model.marks.note_shown(self._current.opened.key, enhanced.method)
        self.result_shown.emit(enhanced, is_revealed)
        if fresh and enhanced.layers.is_little_changed:
            self.message.emit(_well_lit())

    def _drop_result(self) -> None:
        if self._current.enhanced is not None:
            self._current.enhanced = None
            self.result_dropped.emit()
        self._drop_preview()

    def _show_preview(self, preview: EnhancedPhoto) -> None:
        self._current.previewed = True
        self.preview_shown.emit(preview)

    def _show_parts(self) -> None:
        parts = self._mailbox.take()
        if self._current.previewed:
            for part in parts:
                self.part_shown.emit(part)

    def _drop_preview(self) -> None:
        if self._current.previewed:
            self._current.previewed = False
            self.result_dropped.emit()

    # Jobs

    @Slot(object, object)
    def _on_progressed(self, task: BackgroundTask, progress: Progress) -> None:
        super()._on_progressed(task, progress)
        if task.doing.activity is Activity.ENHANCING:
            self._pass_on(progress.notice)
            self._show_parts()

    def _pass_on(self, notice: str) -> None:
        if notice not in ("", self._noticed):
            self._noticed = notice
            self.message.emit(Message(MessageKind.NOTE, notice))

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.doing.activity, result:
            case Activity.PREPARING, tuple() as devices:
                self._model.preferences.know_devices(devices)
            case Activity.PREVIEWING, EnhancedPhoto() as preview:
                self._show_preview(preview)
            case Activity.ENHANCING, EnhancedPhoto() as enhanced:
                if self._current.opened is not None:
                    self._model.results.put(self._current.opened, enhanced)
                self._show_result(enhanced, fresh=True)
            case Activity.SAVING, Path() as path:
                self._note(self._model.marks.note_saved, task)
                saved = tr("Saved {name}.", name=path.name)
                self.message.emit(Message.of_written(saved, path))
            case Activity.SAVING_ALL, Path() as path if isinstance(task.about, SavedOne):
                self._say(self._save_all.note_saved(task.about, path))
                self._tell_saving()
            case Activity.COPYING, pixels:
                self._note(self._model.marks.note_copied, task)
                self.copied.emit(pixels)

    def _tell_saving(self) -> None:
        if self._save_all.is_running:
            self.advanced.emit(self._save_all.advance)

    def _say(self, message: Message | None) -> None:
        if message is not None:
            self.message.emit(message)

    @staticmethod
    def _note(note: Callable[[Path, Choice], None], task: BackgroundTask) -> None:
        match task.about:
            case (Path() as key, Choice() as choice):
                note(key, choice)

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        # What keeps the device from being named, or a preview from being made, will be told by the
        # enhancement that follows.
        if task.doing.activity in (Activity.PREPARING, Activity.PREVIEWING):
            return
        if isinstance(task.about, SavedOne):
            self._say(self._save_all.note_failed(task.about, event))
            self._tell_saving()
            return
        super()._on_failed(task, event)
        if task.doing.activity is Activity.ENHANCING:
            self._drop_preview()


def _well_lit() -> Message:
    return Message(
        MessageKind.NOTE,
        tr("This photograph is well lit already: little was changed."),
        tr("To make it brighter or darker, move Exposure."),
    )
