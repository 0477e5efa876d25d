"""What the Batch page does: what follows what, without any painting."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from mirnet_gui.batch.beginning import Request
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journals import Unfinished
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.outlook import Outlook
from mirnet_gui.batch.records import ENDED, UNDER_WAY, Row
from mirnet_gui.batch.run_header import RunState
from mirnet_gui.errors import JournalError
from mirnet_gui.jobs import batch_jobs
from mirnet_gui.jobs.batch_feed import Feed
from mirnet_gui.jobs.batch_jobs import Added, Opened, Pair, Planned
from mirnet_gui.jobs.batch_time_left import BatchTimeLeft
from mirnet_gui.jobs.events import JobFailed, JobFinished, JobProgressed, JobSucceeded
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import on_device
from mirnet_gui.ui.batch.batch_state import Batch, Phase, counted, moved
from mirnet_gui.ui.batch.batch_wording import (
    added_note,
    farewell,
    passed_over_note,
    progress_words,
    watch_words,
)
from mirnet_gui.ui.batch.thumbnail_maker import ThumbnailMaker
from mirnet_gui.ui.model.activity import Activity, Advance, Doing
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.tasks import Task, Tasks

_log = logging.getLogger(__name__)
_LOOK_MS = 100
_LISTING = (Activity.PLANNING, Activity.BEGINNING)
_AFTER_THE_END = "the first look at the journal after a run came to its end by itself"


class BatchController(QObject):
    """One batch: worked on by a runner of its own, planned and changed by ``helper``.

    ``thumbnails`` are made by ``sketcher``.
    """

    rows_reset = Signal(object)
    """All rows, list of :class:`Row`."""
    rows_changed = Signal(object)
    """Some rows, sequence of :class:`Row`."""
    running_changed = Signal(object)
    """What is being worked on, sequence of :class:`Running`."""
    phase_changed = Signal(object)
    """:class:`Phase`."""
    counts_changed = Signal(object)
    """How many there are of each :class:`Filter`."""
    outlook_changed = Signal(object)
    """:class:`Outlook`."""
    advanced = Signal(object)
    """:class:`Advance` of the whole."""
    doing_changed = Signal(object)
    """:class:`Doing`."""
    pair_opened = Signal(object)
    """:class:`Pair`."""
    unfinished_found = Signal(object)
    """:class:`Unfinished`."""
    through = Signal(object)
    """:class:`Message` about a batch that came to its end by itself."""
    told = Signal(object)
    """:class:`Message`."""

    def __init__(
        self,
        runner: JobRunner,
        helper: JobRunner,
        sketcher: JobRunner,
        journals: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._tasks = Tasks(helper, self)
        self.thumbnails = ThumbnailMaker(sketcher, self)
        self._journals = journals
        self._batch = Batch()
        self._device = "auto"
        self._rows: dict[int, Row] = {}
        self._phase = Phase.EMPTY
        self._control = Control()
        self._feed = Feed()
        self._doing = Doing()
        self._run_succeeded = self._run_failed = self._cancelled_here = False
        self._is_beginning = False
        self._run_id = 0
        self._planned: float | None = None
        self._standing: frozenset[int] = frozenset()
        self._time_left = BatchTimeLeft()
        self._seconds_left: float | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._take_news)
        runner.progressed.connect(self._on_progressed)
        runner.succeeded.connect(self._on_run_succeeded)
        runner.failed.connect(self._on_run_failed)
        runner.finished.connect(self._on_run_finished)
        self._tasks.succeeded.connect(self._on_succeeded)
        self._tasks.failed.connect(self._on_failed)

    # What is known

    @property
    def phase(self) -> Phase:
        """Where the batch is."""
        return self._phase

    @property
    def doing(self) -> Doing:
        """What is going on."""
        return self._doing

    @property
    def rows(self) -> list[Row]:
        """All photographs in their order."""
        return list(self._rows.values())

    @property
    def request(self) -> Request:
        """What was given and how it is to be done."""
        batch = self._batch
        return Request(tuple(batch.inputs), batch.method, batch.options)

    @property
    def has_begun(self) -> bool:
        """Whether there is a journal: from then on method and options stay as they are."""
        return self._batch.journal is not None

    @property
    def is_beginning(self) -> bool:
        """Whether a batch was started that does not run yet."""
        return self._is_beginning

    @property
    def watched(self) -> Path | None:
        """The folder whose photographs are enhanced as they arrive."""
        return self._batch.watched

    # What can be asked for

    def add(self, paths: Sequence[Path]) -> None:
        """Take photographs and folders in, also while others are worked on."""
        if not paths:
            return
        batch = self._batch
        if batch.journal is not None:
            job = batch_jobs.add_job(batch.journal, batch.method, paths, self._control)
            self._help(job, Activity.PLANNING, paths[0].name)
            return
        batch.inputs += [path for path in paths if path not in batch.inputs]
        self._plan()

    def choose(self, method: Method, options: Options) -> None:
        """How it is to be done; of use before it begins."""
        if not self.has_begun:
            self._batch.method, self._batch.options = on_device(method, self._device), options

    def choose_device(self, device: str) -> None:
        """Where the network is computed, for a batch that has not begun: auto, cpu or cuda:N."""
        self._device = device
        self.choose(self._batch.method, self._batch.options)

    def start(self) -> None:
        """Begin, or do what waits."""
        if self._phase.is_active or self._tasks.has(*_LISTING):
            return
        if self._batch.journal is not None:
            self._run()
        elif self._rows:
            order = [row.source for row in self._rows.values()]
            self._begin(batch_jobs.begin_job(self.request, order, self._journals))

    def watch(self, folder: Path) -> None:
        """Enhance what is in ``folder`` and what arrives there, until it is cancelled."""
        if self._phase.is_active or self._tasks.has(*_LISTING):
            return
        self.clear()
        self._batch.inputs, self._batch.watched = [folder], folder
        self._begin(batch_jobs.watch_begin_job(self.request, self._journals))

    def pause(self) -> None:
        """Begin no further photograph."""
        if self._phase is Phase.RUNNING:
            self._control.pause()
            self._enter(Phase.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        if self._phase is Phase.PAUSED:
            self._control.resume()
            self._judge_anew()
            self._enter(Phase.RUNNING)

    def cancel(self) -> None:
        """Stop; what was not done waits."""
        if self._phase.is_active:
            self._cancelled_here = True
            self._enter(Phase.STOPPING)
            self._runner.cancel(self._run_id)
        self._tasks.cancel(*_LISTING)
        if self._phase is Phase.PLANNING:
            self._batch.watched = None
            self._enter(Phase.READY if self._rows else Phase.EMPTY)

    def retry_failed(self) -> None:
        """Let what failed wait again, and do it."""
        if self._batch.journal is not None:
            job = batch_jobs.change_job(self._batch.journal, lambda it: it.release("failed"))
            self._help(job, Activity.RETRYING)

    def remove(self, ids: Sequence[int]) -> None:
        """Take photographs out that wait."""
        journal = self._batch.journal
        if journal is not None:
            job = batch_jobs.change_job(journal, lambda it: it.remove_waiting(ids))
            self._help(job, Activity.CHANGING)
            return
        self._show_rows([row for row in self._rows.values() if row.id not in set(ids)])

    def move(self, ids: Sequence[int], by: int) -> None:
        """Bring photographs that wait ``by`` places nearer to the end."""
        waiting = [row.id for row in self._rows.values() if row.state == "waiting"]
        order = moved(waiting, ids, by)
        if self._batch.journal is not None:
            job = batch_jobs.change_job(self._batch.journal, lambda it: it.reorder(order))
            self._help(job, Activity.CHANGING)
            return
        self._show_rows([self._rows[row_id] for row_id in order])

    def clear(self) -> None:
        """Forget the batch; its journal stays on the disk."""
        if self._phase.is_active:
            return
        self._tasks.cancel(*_LISTING)
        self.close()
        kept = self._batch
        self._batch = Batch(method=kept.method, options=kept.options)
        self._show_rows([])
        self._enter(Phase.EMPTY)

    def close(self) -> None:
        """Let go of the journal; once nothing works on it any more."""
        if self._batch.journal is not None:
            self._batch.journal.close()
            self._batch.journal = None

    def look_for_unfinished(self) -> None:
        """Find a batch that was interrupted; ``unfinished_found`` tells of it."""
        self._help(batch_jobs.unfinished_job(self._journals), Activity.LOOKING)

    def go_on_with(self, path: Path) -> None:
        """Open the journal of an interrupted batch and do what waits in it."""
        self.clear()
        self._begin(batch_jobs.open_job(path))

    def give_up(self, path: Path) -> None:
        """Let nobody be asked about the batch at ``path`` again; what is done stays."""
        self._help(batch_jobs.give_up_job(path), Activity.CHANGING)

    def save_report(self, folder: Path) -> None:
        """Write HTML, CSV and JSON into ``folder``."""
        if self._batch.journal is not None:
            job = batch_jobs.report_job(self._batch.journal, folder)
            self._help(job, Activity.REPORTING, folder.name, essential=True)

    def open_pair(self, row: Row) -> None:
        """Show a photograph beside its result."""
        self._tasks.cancel(Activity.OPENING)
        self._help(batch_jobs.pair_job(row), Activity.OPENING, row.source.name)

    # How it goes on

    def _plan(self) -> None:
        self._tasks.cancel(Activity.PLANNING)
        self._enter(Phase.PLANNING)
        self._help(batch_jobs.plan_job(self.request), Activity.PLANNING)

    def _begin(self, job: Job) -> None:
        self._is_beginning = True
        self._enter(Phase.PLANNING)
        self._help(job, Activity.BEGINNING)

    def _run(self) -> None:
        journal = self._batch.journal
        if journal is None:
            return
        watching = self._batch.watched is not None
        self._control = Control(stays_open=watching)
        self._feed = Feed()
        self._judge_anew()
        self._run_succeeded = self._run_failed = self._cancelled_here = False
        job = batch_jobs.run_job(
            journal, self._batch.method, self._control, self._feed, watching=watching
        )
        self._run_id = self._runner.submit(job)
        self._look.start()
        self._enter(Phase.RUNNING)

    def _open(self, opened: Opened) -> None:
        header = opened.journal.header
        kept = self._batch
        method = kept.method if kept.inputs else header.make_method()
        self._batch = replace(kept, method=method, options=header.options, journal=opened.journal)
        self._standing = opened.standing
        self._show_rows(opened.rows)
        self._take_outlook(opened.outlook)
        self._run()

    def _take_outlook(self, outlook: Outlook) -> None:
        self._planned = outlook.seconds_a_pixel
        self.outlook_changed.emit(outlook)

    def _judge_anew(self) -> None:
        self._time_left = BatchTimeLeft(self._planned, self._standing)
        self._seconds_left = None

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self._rows = {row.id: row for row in rows}
        self.rows_reset.emit(list(rows))
        self._tell_counts()

    def _newer(self, row: Row) -> Row:
        # What the journal told may have been overtaken by the news of the running batch. Only what
        # failed can wait again.
        known = self._rows.get(row.id)
        if known is None or known.state not in ENDED or row.state in ENDED:
            return row
        return row if known.state == "failed" and row.state not in UNDER_WAY else known

    def _change_rows(self, rows: Sequence[Row]) -> None:
        known = [row for row in rows if row.id in self._rows]
        self._rows.update({row.id: row for row in known})
        self.rows_changed.emit(known)
        self._tell_counts()
        if len(known) < len(rows):
            self._refresh()

    def _refresh(self) -> None:
        if self._batch.journal is not None and not self._tasks.has(Activity.CHANGING):
            job = batch_jobs.change_job(self._batch.journal, lambda _journal: None)
            self._help(job, Activity.CHANGING)

    def _look_after_the_end(self) -> None:
        if self._batch.journal is not None:
            # The helper does one job after the other: this one sees all that was asked for before.
            by_itself = self._run_succeeded and self._phase is Phase.RUNNING
            about = _AFTER_THE_END if by_itself else None
            job = batch_jobs.change_job(self._batch.journal, lambda _journal: None)
            self._help(job, Activity.CHANGING, about=about)

    def _go_on(self) -> None:
        # What was added, or is tried again, came in the moment in which the run ended without it.
        waits = any(row.state == "waiting" for row in self._rows.values())
        if waits and self._phase is Phase.ENDED:
            self._run()

    def _tell_counts(self) -> None:
        self.counts_changed.emit(counted(self._rows.values()))
        self._tell_doing()

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._is_beginning = self._is_beginning and phase is Phase.PLANNING
        self.phase_changed.emit(phase)
        self._tell_doing()

    def _tell_doing(self) -> None:
        doing = self._found_doing()
        if doing != self._doing:
            self._doing = doing
            self.doing_changed.emit(doing)

    def _found_doing(self) -> Doing:
        if self._phase is Phase.PLANNING:
            return Doing(Activity.PLANNING)
        if not self._phase.is_active:
            return Doing()
        activity, counts = _ACTIVITIES[self._phase], counted(self._rows.values())
        if self._batch.watched is None:
            return Doing(activity, progress_words(counts))
        if activity is Activity.BATCHING:
            activity = Activity.WATCHING
        return Doing(activity, watch_words(self._batch.watched, counts))

    def _help(
        self,
        job: Job,
        activity: Activity,
        name: str = "",
        *,
        about: object = None,
        essential: bool = False,
    ) -> None:
        self._tasks.submit(job, Task(Doing(activity, name), about), essential=essential)

    # News

    @Slot()
    def _take_news(self) -> None:
        news = self._feed.take()
        if news.ended:
            self._change_rows(news.ended)
        if any(each.row.id not in self._rows for each in news.running):
            self._refresh()
        self._seconds_left = self._time_left.after(self._rows.values(), news.running)
        self.running_changed.emit(news.running)

    @Slot(object)
    def _on_progressed(self, event: JobProgressed) -> None:
        # A watched folder has no end that a share of it could be told of.
        if self._phase is Phase.RUNNING and self._batch.watched is None:
            self.advanced.emit(Advance(event.progress, self._seconds_left))

    @Slot(object)
    def _on_run_succeeded(self, _event: JobSucceeded) -> None:
        self._run_succeeded = True

    @Slot(object)
    def _on_run_failed(self, event: JobFailed) -> None:
        self._run_failed = True
        self.told.emit(Message(MessageKind.FAILED, event.sentence, event.hint))

    @Slot(object)
    def _on_run_finished(self, _event: JobFinished) -> None:
        self._look.stop()
        self._take_news()
        self.running_changed.emit(())
        self._look_after_the_end()
        self._remember_interruption()
        self._batch.watched = None
        self._enter(Phase.ENDED)
        if self._run_succeeded:
            self.through.emit(farewell(counted(self._rows.values())))

    def _remember_interruption(self) -> None:
        """The program ends: who closed the window did not mean the batch to be given up."""
        journal = self._batch.journal
        if journal is None or self._run_succeeded or self._run_failed or self._cancelled_here:
            return
        try:
            journal.set_state(RunState.PAUSED)
        except JournalError as error:
            _log.warning("%s", error)

    @Slot(object, object)
    def _on_succeeded(self, task: Task, result: object) -> None:
        match task.doing.activity, result:
            case Activity.PLANNING, Planned() as planned:
                self._show_rows(planned.rows)
                self._tell_outlook(planned.outlook)
                self._enter(Phase.READY)
            case Activity.PLANNING, Added() as added:
                self._show_rows([self._newer(row) for row in added.rows])
                note = added_note(added.count, added.passed_over)
                if note is not None:
                    self.told.emit(note)
            case Activity.BEGINNING, Opened() as opened:
                self._open(opened)
            case Activity.OPENING, Pair() as pair:
                self.pair_opened.emit(pair)
            case Activity.REPORTING, Path() as path:
                self.told.emit(Message(MessageKind.DONE, f"Saved {path.name}.", "", path))
            case Activity.LOOKING, Unfinished() as found:
                self.unfinished_found.emit(found)
            case _, list() as rows:
                self._show_rows([self._newer(row) for row in rows])
                if task.doing.activity is Activity.RETRYING:
                    self.start()
                elif task.about is _AFTER_THE_END:
                    self._go_on()

    def _tell_outlook(self, outlook: Outlook) -> None:
        self._take_outlook(outlook)
        note = passed_over_note(outlook.passed_over)
        if note is not None:
            self.told.emit(note)
        # Last, since it matters most.
        for warning in outlook.warnings():
            self.told.emit(Message(MessageKind.NOTE, warning))

    @Slot(object, object)
    def _on_failed(self, task: Task, event: JobFailed) -> None:
        if task.doing.activity in _LISTING and not self.has_begun:
            if task.doing.activity is Activity.PLANNING and not self._rows:
                self._batch.inputs.clear()
            self._batch.watched = None
            self._enter(Phase.READY if self._rows else Phase.EMPTY)
        if task.doing.activity is not Activity.LOOKING:
            self.told.emit(Message(MessageKind.FAILED, event.sentence, event.hint))


_ACTIVITIES = {
    Phase.RUNNING: Activity.BATCHING,
    Phase.PAUSED: Activity.PAUSED,
    Phase.STOPPING: Activity.STOPPING,
}
