"""What became of a batch, for people and for programs: HTML, CSV and JSON."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO

from mirnet_gui.atomic import atomic_path
from mirnet_gui.batch.journal import Journal
from mirnet_gui.batch.passed_over import reason_for
from mirnet_gui.batch.records import Task
from mirnet_gui.batch.run_header import RunHeader
from mirnet_gui.errors import UsageError
from mirnet_gui.escaping import spreadsheet_cell
from mirnet_gui.formatting import duration, file_size, separated
from mirnet_gui.language import tr
from mirnet_gui.methods.provenance import weights_of
from mirnet_gui.methods.registry import label_of, parse_method
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.metadata.groups import LABELS as STRIPPED
from mirnet_gui.photo.outputs import make_folder

COLUMNS: Final = (
    "photograph", "result", "state", "reason", "warnings", "seconds", "width", "height", "bytes",
    "result_bytes", "sha256", "method", "weights", "settings",
)  # fmt: skip
"""Of the table, in their order."""


def save_report(journal: Journal, folder: Path) -> Path:
    """Write the report of a batch as three files into ``folder``; gives back the page's path.

    An older report of the same batch is replaced. Raises
    :class:`mirnet_gui.errors.UnwritablePhoto` and :class:`mirnet_gui.errors.JournalError`.
    """
    make_folder(folder)
    stem = f"batch-{journal.header.id}"
    _save(folder / f"{stem}.csv", lambda file: _write_csv(journal, file))
    _save(folder / f"{stem}.json", lambda file: _write_json(journal, file))
    page = folder / f"{stem}.html"
    _save(page, lambda file: _write_html(journal, file))
    return page


def save_report_of(journal: Path, folder: Path) -> Path:
    """As :func:`save_report`, of the batch whose journal is a file that nobody works on."""
    with Journal.open(journal) as opened:
        return save_report(opened, folder)


def _save(path: Path, write: Callable[[TextIO], None]) -> None:
    try:
        with (
            atomic_path(path, overwrite=True) as temporary,
            temporary.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file,
        ):
            write(file)
    except OSError as error:
        raise unwritable(path, error) from error


def _write_csv(journal: Journal, file: TextIO) -> None:
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    for task in journal.tasks():
        line = facts_of(task, journal.header)
        line |= {"warnings": " ".join(task.warnings), "settings": _settings(journal)}
        writer.writerow({key: spreadsheet_cell(value) for key, value in line.items()})
    for each in journal.passed_over():
        line = {"photograph": str(each.path), "state": "passed over"}
        line["reason"] = reason_for(each.why)
        writer.writerow({key: spreadsheet_cell(value) for key, value in line.items()})


def _write_json(journal: Journal, file: TextIO) -> None:
    counts = journal.counts()
    summary = {
        "batch": journal.header.to_dict() | {"state": journal.state},
        "counts": {
            "total": counts.total,
            "done": counts.done,
            "skipped": counts.skipped,
            "failed": counts.failed,
            "left": counts.left,
        },
        "passed_over": [
            {"path": str(each.path), "reason": reason_for(each.why)}
            for each in journal.passed_over()
        ],
    }
    # Photograph by photograph: ten thousand of them are not held in memory.
    file.write(json.dumps(summary)[:-1] + ', "photographs": [')
    for number, task in enumerate(journal.tasks()):
        file.write(",\n" if number else "\n")
        file.write(json.dumps(facts_of(task, journal.header)))
    file.write("\n]}\n")


def facts_of(task: Task, header: RunHeader) -> dict[str, Any]:
    """One photograph's line, as in the JSON."""
    return {
        "photograph": str(task.source),
        "result": str(task.output) if task.state == "done" else "",
        "state": task.state,
        "reason": task.reason,
        "warnings": list(task.warnings),
        "seconds": round(task.seconds, 3),
        "width": task.width,
        "height": task.height,
        "bytes": task.bytes,
        "result_bytes": task.result_bytes if task.state == "done" else 0,
        "sha256": task.sha256 if task.state == "done" else "",
        "method": task.method or header.method,
        "weights": weights_of(parse_method(task.method)) if task.method else header.weights,
    }


def _settings(journal: Journal) -> str:
    return json.dumps(journal.header.options.to_dict(), sort_keys=True)


def _write_html(journal: Journal, file: TextIO) -> None:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # a tenth of a start

    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    header = journal.header
    page = environment.get_template("report.html.jinja").generate(
        header=header,
        label=_label(header),
        label_of=lambda text: label_of(parse_method(text)),
        begun=datetime.fromisoformat(header.created).strftime("%d %B %Y, %H:%M"),
        options=header.options,
        encoding=header.options.encoding,
        stripped=separated(tr(STRIPPED[group]) for group in header.options.encoding.strip),
        state=journal.state.value,
        counts=journal.counts(),
        entries=_entries(journal),
        passed_over=[(each.path, reason_for(each.why)) for each in journal.passed_over()],
        file_size=file_size,
        duration=duration,
        tr=tr,
    )
    for part in page:
        file.write(part.encode("utf-8", "replace").decode())


def _label(header: RunHeader) -> str:
    try:
        return label_of(header.make_method())
    except UsageError:
        # A batch of a later or an earlier version.
        return header.method


def _entries(journal: Journal) -> Iterator[tuple[Task, str]]:
    for task in journal.tasks():
        jpeg = journal.thumbnail(task.id)
        yield task, base64.b64encode(jpeg).decode() if jpeg else ""
