"""Whatever a file holds, made into RGB: grey, CMYK and Lab through their profiles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyvips

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


class UnknownColoursError(ValueError):
    """The channels or numbers are none that a photograph has."""


@dataclass(frozen=True, slots=True)
class Rgb:
    """An image of three bands, or of four with alpha the last, not yet computed.

    ``profile`` is that of the RGB space (None: sRGB); ``grey`` says it came from one channel.
    """

    image: pyvips.Image
    profile: bytes | None
    grey: bool


def to_rgb(image: pyvips.Image) -> Rgb:
    """Plan the way to RGB at 8 or 16 bits or float. Raises :class:`UnknownColoursError`."""
    image = _with_plain_numbers(image)
    colours = _number_of_colours(image)
    colour, alpha = _split(image, colours)
    if colours == 1:
        rgb, profile = _from_grey(colour), None
    elif image.interpretation == "cmyk":
        rgb, profile = _through_profile(colour, fallback="cmyk"), None
    elif image.interpretation in ("lab", "labs"):
        rgb, profile = rgb_of_lab(colour, depth=16), None
    else:
        rgb, profile = colour, _rgb_profile(image)
    if alpha is not None and alpha.format == rgb.format:
        rgb = rgb.bandjoin(alpha)
    return Rgb(rgb, profile, grey=colours == 1)


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
    raise UnknownColoursError("numbers of a kind that no photograph has")


def _number_of_colours(image: pyvips.Image) -> int:
    colours = _COLOURS.get(image.interpretation) or _BY_BANDS.get(image.bands, 0)
    if not colours or image.bands not in (colours, colours + 1):
        raise UnknownColoursError(f"{image.bands} channels")
    return colours


def _split(image: pyvips.Image, colours: int) -> tuple[pyvips.Image, pyvips.Image | None]:
    if image.bands == colours:
        return image, None
    return image.extract_band(0, n=colours), image.extract_band(colours)


def _from_grey(image: pyvips.Image) -> pyvips.Image:
    if image.get_typeof(_PROFILE) and image.format != "float":
        profile = bytes(image.get(_PROFILE))
        # Some greys carry the profile of an RGB space, which says how its neutral tones run.
        if colour_space(profile) == b"RGB ":
            image = image.bandjoin([image, image]).copy(interpretation=_rgb_name(image))
        if colour_space(profile) in (b"RGB ", b"GRAY"):
            image = _through_profile(image).extract_band(1)
    return image.bandjoin([image, image]).copy(interpretation=_rgb_name(image))


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


def _rgb_profile(image: pyvips.Image) -> bytes | None:
    if not image.get_typeof(_PROFILE):
        return None
    profile = bytes(image.get(_PROFILE))
    return profile if colour_space(profile) == b"RGB " else None


def colour_space(profile: bytes) -> bytes | None:
    """The four letters of the space that a profile describes, or None when it is damaged."""
    is_whole = len(profile) >= max(132, int.from_bytes(profile[:4], "big"))
    return profile[16:20] if is_whole and profile[36:40] == b"acsp" else None


def display_p3() -> bytes:
    """The profile of screens and telephones with a wider gamut, for files that only name it."""
    return bytes(pyvips.Operation.call("profile_load", "p3"))
