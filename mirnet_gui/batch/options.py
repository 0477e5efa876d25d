"""How a batch writes its results."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from mirnet_gui.batch.names import NameTemplate
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.photo.formats import LABELS
from mirnet_gui.photo.photo import Format

Existing = Literal["skip", "rename", "overwrite"]
Depth = Literal[8, 16]

BESIDE: str = "{stem}_{method}{ext}"
"""What results are called that go beside their photographs."""


@dataclass(frozen=True, slots=True)
class Options:
    """``folder`` is where results go; None for beside each photograph.

    ``format`` and ``depth`` are those of the photograph unless given; ``quality`` (1 to 100)
    counts for formats that have one. ``existing`` says what becomes of a file that stands where a
    result is to go. ``replace_originals`` puts results in the place of their photographs, which
    stay beside them as ``NAME.original.EXT``. ``keep_times`` gives results the times of their
    photographs.

    Raises :class:`UsageError` for what makes no sense together.
    """

    folder: Path | None = None
    name: str = "{stem}{ext}"
    format: Format | None = None
    depth: Depth | None = None
    quality: int = 92
    existing: Existing = "skip"
    replace_originals: bool = False
    keep_times: bool = False

    def __post_init__(self) -> None:
        NameTemplate(self.name)
        if self.replace_originals and self.folder is not None:
            raise UsageError(
                tr("Originals can be replaced where they are, not in another folder."),
                tr("Leave out the output folder, or --replace-originals."),
            )

    def replaces(self, source: Path, output: Path) -> bool:
        """Whether ``output`` takes the place of its own photograph, which is kept beside it."""
        return self.replace_originals and output == source

    @property
    def skips_standing(self) -> bool:
        """Whether a photograph whose result stands already is left alone."""
        return self.existing == "skip" and not self.replace_originals

    def to_dict(self) -> dict[str, Any]:
        """What JSON can hold; :meth:`from_dict` is the way back."""
        return asdict(self) | {"folder": None if self.folder is None else str(self.folder)}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Options:
        """Raises TypeError or ValueError for what :meth:`to_dict` did not make."""
        folder = kept.get("folder")
        options = cls(**(kept | {"folder": None if folder is None else Path(folder)}))
        if (
            "\0" in (folder or "")
            or options.format not in {None, *LABELS}
            or options.depth not in {None, 8, 16}
            or options.quality not in range(1, 101)
            or options.existing not in get_args(Existing)
        ):
            raise ValueError(kept)
        return options
