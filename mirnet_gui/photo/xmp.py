"""XMP packets: kept as they are but for the orientation of a picture that was turned upright."""

from __future__ import annotations

import re

_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*(?:=\s*["']|>)\s*)[1-8](?=\s*["'<])""")
_EXTENSION = re.compile(rb"""\s+xmpNote:HasExtendedXMP\s*=\s*(?:"[^"]*"|'[^']*')""")


def upright(packet: bytes) -> bytes:
    """The packet of an upright picture.

    A note that more follows elsewhere is taken out, because only the packet itself is carried:
    what follows are mostly depth maps and second pictures, true of the original only.
    """
    return _EXTENSION.sub(b"", _ORIENTATION.sub(rb"\g<1>1", packet))
