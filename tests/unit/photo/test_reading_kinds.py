"""Every kind of picture comes out as RGB that another program agrees with."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.photo.reading import probe, read_photo


def difference(one: np.ndarray, other: np.ndarray) -> int:
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other.astype(int)).max())


@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
def test_eight_bit_colour(picture: np.ndarray, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"photo.{extension}"
    Image.fromarray(picture).save(path, quality=95)
    photo = read_photo(path)
    assert photo.pixels.dtype == np.uint8
    assert photo.pixels.flags.c_contiguous
    assert photo.pixels.flags.writeable
    assert difference(photo.pixels, np.asarray(Image.open(path).convert("RGB"))) <= 1
    assert (photo.alpha, photo.grey, photo.profile, photo.path) == (None, False, None, path)


@pytest.mark.parametrize("extension", ["png", "tif"])
def test_sixteen_bit_colour(deep_picture: np.ndarray, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"photo.{extension}"
    assert cv2.imwrite(str(path), deep_picture[..., ::-1])
    photo = read_photo(path)
    assert photo.bit_depth == 16
    assert np.array_equal(photo.pixels, deep_picture)


@pytest.mark.parametrize(
    "options",
    [
        {"byteorder": ">"},
        {"bigtiff": True, "tile": (64, 64), "compression": "zlib"},
        {"rowsperstrip": 7},
    ],
    ids=["big endian", "big, tiled and compressed", "strips"],
)
def test_sixteen_bit_tiffs_of_all_layouts(
    deep_picture: np.ndarray, tmp_path: Path, options: dict[str, object]
) -> None:
    tifffile.imwrite(tmp_path / "a.tif", deep_picture, photometric="rgb", **options)
    assert np.array_equal(read_photo(tmp_path / "a.tif").pixels, deep_picture)


def test_planes_one_after_another(picture: np.ndarray, tmp_path: Path) -> None:
    planes = np.moveaxis(picture, 2, 0)
    tifffile.imwrite(tmp_path / "a.tif", planes, photometric="rgb", planarconfig="separate")
    assert np.array_equal(read_photo(tmp_path / "a.tif").pixels, picture)


@pytest.mark.parametrize("kind", ["float32", "float16"])
def test_float_tiff(picture: np.ndarray, tmp_path: Path, kind: str) -> None:
    values = (picture / 255).astype(kind)
    tifffile.imwrite(tmp_path / "a.tif", values, photometric="rgb")
    photo = read_photo(tmp_path / "a.tif")
    assert photo.pixels.dtype == np.float32
    assert np.array_equal(photo.pixels, values.astype(np.float32))


def test_float_tiff_without_a_number_in_places(picture: np.ndarray, tmp_path: Path) -> None:
    values = (picture / 255).astype(np.float32)
    values[3, 4] = np.nan
    values[5, 6] = np.inf
    tifffile.imwrite(tmp_path / "a.tif", values, photometric="rgb")
    pixels = read_photo(tmp_path / "a.tif").pixels
    assert np.isfinite(pixels).all()
    assert pixels[3, 4].tolist() == [0, 0, 0]
    assert pixels[5, 6].tolist() == [1, 1, 1]


def test_thirty_two_bit_whole_numbers_become_sixteen(picture: np.ndarray, tmp_path: Path) -> None:
    values = picture.astype(np.uint32) * 0x01010101
    tifffile.imwrite(tmp_path / "a.tif", values, photometric="rgb")
    assert np.array_equal(read_photo(tmp_path / "a.tif").pixels, picture.astype(np.uint16) * 257)


@pytest.mark.parametrize("extension", ["jpg", "png", "tif"])
def test_grey(picture: np.ndarray, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"grey.{extension}"
    Image.fromarray(picture).convert("L").save(path)
    photo = read_photo(path)
    assert photo.grey
    assert difference(photo.pixels, np.asarray(Image.open(path).convert("RGB"))) == 0


def test_sixteen_bit_grey_with_alpha(deep_picture: np.ndarray, tmp_path: Path) -> None:
    both = np.ascontiguousarray(deep_picture[..., :2])
    tifffile.imwrite(
        tmp_path / "a.tif",
        both,
        photometric="minisblack",
        planarconfig="contig",
        extrasamples=["unassalpha"],
    )
    photo = read_photo(tmp_path / "a.tif")
    assert photo.grey
    assert all(np.array_equal(photo.pixels[..., band], both[..., 0]) for band in range(3))
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, both[..., 1])


@pytest.mark.parametrize("extension", ["png", "tif"])
def test_one_bit(picture: np.ndarray, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"fax.{extension}"
    Image.fromarray(picture).convert("1").save(path)
    assert difference(read_photo(path).pixels, np.asarray(Image.open(path).convert("RGB"))) == 0


def test_white_is_zero(picture: np.ndarray, tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", picture[..., 0], photometric="miniswhite")
    assert np.array_equal(read_photo(tmp_path / "a.tif").pixels[..., 0], 255 - picture[..., 0])


@pytest.mark.parametrize("extension", ["png", "tif"])
@pytest.mark.parametrize("colours", [4, 256])
def test_palette(picture: np.ndarray, tmp_path: Path, extension: str, colours: int) -> None:
    path = tmp_path / f"palette.{extension}"
    Image.fromarray(picture).quantize(colours).save(path)
    assert difference(read_photo(path).pixels, np.asarray(Image.open(path).convert("RGB"))) == 0


def test_palette_with_transparency(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "palette.png"
    Image.fromarray(picture).quantize(32).save(path, transparency=5)
    photo = read_photo(path)
    expected = np.asarray(Image.open(path).convert("RGBA"))
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, expected[..., 3])
    assert np.array_equal(photo.pixels, expected[..., :3])


@pytest.mark.parametrize("extension", ["png", "tif", "webp"])
def test_alpha(picture: np.ndarray, alpha: np.ndarray, tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    rgba = np.dstack([picture, alpha])
    Image.fromarray(rgba).save(path, lossless=True, exact=True)
    photo = read_photo(path)
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, alpha)
    assert np.array_equal(photo.pixels, picture)
    assert photo.pixels.flags.c_contiguous


def test_premultiplied_alpha_is_divided_out(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path
) -> None:
    opaque = alpha // 2 + 128
    multiplied = (picture * (opaque[..., None] / 255)).round().astype(np.uint8)
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.dstack([multiplied, opaque]),
        photometric="rgb",
        extrasamples=["assocalpha"],
    )
    photo = read_photo(tmp_path / "a.tif")
    assert difference(photo.pixels, picture) <= 2
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, opaque)


@pytest.mark.parametrize("with_profile", [True, False], ids=["with profile", "without"])
@pytest.mark.parametrize("extension", ["jpg", "tif"])
def test_cmyk_through_its_profile(
    picture: np.ndarray,
    tmp_path: Path,
    profile_of: Callable[[str], bytes],
    extension: str,
    with_profile: bool,
) -> None:
    path = tmp_path / f"print.{extension}"
    options = {"icc_profile": profile_of("cmyk")} if with_profile else {}
    Image.fromarray(picture).convert("CMYK").save(path, quality=95, **options)
    expected = ImageCms.profileToProfile(
        Image.open(path),
        io.BytesIO(profile_of("cmyk")),
        ImageCms.createProfile("sRGB"),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        outputMode="RGB",
    )
    photo = read_photo(path)
    assert photo.profile is None
    assert difference(photo.pixels, np.asarray(expected)) <= 2


def test_sixteen_bit_cmyk_stays_sixteen_bit(picture: np.ndarray, tmp_path: Path) -> None:
    inks = np.asarray(Image.fromarray(picture).convert("CMYK"))
    tifffile.imwrite(tmp_path / "8.tif", inks, photometric="separated")
    tifffile.imwrite(tmp_path / "16.tif", inks.astype(np.uint16) * 257, photometric="separated")
    deep = read_photo(tmp_path / "16.tif")
    assert deep.bit_depth == 16
    assert difference(deep.pixels // 256, read_photo(tmp_path / "8.tif").pixels) <= 2


def test_grey_through_its_profile(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    path = tmp_path / "linear.tif"
    Image.fromarray(picture).convert("L").save(path, icc_profile=profile_of("grey"))
    expected = ImageCms.profileToProfile(
        Image.open(path),
        io.BytesIO(profile_of("grey")),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
    )
    photo = read_photo(path)
    assert photo.profile is None
    assert (photo.own_profile, photo.bit_depth) == (profile_of("grey"), 8)
    # The other program reckons with 8 bits, of which few are left in the dark.
    lit = np.asarray(expected) > 64
    assert difference(np.rint(photo.pixels / 257)[lit], np.asarray(expected)[lit]) <= 1
    assert np.array_equal(photo.pixels[..., 0], photo.pixels[..., 2])


@pytest.mark.parametrize("channels", [3, 4], ids=["Lab", "Lab with alpha"])
def test_eight_bit_lab(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path, channels: int
) -> None:
    lab = ImageCms.profileToProfile(
        Image.fromarray(picture),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    stack = np.dstack([np.asarray(lab), alpha])[..., :channels]
    extra = ["unassalpha"] if channels == 4 else None
    tifffile.imwrite(tmp_path / "a.tif", stack, photometric="cielab", extrasamples=extra)
    photo = read_photo(tmp_path / "a.tif")
    back = ImageCms.profileToProfile(
        lab,
        ImageCms.createProfile("LAB"),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
        flags=ImageCms.Flags.NOOPTIMIZE,
    )
    assert photo.pixels.dtype == np.uint8
    assert difference(photo.pixels, np.asarray(back)) <= 1
    assert (photo.alpha is not None) == (channels == 4)


def test_sixteen_bit_lab(picture: np.ndarray, tmp_path: Path) -> None:
    lab = cv2.cvtColor((picture / 255).astype(np.float32), cv2.COLOR_RGB2Lab)
    lightness = (lab[..., 0] * 655.35).round().astype(np.uint16)
    hues = (lab[..., 1:] * 256).round().astype(np.int16).view(np.uint16)
    tifffile.imwrite(tmp_path / "a.tif", np.dstack([lightness, hues]), photometric="cielab")
    photo = read_photo(tmp_path / "a.tif")
    assert photo.bit_depth == 16
    # OpenCV's Lab is that of D65: neutral tones agree, saturated ones only nearly.
    assert np.abs(photo.pixels / 257 - picture).mean() < 4


@pytest.mark.parametrize("name", ["p3", "srgb"])
@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
def test_rgb_keeps_its_own_profile_and_numbers(
    picture: np.ndarray,
    tmp_path: Path,
    profile_of: Callable[[str], bytes],
    extension: str,
    name: str,
) -> None:
    path = tmp_path / f"wide.{extension}"
    Image.fromarray(picture).save(path, icc_profile=profile_of(name), quality=95)
    photo = read_photo(path)
    assert photo.profile == profile_of(name)
    assert difference(photo.pixels, np.asarray(Image.open(path).convert("RGB"))) <= 1


@pytest.mark.parametrize("name", ["L.jpg", "RGB.jpg", "CMYK.jpg", "L.png", "RGB.png", "RGB.webp"])
@pytest.mark.parametrize("damage", ["cut", "noise", "other space"])
def test_a_damaged_or_foreign_profile_fails_no_picture(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes], name: str, damage: str
) -> None:
    path = tmp_path / name
    foreign = profile_of("cmyk" if path.stem != "CMYK" else "p3")
    profile = {"cut": profile_of("p3")[:200], "noise": bytes(range(256)), "other space": foreign}
    Image.fromarray(picture).convert(path.stem).save(path, icc_profile=profile[damage])
    photo = read_photo(path)
    assert photo.pixels.shape == picture.shape
    assert photo.profile is None


def test_several_pictures_in_one_file_are_refused(picture: np.ndarray, tmp_path: Path) -> None:
    first, second = Image.fromarray(picture), Image.fromarray(255 - picture)
    first.save(tmp_path / "pages.tif", save_all=True, append_images=[second])
    first.save(tmp_path / "film.webp", save_all=True, append_images=[second], lossless=True)
    first.save(tmp_path / "film.png", save_all=True, append_images=[second])
    for name, what in (("pages.tif", "pages"), ("film.webp", "frames"), ("film.png", "frames")):
        for look in (read_photo, probe):
            with pytest.raises(UnreadablePhoto) as caught:
                look(tmp_path / name)
            assert caught.value.sentence.startswith(f"“{name}” holds 2 {what}")


def test_a_reduced_copy_beside_the_picture_is_no_page(picture: np.ndarray, tmp_path: Path) -> None:
    with tifffile.TiffWriter(tmp_path / "scan.tif") as file:
        file.write(picture, photometric="rgb")
        file.write(picture[::8, ::8].copy(), photometric="rgb", subfiletype=1)
    assert np.array_equal(read_photo(tmp_path / "scan.tif").pixels, picture)


def test_the_content_tells_the_format_not_the_name(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "really.png")
    wrong = (tmp_path / "really.png").rename(tmp_path / "wrong.jpg")
    photo = read_photo(wrong)
    assert photo.format == "png"
    assert np.array_equal(photo.pixels, picture)


@pytest.mark.parametrize("name", ["Grüße aus 東京 🌃.png", "[page=2] 50% .png", "x" * 251 + ".png"])
def test_names_of_all_sorts(picture: np.ndarray, tmp_path: Path, name: str) -> None:
    Image.fromarray(picture).save(tmp_path / name)
    assert np.array_equal(read_photo(tmp_path / name).pixels, picture)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 5000), (5000, 3)])
@pytest.mark.parametrize("extension", ["jpg", "png", "tif", "webp"])
def test_odd_sizes(tmp_path: Path, width: int, height: int, extension: str) -> None:
    path = tmp_path / f"odd.{extension}"
    Image.new("RGB", (width, height), (90, 90, 90)).save(path)
    photo = read_photo(path)
    assert (photo.width, photo.height) == (width, height)
    assert abs(int(photo.pixels.mean()) - 90) <= 1


def test_a_file_written_anew_is_read_anew(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    for pixels in (picture, 255 - picture):
        Image.fromarray(pixels).save(path)
        assert np.array_equal(read_photo(path).pixels, pixels)
