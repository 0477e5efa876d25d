"""Working through a batch in a terminal: one line a photograph, and an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from mirnet_gui.batch.estimate import Estimate
from mirnet_gui.batch.observer import Observer
from mirnet_gui.batch.passed_over import sentences_on
from mirnet_gui.batch.pipeline import run_in_threads
from mirnet_gui.batch.records import Counts, Outcome, Task
from mirnet_gui.batch.session import Executor, Session
from mirnet_gui.command import progress_bar, say, tell
from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.progress import cancelled_by_interrupt

_PATIENCE: Final = 5.0
"""Seconds after a cancel: a batch ends within one by itself, however many there are to tell of."""


def work_through(
    session: Session, report: Path | None, *, as_json: bool, executor: Executor = run_in_threads
) -> int:
    """Run ``session`` by ``executor``, tell of it, and give back the exit code.

    The report goes into the folder ``report``, if one is given.
    """
    with cancelled_by_interrupt(_PATIENCE) as cancel:
        with progress_bar(tr("Enhancing")) as progress:
            observer = Observer(progress=progress, noticed=say)
            for outcome in session.run(cancel, observer, executor):
                if outcome.status != "cancelled":
                    tell_outcome(outcome, as_json=as_json)
        if cancel.is_cancelled:
            for task in session.tasks():
                if task.state == "waiting":
                    tell_outcome(Outcome(task, "cancelled", str(Cancelled())), as_json=as_json)
        code = _exit_code(session.counts(), is_cancelled=cancel.is_cancelled)
    if report is not None:
        say(tr("Report: {path}", path=session.save_report(report)))
    return code


def tell_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """One photograph's line."""
    task = outcome.task
    if as_json:
        record = {
            "input": str(task.source),
            # What is not there yet has no file, only a place that is kept for it.
            "output": str(task.output) if outcome.status in ("done", "skipped") else None,
            "seconds": round(outcome.seconds, 3),
            "status": outcome.status,
            "reason": outcome.reason,
        }
        tell(json.dumps(record, ensure_ascii=True))
    for warning in task.warnings:
        say(f"{task.source}: {warning}")
    if outcome.status == "failed":
        say(f"{task.source}: {outcome.reason}")
    elif outcome.status == "skipped":
        say(tr("{photo}: skipped. {reason}", photo=task.source, reason=outcome.reason))
    elif outcome.status == "done" and not as_json:
        tell(f"{task.source} -> {task.output} ({outcome.seconds:.1f} s)")


def tell_task(task: Task, *, as_json: bool) -> None:
    """One line of a plan."""
    record = {
        "input": str(task.source),
        "output": str(task.output),
        "bytes": task.bytes,
        "width": task.width,
        "height": task.height,
    }
    tell(json.dumps(record) if as_json else f"{task.source} -> {task.output}")


def say_estimate(estimate: Estimate) -> None:
    """What the batch will take."""
    for sentence in sentences_on(estimate.passed_over):
        say(sentence)
    say(estimate.sentence())
    for warning in estimate.warnings():
        say(warning)


def _exit_code(counts: Counts, *, is_cancelled: bool) -> int:
    if is_cancelled:
        if counts.left:
            say(
                tr(
                    "Cancelled: {left} of {total} not done. Continue with --resume.",
                    left=counts.left,
                    total=counts.total,
                )
            )
        return Cancelled.exit_code
    if counts.skipped or counts.failed:
        say(
            tr(
                "{done} done, {skipped} skipped, {failed} failed.",
                done=counts.done,
                skipped=counts.skipped,
                failed=counts.failed,
            )
        )
    return MirnetGuiError.exit_code if counts.failed else 0
