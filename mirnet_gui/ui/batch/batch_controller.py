"""What the Batch page does: what follows what, without any painting."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.batch.records import Task
from mirnet_gui.batch.session import Session
from mirnet_gui.batch.thumbnails import SIZE as THUMBNAIL_SIZE
from mirnet_gui.errors import JournalError
from mirnet_gui.jobs import batch_jobs
from mirnet_gui.jobs.batch_feed import Running
from mirnet_gui.jobs.batch_jobs import BeforeAfter, Grown, Opened, Planned
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.ui.batch.batch_planning import BatchPlanning
from mirnet_gui.ui.batch.batch_run import BatchRun
from mirnet_gui.ui.batch.batch_state import Phase
from mirnet_gui.ui.batch.batch_tasks import BatchTasks
from mirnet_gui.ui.batch.batch_wording import doing_in, farewell, grown_note, planned_note
from mirnet_gui.ui.batch.session_changes import SessionChanges
from mirnet_gui.ui.batch.unfinished_batches import UnfinishedBatches
from mirnet_gui.ui.model.activity import Activity, Advance, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import BackgroundTask
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker

_log = logging.getLogger(__name__)


class BatchController(BackgroundWork):
    """One batch: worked on by a runner of its own, planned and changed by ``helper``.

    ``listed`` are its photographs; ``thumbnails`` of them are made by ``sketcher``. Journals lie in
    the folder ``journals``.
    """

    running_changed = Signal(object)
    """What is being worked on, sequence of :class:`Running`."""
    phase_changed = Signal(object)
    """:class:`Phase`."""
    estimate_changed = Signal(object)
    """:class:`Estimate`."""
    pair_opened = Signal(object)
    """:class:`BeforeAfter`."""
    through = Signal(object)
    """:class:`Message` about a batch that came to its end by itself."""

    def __init__(
        self,
        runner: JobRunner,
        helper: JobRunner,
        sketcher: JobRunner,
        journals: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(helper, parent)
        self.thumbnails = ThumbnailMaker(sketcher, THUMBNAIL_SIZE, parent=self)
        self._changes = SessionChanges(helper, self)
        self.unfinished = UnfinishedBatches(helper, journals, self)
        self._session: Session | None = None
        self._watched: Path | None = None
        self.listed = BatchTasks(self)
        self._planning = BatchPlanning(helper, self.listed, journals, self)
        self._phase = Phase.EMPTY
        self._is_beginning = False
        self._for_later: dict[Path, str] = {}
        self.listed.counts_changed.connect(self._tell_doing)
        self._run = BatchRun(runner, lambda: self.listed, self)
        self._run.tasks_ended.connect(self._on_tasks_ended)
        self._run.running_changed.connect(self._on_running)
        self._run.advanced.connect(self._on_advanced)
        self._run.failed.connect(self.message)
        self._changes.looked.connect(self.listed.show_newer)
        self._changes.retried.connect(self.start)
        self._changes.run_ended.connect(self._go_on)
        self._planning.planned.connect(self._on_planned)
        self._planning.estimated.connect(self._show_estimate)
        self._planning.opened.connect(self._on_opened)
        self._planning.given_up.connect(self._back_to_the_list)
        self._planning.doing_changed.connect(self._tell_doing)
        for other in (self._changes, self.unfinished, self._planning):
            other.message.connect(self.message)
        self._run.finished.connect(self._on_run_finished)

    # What is known

    @property
    def phase(self) -> Phase:
        """Where the batch is."""
        return self._phase

    @property
    def doing(self) -> Doing:
        """What is going on with the batch as a whole."""
        if self._phase is Phase.READY:
            return self._planning.estimating
        return doing_in(self._phase, self._watched, self.listed.counts)

    @property
    def request(self) -> Request:
        """What was given and how it is to be done."""
        return self._planning.request

    @property
    def has_begun(self) -> bool:
        """Whether there is a journal: from then on method and options stay as they are."""
        return self._session is not None

    @property
    def is_beginning(self) -> bool:
        """Whether a batch was started that does not run yet."""
        return self._is_beginning

    @property
    def watched(self) -> Path | None:
        """The folder whose photographs are enhanced as they arrive."""
        return self._watched

    # What can be asked for

    def add(self, paths: Sequence[Path], own: Mapping[Path, str] | None = None) -> None:
        """Take photographs and folders in, also while others are worked on.

        ``own`` has the texts of methods for photographs to which another one is to be applied.
        """
        own = own or {}
        if not paths:
            return
        if self._session is not None:
            job = batch_jobs.add_job(self._session, paths, self._planning.computed(own))
            self._submit(job, Activity.PLANNING, paths[0].name)
            return
        if self._is_beginning:
            self._for_later |= {path: own.get(path, "") for path in paths}
            return
        self._enter(Phase.PLANNING)
        self._planning.add(paths, own)

    def treat_as_all(self, ids: Sequence[int]) -> None:
        """Do to photographs what is done to all; of use before it begins."""
        if not (self._is_beginning or self.has_begun):
            self._planning.treat_as_all(ids)

    def choose(self, method: Method, options: Options) -> None:
        """How it is to be done; of use before it begins."""
        self._planning.choose(method, options)

    def choose_device(self, device: str) -> None:
        """Where the network is computed, for a batch that has not begun: auto, cpu or cuda:N."""
        self._planning.choose_device(device)

    def start(self) -> None:
        """Begin, or do what waits."""
        if self._is_busy:
            return
        if self._session is not None:
            self._start_run(self._session)
        elif self.listed and self._planning.can_begin:
            self._enter_beginning()
            self._planning.begin()

    def watch(self, folder: Path) -> None:
        """Enhance what is in ``folder`` and what arrives there, until it is cancelled."""
        if self._is_busy:
            return
        self.clear()
        self._watched = folder
        self._enter_beginning()
        self._planning.watch(folder)

    def pause(self) -> None:
        """Begin no further photograph."""
        if self._session is not None and self._phase is Phase.RUNNING:
            self._session.control.pause()
            self._enter(Phase.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        if self._session is not None and self._phase is Phase.PAUSED:
            self._session.control.resume()
            self._run.judge_time_anew()
            self._enter(Phase.RUNNING)

    def cancel(self) -> None:
        """Stop; what was not done waits."""
        if self._phase.is_active:
            self._enter(Phase.STOPPING)
            self._run.cancel()
        self._tasks.cancel(Activity.PLANNING)
        self._planning.cancel()
        if self._phase is Phase.PLANNING:
            self._back_to_the_list()

    def retry_failed(self) -> None:
        """Let what failed wait again, and do it."""
        if self._session is not None:
            self._changes.retry_failed(self._session)

    def remove(self, ids: Sequence[int]) -> None:
        """Take photographs out that wait; those of a batch that just begins stay."""
        if self._is_beginning:
            return
        if self._session is not None:
            self._changes.remove(self._session, ids)
        else:
            self.listed.show_only([each for each in self.listed.ids if each not in set(ids)])
            self._planning.note_list()

    def move(self, ids: Sequence[int], by: int) -> None:
        """Bring photographs that wait ``by`` places nearer to the end; not while it just begins."""
        if self._is_beginning:
            return
        order = self.listed.waiting_moved(ids, by)
        if self._session is not None:
            self._changes.reorder(self._session, order)
        else:
            self.listed.show_only(order)

    def clear(self) -> None:
        """Forget the batch; its journal stays on the disk."""
        if self._phase.is_active:
            return
        self._tasks.cancel(Activity.PLANNING)
        # Its session is closed before they come to it.
        self._changes.forget()
        self.close()
        self._watched = None
        self._for_later = {}
        self._planning.clear()
        self.listed.show([])
        self._enter(Phase.EMPTY)

    def stop(self) -> None:
        """The threads are about to end: nothing is planned or estimated any more."""
        self._planning.cancel()

    def close(self) -> None:
        """Let go of the batch; once nothing works on it any more."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def go_on_with(self, path: Path) -> None:
        """Open the journal of an interrupted batch and do what waits in it."""
        if self._is_busy:
            hint = tr("Cancel it first, or wait until it is through.")
            self._tell(Message(MessageKind.NOTE, tr("A batch is running."), hint))
            return
        self.clear()
        self._enter_beginning()
        self._planning.go_on_with(path)

    def save_report(self, folder: Path) -> None:
        """Write HTML, CSV and JSON into ``folder``."""
        if self._session is not None:
            self._changes.save_report(self._session, folder)

    def open_pair(self, task: Task) -> None:
        """Show a photograph beside its result."""
        self._tasks.cancel(Activity.OPENING)
        self._submit(batch_jobs.pair_job(task), Activity.OPENING, task.source.name)

    # How it goes on

    def _submit(self, job: Job, activity: Activity, name: str = "") -> None:
        self._tasks.submit(job, BackgroundTask(Doing(activity, name)))

    @property
    def _is_busy(self) -> bool:
        is_adding = self._tasks.has(Activity.PLANNING)
        return self._phase.is_active or is_adding or self._planning.is_busy

    def _enter_beginning(self) -> None:
        self._is_beginning = True
        self._enter(Phase.PLANNING)

    def _start_run(self, session: Session) -> None:
        self._run.start(session)
        self._enter(Phase.RUNNING)

    @Slot(object)
    def _show_estimate(self, estimate: Estimate) -> None:
        self._run.expect(estimate.seconds_a_pixel, estimate.skipped)
        self.estimate_changed.emit(estimate)

    @Slot()
    def _back_to_the_list(self) -> None:
        self._watched = None
        self._planning.take_back()
        self._enter(Phase.READY if self.listed else Phase.EMPTY)
        self._add_for_later()

    def _add_for_later(self) -> None:
        later, self._for_later = self._for_later, {}
        self.add(list(later), {path: text for path, text in later.items() if text})

    def _look_for_others(self, tasks: Sequence[Task]) -> None:
        """The list lacks some of ``tasks``: they have just arrived."""
        if self._session is not None and not self.listed.knows(tasks):
            self._changes.look(self._session)

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._is_beginning = self._is_beginning and phase is Phase.PLANNING
        self.phase_changed.emit(phase)
        self._tell_doing()

    # What is heard of it

    @Slot(object)
    def _on_tasks_ended(self, tasks: Sequence[Task]) -> None:
        self.listed.change(tasks)
        self._look_for_others(tasks)

    @Slot(object)
    def _on_running(self, running: Sequence[Running]) -> None:
        self._look_for_others([each.task for each in running])
        self.running_changed.emit(running)

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        # A watched folder has no end that a share of it could be told of.
        if self._phase is Phase.RUNNING and self._watched is None:
            self.advanced.emit(advance)

    @Slot()
    def _on_run_finished(self) -> None:
        if self._session is not None:
            goes_on = self._run.came_to_its_end and self._phase is Phase.RUNNING
            # The helper does one job after the other: this one sees all that was asked for before.
            self._changes.look_after_run(self._session, goes_on=goes_on)
            if self._run.was_interrupted:
                _set_interrupted(self._session)
        self._watched = None
        self._enter(Phase.ENDED)
        if self._run.came_to_its_end:
            done = next((task.output for task in self.listed if task.state == "done"), None)
            self.through.emit(farewell(self.listed.counts, done))

    @Slot(object)
    def _go_on(self, session: Session) -> None:
        # What was added, or is tried again, came before the window heard that the run had ended.
        if self.listed.has_waiting and self._phase is Phase.ENDED:
            self._start_run(session)

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.doing.activity, result:
            case Activity.PLANNING, Grown() as grown:
                self.listed.show_newer(grown.tasks)
                self._tell(grown_note(grown))
            case Activity.OPENING, BeforeAfter() as pair:
                self.pair_opened.emit(pair)

    @Slot(object)
    def _on_planned(self, planned: Planned) -> None:
        self._tell(planned_note(planned))
        self._enter(Phase.READY)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self._session = opened.session
        self._show_estimate(opened.estimate)
        self._start_run(opened.session)
        self._add_for_later()

    def _tell(self, message: Message | None) -> None:
        if message is not None:
            self.message.emit(message)


def _set_interrupted(session: Session) -> None:
    """The program ends: who closed the window did not mean the batch to be given up."""
    try:
        session.set_interrupted()
    except JournalError as error:
        _log.warning("%s", error)
