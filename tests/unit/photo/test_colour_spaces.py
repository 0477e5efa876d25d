"""Whatever tells a file's colours, they are worked on alike and come out as they went in."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import pillow_heif
import pytest
import pyvips
import tifffile
from PIL import Image, ImageCms

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.methods.registry import parse_method
from mirnet_gui.photo.colour.icc import SRGB_LIGHTS, rgb_profile, tags_of
from mirnet_gui.photo.colour.numbers import ADOBE_LIGHTS
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.sizes import with_pixels
from mirnet_gui.photo.values import at_depth
from mirnet_gui.photo.writing import write_photo
from mirnet_gui.progress import CancelToken, silent

LINEAR = rgb_profile("linear", SRGB_LIGHTS, (0, (1.0,)))
ADOBE = rgb_profile("like Adobe RGB", ADOBE_LIGHTS, (0, (2.19921875,)))
PROPHOTO = rgb_profile(
    "like ProPhoto",
    ((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001), (0.3457, 0.3585)),
    (0, (1.8,)),
)


def light_of(encoded: np.ndarray) -> np.ndarray:
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def as_srgb(path: Path) -> np.ndarray:
    """What a viewer that manages colours shows, by libvips."""
    image = pyvips.Image.new_from_file(str(path))
    if image.get_typeof("icc-profile-data"):
        image = image.icc_transform("srgb", embedded=True, depth=8, intent="relative")
    return image.numpy()[..., :3].astype(int)


def numbers_in(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def profile_in(path: Path) -> bytes | None:
    with Image.open(path) as image:
        return image.info.get("icc_profile")


def with_chunks(path: Path, *chunks: tuple[bytes, bytes]) -> None:
    whole = path.read_bytes()
    extra = b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
    path.write_bytes(whole[:33] + extra + whole[33:])


def enhanced(path: Path, method: str, output: Path) -> Photo:
    photo = read_photo(path)
    pixels = parse_method(method).apply(photo.pixels, silent, CancelToken())
    write_photo(with_pixels(photo, pixels), output)
    return photo


@pytest.mark.parametrize("method", ["gamma:gamma=0.5", "clahe", "he", "lime", "bimef", "msrcr"])
def test_linear_light_comes_out_like_the_same_photograph_in_srgb(
    deep_picture: np.ndarray, tmp_path: Path, method: str
) -> None:
    linear = np.rint(light_of(deep_picture / 65535) * 65535).astype(np.uint16)
    tifffile.imwrite(tmp_path / "plain.tif", deep_picture, photometric="rgb")
    tifffile.imwrite(tmp_path / "linear.tif", linear, photometric="rgb", iccprofile=LINEAR)
    enhanced(tmp_path / "plain.tif", method, tmp_path / "plain-out.tif")
    enhanced(tmp_path / "linear.tif", method, tmp_path / "linear-out.tif")
    plain = tifffile.imread(tmp_path / "plain-out.tif") / 65535
    back = tifffile.imread(tmp_path / "linear-out.tif")
    assert back.dtype == np.uint16
    assert np.abs(plain - encoded(back / 65535)).mean() < 0.5 / 255
    assert profile_in(tmp_path / "linear-out.tif") == LINEAR


def encoded(light: np.ndarray) -> np.ndarray:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("profile", [LINEAR, ADOBE, PROPHOTO], ids=["linear", "Adobe", "ProPhoto"])
@pytest.mark.parametrize("bits", [8, 16])
def test_what_is_not_changed_stays_in_spaces_of_other_curves(
    picture: np.ndarray, deep_picture: np.ndarray, tmp_path: Path, profile: bytes, bits: int
) -> None:
    before = picture if bits == 8 else deep_picture
    before = before.copy()
    before[0, :100] = np.arange(100)[:, None]
    tifffile.imwrite(tmp_path / "a.tif", before, photometric="rgb", iccprofile=profile)
    photo = enhanced(tmp_path / "a.tif", "gamma:gamma=1", tmp_path / "b.tif")
    assert photo.bit_depth == bits
    after = tifffile.imread(tmp_path / "b.tif")
    assert after.dtype == before.dtype
    assert np.abs(after.astype(int) - before).max() <= 1
    assert profile_in(tmp_path / "b.tif") == profile


def test_display_p3_is_left_as_it_is(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    Image.fromarray(picture).save(tmp_path / "a.png", icc_profile=profile_of("p3"))
    photo = enhanced(tmp_path / "a.png", "gamma:gamma=1", tmp_path / "b.png")
    assert photo.stored is None
    assert np.array_equal(numbers_in(tmp_path / "b.png"), picture)


def test_a_deep_linear_photograph_as_jpeg_is_not_left_eight_bits_of_linear_light(
    deep_picture: np.ndarray, tmp_path: Path
) -> None:
    dark = deep_picture // 16
    tifffile.imwrite(tmp_path / "a.tif", dark, photometric="rgb", iccprofile=LINEAR)
    enhanced(tmp_path / "a.tif", "gamma:gamma=1", tmp_path / "b.jpg")
    wanted = encoded(dark / 65535) * 255
    assert np.abs(as_srgb(tmp_path / "b.jpg") - wanted).mean() < 3


def test_a_grey_profile_comes_back_with_the_numbers(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    grey = Image.fromarray(picture).convert("L")
    grey.save(tmp_path / "a.png", icc_profile=profile_of("grey"))
    enhanced(tmp_path / "a.png", "gamma:gamma=1", tmp_path / "b.png")
    assert profile_in(tmp_path / "b.png") == profile_of("grey")
    assert np.array_equal(numbers_in(tmp_path / "b.png"), np.asarray(grey))
    enhanced(tmp_path / "a.png", "gamma:gamma=1", tmp_path / "c.webp")
    wanted = encoded(np.asarray(grey) / 255) * 255
    assert np.abs(as_srgb(tmp_path / "c.webp")[..., 1] - wanted).mean() < 3


GAMA_LINEAR = (b"gAMA", struct.pack(">I", 100_000))
CHRM_ADOBE = (
    b"cHRM",
    struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000),
)


@pytest.mark.parametrize(
    ("chunks", "profile"),
    [
        ([GAMA_LINEAR], LINEAR),
        ([(b"gAMA", struct.pack(">I", 45470)), CHRM_ADOBE], ADOBE),
        ([(b"cICP", bytes((12, 13, 0, 1)))], "p3"),
        ([(b"cICP", bytes((12, 13, 0, 1))), GAMA_LINEAR], "p3"),
        ([(b"sRGB", b"\0"), GAMA_LINEAR], None),
        ([(b"gAMA", struct.pack(">I", 45455))], None),
        ([], None),
    ],
    ids=["gAMA", "gAMA and cHRM", "cICP", "cICP first", "sRGB first", "gAMA of sRGB", "none"],
)
def test_colours_of_png_chunks(
    picture: np.ndarray,
    tmp_path: Path,
    profile_of: Callable[[str], bytes],
    chunks: list[tuple[bytes, bytes]],
    profile: bytes | str | None,
) -> None:
    known = profile_of(profile) if isinstance(profile, str) else profile
    Image.fromarray(picture).save(tmp_path / "expected.png", icc_profile=known)
    Image.fromarray(picture).save(tmp_path / "a.png")
    with_chunks(tmp_path / "a.png", *chunks)
    photo = enhanced(tmp_path / "a.png", "gamma:gamma=1", tmp_path / "b.png")
    assert (photo.own_profile is None) == (profile is None)
    assert np.array_equal(numbers_in(tmp_path / "b.png"), picture)
    difference = as_srgb(tmp_path / "b.png") - as_srgb(tmp_path / "expected.png")
    assert np.abs(difference).max() <= 2


def test_a_cicp_that_tells_nothing_leaves_it_to_the_profile(
    picture: np.ndarray, tmp_path: Path
) -> None:
    Image.fromarray(picture).save(tmp_path / "a.png", icc_profile=ADOBE)
    with_chunks(tmp_path / "a.png", (b"cICP", bytes((2, 2, 0, 1))))
    assert read_photo(tmp_path / "a.png").own_profile == ADOBE


@pytest.mark.parametrize("kind", ["heic", "avif"])
def test_grey_of_telephones_keeps_its_profile(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes], kind: str
) -> None:
    pillow_heif.register_heif_opener()
    grey, path = Image.fromarray(picture[..., 0].copy()), tmp_path / f"a.{kind}"
    grey.save(path, icc_profile=profile_of("grey"), quality=100)
    with Image.open(path) as image:
        decoded = np.asarray(image.convert("L"))
    photo = enhanced(path, "gamma:gamma=1", tmp_path / "b.png")
    assert photo.own_profile == profile_in(tmp_path / "b.png") == profile_of("grey")
    assert np.array_equal(numbers_in(tmp_path / "b.png"), decoded)


def test_a_profile_of_other_colours_is_told(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    pillow_heif.register_heif_opener()
    for profile in (b"no profile", profile_of("grey")):
        Image.fromarray(picture).save(tmp_path / "a.heic", icc_profile=profile)
        photo = read_photo(tmp_path / "a.heic")
        assert photo.own_profile is None
        assert photo.metadata.missing == ("The colour profile",)


@pytest.mark.parametrize(("transfer", "name"), [(16, "PQ"), (18, "HLG")])
def test_high_dynamic_range_is_refused_in_words(
    picture: np.ndarray, tmp_path: Path, transfer: int, name: str
) -> None:
    path = tmp_path / "hdr.png"
    Image.fromarray(picture).save(path)
    with_chunks(path, (b"cICP", bytes((9, transfer, 0, 1))))
    others = [
        told_by_numbers(picture, tmp_path / f"hdr.{kind}", 9, transfer) for kind in ("avif", "heic")
    ]
    for each in (path, *others):
        for look in (probe, read_photo):
            with pytest.raises(UnreadablePhoto, match=f"has high dynamic range .{name}"):
                look(each)


def told_by_numbers(picture: Pixels, path: Path, primaries: int, transfer: int) -> Path:
    whole = io.BytesIO()
    if path.suffix == ".heic":
        pillow_heif.from_pillow(Image.fromarray(picture)).save(whole, quality=95)
    else:
        Image.fromarray(picture).save(whole, "AVIF", quality=95)
    head, numbers, rest = whole.getvalue().partition(b"colrnclx")
    assert numbers
    path.write_bytes(head + numbers + struct.pack(">HH", primaries, transfer) + rest[4:])
    return path


@pytest.mark.parametrize("kind", ["avif", "heic"])
@pytest.mark.parametrize(("primaries", "name"), [(12, "Display P3"), (9, "BT.2020"), (1, "sRGB")])
def test_colours_of_avif_and_heic_numbers(
    picture: np.ndarray, tmp_path: Path, primaries: int, name: str, kind: str
) -> None:
    path = told_by_numbers(picture, tmp_path / f"a.{kind}", primaries, 13)
    enhanced(path, "gamma:gamma=1", tmp_path / "b.png")
    profile = profile_in(tmp_path / "b.png")
    if name == "sRGB":
        assert profile is None
        return
    assert (
        ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile))).strip()
        == name
    )
    red = np.frombuffer(tags_of(profile)[b"rXYZ"][8:20], ">i4") / 65536
    # ICC profiles of both spaces, of Apple and of the ICC.
    wanted = {"Display P3": (0.5151, 0.2412, -0.0011), "BT.2020": (0.6735, 0.2790, -0.0019)}
    assert np.abs(red - wanted[name]).max() < 0.002


def test_colours_multiplied_by_alpha_are_divided(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path
) -> None:
    image = Image.fromarray(np.dstack([picture, alpha]))
    image.save(tmp_path / "a.avif", quality=100)
    image.save(tmp_path / "b.avif", quality=100, alpha_premultiplied=True)
    plain, divided = (read_photo(tmp_path / name) for name in ("a.avif", "b.avif"))
    assert b"prem" in (tmp_path / "b.avif").read_bytes()
    opaque = alpha > 128
    difference = np.abs(plain.pixels.astype(int) - divided.pixels)[opaque]
    assert difference.mean() < 3


def test_a_space_told_by_a_table_becomes_one_that_can_be_written(
    picture: np.ndarray, tmp_path: Path
) -> None:
    # The lights of sRGB in another order: what comes out of a matrix as well as of a table.
    red, green, blue, white = SRGB_LIGHTS
    rotated = rgb_profile("rotated", (green, blue, red, white))
    Image.fromarray(picture[..., [1, 2, 0]]).save(tmp_path / "a.png", icc_profile=rotated)
    assert np.abs(as_srgb(tmp_path / "a.png") - picture).max() <= 2
    enhanced(tmp_path / "a.png", "gamma:gamma=0.5", tmp_path / "b.png")
    Image.fromarray(picture).save(tmp_path / "c.png")
    enhanced(tmp_path / "c.png", "gamma:gamma=0.5", tmp_path / "d.png")
    difference = as_srgb(tmp_path / "b.png") - as_srgb(tmp_path / "d.png")
    assert np.abs(difference).mean() < 6


def test_lossless_webp_stays_lossless(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "a.webp", lossless=True)
    Image.fromarray(picture).save(tmp_path / "lossy.webp", quality=80)
    enhanced(tmp_path / "a.webp", "gamma:gamma=1", tmp_path / "b.webp")
    assert np.array_equal(numbers_in(tmp_path / "b.webp"), picture)
    assert not read_photo(tmp_path / "lossy.webp").lossless


def test_a_broken_profile_is_told(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.fromarray(picture).save(path)
    with_chunks(path, (b"iCCP", b"broken\0\0no zlib"))
    assert "The colour profile" in read_photo(path).metadata.missing


def exif_of_adobe(index: str = "R03") -> bytes:
    block = Image.Exif()
    block.get_ifd(0x8769)[0xA001] = 0xFFFF
    block.get_ifd(0x8769)[0xA005] = {1: index}
    return block.tobytes()


def test_adobe_rgb_told_by_a_camera_in_exif(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "a.jpg", exif=exif_of_adobe(), quality=95)
    Image.fromarray(picture).save(tmp_path / "b.jpg", icc_profile=ADOBE, quality=95)
    enhanced(tmp_path / "a.jpg", "gamma:gamma=1", tmp_path / "c.png")
    assert np.abs(as_srgb(tmp_path / "c.png") - as_srgb(tmp_path / "b.jpg")).max() <= 2
    Image.fromarray(picture).save(tmp_path / "d.jpg", exif=exif_of_adobe("R98"), quality=95)
    assert read_photo(tmp_path / "d.jpg").own_profile is None


def test_exif_does_not_say_adobe_rgb_of_what_became_srgb(
    picture: np.ndarray, tmp_path: Path
) -> None:
    Image.fromarray(picture).convert("CMYK").save(tmp_path / "a.jpg", exif=exif_of_adobe())
    enhanced(tmp_path / "a.jpg", "gamma:gamma=1", tmp_path / "b.jpg")
    with Image.open(tmp_path / "b.jpg") as image:
        inner = image.getexif().get_ifd(0x8769)
        assert inner[0xA001] == 1
        assert image.getexif().get_ifd(0xA005)[1] == "R98"


def test_lights_told_by_tags_of_a_tiff(picture: np.ndarray, tmp_path: Path) -> None:
    def rationals(values: tuple[float, ...]) -> tuple[int, ...]:
        return tuple(part for value in values for part in (round(value * 10_000), 10_000))

    red, green, blue, white = ADOBE_LIGHTS
    tags = [(318, "2I", 2, rationals(white)), (319, "2I", 6, rationals((*red, *green, *blue)))]
    tifffile.imwrite(tmp_path / "a.tif", picture, photometric="rgb", extratags=tags)
    photo = read_photo(tmp_path / "a.tif")
    assert photo.profile is not None
    wanted = tags_of(ADOBE)
    for name in (b"rXYZ", b"gXYZ", b"bXYZ"):
        lights = [
            np.frombuffer(each[name][8:20], ">i4") for each in (tags_of(photo.profile), wanted)
        ]
        assert np.abs(lights[0] - lights[1]).max() < 30
    assert np.array_equal(photo.pixels, picture)


@pytest.mark.parametrize("kind", ["avif", "heic"])
def test_linear_light_told_by_numbers(picture: np.ndarray, tmp_path: Path, kind: str) -> None:
    path = told_by_numbers(picture, tmp_path / f"a.{kind}", 1, 8)
    photo = read_photo(path)
    assert (photo.bit_depth, photo.profile) == (8, None)
    wanted = encoded(read_photo(told_by_numbers(picture, path, 1, 13)).pixels / 255)
    assert np.abs(photo.pixels / 65535 - wanted).max() < 0.01


def test_numbers_that_nobody_knows_are_refused(picture: np.ndarray, tmp_path: Path) -> None:
    path = told_by_numbers(picture, tmp_path / "a.avif", 77, 13)
    with pytest.raises(UnreadablePhoto, match="numbers that are not known"):
        read_photo(path)


@pytest.mark.parametrize(
    "curve",
    [(0, (0.0,)), (3, (0.0,) * 5), (3, (1.0, -1.0, 1.0, 1.0, 2.0))],
    ids=["flat", "black", "jagged"],
)
def test_curves_without_a_way_back_change_nothing(
    picture: np.ndarray, tmp_path: Path, curve: tuple[Literal[0, 3], tuple[float, ...]]
) -> None:
    profile = rgb_profile("strange", SRGB_LIGHTS, curve)
    tifffile.imwrite(tmp_path / "a.tif", picture, photometric="rgb", iccprofile=profile)
    enhanced(tmp_path / "a.tif", "gamma:gamma=1", tmp_path / "b.tif")
    assert np.array_equal(tifffile.imread(tmp_path / "b.tif"), picture)


@pytest.mark.parametrize("numbered", [0, 1, 2**32 - 1])
def test_gamma_that_no_screen_has_is_passed_over(
    picture: np.ndarray, tmp_path: Path, numbered: int
) -> None:
    Image.fromarray(picture).save(tmp_path / "a.png")
    with_chunks(tmp_path / "a.png", (b"gAMA", struct.pack(">I", numbered)), (b"cHRM", bytes(32)))
    assert np.array_equal(read_photo(tmp_path / "a.png").pixels, picture)


@pytest.mark.parametrize("depth", [8, 16])
def test_a_wanted_depth_counts_for_other_curves_too(
    picture: np.ndarray, deep_picture: np.ndarray, tmp_path: Path, depth: Literal[8, 16]
) -> None:
    for bits, pixels in ((8, picture), (16, deep_picture)):
        path = tmp_path / f"{bits}.tif"
        tifffile.imwrite(path, pixels, photometric="rgb", iccprofile=ADOBE)
        result = tmp_path / f"{bits} as {depth}.tif"
        photo = at_depth(read_photo(path), depth)
        write_photo(photo, result)
        assert photo.bit_depth == tifffile.imread(result).dtype.itemsize * 8 == depth
        assert np.abs(as_srgb(result) - as_srgb(path)).max() <= 3
