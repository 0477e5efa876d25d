"""XMP that is too long for one segment of a JPEG file: parted, and put together again.

Adobe's XMP specification, part 3, section 1.1.3.1, is the source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from mirnet_gui.photo.metadata.xmp import NAMESPACE, NOTE
from mirnet_gui.photo.metadata.xmp_document import (
    RDF,
    TAG_NAME,
    NotUnderstoodError,
    about_of,
    declared_around,
    declared_by,
    edited,
    in_utf8,
    insertion,
    parsed,
)

_ROOM_OF_NOTE: Final = 1024


def merged(packet: bytes, extension: bytes) -> bytes:
    """The packet with the descriptions that a JPEG file keeps in an extension of it.

    Raises ValueError when one of them is not understood.
    """
    main, more = parsed(packet), parsed(extension)
    parts = []
    declared = declared_around(more)
    for element in more.descriptions():
        tag = more.packet[element.start : element.open_end]
        own = declared_by(more, element)
        added = b"".join(
            b" " + name + b"=" + value for name, value in declared.items() if name not in own
        )
        name_end = element.start + len(TAG_NAME.match(tag)[0])  # type: ignore[index]
        parts += [more.packet[element.start : name_end], added]
        parts += [more.packet[name_end : element.end], b"\n"]
    return edited(main, [insertion(main, b"".join(parts))])


def without_padding(packet: bytes) -> bytes:
    """The packet without the blanks that its writer left for others to write into."""
    try:
        whole = in_utf8(packet)
    except NotUnderstoodError:
        return packet
    head, mark, tail = whole.rpartition(b"<?xpacket end")
    return head.rstrip() + mark + tail if mark else whole


def parted(packet: bytes, room: int) -> tuple[bytes, bytes, str]:
    """A packet longer than ``room`` as one that fits, its extension, and the GUID that joins them.

    The largest properties go first; what :func:`mirnet_gui.photo.metadata.xmp.with_facts` wrote
    stays, where it is found. Raises ValueError for what is not understood or cannot be parted.
    """
    document = parsed(without_padding(packet))
    descriptions = {id(each): each for each in document.descriptions()}
    properties = [
        each
        for each in document.elements
        if id(each.parent) in descriptions and each.name[0] != NAMESPACE
    ]
    excess = len(document.packet) + _ROOM_OF_NOTE - room
    moved = []
    for each in sorted(properties, key=lambda each: each.start - each.end):
        if excess <= 0:
            break
        moved.append(each)
        excess -= each.end - each.start
    if excess > 0:
        raise NotUnderstoodError("no properties to part it by")
    around, about = declared_around(document), about_of(document)
    parts = []
    for each in sorted(moved, key=lambda each: each.start):
        owner = descriptions[id(each.parent)]
        parts.append(_description(about, {**around, **declared_by(document, owner)}))
        parts += [document.packet[each.start : each.end], b"</rdf:Description>\n"]
    extension = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="' + RDF.encode() + b'">\n'
    ) + b"".join([*parts, b"</rdf:RDF></x:xmpmeta>"])
    guid = hashlib.md5(extension, usedforsecurity=False).hexdigest().upper()
    note = f'xmpNote:HasExtendedXMP="{guid}"/>\n'.encode()
    start = _description(about, {b"xmlns:xmpNote": f'"{NOTE}"'.encode()})[:-1] + b" "
    changes = [insertion(document, start + note)]
    changes += [(each.start, each.end, b"") for each in moved]
    return edited(document, changes), extension, guid


def _description(about: str, declared: Mapping[bytes, bytes]) -> bytes:
    """The start tag of a description with its namespaces."""
    rdf = {b"xmlns:rdf": f'"{RDF}"'.encode()}
    names = b"".join(b" " + name + b"=" + value for name, value in {**declared, **rdf}.items())
    return b"<rdf:Description" + names + b" rdf:about=" + about.encode() + b">"
