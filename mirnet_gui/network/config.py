"""The sizes that make one MIRNet differ from another."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from mirnet_gui.errors import WeightsError


@dataclass(frozen=True, slots=True)
class MirnetConfig:
    """Width and depth of a MIRNet; the defaults are the paper's (section 4).

    ``channels`` C of the full-resolution stream (stream k carries ``C * 2**k``), ``groups``
    recursive residual groups of ``blocks`` multi-scale residual blocks each, with ``streams``
    parallel resolutions and ``columns`` of dual attention units. ``exposed`` says what its weights
    were made for: pictures that :mod:`mirnet_gui.network.exposure` let light into before.
    """

    channels: int = 64
    groups: int = 3
    blocks: int = 2
    streams: int = 3
    columns: int = 2
    exposed: bool = False

    def __post_init__(self) -> None:
        least = {"channels": 8, "groups": 1, "blocks": 1, "streams": 2, "columns": 1}
        for name, minimum in least.items():
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or value < minimum:
                raise WeightsError(
                    f"A MIRNet's {name} must be a whole number of {minimum} or more."
                )
        if not isinstance(self.exposed, bool):
            raise WeightsError("A MIRNet's exposed must be true or false.")

    @property
    def size_multiple(self) -> int:
        """Both sides of what the streams work on must be divisible by this."""
        return 1 << (self.streams - 1)

    def to_dict(self) -> dict[str, int]:
        """The sizes by name, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, sizes: dict[str, Any]) -> MirnetConfig:
        """Read back :meth:`to_dict`; raises :class:`WeightsError` for names not known here."""
        known = {entry.name for entry in fields(cls)}
        if unknown := sorted(set(sizes) - known):
            raise WeightsError(f"This is no MIRNet configuration: {', '.join(unknown)} unknown.")
        return cls(**sizes)
