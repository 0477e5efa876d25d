"""Batches as the command line begins them and goes on with them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui import locations
from mirnet_gui.batch.beginning import Request, begin_planned, find_again, plan, plan_if_missing
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.outlook import look_ahead
from mirnet_gui.batch.plan import Task
from mirnet_gui.batch.run import run_batch
from mirnet_gui.command import say
from mirnet_gui.commands.working import (
    PATIENCE_OF_BATCH,
    Run,
    tell_outlook,
    tell_report,
    tell_task,
    work_through,
)
from mirnet_gui.errors import UsageError
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import essence_of
from mirnet_gui.progress import CancelToken, cancelled_by_interrupt


@dataclass(frozen=True, slots=True)
class Batch:
    """What was asked for, and where its state is kept."""

    request: Request
    journal: Path | None
    resume: bool
    retry_failed: bool

    def tell_plan(self, *, as_json: bool) -> int:
        """Print what would be done."""
        method = self.request.method
        method.prepare()
        planned = plan(self.request, CancelToken())
        for task in planned.tasks:
            tell_task(task, as_json=as_json)
        skips = self.request.options.skips_standing
        tell_outlook(look_ahead(planned.tasks, method, planned.passed_over, skips_standing=skips))
        return 0

    def work(self, report: Path | None, *, as_json: bool, run: Run = run_batch) -> int:
        """Do it, or go on with it; gives back the exit code."""
        # Nothing listens to a cancel while it is planned: an interrupt ends the process at once.
        with closing(self._opened()) as journal:
            method = self._method_of(journal)
            method.prepare()
            plan_if_missing(journal, method, CancelToken())
            skips, left = journal.header.options.skips_standing, _tasks_left(journal)
            passed_over = journal.passed_over()
            tell_outlook(look_ahead(left, method, passed_over, skips_standing=skips))
            with cancelled_by_interrupt(PATIENCE_OF_BATCH) as cancel:
                code = work_through(journal, method, Control(cancel), as_json=as_json, run=run)
            if report is not None:
                tell_report(journal, report)
        return code

    def _opened(self) -> Journal:
        if self.resume and (found := self._found()) is not None:
            if self.retry_failed:
                found.release("failed")
            say(f"Going on with the batch of {found.header.created}: {found.counts().left} left.")
            return found
        if not self.request.inputs:
            raise UsageError("There is no batch to go on with.", "Name some photographs.")
        self.request.method.prepare()
        planned = plan(self.request, CancelToken())
        return begin_planned(locations.journals(), self.request, planned, self.journal)

    def _found(self) -> Journal | None:
        asked = self.request if self.request.inputs else None
        folder, failed_too = locations.journals(), self.retry_failed
        found = find_again(folder, asked, self.journal, failed_too=failed_too)
        for warning in found.warnings:
            say(warning)
        return found.journal

    def _method_of(self, journal: Journal) -> Method:
        begun = journal.header.make_method()
        asked = self.request.method
        # Where it is computed may differ from how it was begun, what is done may not.
        return asked if self.request.inputs and essence_of(asked) == essence_of(begun) else begun


def _tasks_left(journal: Journal) -> list[Task]:
    return [
        Task(row.source, row.output, row.format, row.bytes, row.width, row.height)
        for row in journal.rows("waiting", "running", "placing")
    ]
