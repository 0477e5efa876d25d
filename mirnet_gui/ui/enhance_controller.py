"""What happens on the Enhance page: which job follows which, without any painting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.inference.onlooker import Region
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.onlooking import Onlooking
from mirnet_gui.jobs.photo_jobs import (
    PREVIEW_FROM,
    DeviceNames,
    EnhancedPhoto,
    OpenedPhoto,
    SaveRequest,
    copy_job,
    enhance_job,
    gather_job,
    open_job,
    prepare_job,
    preview_job,
    save_job,
    show_job,
)
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.time_left import TimeLeft
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.sentences import shown
from mirnet_gui.progress import Progress
from mirnet_gui.quantities import listed
from mirnet_gui.settings import Settings
from mirnet_gui.tone.layers import USUAL, Choice
from mirnet_gui.ui.enhance_state import Activity, Advance, Doing, Shown
from mirnet_gui.ui.message import Message, MessageKind
from mirnet_gui.ui.photo_list import PhotoList
from mirnet_gui.ui.shelf import Kept, Shelf
from mirnet_gui.ui.tasks import Task, Tasks

_NAMED = 3
_ENHANCING = (Activity.PREVIEWING, Activity.ENHANCING)
_WELL_LIT = Message(
    MessageKind.NOTE,
    "This photograph is well lit already: little was changed.",
    "To make it brighter or darker, move Exposure.",
)


class EnhanceController(QObject):
    """Opens, enhances, saves and copies through the runner; the page listens to its signals."""

    photo_shown = Signal(object)
    """:class:`OpenedPhoto`: another photograph is the shown one."""
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
    doing_changed = Signal(object)
    """:class:`Doing`."""
    advanced = Signal(object)
    """:class:`Advance` of the enhancement."""
    told = Signal(object)
    """:class:`Message`."""
    copied = Signal(object)
    """(H, W, 3 or 4) uint8 for the clipboard."""
    list_changed = Signal()
    begun = Signal()
    """The user turned to another photograph: what was said before is history."""
    device_named = Signal(str)
    """Which processor does the work; told before the first enhancement, and when it is changed."""
    devices_found = Signal(object)
    """:data:`DeviceNames`, told once, before the first enhancement."""

    def __init__(
        self,
        runner: JobRunner,
        make_method: Callable[[str, str], Method],
        list_devices: Callable[[], DeviceNames],
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._make_method = make_method
        self._list_devices = list_devices
        self._devices: DeviceNames = ()
        self._device = settings.device
        self._model = settings.model
        self._tasks = Tasks(runner, self)
        self._list = PhotoList()
        self._list_before: PhotoList | None = None
        self._shelf = Shelf()
        self._choices: dict[Path, Choice] = {}
        self._shown = Shown()
        self._unsaved: dict[Path | None, str] = {}
        self._passed_over: list[tuple[Path, JobFailed]] = []
        self._resume = False
        self._active = True
        self._time_left = TimeLeft()
        self._view: Region | None = None
        self._onlooking = Onlooking()
        self._noticed = ""
        self._tasks.progressed.connect(self._on_progressed)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)
        self._tasks.doing_changed.connect(self.doing_changed)

    # What is known

    @property
    def shown(self) -> Shown:
        """The photograph in the window and its result."""
        return self._shown

    @property
    def photos(self) -> PhotoList:
        """The photographs that were asked for."""
        return self._list

    @property
    def doing(self) -> Doing:
        """What is going on."""
        return self._tasks.doing

    @property
    def choice(self) -> Choice:
        """What is chosen for the shown photograph."""
        return self._shown.choice

    @property
    def model(self) -> str:
        """The name of the weights that the next enhancement uses."""
        return self._model

    @property
    def device(self) -> str:
        """Where the next enhancement is computed: auto, cpu or cuda:N."""
        return self._device

    @property
    def unsaved(self) -> list[str]:
        """Names of the photographs whose results are here and nowhere else, as they are chosen."""
        opened, has_result = self._shown.opened, self._shown.enhanced is not None
        return [
            name
            for key, name in self._unsaved.items()
            if key in self._shelf
            or (has_result and opened is not None and opened.photo.path == key)
        ]

    @property
    def can_enhance(self) -> bool:
        """Whether there is a photograph without a result and nothing on its way to one."""
        has_work = self._shown.opened is not None and self._shown.enhanced is None
        return has_work and not self._tasks.has(Activity.OPENING, *_ENHANCING)

    # What can be asked for

    def open(self, paths: list[Path]) -> None:
        """Show the first of ``paths`` (files or folders), the others within reach."""
        if not paths:
            return
        self.begun.emit()
        self._shelf.clear()
        self._passed_over.clear()
        if len(paths) == 1 and not paths[0].is_dir():
            self._begin(paths)
            return
        self._interrupt()
        self._tasks.submit(gather_job(paths), Task(Doing(Activity.GATHERING, paths[0].name)))

    def show(self, photo: Photo) -> None:
        """Show a photograph that has no file, for example from the clipboard."""
        self.begun.emit()
        self._interrupt()
        self._change_list([])
        self.list_changed.emit()
        self._tasks.submit(show_job(photo), Task(Doing(Activity.OPENING, "the pasted photograph")))

    def step(self, by: int) -> None:
        """Go to another photograph of the list."""
        before = self._list.current
        path = self._list.step(by)
        if path is not None and path != before:
            self.begun.emit()
            self._open_current()

    def enhance(self) -> None:
        """Run the method over the shown photograph, anew if it was done already."""
        opened = self._shown.opened
        if opened is None:
            return
        self._tasks.cancel(*_ENHANCING)
        self._resume = False
        self._drop_result()
        self._time_left = TimeLeft()
        self._onlooking = Onlooking(self._view)
        if not self._devices and not self._tasks.has(Activity.PREPARING):
            self._tasks.submit(prepare_job(self._list_devices), Task(Doing(Activity.PREPARING)))
        make_method = partial(_made_on, self._make_method, self._device)
        if opened.photo.width * opened.photo.height >= PREVIEW_FROM:
            preview = preview_job(opened.photo, make_method, self._model)
            self._tasks.submit(preview, Task(Doing(Activity.PREVIEWING, self._shown.name)))
        job = enhance_job(opened.photo, make_method, self._model, self._onlooking)
        self._tasks.submit(
            job, Task(Doing(Activity.ENHANCING, self._shown.name), opened.photo.path)
        )

    def set_active(self, active: bool) -> None:
        """Whether results are looked at; what was left undone is done when they are again."""
        if active == self._active:
            return
        self._active = active
        if not active:
            self._tasks.cancel(*_ENHANCING)
            self._drop_preview()
        elif self.can_enhance:
            self.enhance()

    def choose(self, choice: Choice) -> None:
        """What is wanted of the shown photograph's result; each photograph keeps its own."""
        changed, self._shown.choice = choice != self._shown.choice, choice
        opened = self._shown.opened
        if opened is not None and opened.photo.path is not None:
            self._choices[opened.photo.path] = choice
        if changed and self._shown.enhanced is not None:
            self._note_unsaved()

    def look_at(self, view: Region) -> None:
        """The window shows this rectangle of the photograph: it is to be enhanced first."""
        self._view = view
        self._onlooking.look_at(view)

    def choose_model(self, model: str) -> None:
        """Use other weights from now on, also for the shown photograph."""
        if model == self._model:
            return
        self._model = model
        if self._shown.opened is not None:
            self.enhance()

    def choose_device(self, device: str) -> None:
        """Compute on another processor from now on, also the shown photograph."""
        if device == self._device:
            return
        self._device = device
        self.device_named.emit(self._device_name())
        if self._shown.opened is not None and self._active:
            self.enhance()

    def cancel(self) -> None:
        """Stop what can be stopped; saving is brought to its end."""
        self._resume = False
        was_opening = self._tasks.has(Activity.OPENING)
        self._tasks.cancel(Activity.GATHERING, Activity.OPENING, *_ENHANCING)
        self._drop_preview()
        if was_opening:
            self._stay()
            self._tell_passed_over()

    def save(self, request: SaveRequest) -> None:
        """Write the result, as it was chosen, with everything that the photograph carries."""
        opened, enhanced = self._shown.opened, self._shown.enhanced
        if opened is None or enhanced is None:
            return
        job = save_job(opened.photo, enhanced, self._shown.choice, request)
        taken = (opened.photo.path, self._shown.choice)
        task = Task(Doing(Activity.SAVING, request.path.name), taken)
        self._tasks.submit(job, task, essential=True)

    def copy(self) -> None:
        """Prepare the result, as it was chosen, for the clipboard."""
        opened, enhanced = self._shown.opened, self._shown.enhanced
        if opened is not None and enhanced is not None:
            job = copy_job(opened.photo, enhanced, self._shown.choice)
            taken = (opened.photo.path, self._shown.choice)
            self._tasks.submit(job, Task(Doing(Activity.COPYING, self._shown.name), taken))

    # How it goes on

    def _begin(self, paths: list[Path]) -> None:
        self._change_list(paths)
        self._open_current()

    def _change_list(self, paths: list[Path]) -> None:
        """Until one of ``paths`` is shown, the way back to the old list stays open."""
        if self._list_before is None:
            self._list_before = self._list
        self._list = PhotoList(paths)

    def _open_current(self) -> None:
        path = self._list.current
        if path is None:
            return
        self._interrupt()
        self.list_changed.emit()
        kept = self._shelf.get(path, self._model)
        if kept is not None:
            self._show(kept.opened)
            self._show_result(kept.enhanced, fresh=False)
        else:
            self._tasks.submit(open_job(path), Task(Doing(Activity.OPENING, path.name), path))

    def _interrupt(self) -> None:
        """Make way for another photograph; remember whether this one was being enhanced."""
        self._resume = self._resume or self._tasks.has(Activity.ENHANCING)
        self._tasks.cancel(Activity.GATHERING, Activity.OPENING, *_ENHANCING)
        self._drop_preview()

    def _show(self, opened: OpenedPhoto) -> None:
        self._resume = False
        self._list_before = None
        path = opened.photo.path
        # Each begins as it comes out: what was chosen for another one says nothing of it.
        choice = self._chosen_for(path)
        self._shown = Shown(opened, choice=choice)
        self.photo_shown.emit(opened)
        self.choice_shown.emit(choice)
        self._tell_passed_over()

    def _show_result(self, enhanced: EnhancedPhoto, *, fresh: bool) -> None:
        opened, fresh_work = self._shown.opened, fresh
        # The preview was drawn in already; its successor just takes its place.
        fresh = fresh and not self._shown.previewed
        self._shown.enhanced, self._shown.previewed = enhanced, False
        if opened is not None and opened.photo.path is not None:
            self._shelf.put(opened.photo.path, Kept(opened, enhanced))
        if fresh_work:
            self._note_unsaved()
        self.result_shown.emit(enhanced, fresh)
        if fresh_work and enhanced.layers.is_little_changed:
            self.told.emit(_WELL_LIT)

    def _note_unsaved(self) -> None:
        if self._shown.opened is not None:
            self._unsaved[self._shown.opened.photo.path] = self._shown.name

    def _note_taken(self, taken: object) -> None:
        """It is saved, or on the clipboard; what was chosen since then is not."""
        match taken:
            case (Path() | None as key, Choice() as choice):
                is_shown = self._shown.opened is not None and self._shown.opened.photo.path == key
                now = self._shown.choice if is_shown else self._chosen_for(key)
                if now == choice:
                    self._unsaved.pop(key, None)

    def _chosen_for(self, path: Path | None) -> Choice:
        return USUAL if path is None else self._choices.get(path, USUAL)

    def _drop_result(self) -> None:
        if self._shown.enhanced is not None:
            self._shown.enhanced = None
            self.result_dropped.emit()
        self._drop_preview()

    def _show_preview(self, preview: EnhancedPhoto) -> None:
        self._shown.previewed = True
        self.preview_shown.emit(preview)

    def _show_parts(self) -> None:
        parts = self._onlooking.take()
        if self._shown.previewed:
            for part in parts:
                self.part_shown.emit(part)

    def _drop_preview(self) -> None:
        if self._shown.previewed:
            self._shown.previewed = False
            self.result_dropped.emit()

    def _device_name(self) -> str:
        """Of the one that is used; the first is what "auto" takes."""
        usual = self._devices[0][1] if self._devices else ""
        return dict(self._devices).get(self._device, usual)

    def _recover(self, failed: Path | None) -> None:
        """A photograph could not be opened: try the next of a new list, or stay where we are."""
        if failed is not None:
            self._list.remove(failed)
        if self._list_before is not None and self._list.current is not None:
            self._open_current()
            return
        self._stay()
        self._tell_passed_over()
        if self._resume and self._shown.enhanced is None:
            self.enhance()

    def _tell_passed_over(self) -> None:
        """What could not be opened on the way to a photograph, all of it in one message."""
        failures, self._passed_over = self._passed_over, []
        if not failures:
            return
        _, first = failures[0]
        if len(failures) == 1:
            self.told.emit(Message(MessageKind.FAILED, first.sentence, first.hint))
            return
        names = [shown(path) for path, _ in failures]
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        told = listed([*names[:_NAMED], *more])
        sentence = f"{len(names)} photographs could not be opened: {told}."
        self.told.emit(Message(MessageKind.FAILED, sentence, first.sentence))

    def _stay(self) -> None:
        """The shown photograph remains the shown one; the list says so too."""
        if self._list_before is not None:
            self._list, self._list_before = self._list_before, None
        if self._shown.opened is not None and self._shown.opened.photo.path is not None:
            self._list.go_to(self._shown.opened.photo.path)
        self.list_changed.emit()

    # Jobs

    @Slot(object, object)
    def _on_progressed(self, task: Task, progress: Progress) -> None:
        if task.doing.activity is Activity.ENHANCING:
            self.advanced.emit(Advance(progress, self._time_left.after(progress)))
            self._pass_on(progress.notice)
            self._show_parts()

    def _pass_on(self, notice: str) -> None:
        if notice not in ("", self._noticed):
            self._noticed = notice
            self.told.emit(Message(MessageKind.NOTE, notice))

    @Slot(object, object)
    def _on_succeeded(self, task: Task, result: object) -> None:
        match task.doing.activity, result:
            case Activity.GATHERING, list() as paths:
                self._begin(paths)
            case Activity.OPENING, OpenedPhoto() as opened:
                self._show(opened)
                if opened.photo.warnings:
                    sentence, *more = opened.photo.warnings
                    self.told.emit(Message(MessageKind.NOTE, sentence, " ".join(more)))
                if self._active:
                    self.enhance()
            case Activity.PREPARING, tuple() as devices:
                self._devices = devices
                self.devices_found.emit(devices)
                if self._device not in ("auto", *dict(devices)):
                    # It was pulled out, or the build of torch does not know it any more.
                    self.choose_device("auto")
                self.device_named.emit(self._device_name())
            case Activity.PREVIEWING, EnhancedPhoto() as preview:
                self._show_preview(preview)
            case Activity.ENHANCING, EnhancedPhoto() as enhanced:
                self._show_result(enhanced, fresh=True)
            case Activity.SAVING, Path() as path:
                self._note_taken(task.about)
                folder = f"In {path.parent}"
                done = Message(MessageKind.DONE, f"Saved {path.name}.", folder, path)
                self.told.emit(done)
            case Activity.COPYING, pixels:
                self._note_taken(task.about)
                self.copied.emit(pixels)

    @Slot(object, object)
    def _on_failed(self, task: Task, event: JobFailed) -> None:
        # What keeps the device from being named, or a preview from being made, will be told by the
        # enhancement that follows.
        if task.doing.activity in (Activity.PREPARING, Activity.PREVIEWING):
            return
        if task.doing.activity is Activity.OPENING and isinstance(task.about, Path):
            self._passed_over.append((task.about, event))
            self._recover(task.about)
            return
        self.told.emit(Message(MessageKind.FAILED, event.sentence, event.hint))
        if task.doing.activity is Activity.ENHANCING:
            self._drop_preview()
        if task.doing.activity in (Activity.OPENING, Activity.GATHERING):
            self._recover(None)


def _made_on(make_method: Callable[[str, str], Method], device: str, model: str) -> Method:
    return make_method(model, device)
