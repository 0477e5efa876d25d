"""What happens on the Enhance page: which job follows which, without any painting."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.inference.tile_observer import Region
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.photo_jobs import (
    EnhancedPhoto,
    OpenedPhoto,
    choice_of,
    chosen,
    kept_preview,
    undeveloped,
)
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import FAST, FULL, MirnetMethod
from mirnet_gui.methods.variants import on_device
from mirnet_gui.progress import Progress
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.enhance.enhance_state import CurrentPhotograph
from mirnet_gui.ui.enhance.enhancing import Enhancing
from mirnet_gui.ui.enhance.next_ahead import NextAhead
from mirnet_gui.ui.enhance.result_saving import ResultSaving
from mirnet_gui.ui.enhance.shown_result import ShownResult
from mirnet_gui.ui.model.activity import Activity
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.tasks import BackgroundTask


class EnhanceController(BackgroundWork):
    """Enhances the current photograph as its recipe says; the page listens to its signals."""

    photo_shown = Signal(object)
    """:class:`OpenedPhoto`: another photograph is the shown one."""
    photo_gone = Signal()
    """There is no photograph any more."""
    result_shown = Signal(object, bool)
    """:class:`EnhancedPhoto`, and whether it was computed just now."""
    preview_shown = Signal(object)
    """:class:`EnhancedPhoto`: about what the result will be, until it comes."""
    choice_shown = Signal(object)
    """:class:`Choice`: what is wanted of the photograph that is shown now, which may be all new."""
    part_shown = Signal(object)
    """:class:`DisplayPart` of the result, which takes its place in the preview."""
    result_dropped = Signal()
    """The shown photograph has neither result nor preview any more."""
    withdrawn = Signal(object)
    """:class:`Message` that does not hold any more."""

    can_finish_changed = Signal()
    """Ask :attr:`can_finish`."""

    def __init__(self, runner: JobRunner, model: Model, parent: QObject | None = None) -> None:
        super().__init__(runner, parent, timed=(Activity.ENHANCING,))
        self._model = model
        self._shown = ShownResult(model, self)
        self._resume = False
        self._active = True
        self._asked: Method | None = None
        self._kept_light: Message | None = None
        self._cut_short = FULL
        self._ahead = NextAhead(runner, model, self)
        self._enhancing = Enhancing(self._tasks, model, self._ahead)
        self.saving = ResultSaving(self._tasks, model, self._ahead.yield_to, self)
        self.saving.message.connect(self.message)
        self.saving.advanced.connect(self.advanced)
        self._noticed = ""
        self._shown.result_shown.connect(self.result_shown)
        self._shown.preview_shown.connect(self.preview_shown)
        self._shown.part_shown.connect(self.part_shown)
        self._shown.dropped.connect(self.result_dropped)
        self._shown.message.connect(self.message)
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
        return self._shown.current

    @property
    def choice(self) -> Choice:
        """What is chosen for the shown photograph."""
        return choice_of(self._model.recipes.method)

    @property
    def can_enhance(self) -> bool:
        """Whether there is a photograph without a result and nothing on its way to one."""
        has_work = self.current.opened is not None and self.current.enhanced is None
        is_busy = self._enhancing.is_under_way or self._model.photographs.is_opening
        return has_work and not is_busy

    @property
    def can_finish(self) -> bool:
        """Whether what is shown is the light of a result whose detail was cancelled."""
        return self._kept_light is not None

    # What can be asked for

    def enhance(self) -> None:
        """Show what the method makes of the shown photograph; it runs if nobody knows that yet."""
        opened = self.current.opened
        if opened is None:
            return
        self._enhancing.cancel()
        self._resume = False
        if self._show_known():
            return
        self._asked = undeveloped(self._method)
        self._shown.make_way(self._asked)
        self._enhancing.begin(opened, self._method)

    def set_active(self, active: bool) -> None:
        """Whether results are looked at; what was left undone is done when they are again."""
        if active == self._active:
            return
        self._active = active
        if not active:
            self._enhancing.cancel()
            self._ahead.yield_to()
            self._shown.drop_stand_in()
        elif self.can_enhance:
            self.enhance()
        else:
            self._look_ahead()

    def choose(self, choice: Choice) -> None:
        """What is wanted of the shown photograph's result; each photograph keeps its own."""
        self._model.recipes.change(chosen(self._model.recipes.method, choice))

    def look_at(self, view: Region) -> None:
        """The window shows this rectangle of the photograph: it is to be enhanced first."""
        self._enhancing.look_at(view)

    def cancel(self) -> None:
        """Stop what can be stopped; saving is brought to its end.

        Light that is there already is kept as a result.
        """
        self._resume = False
        stand_in = self.current.stand_in if self._enhancing.is_under_way else None
        self._enhancing.cancel()
        kept = None if stand_in is None else kept_preview(stand_in)
        if kept is None:
            self._shown.drop_stand_in()
        else:
            self._keep(kept)
        self.saving.stop_all()

    def finish(self) -> None:
        """Take up the detail that was cancelled."""
        self._choose_speed(self._cut_short)

    def stop(self) -> None:
        """Begin nothing more: the threads are about to end."""
        self._active = False

    # What the model tells

    @Slot()
    def _on_leaving(self) -> None:
        """Make way for another photograph; remember whether this one was being enhanced."""
        self._ahead.yield_to(self._model.photographs.listed.current)
        self._resume = self._resume or self._tasks.has(Activity.ENHANCING)
        self._enhancing.cancel()
        self._shown.drop_stand_in()

    @Slot(bool)
    def _on_stayed(self, was_cancelled: bool) -> None:
        resumes = self._resume and not was_cancelled
        self._resume = False
        if resumes and self.current.enhanced is None:
            self.enhance()

    @Slot(object)
    def _on_photograph(self, opened: OpenedPhoto) -> None:
        self._resume = False
        self._shown.begin(opened)
        self._asked = self._kept_light = None
        self.photo_shown.emit(opened)
        self.choice_shown.emit(self.choice)
        if not self._show_known() and self._active:
            self.enhance()
        self._look_ahead()

    @Slot()
    def _on_emptied(self) -> None:
        self._asked = self._kept_light = None
        self._shown.begin(None)
        self.photo_gone.emit()

    @Slot()
    def _on_recipe(self) -> None:
        self.choice_shown.emit(self.choice)
        self._follow()

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "model" or (name == "device" and self._active):
            self._follow()

    def _follow(self) -> None:
        """Enhance anew if another result is wanted; not on a page that nobody looks at."""
        if self.current.opened is None or self._asked == undeveloped(self._method):
            return
        if self._kept_light is not None:
            self.withdrawn.emit(self._kept_light)
            self._kept_light = None
        if self._active:
            self.enhance()
        else:
            self._enhancing.cancel()
            self._shown.drop()

    # How it goes on

    @property
    def _method(self) -> Method:
        return on_device(self._model.recipes.method, self._model.preferences.device)

    @Slot()
    def _look_ahead(self) -> None:
        """Once this one is done and nobody wants anything, the next one can be begun."""
        photographs = self._model.photographs
        is_done = self._active and self.current.enhanced is not None and not self._tasks.all()
        if is_done and photographs.doing.activity is Activity.IDLE:
            self._ahead.begin()

    def _show_known(self) -> bool:
        """Show the result that is kept, whoever computed it; whether there is one."""
        opened = self.current.opened
        known = None if opened is None else self._model.results.get(opened, self._method)
        if known is not None:
            self._asked = undeveloped(self._method)
            self._shown.show(known)
        return known is not None

    def _keep(self, light: EnhancedPhoto) -> None:
        """Let the light of a result be all that is wanted for now."""
        if self.current.opened is None:
            return
        self._model.results.put(self.current.opened, light)
        method = self._model.recipes.method
        self._cut_short = method.speed if isinstance(method, MirnetMethod) else FULL
        self._choose_speed(FAST)
        self._kept_light = Message(
            MessageKind.NOTE,
            tr("Stopped with the light only: that is the result now, with its noise."),
            answers=(Answer(tr("Finish it"), self.finish),),
        )
        self.message.emit(self._kept_light)
        self.can_finish_changed.emit()

    def _choose_speed(self, speed: str) -> None:
        method = self._model.recipes.method
        if isinstance(method, MirnetMethod):
            self._model.recipes.use(replace(method, speed=speed))

    # Jobs

    @Slot(object, object)
    def _on_progressed(self, task: BackgroundTask, progress: Progress) -> None:
        super()._on_progressed(task, progress)
        if task.doing.activity is Activity.ENHANCING:
            self._pass_on(progress.notice)
            self._shown.show_parts(self._enhancing.take_parts())

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
                self._shown.show_preview(preview)
            case Activity.ENHANCING, EnhancedPhoto() as enhanced:
                if self.current.opened is not None:
                    self._model.results.put(self.current.opened, enhanced)
                self._shown.show(enhanced)
            case _:
                self.saving.take(task, result)

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        # What keeps the device from being named, or a preview from being made, will be told by the
        # enhancement that follows.
        if task.doing.activity in (Activity.PREPARING, Activity.PREVIEWING):
            return
        if self.saving.take_failed(task, event):
            return
        super()._on_failed(task, event)
        if task.doing.activity is Activity.ENHANCING:
            self._shown.drop_stand_in()
