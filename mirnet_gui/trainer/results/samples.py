"""The sample pictures of a run, small enough to be carried inside a page."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from mirnet_gui.errors import PhotoError
from mirnet_gui.photo.naming import is_supported
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writers.encoding import encodable

_LONGEST_SIDE: Final = 640
_LONGEST_SMALL_SIDE: Final = 240
_QUALITY: Final = 85
_MOST_OUTPUTS: Final = 8
_STEP: Final = re.compile(r"step-(\d+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG as a data URI, and its size in pixels."""

    uri: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One validation picture: before, after ``step`` steps, and as it should be; None is missing.

    ``over_time`` holds small outputs by their step, of at most eight steps from the first to the
    last; it is empty when there is only one. ``faults`` tell of files that could not be read.
    """

    name: str
    input: Picture | None
    output: Picture | None
    reference: Picture | None
    step: int | None = None
    over_time: Mapping[int, Picture] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def read_samples(folder: Path) -> list[Sample]:
    """All samples below ``folder``, by name; none when it is not there."""
    if not folder.is_dir():
        return []
    return [_read_sample(each) for each in sorted(folder.iterdir()) if each.is_dir()]


def _read_sample(folder: Path) -> Sample:
    faults: list[str] = []
    files = {path.stem: path for path in sorted(folder.iterdir()) if is_supported(path)}
    outputs = _outputs(files)
    small = {
        step: picture
        for step in _spread(sorted(outputs))
        if (picture := _picture(outputs[step], _LONGEST_SMALL_SIDE, faults))
    }
    step = max(small, default=None)
    latest = outputs[step] if step is not None else None
    before, after, reference = (
        _picture(path, _LONGEST_SIDE, faults)
        for path in (files.get("input"), latest, files.get("reference"))
    )
    over_time = small if len(small) > 1 else {}
    return Sample(folder.name, before, after, reference, step, over_time, tuple(faults))


def _outputs(files: Mapping[str, Path]) -> dict[int, Path]:
    found = ((_STEP.fullmatch(stem), path) for stem, path in files.items())
    return {int(match[1]): path for match, path in found if match}


def _spread(steps: list[int]) -> list[int]:
    if len(steps) <= _MOST_OUTPUTS:
        return steps
    places = np.linspace(0, len(steps) - 1, _MOST_OUTPUTS).round().astype(int)
    return [steps[place] for place in places]


def _picture(path: Path | None, longest: int, faults: list[str]) -> Picture | None:
    if path is None:
        return None
    try:
        photo = read_photo(path)
    except PhotoError as error:
        faults.append(error.sentence)
        return None
    image = encodable(photo, "jpeg").thumbnail_image(longest, height=longest, size="down")
    # Colours at full resolution: noise of colour is one of the things to look for.
    data = image.jpegsave_buffer(Q=_QUALITY, subsample_mode="off", keep="none")
    uri = f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
    return Picture(uri, image.width, image.height)
