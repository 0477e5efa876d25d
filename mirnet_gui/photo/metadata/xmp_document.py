"""An XMP packet taken apart into places, so that it can be changed here and there only.

Everything that is not changed stays byte for byte as its writer had it: quotes, prefixes, padding.
Taking apart is done by expat, in time that is linear in the length of the packet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

LONGEST: Final = 16 * 2**20
"""Bytes of a packet beyond which it is not looked into."""

_DEEPEST: Final = 256
_MOST_ELEMENTS: Final = 500_000
TAG_NAME = re.compile(rb"<[^\s/>]++")
_START_TAG = re.compile(rb"""<(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(rb"""(?<=["'\s])([^\s=/>"'<]++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_DECLARED = re.compile(rb"""\s(xmlns:[^\s=]++)\s*+=\s*+("[^"]*+"|'[^']*+')""")
_DECLARATION = re.compile(r"""^<\?xml\s[^?]*\?>\s*""")

Name = tuple[str, str]
"""Namespace and local name."""


class NotUnderstoodError(ValueError):
    """The packet is no well-formed XMP."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """``start`` to ``end`` are the place of name and value, ``value`` what stands in the quotes."""

    name: Name
    start: int
    end: int
    value: bytes


@dataclass(slots=True)
class Element:
    """``start`` to ``end`` are the place of all of it, ``open_end`` is the end of its start tag."""

    name: Name
    start: int
    open_end: int
    attributes: tuple[Attribute, ...]
    parent: Element | None
    end: int = 0
    inner_end: int = 0
    is_empty: bool = False
    children: int = 0


@dataclass(slots=True)
class Document:
    """A packet in UTF-8 and its elements in their order."""

    packet: bytes
    elements: list[Element] = field(default_factory=list)

    @property
    def rdf(self) -> Element:
        """The element that holds all descriptions. Raises :class:`NotUnderstoodError`."""
        for element in self.elements:
            if element.name == (RDF, "RDF"):
                return element
        raise NotUnderstoodError("no RDF in the packet")

    def descriptions(self) -> list[Element]:
        """Those right in :attr:`rdf`."""
        rdf = self.rdf
        return [element for element in self.elements if element.parent is rdf]

    def within(self, index: int) -> Iterator[Element]:
        """The elements inside of the one at ``index``."""
        end = self.elements[index].end
        for position in range(index + 1, len(self.elements)):
            if self.elements[position].start >= end:
                return
            yield self.elements[position]

    def inner(self, element: Element) -> bytes:
        """What stands between the tags of ``element``."""
        return self.packet[element.open_end : element.inner_end]


def parsed(packet: bytes) -> Document:
    """Take a packet apart. Raises :class:`NotUnderstoodError`."""
    if len(packet) > LONGEST:
        raise NotUnderstoodError("too long")
    document = Document(in_utf8(packet))
    _Reader(document).read()
    return document


def in_utf8(packet: bytes) -> bytes:
    """The packet in UTF-8, whatever encoding it came in. Raises :class:`NotUnderstoodError`."""
    text = _decoded(packet).strip("\ufeff\0 \t\r\n")
    return _DECLARATION.sub("", text).encode("utf-8")


def edited(document: Document, changes: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The packet with the bytes from start to end of each change replaced.

    Changes within another one are left out.
    """
    parts, position = [], 0
    for start, end, new in sorted(changes, key=lambda change: (change[0], -change[1])):
        if start < position:
            continue
        parts += [document.packet[position:start], new]
        position = end
    return b"".join([*parts, document.packet[position:]])


def removal(document: Document, place: Element | Attribute) -> tuple[int, int, bytes]:
    """The change that takes an element or an attribute out, with the space in front of it."""
    start = place.start
    while start and document.packet[start - 1 : start].isspace():
        start -= 1
    return start, place.end, b""


def _decoded(packet: bytes) -> str:
    # Where there is no mark, "<" tells: it comes first, and it is one byte long in UTF-8.
    head = (
        packet.lstrip(b"\xef\xbb\xbf \t\r\n")[:4] if packet[:3] == b"\xef\xbb\xbf" else packet[:4]
    )
    encoding = "utf-8"
    if head[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        encoding = "utf-32"
    elif head[:4] in (b"<\0\0\0", b"\0\0\0<"):
        encoding = "utf-32-le" if head[:1] == b"<" else "utf-32-be"
    elif head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif head[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if head[:1] == b"<" else "utf-16-be"
    try:
        return packet.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotUnderstoodError("no text") from error


class _Reader:
    """Makes the elements of a document from what expat tells."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[Element] = []
        self._prefixes: dict[str, list[str]] = {"xml": ["http://www.w3.org/XML/1998/namespace"]}
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.EndNamespaceDeclHandler = self._forget
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self) -> None:
        """Fill the document. Raises :class:`NotUnderstoodError`."""
        try:
            self._parser.Parse(self._document.packet, True)
        except expat.ExpatError as error:
            raise NotUnderstoodError(str(error)) from error

    def _refuse(self, *_declaration: object) -> None:
        raise NotUnderstoodError("XMP has no document types")

    def _declare(self, prefix: str | None, namespace: str | None) -> None:
        self._prefixes.setdefault(prefix or "", []).append(namespace or "")

    def _forget(self, prefix: str | None) -> None:
        self._prefixes[prefix or ""].pop()

    def _start(self, name: str, parsed: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        found = _START_TAG.match(self._document.packet, start)
        if found is None or len(self._open) > _DEEPEST:
            raise NotUnderstoodError("a tag without an end")
        if len(self._document.elements) > _MOST_ELEMENTS:
            raise NotUnderstoodError("too many elements")
        parent = self._open[-1] if self._open else None
        attributes = tuple(self._attributes(found.group(), start)) if parsed else ()
        element = Element(_split(name), start, found.end(), attributes, parent)
        element.is_empty = found.group().endswith(b"/>")
        if parent is not None:
            parent.children += 1
        self._document.elements.append(element)
        self._open.append(element)

    def _attributes(self, tag: bytes, start: int) -> Iterable[Attribute]:
        for found in _ATTRIBUTE.finditer(tag):
            prefix, colon, local = found[1].decode("utf-8").rpartition(":")
            if prefix == "xmlns" or (not colon and local == "xmlns"):
                continue
            namespaces = self._prefixes.get(prefix) if colon else None
            namespace = namespaces[-1] if namespaces else ""
            place = start + found.start(), start + found.end()
            yield Attribute((namespace, local), *place, found[2][1:-1])

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        if element.is_empty:
            element.end = element.inner_end = element.open_end
            return
        element.inner_end = self._parser.CurrentByteIndex
        element.end = self._document.packet.index(b">", element.inner_end) + 1


def _split(name: str) -> Name:
    namespace, _, local = name.rpartition(" ")
    return namespace, local


def about_of(document: Document) -> str:
    """What the packet says that it is about, in quotes. Raises :class:`NotUnderstoodError`."""
    # One packet is about one thing: all of its descriptions have to say the same.
    for element in document.descriptions():
        for attribute in element.attributes:
            if attribute.name[1] == "about":
                return (
                    document.packet[attribute.start : attribute.end]
                    .partition(b"=")[2]
                    .decode()
                    .strip()
                )
    return '""'


def insertion(document: Document, new: bytes) -> tuple[int, int, bytes]:
    """The change that puts the description ``new`` behind all others, for :func:`edited`."""
    rdf = document.rdf
    if not rdf.is_empty:
        return rdf.inner_end, rdf.inner_end, new
    tag = document.packet[rdf.start : rdf.end]
    name = TAG_NAME.match(tag)[0][1:]  # type: ignore[index]
    return rdf.start, rdf.end, tag[:-2] + b">\n" + new + b"</" + name + b">"


def declared_by(document: Document, element: Element) -> dict[bytes, bytes]:
    """The namespaces that the start tag of ``element`` declares: xmlns:NAME, and it in quotes."""
    return dict(_DECLARED.findall(document.packet[element.start : element.open_end]))


def declared_around(document: Document) -> dict[bytes, bytes]:
    """The namespaces that are declared by the elements around the descriptions."""
    found: dict[bytes, bytes] = {}
    element: Element | None = document.rdf
    while element is not None:
        found = {**declared_by(document, element), **found}
        element = element.parent
    return found
