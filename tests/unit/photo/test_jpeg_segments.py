"""What else a JPEG holds is kept, or named as left out; claims of what is gone are taken out."""

from __future__ import annotations

import hashlib
import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.photo.containers.jpeg_segments import read_segments
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.metadata import xmp
from mirnet_gui.photo.metadata.photoshop import iptc_of
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.provenance import Provenance, with_provenance
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import write_photo

XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DONE = Provenance("gamma", "Gamma", "lowlight", "ab" * 32)


def packet(inner: str) -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">{inner}'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def description(inner: str, attributes: str = "") -> str:
    return (
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f"{attributes}>{inner}</rdf:Description>"
    )


TITLE = description("<dc:title>Evening</dc:title>")


def jpeg(
    path: Path, picture: np.ndarray, *segments: tuple[int, bytes], behind: bytes = b""
) -> Path:
    whole = io.BytesIO()
    Image.fromarray(picture).save(whole, "JPEG", quality=95)
    content = whole.getvalue()
    extra = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(segment) + 2) + segment
        for marker, segment in segments
    )
    path.write_bytes(content[:2] + extra + content[2:] + behind)
    return path


def resource(number: int, value: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", number, 0, len(value)) + value + bytes(len(value) % 2)


def test_comments_stay(picture: np.ndarray, tmp_path: Path) -> None:
    comments = ("Grandma in the garden — scanned".encode(), b"second")
    path = jpeg(tmp_path / "a.jpg", picture, *((0xFE, each) for each in comments))
    photo = read_photo(path)
    write_photo(photo, tmp_path / "b.jpg")
    assert read_segments(io.BytesIO((tmp_path / "b.jpg").read_bytes())).comments == comments
    write_photo(photo, tmp_path / "b.png")
    with Image.open(tmp_path / "b.png") as image:
        image.load()
        assert image.text["Comment"] == "second"
        assert comments[0] in (tmp_path / "b.png").read_bytes()
    assert losses(photo, "tiff") == ("comment",)


def test_photoshop_resources_stay_but_for_what_is_untrue(
    picture: np.ndarray, tmp_path: Path
) -> None:
    flag, url, thumbnail = (
        resource(0x040A, b"\1"),
        resource(0x040B, b"https://a"),
        resource(0x040C, b"old"),
    )
    iptc = b"\x1c\x02\x78\0\5Hello"
    whole = b"Photoshop 3.0\0" + flag + resource(0x0404, iptc) + thumbnail + url
    photo = read_photo(jpeg(tmp_path / "a.jpg", picture, (0xED, whole)))
    assert (photo.metadata.iptc, photo.metadata.resources) == (iptc, flag + url)
    for name in ("b.jpg", "b.tif"):
        write_photo(photo, tmp_path / name)
        again = read_photo(tmp_path / name).metadata
        assert (again.iptc, again.resources) == (iptc, flag + url)
    assert losses(photo, "png") == ("Photoshop resources",)


def test_paths_of_photoshop_are_left_out_of_a_turned_picture(
    picture: np.ndarray, tmp_path: Path
) -> None:
    path, flag = resource(2000, bytes(26)), resource(0x040A, b"\1")
    turned = b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHIHHI", 0x0112, 3, 1, 6, 0, 0)
    segments = [(0xED, b"Photoshop 3.0\0" + path + flag)]
    upright = read_photo(jpeg(tmp_path / "a.jpg", picture, *segments)).metadata
    lying = read_photo(jpeg(tmp_path / "b.jpg", picture, (0xE1, turned), *segments)).metadata
    assert (upright.resources, upright.left_out) == (path + flag, ())
    assert (lying.resources, lying.left_out) == (flag, ("paths and guides of Photoshop",))


def test_many_resources_fill_several_segments(picture: np.ndarray, tmp_path: Path) -> None:
    resources = b"".join(resource(4000 + number, bytes(30_000)) for number in range(5))
    write_photo(Photo(picture, metadata=Metadata(resources=resources)), tmp_path / "a.jpg")
    assert read_segments(io.BytesIO((tmp_path / "a.jpg").read_bytes())).photoshop == resources


@pytest.mark.parametrize(
    ("marker", "content", "name"),
    [
        (0xE1, b"FLIR\0\1\0\0", "FLIR thermal data"),
        (0xEB, b"JP\0\1", "JUMBF (content credentials)"),
        (0xE5, b"RMETA\0data", "segment APP5 (RMETA)"),
        (0xE7, b"\1\2\3", "segment APP7"),
    ],
)
def test_other_segments_are_named(
    picture: np.ndarray, tmp_path: Path, marker: int, content: bytes, name: str
) -> None:
    photo = read_photo(jpeg(tmp_path / "a.jpg", picture, (marker, content)))
    assert photo.metadata.left_out == (name,)


@pytest.mark.parametrize(
    ("behind", "names"),
    [
        (b"\0\0\0\x18ftypmp42 video", ("motion video",)),
        (b"\xff\xd8\xff\xe0another", ("further pictures in the file",)),
        (bytes(100), ()),
        (b"", ()),
    ],
)
def test_what_is_behind_the_picture_is_named(
    picture: np.ndarray, tmp_path: Path, behind: bytes, names: tuple[str, ...]
) -> None:
    photo = read_photo(jpeg(tmp_path / "a.jpg", picture, behind=behind))
    assert photo.metadata.left_out == names


def test_an_ordinary_photograph_has_nothing_left_out(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "a.jpg", dpi=(300, 300), icc_profile=None)
    metadata = read_photo(tmp_path / "a.jpg").metadata
    assert (metadata.left_out, metadata.missing, metadata.comments) == ((), (), ())


def test_an_incomplete_profile_is_told(picture: np.ndarray, tmp_path: Path) -> None:
    path = jpeg(tmp_path / "a.jpg", picture, (0xE2, b"ICC_PROFILE\0\1\2half of it"))
    assert read_photo(path).metadata.missing == ("The colour profile",)


def extended(
    path: Path, picture: np.ndarray, main: str, more: bytes, *, backwards: bool = False
) -> Path:
    guid = hashlib.md5(more, usedforsecurity=False).hexdigest().upper()
    note = description("", f' xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="{guid}"')
    head = EXTENSION + guid.encode() + struct.pack(">I", len(more))
    pieces = [more[start : start + 40_000] for start in range(0, len(more), 40_000)]
    segments = [(0xE1, XMP_NAME + packet(main + note))] + [
        (0xE1, head + struct.pack(">I", number * 40_000) + piece)
        for number, piece in enumerate(pieces)
    ]
    return jpeg(path, picture, *(segments[::-1] if backwards else segments))


@pytest.mark.parametrize("backwards", [False, True], ids=["in order", "backwards"])
def test_extended_xmp_is_kept(picture: np.ndarray, tmp_path: Path, backwards: bool) -> None:
    story = description(f"<dc:description>{'A long story. ' * 8000}</dc:description>")
    path = tmp_path / "a.jpg"
    photo = read_photo(extended(path, picture, TITLE, packet(story), backwards=backwards))
    marked, warning = with_provenance(photo, DONE, "jpeg")
    assert (warning, losses(marked, "jpeg"), marked.metadata.left_out) == ("", (), ())
    write_photo(marked, tmp_path / "b.jpg")
    whole = (tmp_path / "b.jpg").read_bytes()
    main = whole[whole.index(XMP_NAME) :][:4000]
    assert b"Evening" in main
    assert b"mirnet:Method" in main
    again = read_photo(tmp_path / "b.jpg")
    assert again.metadata.left_out == ()
    assert (again.metadata.xmp or b"").count(b"A long story. ") == 8000
    write_photo(photo, tmp_path / "b.png")
    assert (read_photo(tmp_path / "b.png").metadata.xmp or b"").count(b"A long story. ") == 8000


def test_extended_xmp_that_is_not_whole_is_named(picture: np.ndarray, tmp_path: Path) -> None:
    path = extended(tmp_path / "a.jpg", picture, TITLE, packet(TITLE))
    path.write_bytes(path.read_bytes().replace(EXTENSION, EXTENSION[:-2] + b"x\0"))
    broken = read_photo(path).metadata
    assert any("APP1" in name for name in broken.left_out)
    assert b"HasExtendedXMP" not in (broken.xmp or b"")


MOTION = (
    '<rdf:Description rdf:about="" xmlns:C="http://ns.google.com/photos/1.0/container/"'
    ' xmlns:I="http://ns.google.com/photos/1.0/container/item/"'
    ' xmlns:G="http://ns.google.com/photos/1.0/camera/"'
    ' G:MotionPhoto="1" G:MicroVideoOffset="5000" G:SpecialTypeID="kept">'
    "<C:Directory><rdf:Seq>"
    '<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="Primary"/></rdf:li>'
    '<rdf:li rdf:parseType="Resource"><C:Item I:Semantic="{kind}" I:Length="9"/></rdf:li>'
    "</rdf:Seq></C:Directory></rdf:Description>"
)


@pytest.mark.parametrize(
    ("description", "names", "gone"),
    [
        (
            MOTION.replace("{kind}", "MotionPhoto"),
            ("motion video",),
            (b"Motion", b"MicroVideo", b"Item"),
        ),
        (
            '<rdf:Description rdf:about="" xmlns:h="http://ns.adobe.com/hdr-gain-map/1.0/"'
            ' h:Version="1.0"/>',
            ("gain map (HDR)",),
            (b"Version",),
        ),
        (
            '<rdf:Description rdf:about="" xmlns:H="http://ns.apple.com/HDRGainMap/1.0/">'
            "<H:HDRGainMapVersion>65536</H:HDRGainMapVersion></rdf:Description>",
            ("gain map (HDR)",),
            (b"HDRGainMapVersion",),
        ),
    ],
    ids=["motion photo", "Ultra HDR", "Apple"],
)
def test_claims_of_what_is_gone_are_taken_out(
    picture: np.ndarray,
    tmp_path: Path,
    description: str,
    names: tuple[str, ...],
    gone: tuple[bytes, ...],
) -> None:
    path = jpeg(tmp_path / "a.jpg", picture, (0xE1, XMP_NAME + packet(TITLE + description)))
    metadata = read_photo(path).metadata
    assert metadata.left_out == names
    assert metadata.xmp is not None
    assert not [each for each in gone if each in metadata.xmp]
    assert b"Evening" in metadata.xmp
    assert (b"SpecialTypeID" in metadata.xmp) == ("SpecialTypeID" in description)
    assert b"Motion" not in xmp.with_facts(metadata.xmp, {"Method": "he"})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_xmp_of_other_encodings_is_understood(
    picture: np.ndarray, tmp_path: Path, encoding: str
) -> None:
    whole = packet(TITLE).decode().replace("Evening", "Abend, schön").encode(encoding)
    photo = read_photo(jpeg(tmp_path / "a.jpg", picture, (0xE1, XMP_NAME + whole)))
    marked, warning = with_provenance(photo, DONE)
    assert not warning
    assert "Abend, schön" in (marked.metadata.xmp or b"").decode("utf-8")
    assert xmp.tells_facts(marked.metadata.xmp)


def test_orientation_in_xmp_whatever_its_prefix() -> None:
    tiff = "http://ns.adobe.com/tiff/1.0/"
    own_packet = packet(
        f'<rdf:Description rdf:about="" xmlns:t="{tiff}" t:Orientation="6"/>'
        f'<rdf:Description rdf:about="" xmlns:tiff="{tiff}">'
        "<tiff:Orientation> 6 </tiff:Orientation></rdf:Description>"
    )
    carried = xmp.carried(own_packet, is_turned=True).packet
    assert (carried.count(b't:Orientation="1"'), carried.count(b">1</tiff:Orientation>")) == (1, 1)
    assert xmp.carried(own_packet, is_turned=False).packet == own_packet


@pytest.mark.parametrize(("size", "kept"), [(64_000, "all"), (65_200, "some"), (65_480, "none")])
def test_an_own_xmp_that_fills_the_segment_goes_before_what_was_done(
    picture: np.ndarray, tmp_path: Path, size: int, kept: str
) -> None:
    own = packet(TITLE.replace("Evening", "x" * (size - len(packet(TITLE)) + len("Evening"))))
    assert len(own) == size
    marked, warning = with_provenance(Photo(picture, metadata=Metadata(xmp=own)), DONE, "jpeg")
    assert losses(marked, "jpeg") == ()
    assert bool(warning) == (kept != "all")
    write_photo(marked, tmp_path / "a.jpg")
    again = read_photo(tmp_path / "a.jpg").metadata.xmp or b""
    assert again.count(b"x" * 60_000) == 1
    assert (b"WeightsSHA256" in again) == (kept == "all")
    assert xmp.tells_facts(again) == (kept != "none")


def test_padding_makes_room_for_what_was_done(picture: np.ndarray, tmp_path: Path) -> None:
    own = packet(TITLE) + b" " * 65_000 + b'<?xpacket end="w"?>'
    marked, warning = with_provenance(Photo(picture, metadata=Metadata(xmp=own)), DONE, "jpeg")
    assert not warning
    write_photo(marked, tmp_path / "a.jpg")
    assert xmp.tells_facts(read_photo(tmp_path / "a.jpg").metadata.xmp)


@pytest.mark.parametrize(
    "description",
    [b"<rdf:Description " * 200_000, b"tiff:Orientation" + b" " * 3_000_000, b"<a>" * 300_000],
)
def test_strange_packets_take_no_longer_than_long_ones(description: bytes) -> None:
    assert xmp.carried(description, is_turned=True).gone == ()
    with pytest.raises(ValueError, match=r".*"):
        xmp.with_facts(description, {"Method": "he"})


def test_iptc_among_resources_of_several_segments(picture: np.ndarray, tmp_path: Path) -> None:
    iptc = b"\x1c\x02\x78\x80\x04" + struct.pack(">I", 70_000) + b"n" * 70_000
    photo = Photo(picture, metadata=Metadata(iptc=iptc))
    assert losses(photo, "jpeg") == ()
    write_photo(photo, tmp_path / "a.jpg")
    assert (
        iptc_of(read_segments(io.BytesIO((tmp_path / "a.jpg").read_bytes())).photoshop or b"")
        == iptc
    )
    assert read_photo(tmp_path / "a.jpg").metadata.iptc == iptc
