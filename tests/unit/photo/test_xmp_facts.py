"""What was done stands in the result's XMP, and everything else stays."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mirnet_gui.photo.metadata.xmp import carried, tells_facts, with_facts
from mirnet_gui.photo.photo import Metadata, Photo
from mirnet_gui.photo.provenance import Provenance, with_provenance
from mirnet_gui.photo.reading import probe, read_photo
from mirnet_gui.photo.writing import write_photo
from tests.unit.photo.exiftool_oracle import ExifTool

DONE = Provenance("mirnet:strength=0.8", 'MIRNet lowlight, "strength" <0.8>', "lowlight", "ab12")


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_exiftool_reads_what_was_done(
    picture: np.ndarray, tmp_path: Path, suffix: str, exiftool: ExifTool
) -> None:
    source = tmp_path / f"in.{suffix}"
    Image.fromarray(picture).save(source)
    exiftool.tag(source, "-XMP-dc:Title=Night", "-XMP-xmp:Rating=4")
    marked, lost = with_provenance(read_photo(source), DONE)
    assert not lost
    write_photo(marked, tmp_path / f"out.{suffix}")
    found = exiftool.read(tmp_path / f"out.{suffix}")
    assert found["XMP-mirnet:Method"] == DONE.method
    assert found["XMP-mirnet:Description"] == DONE.label
    assert found["XMP-mirnet:WeightsSHA256"] == "ab12"
    assert found["XMP-dc:Title"] == {"x-default": "Night"} or found["XMP-dc:Title"] == "Night"
    assert found["XMP-xmp:Rating"] == 4
    assert probe(tmp_path / f"out.{suffix}").enhanced
    assert not probe(source).enhanced


LONG = 4_000_000


def test_a_second_time_replaces_the_first(picture: np.ndarray, tmp_path: Path) -> None:
    Image.fromarray(picture).save(tmp_path / "in.png")
    once, _ = with_provenance(read_photo(tmp_path / "in.png"), DONE)
    twice, _ = with_provenance(once, Provenance("he", "HE"))
    assert twice.metadata.xmp is not None
    assert twice.metadata.xmp.count(b"mirnet:Method") == 1
    assert b'"he"' in twice.metadata.xmp


def test_what_the_packet_is_about_stays_one_thing() -> None:
    packet = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-"
        b"syntax-ns#'><rdf:Description rdf:about='uuid:7' xmlns:a='a:' a:b='c'/></rdf:RDF>"
        b"</x:xmpmeta>"
    )
    assert with_facts(packet, {"Method": "he"}).count(b"rdf:about='uuid:7'") == 2


def test_a_packet_that_is_not_understood_stays_as_it_is(picture: np.ndarray) -> None:
    photo = Photo(picture, metadata=Metadata(xmp=b"\xff\xfe<\0x\0"))
    marked, lost = with_provenance(photo, DONE)
    assert marked.metadata.xmp == photo.metadata.xmp
    assert "XMP" in lost


# Of any of these a pattern that tries again from everywhere would take hours.
HOSTILE = {
    "spaces": b" " * LONG,
    "descriptions": b"<rdf:Description " * (LONG // 17),
    "names in one tag": b"<rdf:Description "
    + b'xmlns:mirnet="urn:mirnet-gui:xmp:1" ' * (LONG // 37),
    "orientations": b"tiff:Orientation " * (LONG // 17),
    "an orientation": b"tiff:Orientation" + b" " * LONG,
    "notes": b' xmpNote:HasExtendedXMP="' * (LONG // 25),
    "subjects": b"rdf:about = " * (LONG // 12),
    "lines before tags": (b"\n" * 100 + b"<rdf:Description ") * (LONG // 117),
}


@pytest.mark.parametrize("packet", HOSTILE.values(), ids=HOSTILE.keys())
def test_long_packets_take_time_in_proportion(packet: bytes) -> None:
    kept = carried(packet + b"</rdf:RDF>", is_turned=True).packet
    with suppress(ValueError):
        assert tells_facts(with_facts(kept, {"Method": "gamma"}))


NOT_XML = [b"no XML at all", bytes(range(256)), b"a < b"]


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
@pytest.mark.parametrize("packet", [*NOT_XML, bytes(100), b" \n" * 50])
def test_a_packet_that_is_no_xml_makes_room_for_what_was_done(
    picture: np.ndarray, tmp_path: Path, suffix: str, packet: bytes
) -> None:
    source = tmp_path / f"in.{suffix}"
    write_photo(Photo(picture, metadata=Metadata(xmp=packet)), source)
    photo = read_photo(source)
    assert ("XMP" in photo.metadata.missing) == (packet in NOT_XML)
    marked, doubt = with_provenance(photo, DONE)
    assert not doubt
    write_photo(marked, tmp_path / f"out.{suffix}")
    assert probe(tmp_path / f"out.{suffix}").enhanced


def test_xml_that_is_cut_short_stays_for_those_who_can_mend_it(
    picture: np.ndarray, tmp_path: Path
) -> None:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title>Night'
    write_photo(Photo(picture, metadata=Metadata(xmp=packet)), tmp_path / "in.jpg")
    marked, doubt = with_provenance(read_photo(tmp_path / "in.jpg"), DONE)
    assert marked.metadata.xmp == packet
    assert "not understood" in doubt
