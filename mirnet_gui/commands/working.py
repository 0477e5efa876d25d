"""Working through a batch in a terminal: one line a photograph, and an exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from mirnet_gui.batch.awake import kept_awake
from mirnet_gui.batch.control import Control
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.outlook import Outlook
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.batch.plan import Task
from mirnet_gui.batch.records import Outcome
from mirnet_gui.batch.report import save_report
from mirnet_gui.batch.run import Watcher, run_batch
from mirnet_gui.command import progress_bar, say, tell
from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.methods.method import Method

PATIENCE_OF_BATCH: Final = 5.0
"""Seconds after a cancel: a batch ends within one by itself, however many there are to tell of."""

Run = Callable[[Journal, Method, Control, Watcher], Iterator[Outcome]]


def work_through(
    journal: Journal, method: Method, control: Control, *, as_json: bool, run: Run = run_batch
) -> int:
    """Do what waits in ``journal`` by ``run``, tell of it, and give back the exit code."""
    with kept_awake(), progress_bar("Enhancing") as progress:
        for outcome in run(journal, method, control, Watcher(progress=progress, noticed=say)):
            if outcome.status != "cancelled":
                tell_outcome(outcome, as_json=as_json)
    if control.cancel.is_cancelled:
        for row in journal.rows("waiting"):
            tell_outcome(Outcome(row, "cancelled", str(Cancelled())), as_json=as_json)
    return _exit_code(journal, control)


def tell_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """One photograph's line."""
    row = outcome.row
    if as_json:
        told = {
            "input": str(row.source),
            "output": str(row.output),
            "seconds": round(outcome.seconds, 3),
            "status": outcome.status,
            "reason": outcome.reason,
        }
        tell(json.dumps(told, ensure_ascii=True))
    for warning in row.warnings:
        say(f"{row.source}: {warning}")
    if outcome.status in ("failed", "skipped"):
        say(f"{row.source}: {outcome.reason}")
    elif outcome.status == "done" and not as_json:
        tell(f"{row.source} -> {row.output} ({outcome.seconds:.1f} s)")


def tell_task(task: Task, *, as_json: bool) -> None:
    """One line of a plan."""
    told = {
        "input": str(task.source),
        "output": str(task.output),
        "bytes": task.bytes,
        "width": task.width,
        "height": task.height,
    }
    tell(json.dumps(told) if as_json else f"{task.source} -> {task.output}")


def tell_outlook(outlook: Outlook) -> None:
    """What the batch will take."""
    for sentence in sentences_on(outlook.passed_over):
        say(sentence)
    say(outlook.sentence())
    for warning in outlook.warnings():
        say(warning)


def tell_report(journal: Journal, folder: Path) -> None:
    """Write the report and say where it is."""
    say(f"Report: {save_report(journal, folder)}")


def _exit_code(journal: Journal, control: Control) -> int:
    counts = journal.counts()
    if control.cancel.is_cancelled:
        if counts.left:
            say(f"Cancelled: {counts.left} of {counts.total} not done. Go on with --resume.")
        return Cancelled.exit_code
    if counts.skipped or counts.failed:
        say(f"{counts.done} done, {counts.skipped} skipped, {counts.failed} failed.")
    return MirnetGuiError.exit_code if counts.failed else 0
