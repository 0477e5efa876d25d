"""XMP packets: kept as they are but for what the upright picture makes untrue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import quoteattr

NAMESPACE: Final = "urn:mirnet-gui:xmp:1"
"""Of what this program writes about a result."""

# Each pattern takes time in proportion to the packet, however it is made: nothing is tried again
# from the middle of a run of spaces or of a tag.
_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*+(?:=\s*+["']|>)\s*+)[1-8](?=\s*["'<])""")
_EXTENSION = re.compile(
    rb"""(?<!\s)\s++xmpNote:HasExtendedXMP\s*+=\s*+(?:"[^"]*"|'[^']*')"""
    rb"""|<xmpNote:HasExtendedXMP>[^<]*</xmpNote:HasExtendedXMP>"""
)
_ABOUT = re.compile(r"""rdf:about\s*+=\s*+("[^"]*"|'[^']*')""")
_OURS = re.compile(
    rf"""(?:(?<!\s)\s++)?<rdf:Description\b(?>[^<>]*?\bxmlns:mirnet="{NAMESPACE}")[^<>]*+(?<=/)>"""
)
_END = "</rdf:RDF>"
_EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n</rdf:RDF>\n'
    '</x:xmpmeta>\n<?xpacket end="w"?>'
)


def with_facts(packet: bytes | None, facts: Mapping[str, str]) -> bytes:
    """The packet, or a new one, with ``facts`` in :data:`NAMESPACE`; all else stays as it is.

    Facts from before are replaced. Raises ValueError for a packet that is not understood.
    """
    text = packet.decode("utf-8") if packet else _EMPTY
    text = _OURS.sub("", text)
    end = text.rfind(_END)
    if end < 0:
        raise ValueError("no XMP packet")
    # One packet is about one thing: all of its descriptions have to say the same.
    about = _ABOUT.search(text)
    told = "".join(f"\n  mirnet:{name}={quoteattr(value)}" for name, value in facts.items())
    ours = (
        f"<rdf:Description rdf:about={about[1] if about else chr(34) * 2}"
        f' xmlns:mirnet="{NAMESPACE}"{told}/>\n'
    )
    return (text[:end] + ours + text[end:]).encode("utf-8")


def tells_facts(packet: bytes | None) -> bool:
    """Whether :func:`with_facts` made it: the picture is a result of this program."""
    return packet is not None and NAMESPACE.encode() in packet


def carried(packet: bytes, is_turned: bool) -> bytes:
    """The packet that goes with the picture; ``is_turned`` says that it was turned upright.

    Without a turn the orientation stays, for then the file was shown without one as well. A note
    that more follows elsewhere is taken out, because only the packet itself is carried: what
    follows are mostly depth maps and second pictures, true of the original only.
    """
    if is_turned:
        packet = _ORIENTATION.sub(rb"\g<1>1", packet)
    return _EXTENSION.sub(b"", packet)
