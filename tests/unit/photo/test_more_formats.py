"""BMP, GIF, JPEG 2000, JPEG XL and the plain formats of Netpbm are read as they are."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from mirnet_gui.errors import PhotoTooLarge, UnreadablePhoto
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.naming import photographs_in
from mirnet_gui.photo.photo import Photo
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.values import floats_of
from mirnet_gui.photo.writing import write_photo


def both(path: Path) -> Photo:
    """The photograph, once it is what the header promised."""
    found, photo = probe(path), read_photo(path)
    assert (found.kind, found.width, found.height) == (photo.kind, photo.width, photo.height)
    assert found.format == photo.format == "png"
    return photo


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1"])
def test_bmp(picture: np.ndarray, tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.bmp"
    image = Image.fromarray(picture)
    (image.quantize(64) if mode == "P" else image.convert(mode)).save(path)
    photo = both(path)
    with Image.open(path) as expected:
        assert np.array_equal(photo.pixels, np.asarray(expected.convert("RGB")))
    assert photo.grey == (mode in ("L", "1"))
    assert photo.alpha is None


def test_bmp_with_alpha(picture: np.ndarray, alpha: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    height, width = picture.shape[:2]
    rows = np.dstack([picture[..., ::-1], alpha])[::-1].tobytes()
    header = struct.pack("<IiiHHII", 108, width, height, 1, 32, 3, len(rows)).ljust(40, b"\0")
    masks = struct.pack("<4I", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    head = struct.pack("<2sIHHI", b"BM", 14 + 108 + len(rows), 0, 0, 14 + 108)
    path.write_bytes(head + (header + masks).ljust(108, b"\0") + rows)
    photo = both(path)
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, alpha)
    assert np.array_equal(photo.pixels, picture)


def test_bmp_with_a_profile_in_it(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    path, profile = tmp_path / "a.bmp", profile_of("p3")
    height, width = picture.shape[:2]
    rows = np.ascontiguousarray(picture[::-1, :, ::-1]).tobytes()
    header = bytearray(124)
    struct.pack_into("<IiiHHII", header, 0, 124, width, height, 1, 24, 0, len(rows))
    struct.pack_into("<4s", header, 56, b"DEBM")
    struct.pack_into("<II", header, 112, 124 + len(rows), len(profile))
    size = 14 + 124 + len(rows) + len(profile)
    head = struct.pack("<2sIHHI", b"BM", size, 0, 0, 14 + 124)
    path.write_bytes(head + header + rows + profile)
    photo = both(path)
    assert np.array_equal(photo.pixels, picture)
    assert photo.profile == profile
    struct.pack_into("<4s", header, 56, b"KNIL")
    path.write_bytes(head + header + rows + profile)
    with pytest.raises(UnreadablePhoto, match="profile is another file"):
        read_photo(path)


@pytest.mark.parametrize("transparency", [None, 5])
def test_gif(picture: np.ndarray, tmp_path: Path, transparency: int | None) -> None:
    path = tmp_path / "a.gif"
    options = {} if transparency is None else {"transparency": transparency}
    Image.fromarray(picture).quantize(64).save(path, comment=b"taken at night", **options)
    photo = both(path)
    with Image.open(path) as image:
        expected = np.asarray(image.convert("RGBA"))
    assert np.array_equal(photo.pixels, expected[..., :3])
    if transparency is not None:
        assert photo.alpha is not None
        assert np.array_equal(photo.alpha, expected[..., 3])
    assert photo.warnings == ("Its comment is not in the result.",)


def test_a_gif_that_moves_is_no_photograph(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    frames = [Image.fromarray(np.roll(picture, shift, axis=1)) for shift in (0, 8)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    for look in (probe, read_photo):
        with pytest.raises(UnreadablePhoto, match="holds 2 frames"):
            look(path)


@pytest.mark.parametrize(
    ("name", "magic", "white"),
    [("a.pgm", b"P5", 255), ("a.ppm", b"P6", 255), ("a.ppm", b"P6", 65535), ("a.pgm", b"P5", 4095),
     ("a.ppm", b"P6", 100), ("a.pgm", b"P2", 255), ("a.ppm", b"P3", 1000)],
)  # fmt: skip
def test_numbers_of_netpbm(
    deep_picture: np.ndarray, tmp_path: Path, name: str, magic: bytes, white: int
) -> None:
    path = tmp_path / name
    values = (deep_picture.astype(np.uint64) * white // 65535).astype(np.uint16)
    values[0, 0] = white
    values = values[..., :1] if name == "a.pgm" else values
    head = b"%s\n# made by a scientist\n176 120\n%d\n" % (magic, white)
    if magic in (b"P2", b"P3"):
        body = " ".join(str(value) for value in values.ravel()).encode()
    else:
        body = values.astype(">u2" if white > 255 else "u1").tobytes()
    path.write_bytes(head + body)
    photo = both(path)
    peak = 255 if white < 256 else 65535
    assert photo.pixels.dtype == (np.uint8 if peak == 255 else np.uint16)
    expected = np.rint(values * (peak / white))
    assert np.array_equal(photo.pixels[..., : values.shape[2]], expected)
    assert photo.pixels[0, 0].tolist() == [peak] * 3
    assert photo.grey == (name == "a.pgm")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
        read_photo(path)


@pytest.mark.parametrize("magic", [b"P1", b"P4"])
def test_bits_of_netpbm(picture: np.ndarray, tmp_path: Path, magic: bytes) -> None:
    path = tmp_path / "a.pbm"
    bits = (picture[:, :173, 0] < 128).astype(np.uint8)
    if magic == b"P4":
        path.write_bytes(b"P4 173 120\n" + np.packbits(bits, axis=1).tobytes())
    else:
        path.write_bytes(b"P1 173 120\n" + "\n".join(map(str, bits.ravel())).encode())
    photo = both(path)
    assert np.array_equal(photo.pixels[..., 0], 255 - 255 * bits)


def test_floats_and_alpha_of_netpbm(picture: np.ndarray, alpha: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.pfm"
    values = (picture / 255).astype(np.float32)
    for scale, order in (("-1.0", "<f4"), ("1.0", ">f4")):
        rows = values[::-1].astype(order).tobytes()
        path.write_bytes(f"PF\n176 120\n{scale}\n".encode() + rows)
        assert np.array_equal(read_photo(path).pixels, values)
    path = tmp_path / "a.pam"
    head = b"P7\nWIDTH 176\nHEIGHT 120\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n"
    path.write_bytes(head + np.dstack([picture, alpha]).tobytes())
    photo = both(path)
    assert photo.alpha is not None
    assert np.array_equal(np.dstack([photo.pixels, photo.alpha]), np.dstack([picture, alpha]))
    path.write_bytes(head.replace(b"RGB_ALPHA", b"INFRARED") + bytes(4 * 176 * 120))
    with pytest.raises(UnreadablePhoto, match="unknown use"):
        read_photo(path)


@pytest.mark.parametrize(
    "content",
    [b"P6 0 5 255\n", b"P6 5 5 0\n", b"P6 5 5 70000\n" + bytes(99), b"P5 5\n", b"P6 -5 5 255\n",
     b"P5 2 2 10\n" + b"\xff" * 4, b"PF 2 2 nan\n" + bytes(48), b"P1 2 2\n1 0 2 1", b"P7\nWIDTH 5",
     b"P5 1 1 255\n" + b"1", b"P2 2 2 255\n1 2 x 3"],
)  # fmt: skip
def test_damaged_files_of_netpbm(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pnm"
    path.write_bytes(content)
    if content.startswith(b"P5 1 1"):
        assert read_photo(path).pixels.tolist() == [[[49, 49, 49]]]
        return
    with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
        read_photo(path)


def test_headers_that_promise_too_much(tmp_path: Path) -> None:
    path = tmp_path / "a.ppm"
    path.write_bytes(b"P6 99999 99999 255\n" + bytes(100))
    for look in (probe, read_photo):
        with pytest.raises(PhotoTooLarge, match="megapixels"):
            look(path)


@pytest.mark.parametrize("name", ["a.jp2", "a.j2k"])
def test_jpeg_2000(picture: np.ndarray, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Image.fromarray(picture).save(path)
    photo = both(path)
    assert np.array_equal(photo.pixels, picture)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
        read_photo(path)


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_deep_jpeg_2000(deep_picture: np.ndarray, tmp_path: Path, bits: int) -> None:
    path = tmp_path / "a.jp2"
    values = deep_picture >> (16 - bits)
    values[0, 0] = (1 << bits) - 1
    path.write_bytes(
        imagecodecs.jpeg2k_encode(values, codecformat="jp2", bitspersample=bits, level=0)
    )
    photo = both(path)
    assert np.array_equal(photo.pixels, np.rint(values * (65535 / ((1 << bits) - 1))))


def test_jpeg_2000_with_alpha_grey_and_profile(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    path = tmp_path / "a.jp2"
    Image.fromarray(np.dstack([picture, alpha])).save(path)
    photo = both(path)
    assert photo.alpha is not None
    assert np.array_equal(photo.alpha, alpha)
    Image.fromarray(picture).convert("L").save(path)
    assert both(path).grey
    Image.fromarray(picture).save(path)
    content, profile = path.read_bytes(), profile_of("p3")
    old = content.index(b"colr") - 4
    size = int.from_bytes(content[old : old + 4], "big")
    box = struct.pack(">I4s3B", 11 + len(profile), b"colr", 2, 0, 0) + profile
    header = content.index(b"jp2h") - 4
    length = int.from_bytes(content[header : header + 4], "big") + len(box) - size
    path.write_bytes(
        content[:header] + struct.pack(">I", length) + content[header + 4 : old] + box
        + content[old + size :]
    )  # fmt: skip
    photo = both(path)
    assert photo.profile == profile
    assert np.array_equal(photo.pixels, picture)


def test_what_jpeg_2000_says_in_other_boxes_is_told_as_left_out(
    picture: np.ndarray, tmp_path: Path
) -> None:
    path = tmp_path / "a.jp2"
    Image.fromarray(picture).save(path)
    content, xml = path.read_bytes(), b"<a>Grandmother</a>"
    place = content.index(b"jp2c") - 4
    box = struct.pack(">I4s", 8 + len(xml), b"xml ") + xml
    path.write_bytes(content[:place] + box + content[place:])
    photo = both(path)
    assert np.array_equal(photo.pixels, picture)
    assert photo.warnings == ("Its description in XML is not in the result.",)


def test_jpeg_2000_of_other_colours(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.jp2"
    Image.fromarray(picture).save(path)
    content = path.read_bytes()
    place = content.index(b"colr") + 7
    path.write_bytes(content[:place] + struct.pack(">I", 18) + content[place + 4 :])
    with pytest.raises(UnreadablePhoto, match="colours other than RGB or grey"):
        read_photo(path)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("container", [False, True])
def test_jpeg_xl(
    picture: np.ndarray, alpha: np.ndarray, tmp_path: Path, channels: int, container: bool
) -> None:
    path = tmp_path / "a.jxl"
    stack = {1: picture[..., :1], 2: np.dstack([picture[..., 0], alpha]), 3: picture}
    array = stack.get(channels, np.dstack([picture, alpha]))
    path.write_bytes(imagecodecs.jpegxl_encode(array, lossless=True, usecontainer=container))
    found, photo = probe(path), read_photo(path)
    assert (found.width, found.height) == (photo.width, photo.height) == (176, 120)
    assert photo.grey == (channels < 3)
    assert np.array_equal(photo.pixels[..., 0], array[..., 0])
    if channels in (2, 4):
        assert photo.alpha is not None
        assert np.array_equal(photo.alpha, alpha)
    assert found.format == photo.format == "jxl"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
        read_photo(path)


def test_jpeg_xl_with_loss_looks_the_same(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.jxl"
    path.write_bytes(imagecodecs.jpegxl_encode(picture, distance=0.5))
    assert np.abs(read_photo(path).pixels.astype(int) - picture).mean() < 4


@pytest.mark.parametrize("bits", [10, 12, 16])
def test_deep_jpeg_xl_in_linear_light(deep_picture: np.ndarray, tmp_path: Path, bits: int) -> None:
    path = tmp_path / "a.jxl"
    linear = ((deep_picture / 65535) ** 2.2 * ((1 << bits) - 1)).round().astype(np.uint16)
    linear[0, 0] = (1 << bits) - 1
    path.write_bytes(imagecodecs.jpegxl_encode(linear, lossless=True, bitspersample=bits))
    photo = read_photo(path)
    assert (photo.format, photo.bit_depth) == ("jxl", 16)
    assert losses(photo, "jxl") == ()
    # Methods work on what looks like sRGB, whatever the file's own numbers are.
    pixels = floats_of(photo.pixels)
    assert pixels[0, 0].tolist() == pytest.approx([1, 1, 1], abs=1e-4)
    assert np.abs(pixels - deep_picture / 65535)[1:].mean() < 0.015


def test_jpeg_xl_with_what_it_says(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.jxl"
    exif = Image.Exif()
    exif[0x010F] = "A maker"
    content = imagecodecs.jpegxl_encode(picture, lossless=True, usecontainer=True)
    block = bytes(4) + exif.tobytes().removeprefix(b"Exif\0\0")
    boxes = b"".join(
        struct.pack(">I4s", 8 + len(inner), name) + inner
        for name, inner in ((b"Exif", block), (b"xml ", b"<x:xmpmeta/>"))
    )
    path.write_bytes(content + boxes)
    metadata = read_photo(path).metadata
    assert metadata.exif is not None
    assert b"A maker" in metadata.exif
    assert metadata.xmp == b"<x:xmpmeta/>"


def test_an_animated_jpeg_xl_is_no_photograph(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.jxl"
    path.write_bytes(imagecodecs.jpegxl_encode(np.stack([picture, 255 - picture]), lossless=True))
    with pytest.raises(UnreadablePhoto, match="animated JPEG XL"):
        probe(path)


def test_they_are_found_in_folders_whatever_they_are_called(
    picture: np.ndarray, tmp_path: Path
) -> None:
    folder = tmp_path / "album"
    folder.mkdir()
    for kind in ("bmp", "gif", "jpeg2000", "ppm"):
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, format=kind)
        (folder / f"{kind}.dat").write_bytes(buffer.getvalue())
    (folder / "letter.txt").write_text("BMW sells cars; P6 is a bus, and GIF is said gif.")
    assert {path.stem for path in photographs_in(folder)} == {"bmp", "gif", "jpeg2000", "ppm"}


def test_a_result_of_one_is_a_png(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "a.bmp")
    photo = read_photo(tmp_path / "a.bmp")
    write_photo(photo, tmp_path / "a.png")
    assert np.array_equal(read_photo(tmp_path / "a.png").pixels, picture)
