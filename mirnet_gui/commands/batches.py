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
from mirnet_gui.commands.working import (
    Run,
    say,
    tell_outlook,
    tell_report,
    tell_task,
    work_through,
)
from mirnet_gui.errors import UsageError
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import essence_of
from mirnet_gui.progress import cancelled_by_interrupt


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
        with cancelled_by_interrupt() as cancel:
            tasks = plan(self.request, cancel)
            outlook = look_ahead(tasks, method, cancel)
        for task in tasks:
            tell_task(task, as_json=as_json)
        tell_outlook(outlook)
        return 0

    def work(self, report: Path | None, *, as_json: bool, run: Run = run_batch) -> int:
        """Do it, or go on with it; gives back the exit code."""
        with cancelled_by_interrupt() as cancel, closing(self._opened(Control(cancel))) as journal:
            method = self._method_of(journal)
            method.prepare()
            plan_if_missing(journal, method, cancel)
            tell_outlook(look_ahead(_tasks_left(journal), method, cancel))
            code = work_through(journal, method, Control(cancel), as_json=as_json, run=run)
            if report is not None:
                tell_report(journal, report)
        return code

    def _opened(self, control: Control) -> Journal:
        if self.resume and (found := self._found()) is not None:
            if self.retry_failed:
                found.release("failed")
            say(f"Going on with the batch of {found.header.created}: {found.counts().left} left.")
            return found
        if not self.request.inputs:
            raise UsageError("There is no batch to go on with.", "Name some photographs.")
        self.request.method.prepare()
        tasks = plan(self.request, control.cancel)
        return begin_planned(locations.journals(), self.request, tasks, self.journal)

    def _found(self) -> Journal | None:
        asked = self.request if self.request.inputs else None
        folder, failed_too = locations.journals(), self.retry_failed
        return find_again(folder, asked, self.journal, failed_too=failed_too)

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
