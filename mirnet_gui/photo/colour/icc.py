"""ICC profiles as bytes: what one says of its curves, and profiles made of numbers.

ICC.1:2022 (profile version 4.4) is the source of tags, types and section numbers.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Curve = Callable[[Doubles], Doubles]
"""From encoded values in [0, 1] to light in [0, 1]."""

Chromaticities = tuple[tuple[float, float], ...]
"""x and y (CIE 1931) of red, green, blue and white."""

ParametricCurve = tuple[Literal[0, 3], tuple[float, ...]]
"""Type of a parametric curve and its parameters (section 10.18)."""

RED, GREEN, BLUE, GREY = b"rTRC", b"gTRC", b"bTRC", b"kTRC"
SRGB_PARAMETERS: Final = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""Of the curve of IEC 61966-2-1, as a parametric curve of type 3 (section 10.18)."""

SRGB_LIGHTS: Final[Chromaticities] = (
    (0.64, 0.33),
    (0.30, 0.60),
    (0.15, 0.06),
    (0.3127, 0.3290),
)

_COLORANTS: Final = (b"rXYZ", b"gXYZ", b"bXYZ")
_SAME: Final = 0.002
_HEADER: Final = 128
_MOST_TAGS: Final = 256
_D50: Final = (0.9642, 1.0, 0.8249)
_BRADFORD: Final = np.array(
    [
        [0.8951, 0.2664, -0.1614],
        [-0.7502, 1.7135, 0.0367],
        [0.0389, -0.0685, 1.0296],
    ]
)
_PARAMETERS: Final = {0: 1, 1: 3, 2: 4, 3: 5, 4: 7}


def colour_space(profile: bytes) -> bytes | None:
    """The four letters of the space that a profile describes, or None when it is damaged."""
    is_whole = len(profile) >= max(132, int.from_bytes(profile[:4], "big"))
    return profile[16:20] if is_whole and profile[36:40] == b"acsp" else None


def tags_of(profile: bytes) -> dict[bytes, bytes]:
    """Signature and content of every tag that lies inside the profile (section 7.3)."""
    count = int.from_bytes(profile[_HEADER : _HEADER + 4], "big")
    tags = {}
    for index in range(min(count, _MOST_TAGS)):
        entry = profile[_HEADER + 4 + 12 * index : _HEADER + 16 + 12 * index]
        if len(entry) < 12:
            break
        name, start, size = struct.unpack(">4sII", entry)
        if start + size <= len(profile):
            tags[name] = profile[start : start + size]
    return tags


def curve_of(tag: bytes | None) -> Curve | None:
    """The tone curve that a tag holds (sections 10.6 and 10.18), or None if it holds none."""
    if tag is None or len(tag) < 12:
        return None
    return {b"curv": _sampled, b"para": _parametric}.get(tag[:4], _no_curve)(tag)


def _no_curve(_tag: bytes) -> None:
    return None


def _sampled(tag: bytes) -> Curve | None:
    (count,) = struct.unpack_from(">I", tag, 8)
    table = np.frombuffer(tag[12 : 12 + 2 * count], ">u2").astype(np.float64)
    if len(table) < count:
        return None
    match count:
        case 0:
            return lambda values: values
        case 1:
            return parametric(0, (table[0] / 256,))
    return lambda values: np.interp(values * (count - 1), np.arange(count), table / 65535)


def _parametric(tag: bytes) -> Curve | None:
    kind = int.from_bytes(tag[8:10], "big")
    count = _PARAMETERS.get(kind, 0)
    if not count or len(tag) < 12 + 4 * count:
        return None
    return parametric(kind, np.frombuffer(tag[12 : 12 + 4 * count], ">i4") / 65536)


def parametric(kind: int, parameters: npt.ArrayLike) -> Curve:
    """The curve of type ``kind`` (0 to 4) with its parameters in their order, table 68."""
    numbers = np.asarray(parameters, dtype=np.float64)
    gamma, scale, shift, slope, split, upper, lower = 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    match kind:
        case 0:
            (gamma,) = numbers
        case 1:
            gamma, scale, shift = numbers
            split = -shift / scale if scale else 0.0
        case 2:
            gamma, scale, shift, upper = numbers
            lower = upper
            split = -shift / scale if scale else 0.0
        case 3:
            gamma, scale, shift, slope, split = numbers
        case _:
            gamma, scale, shift, slope, split, upper, lower = numbers

    def curve(values: Doubles) -> Doubles:
        power = np.maximum(scale * values + shift, 0.0) ** gamma + upper
        return np.where(values >= split, power, slope * values + lower).clip(0.0, 1.0)

    return curve


def rgb_profile(
    name: str,
    chromaticities: Chromaticities,
    curve: ParametricCurve = (3, SRGB_PARAMETERS),
) -> bytes:
    """A profile of a space of red, green and blue lights whose mixture is additive.

    Raises ValueError for chromaticities that span no space.
    """
    colorants = _adapted(chromaticities)
    return _profile(name, {**_matrix_tags(colorants), **_curve_tags(_parametric_tag(*curve))})


def with_srgb_curve(profile: bytes) -> bytes | None:
    """A profile of the same lights as those of ``profile`` with the tone curve of sRGB.

    None where that is sRGB itself. ``profile`` must have the tags of a matrix.
    """
    tags = tags_of(profile)
    lights = [np.frombuffer(tags[name][8:20], ">i4") / 65536 for name in _COLORANTS]
    if np.allclose(np.column_stack(lights), _adapted(SRGB_LIGHTS), atol=_SAME):
        return None
    kept = {name: tags[name] for name in _COLORANTS}
    name = "RGB lights of the original, sRGB tone curve"
    return _profile(name, {**kept, **_curve_tags(_parametric_tag(3, SRGB_PARAMETERS))})


def grey_profile(profile: bytes) -> bytes:
    """A profile for one channel that runs as the neutral tones of an RGB ``profile`` do."""
    curve = tags_of(profile)[GREEN]
    return _profile("Grey, tone curve of the original", {GREY: curve}, space=b"GRAY")


def _adapted(chromaticities: Chromaticities) -> npt.NDArray[np.float64]:
    # Columns are the XYZ of red, green and blue seen under D50, the light of profiles.
    try:
        red, green, blue, white = (
            np.array([x / y, 1.0, (1 - x - y) / y]) for x, y in chromaticities
        )
        lights = np.column_stack([red, green, blue])
        lights = lights * np.linalg.solve(lights, white)
        cones = (_BRADFORD @ np.array(_D50)) / (_BRADFORD @ white)
        result = np.linalg.inv(_BRADFORD) @ np.diag(cones) @ _BRADFORD @ lights
    except (ZeroDivisionError, np.linalg.LinAlgError) as error:
        raise ValueError("chromaticities that span no space") from error
    if not np.isfinite(result).all() or np.abs(result).max() > 4:
        raise ValueError("chromaticities that span no space")
    return np.asarray(result, dtype=np.float64)


def _matrix_tags(colorants: npt.NDArray[np.float64]) -> dict[bytes, bytes]:
    return {name: _xyz_tag(colorants[:, index]) for index, name in enumerate(_COLORANTS)}


def _curve_tags(tag: bytes) -> dict[bytes, bytes]:
    return dict.fromkeys((RED, GREEN, BLUE), tag)


def _xyz_tag(xyz: npt.ArrayLike) -> bytes:
    return b"XYZ \0\0\0\0" + _fixed(xyz)


def _parametric_tag(kind: int, parameters: tuple[float, ...]) -> bytes:
    return b"para\0\0\0\0" + struct.pack(">HH", kind, 0) + _fixed(parameters)


def _text_tag(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II4sII", 1, 12, b"enUS", len(encoded), 28) + encoded


def _fixed(numbers: npt.ArrayLike) -> bytes:
    return np.rint(np.asarray(numbers, dtype=np.float64) * 65536).astype(">i4").tobytes()


def _profile(name: str, tags: dict[bytes, bytes], space: bytes = b"RGB ") -> bytes:
    tags = {
        b"desc": _text_tag(name),
        b"cprt": _text_tag("Public domain"),
        b"wtpt": _xyz_tag(_D50),
        **tags,
    }
    table, body = struct.pack(">I", len(tags)), b""
    start = _HEADER + len(table) + 12 * len(tags)
    places: dict[bytes, int] = {}
    for signature, content in tags.items():
        place = places.get(content)
        if place is None:
            place = places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", signature, place, len(content))
    # Version 4.3, a display, made at the beginning of 2026, for perceptual use.
    header = struct.pack(
        ">I4xI12s6H4s28x", start + len(body), 0x04300000, b"mntr" + space + b"XYZ ",
        2026, 1, 1, 0, 0, 0, b"acsp",
    ) + _fixed(_D50)  # fmt: skip
    return header.ljust(_HEADER, b"\0") + table + body
