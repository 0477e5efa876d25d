"""A batch until it is begun: planned, estimated whenever something is changed, opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Request
from mirnet_gui.jobs import batch_jobs
from mirnet_gui.jobs.batch_jobs import Opened, Planned
from mirnet_gui.jobs.events import JobFailed
from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method
from mirnet_gui.ui.batch.batch_draft import BatchDraft
from mirnet_gui.ui.batch.batch_estimate import BatchEstimate
from mirnet_gui.ui.batch.batch_tasks import BatchTasks
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.background_work import BackgroundWork
from mirnet_gui.ui.model.tasks import BackgroundTask

_LISTING = (Activity.PLANNING, Activity.BEGINNING)


class BatchPlanning(BackgroundWork):
    """Plans what is given behind what is ``listed``, and opens it, its journal in ``journals``."""

    planned = Signal(object)
    """:class:`Planned`, which is listed already."""
    estimated = Signal(object)
    """:class:`Estimate`."""
    opened = Signal(object)
    """:class:`Opened`: from now on it is begun."""
    given_up = Signal()
    """What was wanted last is not possible."""

    def __init__(
        self, runner: JobRunner, listed: BatchTasks, journals: Path, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self._listed = listed
        self._journals = journals
        self._draft = BatchDraft()
        self._is_opened = False
        self._estimate = BatchEstimate(runner, self._estimate_job, self)
        self._estimate.found.connect(self.estimated)
        self._estimate.message.connect(self.message)
        self._estimate.doing_changed.connect(self.doing_changed)

    @property
    def request(self) -> Request:
        """What was given and how it is to be done."""
        return self._draft.request

    @property
    def is_busy(self) -> bool:
        """Whether it is being planned or opened."""
        return self._tasks.has(*_LISTING)

    @property
    def estimating(self) -> Doing:
        """What is going on for the estimate alone."""
        return self._estimate.doing

    @property
    def can_begin(self) -> bool:
        """Whether there is a plan."""
        return self._draft.is_planned

    # What can be asked for

    def add(self, paths: Sequence[Path], own: Mapping[Path, str]) -> None:
        """Plan photographs and folders, also those given before whose plan is not through.

        ``own`` has the texts of methods for those to which another one is to be applied.
        """
        self._draft.give(paths, own)
        self.cancel()
        self._submit(self._draft.plan_job(self._listed.ids), Activity.PLANNING)

    def choose(self, method: Method, options: Options) -> None:
        """How it is to be done; of use before it begins."""
        if not self._is_opened and self._draft.choose(method, options):
            self._estimate.ask_soon()

    def choose_device(self, device: str) -> None:
        """Where the network is computed: auto, cpu or cuda:N; what has begun stays where it is."""
        if self._draft.choose_device(device, has_begun=self._is_opened):
            self._estimate.ask_soon()

    def treat_as_all(self, ids: Sequence[int]) -> None:
        """Do to the photographs of ``ids`` what is done to all."""
        wanted = set(ids)
        changed = [replace(task, method="") for task in self._listed if task.id in wanted]
        self._draft.treat_as_all(task.source for task in changed)
        self._listed.change(changed)
        self._estimate.ask_soon()

    def computed(self, own: Mapping[Path, str]) -> dict[Path, str]:
        """``own`` texts of methods, computed where all of it is."""
        return self._draft.own(own)

    def note_list(self) -> None:
        """Fewer are listed now: what comes again comes without the settings that it had."""
        self._draft.forget_own_but({task.source for task in self._listed})
        self._estimate.ask_soon()

    def begin(self) -> None:
        """Open what is planned and listed."""
        job = self._draft.begin_job(self._listed.ids, self._journals)
        if job is not None:
            self._open(job)

    def watch(self, folder: Path) -> None:
        """Open a batch of what will arrive in ``folder``."""
        self._draft.give([folder], {})
        self._open(batch_jobs.watch_job(self.request, self._journals))

    def go_on_with(self, path: Path) -> None:
        """Open the journal of an interrupted batch."""
        # Its network may have to be measured first: what is in it is seen until then.
        self._submit(batch_jobs.kept_tasks_job(path), Activity.BEGINNING)
        self._open(batch_jobs.resume_job(path))

    def cancel(self) -> None:
        """Plan, estimate and open nothing any more."""
        self._tasks.cancel(*_LISTING)
        self._estimate.cancel()

    def take_back(self) -> None:
        """What was given last is not wanted, or cannot be planned: what was listed before is."""
        self._draft.take_back()
        if not self._draft.is_planned:
            self._listed.show([])
        self._estimate.ask()

    def clear(self) -> None:
        """Forget the batch, but not how it is to be done."""
        self.cancel()
        self._estimate.forget()
        self._draft.clear()
        self._is_opened = False

    # How it goes on

    def _submit(self, job: Job, activity: Activity) -> None:
        self._tasks.submit(job, BackgroundTask(Doing(activity)))

    def _open(self, job: Job) -> None:
        self._estimate.cancel()
        self._submit(job, Activity.BEGINNING)

    def _estimate_job(self) -> Job | None:
        is_wanted = bool(self._listed) and not self._is_opened and not self.is_busy
        return self._draft.estimate_job(self._listed.ids) if is_wanted else None

    @Slot(object, object)
    def _on_succeeded(self, task: BackgroundTask, result: object) -> None:
        match task.doing.activity, result:
            case Activity.PLANNING, Planned() as planned:
                self._listed.show(self._draft.take(planned, self._listed.ids))
                self.planned.emit(planned)
                # Its warnings are the last that is said, since they matter most.
                self._estimate.begin(planned.estimate)
                self._estimate.ask()
            case Activity.BEGINNING, list() as tasks:
                self._listed.show(tasks)
            case Activity.BEGINNING, Opened() as opened:
                self._is_opened = True
                self._draft.begun(opened.session)
                self._listed.show(opened.tasks)
                self.opened.emit(opened)

    @Slot(object, object)
    def _on_failed(self, task: BackgroundTask, event: JobFailed) -> None:
        # What was to follow would fail alike.
        self.cancel()
        self.given_up.emit()
        super()._on_failed(task, event)
