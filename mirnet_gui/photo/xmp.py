"""XMP packets: kept as they are but for what the upright picture makes untrue."""

from __future__ import annotations

import re

_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*(?:=\s*["']|>)\s*)[1-8](?=\s*["'<])""")
_EXTENSION = re.compile(
    rb"""\s+xmpNote:HasExtendedXMP\s*=\s*(?:"[^"]*"|'[^']*')"""
    rb"""|<xmpNote:HasExtendedXMP>[^<]*</xmpNote:HasExtendedXMP>"""
)


def carried(packet: bytes, is_turned: bool) -> bytes:
    """The packet that goes with the picture; ``is_turned`` says that it was turned upright.

    Without a turn the orientation stays, for then the file was shown without one as well. A note
    that more follows elsewhere is taken out, because only the packet itself is carried: what
    follows are mostly depth maps and second pictures, true of the original only.
    """
    if is_turned:
        packet = _ORIENTATION.sub(rb"\g<1>1", packet)
    return _EXTENSION.sub(b"", packet)
