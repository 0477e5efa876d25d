"""What a photograph says about itself, in the groups in which a person may want it left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal, cast, get_args

from mirnet_gui.language import mark

Group = Literal["location", "camera", "words", "copyright", "date", "all"]
"""``all`` is everything that tells of the photograph, whatever group it may belong to."""

Groups = frozenset[Group]

GROUPS: Final[tuple[Group, ...]] = get_args(Group)

LABELS: Final[dict[Group, str]] = {
    "location": mark("Location"),
    "camera": mark("Camera and lens"),
    "words": mark("Names, captions and keywords"),
    "copyright": mark("Photographer and copyright"),
    "date": mark("Date and time"),
    "all": mark("Everything"),
}
"""What people call them."""

UNKNOWN: Final[Groups] = frozenset(GROUPS)
"""Of what nobody can tell, or take apart: it goes with each of them."""

NEUTRAL: Final[Groups] = frozenset({"all"})
"""Of what tells none of the others, as the exposure: it goes with everything only."""

KEPT: Final[Groups] = frozenset()
"""Of what a picture cannot be shown rightly without, which always stays."""


def groups(*names: Group) -> Groups:
    """The groups of something that belongs to each of ``names``, and so to everything."""
    return frozenset({*names, "all"})


def in_order(names: Collection[str]) -> tuple[Group, ...]:
    """The same groups, each once, as :data:`GROUPS` has them. Raises ValueError for others."""
    for name in names:
        if name not in GROUPS:
            raise ValueError(name)
    return tuple(group for group in GROUPS if group in cast(Collection[Group], names))
