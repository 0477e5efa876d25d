"""XMP packets: kept as they are but for what the upright, enhanced picture makes untrue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.photo.metadata.xmp_document import (
    RDF,
    Attribute,
    Document,
    Element,
    NotUnderstoodError,
    about_of,
    edited,
    insertion,
    parsed,
    removal,
)

NAMESPACE: Final = "urn:mirnet-gui:xmp:1"
"""Of what this program writes about a result."""

_TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
_EXIF: Final = "http://ns.adobe.com/exif/1.0/"
_WIDTHS: Final = ((_TIFF, "ImageWidth"), (_EXIF, "PixelXDimension"))
_HEIGHTS: Final = ((_TIFF, "ImageLength"), (_EXIF, "PixelYDimension"))
NOTE: Final = "http://ns.adobe.com/xmp/note/"
"""Of what joins a packet and its extension."""
_CAMERA: Final = "http://ns.google.com/photos/1.0/camera/"
_CONTAINER: Final = "http://ns.google.com/photos/1.0/container/"
_DIRECTORY: Final = (_CONTAINER, "Directory")
_ITEM: Final = "http://ns.google.com/photos/1.0/container/item/"
_GAIN_MAP, _VIDEO, _DEPTH = mark("gain map (HDR)"), mark("motion video"), mark("depth map")
_CLAIMED_BY: Final = {
    "http://ns.adobe.com/hdr-gain-map/1.0/": _GAIN_MAP,
    "http://ns.apple.com/HDRGainMap/1.0/": _GAIN_MAP,
    "http://ns.google.com/photos/1.0/depthmap/": _DEPTH,
    "http://ns.google.com/photos/1.0/image/": mark("second picture"),
    "http://ns.google.com/photos/1.0/audio/": "sound",
    "http://ns.google.com/photos/dd/1.0/device/": _DEPTH,
}
_ITEMS: Final = {b"GainMap": _GAIN_MAP, b"MotionPhoto": _VIDEO, b"Depth": _DEPTH}

_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*+(?:=\s*+["']|>)\s*+)[1-8](?=\s*+["'<])""")
_MARKUP = re.compile(rb"<[?!A-Za-z_]")
_HEAD: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
_TAIL: Final = b'\n<?xpacket end="w"?>'
_EMPTY: Final = (
    _HEAD + b'<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n</rdf:RDF>\n'
    b"</x:xmpmeta>" + _TAIL
)


@dataclass(frozen=True, slots=True)
class Carried:
    """The packet that goes with a picture, and ``gone``, what it claimed that does not."""

    packet: bytes
    gone: tuple[str, ...] = ()


def with_facts(packet: bytes | None, facts: Mapping[str, str]) -> bytes:
    """The packet, or a new one, with ``facts`` in :data:`NAMESPACE`; all else stays as it is.

    Facts from before are replaced. Raises ValueError for a packet that is not understood.
    """
    from xml.sax.saxutils import quoteattr  # loads all that speaks with servers

    document = parsed(packet or _EMPTY)
    attributes = "".join(f"\n  mirnet:{name}={quoteattr(value)}" for name, value in facts.items())
    ours = (
        f'<rdf:Description xmlns:rdf="{RDF}" rdf:about={about_of(document)}'
        f' xmlns:mirnet="{NAMESPACE}"{attributes}/>\n'
    )
    changes = [*_facts_in(document), insertion(document, ours.encode())]
    return edited(document, changes)


def tells_facts(packet: bytes | None) -> bool:
    """Whether :func:`with_facts` made it: the picture is a result of this program."""
    return packet is not None and NAMESPACE.encode() in packet


def is_markup(packet: bytes) -> bool:
    """Whether there is anything in the packet that some reader of XML could make sense of."""
    # As UTF-16 and UTF-32 too.
    return _MARKUP.search(packet.replace(b"\0", b"")) is not None


def carried(packet: bytes, *, is_turned: bool) -> Carried:
    """The packet that goes with the picture; ``is_turned`` says that it was turned upright.

    Without a turn the orientation stays, for then the file was shown without one as well. Notes
    that more follows elsewhere are taken out, and so are claims of what is no part of a result:
    gain maps, films and depth maps.
    """
    try:
        document = parsed(packet)
    except NotUnderstoodError:
        return Carried(_ORIENTATION.sub(rb"\g<1>1", packet) if is_turned else packet)
    gone: dict[str, None] = {}
    changes: list[tuple[int, int, bytes]] = []
    looked_through = 0
    for index, place in _places(document):
        namespace, local = place.name
        if place.name == _DIRECTORY:
            if place.start < looked_through:
                # All that it names is named by the one around it.
                continue
            looked_through = place.end
        if place.name == (_TIFF, "Orientation") and is_turned:
            changes += _as_number(document, place, 1)
        elif place.name == (NOTE, "HasExtendedXMP"):
            changes.append(removal(document, place))
        elif (claim := _claim(document, index, place)) is not None:
            gone |= dict.fromkeys(claim)
            changes.append(removal(document, place))
        elif namespace == _CAMERA and local.startswith(("MotionPhoto", "MicroVideo")):
            gone[_VIDEO] = None
            changes.append(removal(document, place))
    if not changes and document.packet in packet:
        return Carried(packet)
    return Carried(edited(document, changes), tuple(gone))


def with_size(packet: bytes, width: int, height: int) -> bytes:
    """The packet, saying ``width`` x ``height`` pixels where it says how many there are."""
    try:
        document = parsed(packet)
    except NotUnderstoodError:
        return packet
    sides = dict.fromkeys(_WIDTHS, width) | dict.fromkeys(_HEIGHTS, height)
    changes: list[tuple[int, int, bytes]] = []
    for _, place in _places(document):
        if place.name in sides:
            changes += _as_number(document, place, sides[place.name])
    return edited(document, changes) if changes else packet


def _places(document: Document) -> Iterator[tuple[int, Element | Attribute]]:
    """Every element and its attributes with the number of the element."""
    for index, element in enumerate(document.elements):
        yield index, element
        for attribute in element.attributes:
            yield index, attribute


def _facts_in(document: Document) -> Iterator[tuple[int, int, bytes]]:
    for element in document.elements:
        ours = [each for each in element.attributes if each.name[0] == NAMESPACE]
        others = [each for each in element.attributes if each.name[1] != "about"]
        is_all_ours = bool(ours) and len(ours) == len(others) and not element.children
        if element.name[0] == NAMESPACE or is_all_ours:
            yield removal(document, element)
        else:
            yield from (removal(document, each) for each in ours)


def _as_number(
    document: Document, place: Element | Attribute, number: int
) -> Iterator[tuple[int, int, bytes]]:
    if isinstance(place, Attribute):
        quote = place.end - 1
        yield quote - len(place.value), quote, b"%d" % number
    elif document.inner(place).strip().isdigit():
        yield place.open_end, place.inner_end, b"%d" % number


def _claim(document: Document, index: int, place: Element | Attribute) -> tuple[str, ...] | None:
    """What is claimed by ``place`` that is no part of a result; None for nothing."""
    claimed = _CLAIMED_BY.get(place.name[0])
    if claimed:
        return (claimed,)
    if place.name != _DIRECTORY:
        return None
    kinds = [kind for each in document.within(index) for kind in _semantics(document, each)]
    others = [kind for kind in kinds if kind != b"Primary"]
    return tuple(_ITEMS.get(kind, mark("second picture")) for kind in others) or None


def _semantics(document: Document, element: Element) -> Iterator[bytes]:
    if element.name == (_ITEM, "Semantic"):
        yield document.inner(element).strip()
    yield from (each.value for each in element.attributes if each.name == (_ITEM, "Semantic"))
