"""What cannot be read is named, and nothing is guessed; what is damaged is called damaged."""

from __future__ import annotations

import io
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pillow_heif
import pytest
import pyvips
import tifffile
from PIL import Image

from mirnet_gui.errors import MirnetGuiError, PhotoError, UnreadablePhoto
from mirnet_gui.photo.opening.raw_files import check_whole
from mirnet_gui.photo.readers.jpeg import HAS_FAULTS
from mirnet_gui.photo.reading import decode, probe, read_photo
from tests.unit.photo.apart import printed_apart
from tests.unit.photo.dng import write_dng


def why(path: Path) -> str:
    with pytest.raises(UnreadablePhoto) as caught:
        read_photo(path)
    assert path.name in caught.value.sentence
    return caught.value.sentence


def patched(path: Path, **tags: object) -> None:
    with tifffile.TiffFile(path, mode="r+") as file:
        for name, value in tags.items():
            file.pages.first.tags[name].overwrite(value)


def test_jpegs_of_rare_kinds(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    deep = picture.astype(np.uint16) * 16
    path.write_bytes(imagecodecs.jpeg8_encode(deep, bitspersample=12))
    assert "is a JPEG with 12 bits per channel, which cannot be read here" in why(path)
    path.write_bytes(imagecodecs.jpegls_encode(picture))
    assert "JPEG-LS" in why(path)
    path.write_bytes(imagecodecs.ljpeg_encode(picture[..., 0].astype(np.uint16)))
    assert "lossless JPEG" in why(path)


@pytest.mark.parametrize(
    ("compression", "name"),
    [(50000, "Zstandard"), (34925, "LZMA"), (6, "old-style JPEG"), (34712, "JPEG 2000"),
     (34887, "LERC"), (50002, "JPEG XL"), (40000, "an unknown method")],
)  # fmt: skip
def test_tiffs_of_rare_compression(
    picture: np.ndarray, tmp_path: Path, compression: int, name: str
) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, picture, photometric="rgb")
    patched(path, Compression=compression)
    assert f"is a TIFF compressed with {name}" in why(path)
    assert "backup" not in why(path)


@pytest.mark.parametrize(
    ("photometric", "name"),
    [(4, "mask"), (6, "YCbCr"), (9, "ICC Lab"), (10, "ITU Lab"), (32803, "sensor"),
     (32844, "LogL"), (32845, "LogLuv"), (99, "colours of a kind that it does not declare")],
)  # fmt: skip
def test_tiffs_of_rare_colours(
    picture: np.ndarray, tmp_path: Path, photometric: int, name: str
) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, picture, photometric="rgb")
    patched(path, PhotometricInterpretation=photometric)
    assert name in why(path)


def test_tiffs_of_rare_depths(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, picture, photometric="rgb")
    patched(path, BitsPerSample=(12, 12, 12))
    assert "a TIFF with 12 bits per channel" in why(path)
    patched(path, BitsPerSample=(8, 8, 1))
    assert "different depths" in why(path)


@pytest.mark.parametrize("photometric", ["rgb", "minisblack", "miniswhite"])
@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("alpha", ["assocalpha", "unassalpha"])
@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", "f2", "f4"])
def test_every_arrangement_of_numbers_is_read_rightly_or_refused(
    tmp_path: Path, photometric: str, planar: str, alpha: str, dtype: str
) -> None:
    chance, path = np.random.default_rng(1), tmp_path / "a.tif"
    colours = chance.uniform(0.1, 0.9, (8, 16, 3 if photometric == "rgb" else 1))
    opacity = chance.uniform(0.3, 1.0, (8, 16, 1))
    stored = colours * opacity if alpha == "assocalpha" else colours
    if photometric == "miniswhite":
        stored = (opacity if alpha == "assocalpha" else 1.0) - stored
    white = np.iinfo(dtype).max if dtype[0] == "u" else 1.0
    values = (np.concatenate([stored, opacity], axis=2) * white).astype(dtype)
    if planar == "separate":
        values = np.ascontiguousarray(values.transpose(2, 0, 1))
    tifffile.imwrite(
        path, values, photometric=photometric, planarconfig=planar, extrasamples=[alpha]
    )
    try:
        photo = read_photo(path)
    except UnreadablePhoto as error:
        assert "which cannot be read here" in error.sentence
        assert dtype not in ("u1", "u2") or planar == "separate" or photometric == "miniswhite"
        return
    peak = 1.0 if photo.pixels.dtype == np.float32 else np.iinfo(photo.pixels.dtype).max
    assert np.allclose(photo.pixels / peak, np.broadcast_to(colours, photo.pixels.shape), atol=0.02)
    assert photo.alpha is not None
    assert np.allclose(photo.alpha / peak, opacity[..., 0], atol=0.02)


@pytest.mark.parametrize("dtype", ["u4", "f2", "f4"])
@pytest.mark.parametrize(("photometric", "channels"), [("separated", 4), ("cielab", 3)])
def test_inks_and_lab_in_numbers_of_a_rare_kind(
    tmp_path: Path, dtype: str, photometric: str, channels: int
) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((8, 16, channels), dtype), photometric=photometric)
    assert "in numbers of a rare kind" in why(path)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_colours_of_few_bits_are_not_called_damaged(tmp_path: Path, bits: int) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((8, 16, 3), np.uint8), photometric="rgb")
    patched(path, BitsPerSample=(bits,) * 3)
    assert "is a TIFF of several channels with" in why(path)


@pytest.mark.parametrize("kind", ["rgb", "minisblack", "separated"])
@pytest.mark.parametrize("extra", [["unspecified"], None])
def test_a_channel_of_unknown_use_is_not_taken_for_transparency(
    picture: np.ndarray, tmp_path: Path, kind: str, extra: list[str] | None
) -> None:
    path = tmp_path / "a.tif"
    channels = {"rgb": 4, "minisblack": 2, "separated": 5}[kind]
    stack = np.dstack([picture, picture])[..., :channels]
    meanings = extra or ["unassalpha"]
    tifffile.imwrite(path, stack, photometric=kind, extrasamples=meanings, planarconfig="contig")
    if extra is None:
        # Old writers leave the tag out: under another number nobody finds it.
        content = path.read_bytes()
        tag = struct.pack("<HHI", 338, 3, 1)
        assert content.count(tag) == 1
        path.write_bytes(content.replace(tag, struct.pack("<HHI", 65000, 3, 1)))
    assert "one more channel whose use it does not state" in why(path)


def test_the_picture_is_read_and_not_the_thumbnail_in_front(
    picture: np.ndarray, tmp_path: Path
) -> None:
    path = tmp_path / "scan.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(picture[::8, ::8].copy(), photometric="rgb", subfiletype=1)
        file.write(picture, photometric="rgb", description="the picture itself", metadata=None)
    photo = read_photo(path)
    assert np.array_equal(photo.pixels, picture)
    assert photo.metadata.exif is not None
    assert b"the picture itself" in photo.metadata.exif
    assert (probe(path).width, probe(path).height) == (picture.shape[1], picture.shape[0])


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_picture_is_read_below_its_thumbnail(
    picture: np.ndarray, tmp_path: Path, dtype: type
) -> None:
    path, pixels = tmp_path / "a.tif", picture.astype(dtype)
    with tifffile.TiffWriter(path) as file:
        small = np.ascontiguousarray(picture[::4, ::4])
        packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
        tags = [(700, "B", len(packet), packet, True), (315, "s", 0, "An artist", True)]
        file.write(small, photometric="rgb", subfiletype=1, subifds=1, extratags=tags)
        file.write(pixels, photometric="rgb")
    assert probe(path).width == picture.shape[1]
    photo = read_photo(path)
    assert photo.kind == "tiff"
    assert np.array_equal(photo.pixels, pixels)
    assert photo.metadata.exif is not None
    assert b"An artist" in photo.metadata.exif
    assert photo.metadata.xmp == packet


def test_a_picture_below_its_thumbnail_has_the_colours_and_the_way_up_said_there(
    picture: np.ndarray, tmp_path: Path, profile_of: Callable[[str], bytes]
) -> None:
    path, profile = tmp_path / "a.tif", profile_of("p3")
    small = np.ascontiguousarray(picture[::4, ::4])
    tags = [(34675, "B", len(profile), profile, True), (274, "H", 1, 6, True)]
    with tifffile.TiffWriter(path) as file:
        file.write(small, photometric="rgb", subfiletype=1, subifds=1, extratags=tags)
        file.write(picture, photometric="rgb", subfiletype=0)
    photo = read_photo(path)
    assert photo.profile == profile
    assert np.array_equal(photo.pixels, np.rot90(picture, -1))


def test_pictures_below_a_thumbnail_are_counted(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with tifffile.TiffWriter(path) as file:
        file.write(picture[::4, ::4].copy(), photometric="rgb", subfiletype=1, subifds=2)
        file.write(picture, photometric="rgb")
        file.write(picture, photometric="rgb")
    assert "holds 2 pages" in why(path)


def test_old_writers_mark_a_thumbnail_by_another_tag(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    with tifffile.TiffWriter(path) as file:
        small = picture[::8, ::8].copy()
        file.write(small, photometric="rgb", extratags=[(255, 3, 1, 2, True)])
        file.write(picture, photometric="rgb", extratags=[(255, 3, 1, 1, True)])
    assert np.array_equal(read_photo(path).pixels, picture)


def test_floats_whose_white_is_0_are_no_negative(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, 255 - picture[..., 0], photometric="miniswhite")
    assert np.array_equal(read_photo(path).pixels[..., 0], picture[..., 0])
    tifffile.imwrite(path, picture[..., 0].astype(np.float32) / 255, photometric="miniswhite")
    assert "is a TIFF of floating-point numbers whose white is 0" in why(path)


def test_camera_raw_of_a_rare_compression(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.dng"
    write_dng(path, picture)
    patched(path, Compression=52546)
    assert "is a camera RAW compressed with JPEG XL" in why(path)


def test_camera_raw_without_its_last_bytes(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.dng"
    write_dng(path, picture)
    content = path.read_bytes()
    # Behind the pixels stand tags: what is missing are pixels.
    path.write_bytes(content[:-20])
    for look in (probe, read_photo):
        with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
            look(path)


def _panasonic(pixels_there: int) -> bytes:
    entries = ((2, 4, 112), (3, 4, 100), (0x2D, 3, 4), (0x117, 4, 112 * 100 * 2), (0x118, 4, 512))
    table = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    head = b"IIU\0" + struct.pack("<IH", 8, len(entries)) + table + bytes(4)
    return head.ljust(512, b"\0") + bytes(pixels_there)


def test_panasonics_tell_the_length_of_unpacked_pixels(tmp_path: Path) -> None:
    path = tmp_path / "a.rw2"
    path.write_bytes(_panasonic(112 * 100 * 8 // 7))
    check_whole(io.BytesIO(path.read_bytes()))
    path.write_bytes(_panasonic(112 * 100))
    assert "damaged or cut short" in why(path)


def test_fujifilms_tell_where_their_parts_lie(tmp_path: Path) -> None:
    path = tmp_path / "a.raf"
    head = b"FUJIFILMCCD-RAW ".ljust(84, b"\0") + struct.pack(">6I", 112, 10, 122, 10, 132, 1000)
    path.write_bytes(head.ljust(112, b"\0") + bytes(1020))
    check_whole(io.BytesIO(path.read_bytes()))
    path.write_bytes(head.ljust(112, b"\0") + bytes(1000))
    assert "damaged or cut short" in why(path)


@pytest.mark.parametrize("progressive", [False, True])
def test_what_is_lost_amid_a_jpeg_is_told(
    picture: np.ndarray, tmp_path: Path, progressive: bool
) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(picture).save(path, quality=95, progressive=progressive)
    whole = read_photo(path)
    assert whole.warnings == ()
    content = path.read_bytes()
    middle = len(content) * 2 // 3
    path.write_bytes(content[:middle] + b"\xff\xd9")
    found = read_photo(path)
    assert not np.array_equal(found.pixels, whole.pixels)
    assert found.warnings == (HAS_FAULTS,)


def test_a_volume_is_no_photograph(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    slices = np.zeros((16, 32, 32), np.uint8)
    tifffile.imwrite(path, slices, photometric="minisblack", volumetric=True, tile=(16, 16, 16))
    assert "is a TIFF of a volume" in why(path)


def test_only_the_end_marker_is_missing(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(picture).save(path)
    whole, content = read_photo(path), path.read_bytes()
    for missing in (1, 2):
        path.write_bytes(content[:-missing])
        photo = read_photo(path)
        assert np.array_equal(photo.pixels, whole.pixels)
        assert photo.warnings == ("The end of the file is missing; the picture itself is whole.",)
    path.write_bytes(content[:-200])
    assert "damaged or cut short" in why(path)
    path.write_bytes(content + bytes(5000))
    assert read_photo(path).warnings == ()


def test_scans_of_a_progressive_jpeg_that_are_missing_are_no_missing_end(
    picture: np.ndarray, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(picture).save(path, progressive=True)
    whole, content = read_photo(path), path.read_bytes()
    path.write_bytes(content[:-2])
    assert np.array_equal(read_photo(path).pixels, whole.pixels)
    for marker in (b"\xff\xda", b"\xff\xc4"):
        path.write_bytes(content[: content.rindex(marker)])
        assert "damaged or cut short" in why(path)


def test_tiles_whose_channels_lie_apart(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    planes = np.moveaxis(picture, 2, 0)
    tifffile.imwrite(path, planes, photometric="rgb", planarconfig="separate", tile=(32, 32))
    assert "tiles whose channels lie apart" in why(path)


@pytest.mark.parametrize("big", [False, True])
def test_places_that_no_file_has(tmp_path: Path, big: bool) -> None:
    path = tmp_path / "a.tif"
    head = b"II+\0\x08\0\0\0" + struct.pack("<Q", 2**63 + 5) if big else b"II*\0\xff\xff\xff\xff"
    path.write_bytes(head + bytes(16))
    for look in (probe, read_photo):
        with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
            look(path)


def _claiming(count: int, size: int) -> bytes:
    """A TIFF structure of ``count`` tags that all claim the same ``size`` bytes."""
    place = 8 + 2 + 12 * count + 4
    table = b"".join(struct.pack("<HHII", 1000 + i, 7, size, place) for i in range(count))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", count) + table + bytes(4 + size)


def _png_with(block: bytes) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + checksum

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(8 * 25)))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"eXIf", block) + pixels + chunk(b"IEND", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the memory used so")
@pytest.mark.parametrize("name", ["a.tif", "a.png"])
def test_the_same_bytes_claimed_four_thousand_times(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    block = _claiming(4000, 1 << 20)
    path.write_bytes(block if name == "a.tif" else _png_with(block))
    program = (
        "import sys; from pathlib import Path\n"
        "from mirnet_gui.photo.reading import decode, probe, read_photo\n"
        "from mirnet_gui.errors import PhotoError\n"
        "for look in (probe, read_photo):\n"
        "    try: look(Path(sys.argv[1]))\n"
        "    except PhotoError: pass\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(int(status.split('VmHWM:')[1].split()[0]) // 1024)"
    )
    printed = printed_apart(program, path)
    assert int(printed) < 300


@pytest.mark.parametrize("name", ["a.jpg", "a.webp"])
def test_a_file_that_becomes_shorter_while_it_is_read(
    picture: np.ndarray, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    Image.fromarray(np.tile(picture, (8, 8, 1))).save(path, quality=95)
    program = (
        "import os, sys; from pathlib import Path\n"
        "from mirnet_gui.photo import reading\n"
        "from mirnet_gui.photo.opening import picture\n"
        "path = Path(sys.argv[1])\n"
        "gather = picture.gather\n"
        "def shortened(*args):\n"
        "    os.truncate(path, 1000)\n"
        "    return gather(*args)\n"
        "picture.gather = shortened\n"
        "print(reading.read_photo(path).pixels.mean())"
    )
    expected = read_photo(path).pixels.mean()
    printed = printed_apart(program, path)
    assert float(printed) == pytest.approx(expected)


def test_whatever_strange_bytes_do_ends_in_a_sentence(
    picture: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    Image.fromarray(picture).save(path)
    for fault in (IndexError, ValueError, struct.error, RecursionError, KeyError, OverflowError):

        def fail(*_: object, fault: type[Exception] = fault, **__: object) -> None:
            raise fault("inside a library")

        monkeypatch.setattr("mirnet_gui.photo.readers.jpeg.open_jpeg", fail)
        for look in (probe, read_photo):
            with pytest.raises(UnreadablePhoto, match=r"“a\.jpg” cannot be read"):
                look(path)


def test_strange_bytes_in_a_message_spoil_no_other_error(
    picture: np.ndarray, tmp_path: Path
) -> None:
    strange, cut = tmp_path / "a.avif", tmp_path / "cut.png"
    Image.fromarray(picture).save(strange)
    # An essential property of a kind that nobody knows, whose name is repeated.
    content = strange.read_bytes().replace(b"colr", b"\xb8olr")
    assert content.count(b"\x01\x02\x83\x04") == 1
    strange.write_bytes(content.replace(b"\x01\x02\x83\x04", b"\x01\x02\x83\x84"))
    cut.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    for path, kind in ((strange, "avif"), (cut, "png")):
        # In this process, where libvips keeps what it said.
        with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
            decode(path, kind)


def test_a_heic_whose_primary_picture_is_not_there(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    pillow_heif.from_pillow(Image.fromarray(picture)).save(path)
    content = bytearray(path.read_bytes())
    place = content.index(b"pitm") + 8
    content[place : place + 2] = b"\x00\x63"
    path.write_bytes(content)
    for look in (probe, read_photo):
        with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
            look(path)


def test_every_byte_of_the_structure_of_a_heic(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    pillow_heif.from_pillow(Image.fromarray(picture[:32, :32].copy())).save(path)
    content = path.read_bytes()
    for place in range(16, content.index(b"mdat"), 3):
        changed = bytearray(content)
        changed[place] ^= 0xFF
        path.write_bytes(changed)
        try:
            read_photo(path)
        except PhotoError as error:
            assert path.name in error.sentence


def test_an_animation_of_avif_is_no_photograph(picture: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "a.avif"
    frames = [Image.fromarray(np.roll(picture, shift, axis=1)) for shift in (0, 8, 16)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    for look in (probe, read_photo):
        with pytest.raises(UnreadablePhoto, match="holds 3 frames"):
            look(path)


def _floats(path: Path, values: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    tifffile.imwrite(path, values.astype(np.float32), photometric="rgb")
    photo = read_photo(path)
    assert photo.pixels.min() >= 0
    assert photo.pixels.max() <= 1
    return photo.pixels, photo.warnings


def test_floats_are_brought_into_range_by_one_rule(picture: np.ndarray, tmp_path: Path) -> None:
    path, values = tmp_path / "a.tif", picture / 255
    values[-1, -1] = 1
    assert _floats(path, values)[1] == ()
    pixels, warnings = _floats(path, values * 255)
    assert np.allclose(pixels, values, atol=1e-6)
    assert warnings == ("Its values reach 255 and were scaled so that this is white.",)
    below = values.copy()
    below[0, 0] = -0.5
    pixels, warnings = _floats(path, below)
    assert pixels[0, 0].tolist() == [0, 0, 0]
    assert warnings == ("Some of its values lie below 0 and became black.",)
    above = values * 3.5 / values.max()
    above[1, 1], above[2, 2], above[3, 3] = np.nan, np.inf, -np.inf
    pixels, warnings = _floats(path, above)
    assert np.isfinite(pixels).all()
    assert pixels[1, 1].tolist() == [0, 0, 0]
    assert pixels[2, 2].tolist() == [1, 1, 1]
    assert pixels[3, 3].tolist() == [0, 0, 0]
    assert len(warnings) == 2


@pytest.mark.parametrize(("extension", "bits"), [("avif", 10), ("avif", 12), ("heic", 10)])
def test_white_of_ten_and_twelve_bits_is_white(tmp_path: Path, extension: str, bits: int) -> None:
    path = tmp_path / f"a.{extension}"
    white = np.full((64, 64, 3), 65535, np.uint16)
    white[:, 32:] = 0
    if extension == "avif":
        image = pyvips.Image.new_from_array(white).copy(interpretation="rgb16")
        image.heifsave(str(path), compression="av1", bitdepth=bits, lossless=True)
    else:
        heif = pillow_heif.from_bytes("RGB;16", (64, 64), white.tobytes())
        heif.save(path, quality=-1)
    pixels = read_photo(path).pixels
    assert pixels[:, :16].min() == 65535
    assert pixels[:, 48:].max() == 0


def test_pictures_too_large_are_told_by_their_header(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((8, 8, 3), np.uint8), photometric="rgb")
    patched(path, ImageWidth=90_000, ImageLength=90_000)
    for look in (probe, read_photo):
        with pytest.raises(MirnetGuiError, match="megapixels"):
            look(path)
