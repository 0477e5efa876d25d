"""Batches as the command line begins them and goes on with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.batch.journals import find_resumable
from mirnet_gui.batch.pipeline import run_in_threads
from mirnet_gui.batch.plan import Request, make_plan
from mirnet_gui.batch.session import Executor, Session
from mirnet_gui.command import say
from mirnet_gui.commands.working import say_estimate, tell_task, work_through
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.progress import CancelToken


@dataclass(frozen=True, slots=True)
class BatchArguments:
    """What was asked for, and where its state is kept."""

    request: Request
    journal: Path | None
    resume: bool
    retry_failed: bool

    def tell_plan(self, *, as_json: bool) -> int:
        """Print what would be done."""
        self.request.method.prepare()
        plan = make_plan(self.request, CancelToken())
        for task in plan.tasks:
            tell_task(task, as_json=as_json)
        say_estimate(plan.estimate(CancelToken()))
        return 0

    def work(
        self, report: Path | None, *, as_json: bool, executor: Executor = run_in_threads
    ) -> int:
        """Do it, or go on with it; gives back the exit code."""
        # Nothing listens to a cancel while it is planned: an interrupt ends the process at once.
        with self._resumed() or self._begun() as session:
            say_estimate(session.estimate())
            return work_through(session, report, as_json=as_json, executor=executor)

    def _begun(self) -> Session:
        if not self.request.inputs:
            raise UsageError(tr("There is no batch to resume."), tr("Name some photographs."))
        # Before minutes may go into a plan.
        self.request.method.prepare()
        plan = make_plan(self.request, CancelToken())
        return Session.begin(plan, locations.journals(), self.journal)

    def _resumed(self) -> Session | None:
        if not self.resume:
            return None
        asked = self.request if self.request.inputs else None
        folder, failed_too = locations.journals(), self.retry_failed
        found = find_resumable(folder, asked, self.journal, failed_too=failed_too)
        for warning in found.warnings:
            say(warning)
        if found.path is None:
            return None
        session = Session.resume(found.path, CancelToken(), asked.method if asked else None)
        if self.retry_failed:
            session.retry_failed()
        say(
            tr(
                "Resuming the batch of {created}: {left} left.",
                created=session.header.created,
                left=session.counts().left,
            )
        )
        return session
