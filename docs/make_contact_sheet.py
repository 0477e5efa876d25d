r"""Contact sheets to judge weights by eye: input, rivals and MIRNet.

    python docs/make_contact_sheet.py ../shared/data/dark_real \
        --output docs/lowlight-contact-sheet.jpg

Every method runs at full size, which takes minutes for large photographs. ``--results`` takes
outputs of MIRNet that stand already instead, under the names that ``mirnet-gui enhance PICTURES
--output DIR`` gives them, and ``--before`` those of other weights, shown beside them.
``--crop 400`` shows so many pixels from the middle of each photograph at 1:1 instead of all of it.
``--methods enlarge,mirnet:model=enlarge-2x`` shows these instead; of results that are larger, the
photograph is shown with each pixel as a square.
Many pictures make several sheets, NAME-1.jpg, NAME-2.jpg, ..., upright photographs last.
Run it from the checkout in the environment that README.md makes under "Develop".
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from mirnet_gui.errors import MirnetGuiError, UsageError
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.colour.srgb import to_srgb
from mirnet_gui.photo.error_messages import unwritable
from mirnet_gui.photo.naming import format_from_extension, photographs_in
from mirnet_gui.photo.photo import Photo, peak_of
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.progress import CancelToken, silent

Rgb = npt.NDArray[np.uint8]
Restore = Callable[[Path, Photo], Photo]

RIVALS = {"HE": "he:channel=l", "LIME": "lime", "BIMEF": "bimef"}

THUMBNAIL = (320, 400)
GROUPS_PER_ROW = 2
GROUPS_PER_SHEET = 20
GAP, MARGIN = 4, 24
TITLE, TEXT = 26, 18
BACKGROUND, INK, FAINT = (44, 44, 44), (235, 235, 235), (165, 165, 165)
MOST_BYTES = 4_000_000
QUALITIES = (92, 88, 84, 80, 75, 70, 65, 60)

DARK_REAL = "test pictures of DICM, SCI and Zero-DCE++, for research use"


@dataclass(frozen=True, slots=True)
class Group:
    """One photograph in its versions: a label and a thumbnail for each, the input first."""

    labels: tuple[str, ...]
    thumbnails: tuple[Image.Image, ...]

    @property
    def height(self) -> int:
        """Rows of the tallest thumbnail and the line of labels above it."""
        return TEXT + 2 * GAP + max(thumbnail.height for thumbnail in self.thumbnails)

    @property
    def upright(self) -> bool:
        """Whether the photograph is higher than wide."""
        return self.thumbnails[0].height > self.thumbnails[0].width


def main() -> int:
    """Make the sheets; gives back the exit code."""
    arguments = _arguments()
    try:
        paths = list(photographs_in(arguments.pictures))
        if not paths:
            raise UsageError(f"There are no photographs in {arguments.pictures}.")
        # Known before the minutes that the work takes.
        _check(arguments.output)
        columns = _columns(arguments)
        groups = [_group(path, columns, arguments.crop) for path in _told(paths)]
        # A row is as high as its highest photograph, so like goes with like.
        groups.sort(key=lambda group: group.upright)
        sheets = _sheets(groups, _header(arguments, len(groups)))
        written = write_sheets(sheets, arguments.output)
    except MirnetGuiError as error:
        _say(str(error))
        return error.exit_code
    for path in written:
        _say(f"{path}: {path.stat().st_size / 1e6:.2f} MB")
    return 0


def _columns(arguments: argparse.Namespace) -> dict[str, Restore]:
    if arguments.methods:
        return {text: _by(text) for text in arguments.methods.split(",")}
    columns = {name: _by(text) for name, text in RIVALS.items()}
    if arguments.before:
        columns["MIRNet, before"] = _from(arguments.before)
    ours = _from(arguments.results) if arguments.results else _by(f"mirnet:model={arguments.model}")
    return columns | {"MIRNet (ours)": ours}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path, help="Folder of photographs.")
    parser.add_argument("--output", type=Path, required=True, help="The sheet, a .jpg.")
    parser.add_argument("--model", default="lowlight", help="Name or file of the weights.")
    parser.add_argument("--methods", help="These by their texts, instead of rivals and model.")
    parser.add_argument("--results", type=Path, help="Folder of outputs made with these weights.")
    parser.add_argument("--before", type=Path, help="Folder of outputs of other weights.")
    parser.add_argument("--crop", type=int, help="Show so many pixels of the middle at 1:1.")
    parser.add_argument("--sources", default=DARK_REAL, help="Whose pictures; for the header.")
    return parser.parse_args()


def _check(output: Path) -> None:
    if format_from_extension(output) != "jpeg":
        raise UsageError(f"{output} is no name of a JPEG file.", "End it in .jpg.")
    if not output.parent.is_dir():
        raise UsageError(f"There is no folder {output.parent}.", "Make it, or name another.")


def _told(paths: Sequence[Path]) -> Iterator[Path]:
    for number, path in enumerate(paths, start=1):
        _say(f"{number} of {len(paths)}: {path.name}")
        yield path


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _by(text: str) -> Restore:
    method = parse_method(text)
    method.prepare()

    def restore(_path: Path, photo: Photo) -> Photo:
        return with_pixels(photo, method.apply(photo.pixels, silent, CancelToken()))

    return restore


def _from(results: Path) -> Restore:
    outputs = {path.stem: path for path in photographs_in(results)}

    def restore(path: Path, photo: Photo) -> Photo:
        if path.stem not in outputs:
            raise UsageError(f"{results} has no output for {path.name}.", "Enhance it first.")
        output = read_photo(outputs[path.stem])
        if output.pixels.shape != photo.pixels.shape:
            raise UsageError(f"{outputs[path.stem]} is not of the size of {path}.")
        return output

    return restore


def _group(path: Path, columns: dict[str, Restore], crop: int | None) -> Group:
    photo = read_photo(path)
    results = {name: make(path, photo) for name, make in columns.items()}
    scale = round(max(each.width for each in results.values()) / photo.width)
    squares = np.repeat(np.repeat(_rgb(photo), scale, 0), scale, 1)
    versions = {path.name: squares} | {name: _rgb(each) for name, each in results.items()}
    return Group(tuple(versions), tuple(_thumbnail(each, crop) for each in versions.values()))


def _rgb(photo: Photo) -> Rgb:
    scaled = photo.pixels * (255.0 / peak_of(photo.pixels.dtype))
    return to_srgb(np.rint(scaled.clip(0.0, 255.0)).astype(np.uint8), photo.profile)


def _thumbnail(rgb: Rgb, crop: int | None) -> Image.Image:
    if crop is not None:
        top, left = (max(side - crop, 0) // 2 for side in rgb.shape[:2])
        return Image.fromarray(rgb[top : top + crop, left : left + crop])
    thumbnail = Image.fromarray(rgb)
    thumbnail.thumbnail(THUMBNAIL, Image.Resampling.BOX, reducing_gap=None)
    return thumbnail


def _header(arguments: argparse.Namespace, count: int) -> tuple[str, ...]:
    seen = "all of each" if arguments.crop is None else f"{arguments.crop} pixels of each at 1:1"
    line = f"{count} photographs: {arguments.sources}; every method ran at full size, {seen}."
    if arguments.methods:
        return "MIRNet GUI", line
    rivals = (
        "HE: histogram equalization of L of Lab. LIME (Guo et al. 2017). BIMEF (Ying et al. 2017). "
        "MIRNet: full strength, nothing adjusted."
    )
    return f"MIRNet GUI, weights {arguments.model}", line, rivals


def _sheets(groups: Sequence[Group], header: tuple[str, ...]) -> list[Image.Image]:
    parts = [
        groups[first : first + GROUPS_PER_SHEET]
        for first in range(0, len(groups), GROUPS_PER_SHEET)
    ]
    title, *lines = header
    return [
        draw_sheet(part, (f"{title} - sheet {number} of {len(parts)}", *lines))
        for number, part in enumerate(parts, start=1)
    ]


def draw_sheet(groups: Sequence[Group], lines: Sequence[str]) -> Image.Image:
    """One sheet: ``lines`` on top (the first as a title), ``GROUPS_PER_ROW`` groups a row."""
    rows = [groups[i : i + GROUPS_PER_ROW] for i in range(0, len(groups), GROUPS_PER_ROW)]
    group_width = len(groups[0].thumbnails) * (THUMBNAIL[0] + GAP) - GAP
    header = 3 * MARGIN + TITLE + (len(lines) - 1) * (TEXT + 2 * GAP)
    height = header + sum(max(group.height for group in row) + MARGIN for row in rows)
    width = MARGIN + GROUPS_PER_ROW * (group_width + MARGIN)
    sheet = Image.new("RGB", (width, height), BACKGROUND)
    _draw_header(ImageDraw.Draw(sheet), lines)
    top = header
    for row in rows:
        for place, group in enumerate(row):
            _draw_group(sheet, group, (MARGIN + place * (group_width + MARGIN), top))
        top += max(group.height for group in row) + MARGIN
    return sheet


def _draw_header(draw: ImageDraw.ImageDraw, lines: Sequence[str]) -> None:
    title, *others = lines
    draw.text((MARGIN, MARGIN), title, INK, ImageFont.load_default(TITLE))
    for number, line in enumerate(others):
        top = 2 * MARGIN + TITLE - GAP + number * (TEXT + 2 * GAP)
        draw.text((MARGIN, top), line, FAINT, ImageFont.load_default(TEXT))


def _draw_group(sheet: Image.Image, group: Group, place: tuple[int, int]) -> None:
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(TEXT)
    for number, thumbnail in enumerate(group.thumbnails):
        left = place[0] + number * (THUMBNAIL[0] + GAP)
        draw.text((left, place[1]), group.labels[number], FAINT if number else INK, font)
        sheet.paste(thumbnail, (left, place[1] + TEXT + 2 * GAP))


def write_sheets(sheets: Sequence[Image.Image], output: Path) -> list[Path]:
    """Write ``sheets`` as JPEG at the best quality that keeps them all below ``MOST_BYTES``.

    Several are numbered: NAME-1.jpg, ... Raises :class:`UsageError` when they are too large
    and :class:`mirnet_gui.errors.UnwritablePhoto`.
    """
    paths = [output]
    if len(sheets) > 1:
        paths = [output.with_stem(f"{output.stem}-{i + 1}") for i in range(len(sheets))]
    for quality in QUALITIES:
        encoded = [_jpeg(sheet, quality) for sheet in sheets]
        if sum(map(len, encoded)) < MOST_BYTES:
            for path, content in zip(paths, encoded, strict=True):
                _write(path, content)
            return paths
    raise UsageError(f"The sheets do not fit into {MOST_BYTES / 1e6:.0f} MB.", "Show fewer.")


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise unwritable(path, error) from error


def _jpeg(sheet: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
