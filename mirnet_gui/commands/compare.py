"""mirnet-gui compare: several methods side by side on photographs, with sheets and figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mirnet_gui.command import progress_bar, say, tell
from mirnet_gui.commands.arguments import json_option, methods_option
from mirnet_gui.compare.comparison import Entry, read_subject
from mirnet_gui.compare.comparison import compare as compare_methods
from mirnet_gui.compare.export import (
    INPUT,
    Places,
    row_of,
    row_of_input,
    save_figures,
    save_result,
    save_sheets,
)
from mirnet_gui.compare.result import Result
from mirnet_gui.errors import Cancelled, MirnetGuiError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import parse_methods, text_of
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.outputs import check_output, format_of, identity, make_folder, take_name
from mirnet_gui.progress import (
    PATIENCE,
    CancelToken,
    ProgressCallback,
    cancelled_by_interrupt,
    share_of,
)

USUAL = "he,clahe,lime,mirnet"


def compare(
    photos: Annotated[list[Path], typer.Argument(help=tr("Photographs."), readable=False)],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", help=tr("Folder for sheets, figures and results."), readable=False
        ),
    ],
    methods: Annotated[str, methods_option()] = USUAL,
    reference: Annotated[
        Path | None,
        typer.Option(help=tr("What the one photograph should look like."), readable=False),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help=tr("Replace files that stand already."))
    ] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    """Compare methods on photographs: a contact sheet, figures and every result."""
    chosen = parse_methods(methods)
    if reference is not None and len(photos) > 1:
        raise UsageError(tr("One reference cannot belong to several photographs."))
    for method in chosen:
        method.prepare()
    make_folder(output)
    places = _places(photos, output, chosen)
    _check(places, photos, reference, overwrite=overwrite)
    rows, failed = [], False
    with cancelled_by_interrupt(PATIENCE) as cancel, progress_bar(tr("Comparing")) as progress:
        for number, (photo, place) in enumerate(zip(photos, places, strict=True)):
            share = share_of(progress, number, len(photos), "photo")
            work = _Work(photo, reference, place, overwrite)
            try:
                found = work.run(chosen, share, cancel)
            except Cancelled:
                say(str(Cancelled()))
                raise typer.Exit(Cancelled.exit_code) from None
            except Exception as error:  # noqa: BLE001 - whatever it is, the other photographs go on
                say(f"{photo}: {reason_of(error, quoted(photo))}")
                failed = True
                continue
            rows += found
            for row in found:
                _tell(row, as_json=as_json)
            if not as_json:
                tell(tr("{photo}: contact sheet -> {path}", photo=photo, path=place.sheet(".png")))
    if rows:
        save_figures(rows, output, overwrite=overwrite)
        if not as_json:
            tell(tr("Figures of all -> {path}", path=output / "figures.csv"))
    failed = failed or any(row["reason"] for row in rows)
    raise typer.Exit(MirnetGuiError.exit_code if failed else 0)


class _Work:
    """One photograph: read, compared, saved."""

    def __init__(
        self, photo: Path, reference: Path | None, places: Places, overwrite: bool
    ) -> None:
        self._photo, self._reference = photo, reference
        self._places, self._overwrite = places, overwrite

    def run(
        self, methods: Sequence[Method], progress: ProgressCallback, cancel: CancelToken
    ) -> list[dict[str, Any]]:
        """The rows of the table; results are saved as they come, the sheets at the end."""
        scales = {method.scale for method in methods}
        subject = read_subject(self._photo, self._reference, scales)
        entries: list[Entry] = []
        rows = [row_of_input(str(self._photo), subject)]
        for entry in compare_methods(subject, methods, progress, cancel):
            entries.append(entry)
            path = None
            if isinstance(entry.result, Result):
                result, places = entry.result, self._places
                path = save_result(subject, result, places, overwrite=self._overwrite)
            rows.append(row_of(str(self._photo), entry, path))
        save_sheets(subject, entries, self._places, overwrite=self._overwrite)
        return rows


def _places(photos: Sequence[Path], output: Path, methods: Sequence[Method]) -> list[Places]:
    taken: set[str] = set()
    texts = tuple(text_of(method) for method in methods)
    stems = [take_name(output / photo.stem, taken).name for photo in photos]
    return [
        Places(output, stem, format_of(photo), texts)
        for photo, stem in zip(photos, stems, strict=True)
    ]


def _check(
    places: Sequence[Places],
    photos: Sequence[Path],
    reference: Path | None,
    *,
    overwrite: bool,
) -> None:
    """Raise :class:`OutputExists` before the work for what may not be written after it."""
    given = [*photos, *([reference] if reference else [])]
    originals = frozenset(known for path in given if (known := identity(path)))
    for place, photo in zip(places, photos, strict=True):
        figures = [place.folder / f"figures.{kind}" for kind in ("csv", "json")]
        for path in [*figures, *place.all()]:
            check_output(path, photo, originals, overwrite=overwrite)


def _tell(row: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        tell(json.dumps(row, ensure_ascii=True, allow_nan=False))
    elif row["reason"]:
        say(f"{row['photo']}, {row['method']}: {row['reason']}")
    elif row["method"] != INPUT:
        near = "" if row["psnr"] is None else f"{row['psnr']:.2f} dB, SSIM {row['ssim']:.3f}, "
        summary = f"{row['method']} {near}{row['seconds']:.2f} s"
        tell(f"{row['photo']}: {summary} -> {row['result']}")
