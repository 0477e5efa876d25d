"""The encoding in which every photograph is worked on: its own lights, the tone curve of sRGB.

Methods and networks know pictures that are encoded as sRGB is. What a file encodes otherwise
(linear light, gamma 1.8 or 2.2, a scanner's curve) is encoded so when it is read, with enough bits
that nothing is lost, and encoded as before when it is written. The lights stay, so wide gamuts do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from mirnet_gui.photo.colour.icc import (
    BLUE,
    GREEN,
    GREY,
    RED,
    Curve,
    Doubles,
    colour_space,
    curve_of,
    tags_of,
    with_srgb_curve,
)
from mirnet_gui.photo.photo import Photo, Pixels, Stored, peak_of

_NODES: Final = 65536
_ALIKE: Final = 1 / 255
_STRIP: Final = 256
_DENSE: Final = 2**20
_DARK: Final = np.float32(0.01)
_XYZ_LENGTH: Final = 20
_UNEVEN, _LEAST_RANGE = 1e-3, 0.5
_DEEPER: Final[dict[str, type]] = {"uint8": np.uint16, "uint16": np.float32, "float32": np.float32}
_MATRIX: Final = (b"rXYZ", b"gXYZ", b"bXYZ")
_TABLES: Final = (b"A2B0", b"A2B1", b"A2B2")

Table = Callable[[Doubles], Doubles]


def in_working_space(photo: Photo) -> Photo:
    """``photo``, as its file encodes it, in the working encoding.

    The very same where it is encoded so already, and where its profile tells no curves.
    """
    curves = _curves(photo.profile)
    if photo.profile is None or curves is None:
        return photo
    tables = [_encoded_nodes(curve) for curve in curves]
    is_grey = colour_space(photo.profile) == b"GRAY"
    stored = Stored(photo.profile, photo.bit_depth)
    if all(_is_alike(table) for table in tables):
        return replace(photo, profile=None, stored=stored) if is_grey else photo
    dtype = np.dtype(_DEEPER[photo.pixels.dtype.name])
    forward = [_interpolated(_positions(), table) for table in tables]
    return replace(
        photo,
        pixels=_mapped(photo.pixels, forward, dtype),
        alpha=None if photo.alpha is None else _mapped(photo.alpha, [_same], dtype),
        profile=None if is_grey else with_srgb_curve(photo.profile),
        stored=stored,
    )


def as_stored(photo: Photo, *, deepest: int, holds_grey: bool) -> Photo:
    """``photo`` encoded as its file was, for a format of at most ``deepest`` bits.

    The working encoding stays where a format has fewer bits than the file had, since other
    curves need more of them in the dark, and where a grey file's profile is of no use.
    """
    stored = photo.stored
    if stored is None:
        return photo
    is_grey = colour_space(stored.profile) == b"GRAY"
    if deepest < stored.bits or (is_grey and not holds_grey):
        return replace(photo, stored=None)
    dtype = np.dtype({8: np.uint8, 16: np.uint16}.get(stored.bits, np.float32))
    curves = _curves(stored.profile) or ()
    tables = [_encoded_nodes(curve) for curve in curves]
    back = [_interpolated(table, _positions()) for table in tables]
    if is_grey and all(_is_alike(table) for table in tables):
        back = [_same]
    return replace(
        photo,
        pixels=_mapped(photo.pixels, back, dtype),
        alpha=None if photo.alpha is None else _mapped(photo.alpha, [_same], dtype),
        profile=stored.profile,
        stored=None,
    )


def has_lights(profile: bytes) -> bool:
    """Whether the space of an RGB profile is told by its lights and curves, and by no table."""
    tags = tags_of(profile)
    return _has_matrix(tags) and _curves(profile) is not None


def _curves(profile: bytes | None) -> list[Curve] | None:
    space = colour_space(profile) if profile else None
    if profile is None or space not in (b"RGB ", b"GRAY"):
        return None
    tags = tags_of(profile)
    if any(name in tags for name in _TABLES):
        return None
    if space == b"RGB " and not _has_matrix(tags):
        return None
    names = (GREY,) if space == b"GRAY" else (RED, GREEN, BLUE)
    curves = [curve for name in names if (curve := curve_of(tags.get(name))) is not None]
    return curves if len(curves) == len(names) and all(map(_has_way_back, curves)) else None


def _has_matrix(tags: dict[bytes, bytes]) -> bool:
    columns = [tags.get(name, b"") for name in _MATRIX]
    return all(tag.startswith(b"XYZ ") and len(tag) >= _XYZ_LENGTH for tag in columns)


def _has_way_back(curve: Curve) -> bool:
    # Negatives and curves that end where they begin are nobody's photographs.
    nodes = _light_nodes(curve)
    return bool(np.diff(nodes).min() > -_UNEVEN and nodes[-1] - nodes[0] > _LEAST_RANGE)


def _positions() -> Doubles:
    return np.linspace(0.0, 1.0, _NODES)


def _encoded_nodes(curve: Curve) -> Doubles:
    # Ever rising, so that there is a way back.
    return np.maximum.accumulate(_of_light(_light_nodes(curve)))


def _light_nodes(curve: Curve) -> Doubles:
    with np.errstate(all="ignore"):
        light = curve(_positions())
    return np.nan_to_num(light, nan=0.0, posinf=1.0, neginf=0.0).clip(0.0, 1.0)


def _of_light(light: Doubles) -> Doubles:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def _is_alike(table: Doubles) -> bool:
    return bool(np.abs(table - _positions()).max() < _ALIKE)


def _interpolated(places: Doubles, values: Doubles) -> Table:
    return lambda wanted: np.interp(wanted, places, values)


def _same(values: Doubles) -> Doubles:
    return values


def _mapped(values: Pixels, tables: list[Table], dtype: np.dtype[Any]) -> Pixels:
    """``values`` (H, W) or (H, W, 3) by one table for each channel, or by one for all."""
    peak = peak_of(values.dtype)
    result = np.empty(values.shape, dtype)
    if values.dtype != np.float32:
        levels = np.arange(int(peak) + 1) / peak
        luts = [_at_depth(table(levels), dtype) for table in tables]
        if len(luts) == 1:
            return cast(Pixels, luts[0][values])
        for channel, lut in enumerate(luts):
            result[..., channel] = lut[values[..., channel]]
        return cast(Pixels, result)
    quick = [_looked_up(table, dtype) for table in tables]
    for top in range(0, values.shape[0], _STRIP):
        strip = values[top : top + _STRIP].clip(0.0, 1.0)
        if len(tables) == 1:
            result[top : top + _STRIP] = quick[0](strip)
            continue
        for channel, work in enumerate(quick):
            result[top : top + _STRIP, :, channel] = work(strip[..., channel])
    return cast(Pixels, result)


def _looked_up(table: Table, dtype: np.dtype[Any]) -> Callable[[npt.NDArray[np.float32]], Pixels]:
    """``table`` for floats in [0, 1], by a dense copy of it but in the dark, where it is steep."""
    if dtype == np.float32:
        return lambda values: _at_depth(table(values.astype(np.float64)), dtype)
    dense = _at_depth(table(np.linspace(0.0, 1.0, _DENSE)), dtype)

    def work(values: npt.NDArray[np.float32]) -> Pixels:
        found = dense[(values * np.float32(_DENSE - 1) + np.float32(0.5)).astype(np.int32)]
        dark = values < _DARK
        if dark.any():
            found[dark] = _at_depth(table(values[dark].astype(np.float64)), dtype)
        return found

    return work


def _at_depth(values: Doubles, dtype: np.dtype[Any]) -> Pixels:
    if dtype == np.float32:
        return values.astype(np.float32)
    return cast(Pixels, np.rint(values * peak_of(dtype)).astype(dtype))
