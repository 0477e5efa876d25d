"""A comparison on disk: the sheet, the figures, and every result at full size."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirnet_gui.atomic import atomic_path
from mirnet_gui.compare.comparison import Entry, Subject
from mirnet_gui.compare.figures import figures_of, lines_of, meanings
from mirnet_gui.compare.result import Failure, Result
from mirnet_gui.compare.sheet import Cell, cell_of, draw_sheet, save_sheet, size_of_cells
from mirnet_gui.escaping import spreadsheet_cell
from mirnet_gui.language import tr
from mirnet_gui.methods.provenance import provenance_of
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.naming import extension_of, safe_name
from mirnet_gui.photo.outputs import take_name
from mirnet_gui.photo.photo import Format
from mirnet_gui.photo.provenance import with_provenance
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.quality.no_reference import MEASURES

SHEETS = (".png", ".pdf")
_MEASURED = ("psnr", "ssim", *(measure.name for measure in MEASURES))
COLUMNS = ("photo", "method", "seconds", *_MEASURED, "result", "reason")
"""Of the tables of figures, in their order."""
INPUT = "input"
"""What stands for a method where it is the photograph itself."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where what is made of one photograph goes: ``stem`` begins every name in ``folder``.

    ``methods`` are the texts of those whose results are saved, each under a name of its own.
    """

    folder: Path
    stem: str
    format: Format
    methods: tuple[str, ...] = ()

    def result(self, method: str) -> Path:
        """For the result of that one of the methods."""
        return self._results()[method]

    def sheet(self, suffix: str) -> Path:
        """For the contact sheet as ``suffix`` of :data:`SHEETS`."""
        return self.folder / f"{self.stem}_comparison{suffix}"

    def all(self) -> list[Path]:
        """All files that will be written."""
        return [*(self.sheet(suffix) for suffix in SHEETS), *self._results().values()]

    def _results(self) -> dict[str, Path]:
        # What is safe in a name can be the same for two methods, as for files of deep folders.
        taken: set[str] = set()
        extension = extension_of(self.format)
        return {
            method: take_name(self.folder / f"{self.stem}_{safe_name(method)}{extension}", taken)
            for method in self.methods
        }


def save_result(subject: Subject, result: Result, places: Places, *, overwrite: bool) -> Path:
    """Write the result at full size, with everything that the photograph carries.

    Raises :class:`mirnet_gui.errors.PhotoError`.
    """
    path = places.result(result.method)
    done = provenance_of(parse_method(result.method))
    enhanced = with_pixels(subject.photo, result.pixels)
    described, _ = with_provenance(enhanced, done, places.format)
    write_photo(described, path, format=places.format, overwrite=overwrite)
    return path


def save_sheets(
    subject: Subject, entries: Sequence[Entry], places: Places, *, overwrite: bool
) -> None:
    """Write the contact sheet as PNG and as PDF. Raises :class:`mirnet_gui.errors.PhotoError`."""
    name = subject.photo.path.name if subject.photo.path else places.stem
    title = f"{name} · {subject.photo.width} × {subject.photo.height}"
    told = meanings(with_reference=subject.reference is not None)
    notes = [tr("{name}: {meaning}", name=each.label, meaning=each.text) for each in told]
    sheet = draw_sheet(title, cells_of(subject, entries), notes)
    for suffix in SHEETS:
        path = places.sheet(suffix)
        save_sheet(sheet, path, overwrite=overwrite, made_of=subject.photo.path)


def cells_of(subject: Subject, entries: Sequence[Entry]) -> list[Cell]:
    """The photograph, every result that there is, and the reference."""
    photo, truth = subject.photo, subject.reference
    before = lines_of(figures_of(photo.pixels, subject.reference_pixels), None)
    shown = [(photo.pixels, photo.profile, tr("Photograph"), before)]
    for entry in entries:
        if isinstance(entry.result, Result) and entry.figures is not None:
            lines = lines_of(entry.figures, entry.result.seconds)
            shown.append((entry.result.pixels, photo.profile, entry.result.label, lines))
    if truth is not None:
        lines = lines_of(figures_of(truth.pixels), None)
        shown.append((truth.pixels, truth.profile, tr("Reference"), lines))
    size = size_of_cells([pixels for pixels, *_others in shown])
    return [cell_of(*each, size) for each in shown]


def row_of_input(photo: str, subject: Subject) -> dict[str, Any]:
    """The figures of the photograph itself by :data:`COLUMNS`, to compare the others with."""
    figures = figures_of(subject.photo.pixels, subject.reference_pixels)
    return dict.fromkeys(COLUMNS) | {"photo": photo, "method": INPUT} | figures.to_dict()


def row_of(photo: str, entry: Entry, result: Path | None) -> dict[str, Any]:
    """The figures of one entry by :data:`COLUMNS`; None where there is none."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    row |= {"photo": photo, "method": entry.method}
    if isinstance(entry.result, Failure):
        return row | {"reason": entry.result.reason}
    figures = entry.figures.to_dict() if entry.figures else {}
    return row | {"seconds": entry.result.seconds, **figures, "result": str(result or "")}


def save_figures(rows: Sequence[dict[str, Any]], folder: Path, *, overwrite: bool) -> None:
    """Write ``rows`` as ``figures.csv`` and ``figures.json``. Raises :class:`UnwritablePhoto`."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({key: spreadsheet_cell(it) for key, it in row.items()} for row in rows)
    save_text(text.getvalue(), folder / "figures.csv", overwrite=overwrite)
    content = json.dumps(rows, indent=2, ensure_ascii=True, allow_nan=False)
    save_text(content, folder / "figures.json", overwrite=overwrite)


def save_text(text: str, path: Path, *, overwrite: bool) -> None:
    """Write ``text`` to ``path``, whole or not at all. Raises :class:`UnwritablePhoto`."""
    try:
        with atomic_path(path, overwrite) as temporary:
            # Names of files need not be text.
            temporary.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")
    except OSError as error:
        raise unwritable(path, error) from error
