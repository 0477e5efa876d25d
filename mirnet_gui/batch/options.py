"""How a batch writes its results."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final, Literal, get_args

from mirnet_gui.batch.names import NameTemplate
from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.photo.encoding import Encoding

Existing = Literal["skip", "rename", "overwrite"]


@dataclass(frozen=True, slots=True)
class Options:
    """``folder`` is where results go; None for beside each photograph.

    ``encoding`` says what files they are. ``existing`` says what becomes of a file that stands
    where a result is to go. ``replace_originals`` puts results in the place of their photographs,
    which stay beside them as ``NAME.original.EXT``. ``keep_times`` gives results the times of their
    photographs.

    Raises :class:`UsageError` for what makes no sense together.
    """

    folder: Path | None = None
    name: str = "{stem}{ext}"
    encoding: Encoding = field(default_factory=Encoding)
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
        own = {name: getattr(self, name) for name in _OWN}
        return own | self.encoding.to_dict() | {"folder": self.folder and str(self.folder)}

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Options:
        """Raises TypeError or ValueError for what :meth:`to_dict` did not make."""
        folder = kept.get("folder")
        own = {name: value for name, value in kept.items() if name in _OWN}
        encoding = {name: value for name, value in kept.items() if name not in {*_OWN, "folder"}}
        options = cls(
            folder=None if folder is None else Path(folder),
            encoding=Encoding.from_dict(encoding),
            **own,
        )
        if "\0" in (folder or "") or options.existing not in get_args(Existing):
            raise ValueError(kept)
        return options


_OWN: Final = tuple(
    each.name for each in fields(Options) if each.name not in ("folder", "encoding")
)
