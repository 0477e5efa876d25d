"""What was done to a photograph, written into its result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mirnet_gui import __version__
from mirnet_gui.language import tr
from mirnet_gui.photo.formats import LABELS
from mirnet_gui.photo.metadata import xmp
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.writers import writer_of


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
        facts = {
            "Software": f"MIRNet GUI {__version__}",
            "Method": self.method,
            "Description": self.label,
            "Weights": self.weights,
            "WeightsSHA256": self.sha256,
        }
        return {name: value for name, value in facts.items() if value}


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
        if target is None:
            return _with_xmp(photo, packet), ""
        has_room = writer_of(target).has_room_for_xmp
        if has_room(packet) or not has_room(own or b""):
            return _with_xmp(photo, packet), ""
        packet = xmp.with_facts(own, {"Software": facts["Software"]})
    except ValueError:
        return photo, tr(
            "Its XMP is not understood and was left as it is: what was done is not in it."
        )
    if has_room(packet):
        return _with_xmp(photo, packet), tr(
            "Its own XMP fills what a {format} has room for: "
            "not all of what was done is recorded in it.",
            format=LABELS[target],
        )
    return photo, tr(
        "Its own XMP fills what a {format} has room for: what was done is not in it.",
        format=LABELS[target],
    )


def _with_xmp(photo: Photo, packet: bytes) -> Photo:
    return replace(photo, metadata=replace(photo.metadata, xmp=packet))
