"""Whatever a file holds, made into RGB: grey, CMYK and Lab through their profiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyvips

from mirnet_gui.language import tr
from mirnet_gui.photo.colour.icc import GREY, colour_space, curve_of, grey_profile, tags_of
from mirnet_gui.photo.colour.numbers import UnknownColoursError, check_profile
from mirnet_gui.photo.colour.working_space import has_lights

_COLOURS: Final = {
    "b-w": 1,
    "grey16": 1,
    "srgb": 3,
    "rgb": 3,
    "rgb16": 3,
    "scrgb": 3,
    "lab": 3,
    "labs": 3,
    "cmyk": 4,
}
_BY_BANDS: Final = {1: 1, 2: 1, 3: 3, 4: 3}
_PROFILE: Final = "icc-profile-data"
_GREYS: Final = 17
_NEAR: Final = 12
_LEAST_RANGE: Final = 64


@dataclass(frozen=True, slots=True)
class Rgb:
    """An image of three bands, or of four with alpha the last, not yet computed.

    ``profile`` is that of the RGB space (None: sRGB), or of the one channel that it came from if
    ``grey`` says so. ``is_profile_lost`` says that the file's is damaged or of other colours.
    """

    image: pyvips.Image
    profile: bytes | None
    grey: bool
    is_profile_lost: bool = False


def to_rgb(image: pyvips.Image) -> Rgb:
    """Plan the way to RGB at 8 or 16 bits or float. Raises :class:`UnknownColoursError`."""
    image = _with_plain_numbers(image)
    colours = _number_of_colours(image)
    colour, alpha = _split(image, colours)
    if colours == 1:
        rgb, profile = _from_grey(colour)
    elif image.interpretation == "cmyk":
        rgb, profile = _through_profile(colour, fallback="cmyk"), None
    elif image.interpretation in ("lab", "labs"):
        rgb, profile = rgb_of_lab(colour, depth=16), None
    else:
        rgb, profile = _from_rgb(colour)
    if alpha is not None and alpha.format == rgb.format:
        rgb = rgb.bandjoin(alpha)
    return Rgb(rgb, profile, colours == 1, _is_profile_lost(image, colours))


def _is_profile_lost(image: pyvips.Image, colours: int) -> bool:
    if not image.get_typeof(_PROFILE) or image.interpretation in ("lab", "labs"):
        return False
    fitting = {1: (b"GRAY", b"RGB "), 3: (b"RGB ",), 4: (b"CMYK",)}[colours]
    return colour_space(bytes(image.get(_PROFILE))) not in fitting


def _with_plain_numbers(image: pyvips.Image) -> pyvips.Image:
    if image.interpretation == "labs":
        return image
    match image.format:
        case "uchar" | "ushort" | "float":
            return image
        case "uint":
            wide = "grey16" if _number_of_colours(image) == 1 else "rgb16"
            return (image >> 16).cast("ushort").copy(interpretation=wide)
        case "double":
            return image.cast("float")
    raise UnknownColoursError(tr("numbers of a kind that no photograph has"))


def _number_of_colours(image: pyvips.Image) -> int:
    colours = _COLOURS.get(image.interpretation) or _BY_BANDS.get(image.bands, 0)
    if not colours or image.bands not in (colours, colours + 1):
        raise UnknownColoursError(tr("{count} channels", count=image.bands))
    return colours


def _split(image: pyvips.Image, colours: int) -> tuple[pyvips.Image, pyvips.Image | None]:
    if image.bands == colours:
        return image, None
    return image.extract_band(0, n=colours), image.extract_band(colours)


def _from_grey(image: pyvips.Image) -> tuple[pyvips.Image, bytes | None]:
    profile = bytes(image.get(_PROFILE)) if image.get_typeof(_PROFILE) else b""
    space = colour_space(profile)
    if space == b"RGB " and has_lights(profile):
        # Some greys carry the profile of an RGB space, which says how its neutral tones run.
        profile, space = grey_profile(profile), b"GRAY"
    kept = profile if space == b"GRAY" and curve_of(tags_of(profile).get(GREY)) else None
    if kept is None and image.format != "float":
        if space == b"RGB ":
            image = image.bandjoin([image, image]).copy(interpretation=_rgb_name(image))
        if space in (b"RGB ", b"GRAY"):
            image = _through_profile(image).extract_band(1)
    return image.bandjoin([image, image]).copy(interpretation=_rgb_name(image)), kept


def _rgb_name(image: pyvips.Image) -> str:
    return {"uchar": "srgb", "ushort": "rgb16"}.get(image.format, "scrgb")


def _through_profile(image: pyvips.Image, fallback: str | None = None) -> pyvips.Image:
    """The image in sRGB by its own profile, or by ``fallback``, or as it is if both fail."""
    depth = 8 if image.format == "uchar" else 16
    options = {"depth": depth, "intent": "relative", "black_point_compensation": True}
    if fallback is not None:
        options["input_profile"] = fallback
    try:
        return image.icc_transform("srgb", embedded=True, **options)
    except pyvips.Error:
        if fallback is None:
            return image
    image = image.copy()
    image.remove(_PROFILE)
    return image.icc_transform("srgb", **options)


def rgb_of_lab(image: pyvips.Image, depth: int) -> pyvips.Image:
    """Lab under the light of print (D50) as sRGB with 8 or 16 bits."""
    return image.icc_export(output_profile="srgb", pcs="lab", depth=depth, intent="relative")


def _from_rgb(image: pyvips.Image) -> tuple[pyvips.Image, bytes | None]:
    profile = bytes(image.get(_PROFILE)) if image.get_typeof(_PROFILE) else None
    if profile is None or colour_space(profile) != b"RGB ":
        return image, None
    check_profile(profile)
    if image.format == "float" or _is_like_rgb(profile):
        return image, profile
    # No lights and curves, but a table, whose way back may not even be told (XYB): the widest of
    # the spaces that every screen knows takes its place.
    depth = 8 if image.format == "uchar" else 16
    lab = image.icc_import(embedded=True, pcs="lab", intent="relative")
    return lab.icc_export(
        output_profile="p3", pcs="lab", depth=depth, intent="relative"
    ), display_p3()


def _is_like_rgb(profile: bytes) -> bool:
    """Whether the channels are reds, greens and blues, and greys lie about where sRGB has them.

    The latter is asked only of spaces whose curves are not told. A profile that cannot be used,
    or makes one grey or a negative of all, says nothing.
    """
    greys = np.linspace(0, 255, _GREYS).round().astype(np.uint8)
    colours = np.diag(np.array([160, 160, 160], np.uint8)) + np.uint8(60)
    levels = np.concatenate([np.repeat(greys[:, None], 3, axis=1), colours])[None]
    probe = pyvips.Image.new_from_array(np.ascontiguousarray(levels)).copy(interpretation="srgb")
    probe.set_type(pyvips.GValue.blob_type, _PROFILE, profile)
    try:
        mapped = probe.icc_transform("srgb", embedded=True, intent="relative", depth=8).numpy()[0]
    except pyvips.Error:
        return True
    if mapped[_GREYS - 1].mean() - mapped[0].mean() < _LEAST_RANGE:
        return True
    has_order = bool((mapped[_GREYS:].argmax(axis=1) == np.arange(3)).all())
    if not has_order or has_lights(profile):
        return has_order
    return bool(np.abs(mapped[:_GREYS].astype(int) - levels[0, :_GREYS]).max() <= _NEAR)


def display_p3() -> bytes:
    """The profile of screens and telephones with a wider gamut, for files that only name it."""
    return bytes(pyvips.Operation.call("profile_load", "p3"))
