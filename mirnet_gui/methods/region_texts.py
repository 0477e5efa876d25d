"""Regions with amounts of their own, as they stand in the text of a method, and what they may be.

``ellipse_0.5_0.4_0.2_0.3_0_0.5_exposure_0.7/everywhere_only-shadows_0.4_warmth_-0.2``: regions are
parted by ``/``, words and numbers by ``_``. First stands the shape with its numbers, see
:mod:`mirnet_gui.tone.shapes`; of a brush a ``stroke`` or ``erase`` for each of its strokes, with
radius, hardness, and x and y of each point. Nothing in it has to be quoted, in no shell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from mirnet_gui.errors import UsageError
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.regions import AdjustedRegion, Tones
from mirnet_gui.tone.shapes import (
    LARGEST_RADIUS,
    SMALLEST_RADIUS,
    Brush,
    Ellipse,
    Everywhere,
    Gradient,
    Rectangle,
    Shape,
    Stroke,
)

MOST_REGIONS: Final = 32
MOST_POINTS: Final = 2000
"""Of all brushes together."""

REGION_AMOUNTS: Final = {
    "exposure": Parameter(
        mark("Exposure"), -2.0, 2.0, 0.05, "EV", mark("The region brighter or darker; never clips.")
    ),
    "shadows": Parameter(
        mark("Shadows"), -1.0, 1.0, 0.01, "", mark("Brightens or darkens what is dark in it.")
    ),
    "highlights": Parameter(
        mark("Highlights"), -1.0, 1.0, 0.01, "", mark("Brightens or darkens what is bright in it.")
    ),
    "contrast": Parameter(
        mark("Contrast"), -1.0, 1.0, 0.01, "", mark("The region flatter or more contrasty.")
    ),
    "warmth": Parameter(
        mark("Warmth"), -1.0, 1.0, 0.01, "", mark("Cooler, bluish, or warmer, reddish light in it.")
    ),
    "colour": Parameter(
        mark("Colour"), -1.0, 1.0, 0.01, "", mark("Its colours paler or more saturated.")
    ),
    "denoise": Parameter(
        mark("Denoise"),
        -1.0,
        1.0,
        0.01,
        "",
        mark("More or less noise taken away than in the rest of the picture."),
    ),
    "strength": Parameter(
        mark("Strength"),
        -1.0,
        1.0,
        0.01,
        "",
        mark("More or less of the result than in the rest: -100 leaves the photograph as it was."),
    ),
}
"""What a person may change about a region, on top of what is chosen for the whole picture."""

SOFTNESS: Final = Parameter(
    mark("Soft edge"), 0.0, 1.0, 0.01, "", mark("How gradually the effect begins at the outline.")
)
LIMIT: Final = Parameter(
    mark("Limit"), 0.0, 1.0, 0.01, "", mark("How bright places are where shadows end.")
)

_PLACE = (-1.0, 2.0)
_SIDE = (0.01, 4.0)
_SHARE = (0.0, 1.0)
_RANGES: Final = {
    "x": _PLACE,
    "y": _PLACE,
    "to_x": _PLACE,
    "to_y": _PLACE,
    "width": _SIDE,
    "height": _SIDE,
    "angle": (-360.0, 360.0),
    "softness": _SHARE,
    "hardness": _SHARE,
    "limit": _SHARE,
    "radius": (SMALLEST_RADIUS, LARGEST_RADIUS),
} | {name: (each.minimum, each.maximum) for name, each in REGION_AMOUNTS.items()}
_KINDS: Final[dict[str, Any]] = {
    "everywhere": Everywhere,
    "rectangle": Rectangle,
    "ellipse": Ellipse,
    "gradient": Gradient,
    "brush": Brush,
}
_STROKE, _ERASE, _INVERTED, _OFF = "stroke", "erase", "inverted", "off"
_ONLY: Final = {Tones.SHADOWS: "only-shadows", Tones.HIGHLIGHTS: "only-highlights"}
_NUMBER: Final = re.compile(r"-?(\d+\.?\d*|\.\d+)")
_DIGITS: Final = 4
_LONGEST: Final = 200_000


def text_of_regions(regions: tuple[AdjustedRegion, ...]) -> str:
    """The text that :func:`parsed_regions` makes ``regions`` of, but for rounding."""
    return "/".join("_".join(_parts_of(each)) for each in regions)


def parsed_regions(text: str) -> tuple[AdjustedRegion, ...]:
    """The regions that ``text`` tells; whether they may be so is left to :func:`check_regions`.

    Raises :class:`UsageError` for what is not understood.
    """
    if len(text) > _LONGEST:
        raise UsageError(tr("The text of the regions is too long."), _fewer())
    return tuple(_parsed(each) for each in text.split("/")) if text else ()


def check_regions(regions: tuple[AdjustedRegion, ...]) -> None:
    """Raise :class:`UsageError` naming the first thing that is out of range."""
    if len(regions) > MOST_REGIONS:
        raise UsageError(
            tr(
                "There are {count} regions, but {most} at most are possible.",
                count=len(regions),
                most=MOST_REGIONS,
            ),
            _fewer(),
        )
    if points_of(regions) > MOST_POINTS:
        raise UsageError(
            tr(
                "The brushes have {count} points, but {most} at most are possible.",
                count=points_of(regions),
                most=MOST_POINTS,
            ),
            _fewer(),
        )
    for region in regions:
        for name, value in _numbers_of(region):
            least, most = _RANGES[name]
            if not least <= value <= most:
                raise UsageError(
                    tr(
                        "{name} of a region is {value:g}, but must lie between {minimum:g} and "
                        "{maximum:g}.",
                        name=name,
                        value=value,
                        minimum=least,
                        maximum=most,
                    )
                )


def points_of(regions: tuple[AdjustedRegion, ...]) -> int:
    """How many points the strokes of all brushes have."""
    return sum(
        len(stroke.points)
        for region in regions
        if isinstance(region.shape, Brush)
        for stroke in region.shape.strokes
    )


def _numbers_of(region: AdjustedRegion) -> Iterator[tuple[str, float]]:
    shape = region.shape
    if isinstance(shape, Brush):
        for stroke in shape.strokes:
            yield "radius", stroke.radius
            yield "hardness", stroke.hardness
            for x, y in stroke.points:
                yield "x", x
                yield "y", y
    else:
        yield from _own_numbers(shape)
    yield "limit", region.limit
    yield from _amounts_of(region)


def _own_numbers(shape: Shape) -> list[tuple[str, float]]:
    return [(each.name, getattr(shape, each.name)) for each in fields(shape)]


def _amounts_of(region: AdjustedRegion) -> list[tuple[str, float]]:
    amounts = [(each.name, getattr(region.controls, each.name)) for each in fields(Controls)]
    return [*amounts, ("denoise", region.denoise), ("strength", region.strength)]


def _parts_of(region: AdjustedRegion) -> Iterator[str]:
    shape = region.shape
    yield next(name for name, kind in _KINDS.items() if type(shape) is kind)
    if isinstance(shape, Brush):
        for stroke in shape.strokes:
            yield _ERASE if stroke.erases else _STROKE
            yield from map(_rounded, (stroke.radius, stroke.hardness))
            yield from (_rounded(value) for point in stroke.points for value in point)
    else:
        yield from (_rounded(value) for _, value in _own_numbers(shape))
    if region.tones in _ONLY:
        yield from (_ONLY[region.tones], _rounded(region.limit))
    if region.inverted:
        yield _INVERTED
    if not region.is_on:
        yield _OFF
    for name, amount in _amounts_of(region):
        if _rounded(amount) != "0":
            yield from (name, _rounded(amount))


def _rounded(value: float) -> str:
    # Not "-0".
    return f"{round(value, _DIGITS) + 0.0:.{_DIGITS}f}".rstrip("0").rstrip(".")


def _parsed(text: str) -> AdjustedRegion:
    (kind, numbers), *told = _words(text)
    if kind not in _KINDS:
        raise UsageError(
            tr("There is no region of the kind {kind}.", kind=kind),
            tr("There are: {kinds}.", kinds=", ".join(_KINDS)),
        )
    strokes = [_stroke(*each) for each in told if each[0] in (_STROKE, _ERASE)]
    told = [each for each in told if each[0] not in (_STROKE, _ERASE)]
    names = [word for word, _ in told]
    if doubled := next((word for word in names if names.count(word) > 1), None):
        raise UsageError(tr("{word} is said twice of one region.", word=doubled))
    if kind == "brush":
        _counted(kind, numbers, 0)
        shape: Shape = Brush(tuple(strokes))
    elif strokes:
        raise UsageError(tr("Only a brush has strokes, and {kind} is none.", kind=kind))
    else:
        shape = _KINDS[kind](*_counted(kind, numbers, len(fields(_KINDS[kind]))))
    return _region(shape, dict(told))


def _region(shape: Shape, told: dict[str, list[float]]) -> AdjustedRegion:
    amounts: dict[str, float] = {}
    values: dict[str, Any] = {}
    only = {word: tones for tones, word in _ONLY.items()}
    for word, numbers in told.items():
        if word in REGION_AMOUNTS:
            (amounts[word],) = _counted(word, numbers, 1)
        elif word in only and "tones" not in values:
            values["tones"] = only[word]
            (values["limit"],) = _counted(word, numbers, 1)
        elif word == _INVERTED:
            _counted(word, numbers, 0)
            values["inverted"] = True
        elif word == _OFF:
            _counted(word, numbers, 0)
            values["is_on"] = False
        else:
            raise UsageError(
                tr("{word} says nothing about a region.", word=word),
                tr("It has: {words}.", words=", ".join([*only, _INVERTED, _OFF, *REGION_AMOUNTS])),
            )
    values |= {name: amounts.pop(name) for name in ("denoise", "strength") if name in amounts}
    return AdjustedRegion(shape, controls=Controls(**amounts), **values)


def _stroke(word: str, numbers: list[float]) -> Stroke:
    if len(numbers) < 4 or len(numbers) % 2:
        raise UsageError(
            tr("A stroke of a brush is not understood."),
            tr("Write {word}_RADIUS_HARDNESS_X_Y, and more of X_Y.", word=word),
        )
    radius, hardness, *places = numbers
    return Stroke(
        tuple(zip(places[::2], places[1::2], strict=True)), radius, hardness, word == _ERASE
    )


def _words(text: str) -> list[tuple[str, list[float]]]:
    """Each word with the numbers that follow it."""
    words: list[tuple[str, list[float]]] = []
    for part in text.split("_"):
        if _NUMBER.fullmatch(part) and words:
            words[-1][1].append(float(part))
        elif part[:1].isalpha():
            words.append((part, []))
        else:
            raise UsageError(
                tr("{part!r} says nothing about a region.", part=part),
                tr("Parts of it are words and numbers with _ between them."),
            )
    return words


def _counted(word: str, numbers: list[float], count: int) -> list[float]:
    if len(numbers) != count:
        raise UsageError(
            tr(
                "{word} of a region has {given} numbers, but must have {count}.",
                word=word,
                given=len(numbers),
                count=count,
            )
        )
    return numbers


def _fewer() -> str:
    return tr("Leave regions or strokes out.")
