"""Colour spaces that files tell by numbers (ITU-T H.273): as profiles, or refused in words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

import pyvips

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.colour.icc import (
    SRGB_LIGHTS,
    SRGB_PARAMETERS,
    Chromaticities,
    ParametricCurve,
    rgb_profile,
    tags_of,
)


class UnknownColoursError(ValueError):
    """The channels or numbers are none that a photograph has."""

    hint = mark("Save it as RGB or grey with 8 or 16 bits first.")


class HighDynamicRangeError(UnknownColoursError):
    """Light beyond the white of ordinary pictures, encoded by PQ or HLG."""

    hint = mark("Save it with standard dynamic range (SDR) first.")


class ColourNumbers(NamedTuple):
    """Of primaries and transfer characteristics, H.273 tables 2 and 3; 2 is unspecified."""

    primaries: int
    transfer: int


_D65: Final = (0.3127, 0.3290)
_C: Final = (0.310, 0.316)
ADOBE_LIGHTS: Final[Chromaticities] = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), _D65)
_SMPTE_C: Final[Chromaticities] = ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), _D65)
_PRIMARIES: Final[dict[int, tuple[str, Chromaticities]]] = {
    1: ("sRGB", SRGB_LIGHTS),
    2: ("sRGB", SRGB_LIGHTS),
    4: ("BT.470 M", ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), _C)),
    5: ("BT.470 BG", ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), _D65)),
    6: ("BT.601", _SMPTE_C),
    7: ("SMPTE 240M", _SMPTE_C),
    8: ("Film", ((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), _C)),
    9: ("BT.2020", ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), _D65)),
    11: ("DCI-P3", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351))),
    12: ("Display P3", ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), _D65)),
    22: ("EBU Tech. 3213", ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), _D65)),
}
_GAMMAS: Final = {4: 2.2, 5: 2.8, 8: 1.0}
# Those of video (BT.709, BT.601, BT.2020) are what a camera does; what a screen makes of them
# is nearer to the curve of sRGB than to their inverse, and that is how viewers show them.
_LIKE_SRGB: Final = frozenset({1, 2, 6, 11, 13, 14, 15})
_HIGH_DYNAMIC_RANGE: Final = {16: "PQ", 18: "HLG"}


def check_range(numbers: ColourNumbers) -> None:
    """Raise :class:`HighDynamicRangeError` for light beyond the white of ordinary pictures."""
    name = _HIGH_DYNAMIC_RANGE.get(numbers.transfer)
    if name:
        raise HighDynamicRangeError(
            tr("high dynamic range ({name}), which cannot be enhanced", name=name)
        )


def check_profile(profile: bytes) -> None:
    """Raise :class:`HighDynamicRangeError` for an ICC profile that says so (its tag cicp)."""
    cicp = tags_of(profile).get(b"cicp", b"")
    if len(cicp) >= 10:
        check_range(ColourNumbers(cicp[8], cicp[9]))


@lru_cache
def profile_of_numbers(numbers: ColourNumbers) -> bytes | None:
    """The ICC profile of the space; None for sRGB.

    Raises :class:`HighDynamicRangeError` for PQ and HLG, and :class:`UnknownColoursError` for
    numbers that are not known.
    """
    check_range(numbers)
    found = _PRIMARIES.get(numbers.primaries)
    gamma = _GAMMAS.get(numbers.transfer)
    if found is None or (gamma is None and numbers.transfer not in _LIKE_SRGB):
        description = tr(
            "primaries {primaries}, transfer {transfer}",
            primaries=numbers.primaries,
            transfer=numbers.transfer,
        )
        raise UnknownColoursError(
            tr(
                "colours given by numbers that are not known ({description})",
                description=description,
            )
        )
    name, lights = found
    if gamma is not None:
        return rgb_profile(f"{name}, gamma {gamma:g}", lights, (0, (gamma,)))
    return None if lights is SRGB_LIGHTS else rgb_profile(name, lights, (3, SRGB_PARAMETERS))


@lru_cache
def profile_of_lights(lights: Chromaticities | None, exponent: float | None) -> bytes | None:
    """The profile of ``lights`` (sRGB's without) to the power of ``exponent``; None for sRGB.

    What stands in PNG's cHRM and gAMA, and in tags of TIFF. Lights that span no space are passed
    over, as is 2.2, which sRGB files say for programs that know no better curve.
    """
    chosen, name = lights or SRGB_LIGHTS, "RGB"
    if _is_close(chosen, SRGB_LIGHTS):
        chosen, name = SRGB_LIGHTS, tr("sRGB lights")
    is_srgb = chosen is SRGB_LIGHTS
    curve: ParametricCurve
    if exponent is None or (is_srgb and abs(exponent - 2.2) < 0.01):
        curve = (3, SRGB_PARAMETERS)
    else:
        curve, name = (0, (exponent,)), f"{name}, gamma {exponent:.4g}"
    if is_srgb and curve[0] == 3:
        return None
    try:
        return rgb_profile(name, chosen, curve)
    except ValueError:
        return None if exponent is None else profile_of_lights(None, exponent)


def _is_close(one: Chromaticities, other: Chromaticities) -> bool:
    pairs = zip(one, other, strict=True)
    return all(abs(x - u) < 0.002 and abs(y - v) < 0.002 for (x, y), (u, v) in pairs)


def with_declared_profile(image: pyvips.Image, profile: bytes | None) -> pyvips.Image:
    """``image`` with ``profile``, where it carries none itself and there is one."""
    if profile is None or image.get_typeof("icc-profile-data"):
        return image
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return image
