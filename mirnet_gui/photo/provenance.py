"""What was done to a photograph, written into its result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mirnet_gui import __version__
from mirnet_gui.photo import xmp
from mirnet_gui.photo.jpeg_metadata import fits_one_segment
from mirnet_gui.photo.photo import Format, Photo

_FULL = "Its own XMP fills what a JPEG has room for:"


@dataclass(frozen=True, slots=True)
class Provenance:
    """``method`` is the text by which the registry knows it, ``label`` the same for people.

    ``weights`` and the ``sha256`` of their file (of each, with its task, where they are several)
    are empty where there are none.
    """

    method: str
    label: str
    weights: str = ""
    sha256: str = ""

    def facts(self) -> dict[str, str]:
        """As they stand in XMP: nothing that differs from one run to the next."""
        told = {
            "Software": f"MIRNet GUI {__version__}",
            "Method": self.method,
            "Description": self.label,
            "Weights": self.weights,
            "WeightsSHA256": self.sha256,
        }
        return {name: value for name, value in told.items() if value}


def with_provenance(
    photo: Photo, done: Provenance, target: Format | None = None
) -> tuple[Photo, str]:
    """``photo`` with what was done in its XMP, and a sentence where that could not be ("" else).

    Photographs whose XMP is not understood keep it as it is. Where a ``target`` has no room for
    both, the photograph's own XMP goes first.
    """
    own, facts = photo.metadata.xmp, done.facts()
    try:
        packet = xmp.with_facts(own, facts)
        if target != "jpeg" or fits_one_segment(packet) or not fits_one_segment(own or b""):
            return _with_xmp(photo, packet), ""
        packet = xmp.with_facts(own, {"Software": facts["Software"]})
    except ValueError:
        return photo, "Its XMP is not understood and was left as it is: what was done is not in it."
    if fits_one_segment(packet):
        return _with_xmp(photo, packet), f"{_FULL} not all of what was done is told in it."
    return photo, f"{_FULL} what was done is not in it."


def _with_xmp(photo: Photo, packet: bytes) -> Photo:
    return replace(photo, metadata=replace(photo.metadata, xmp=packet))
