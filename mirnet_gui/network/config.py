"""The sizes that make one MIRNet differ from another."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, Literal, get_args

from mirnet_gui.errors import WeightsError
from mirnet_gui.language import tr

NetworkTask = Literal["whole", "light", "detail", "denoise", "enlarge"]
TASKS: Final[tuple[NetworkTask, ...]] = get_args(NetworkTask)
SCALES: Final = (1, 2, 3, 4)

# The paper's has 36 units. Beyond these no computer could hold the network, nor its names.
_RANGES: Final = {
    "channels": (8, 1024),
    "groups": (1, 64),
    "blocks": (1, 64),
    "streams": (2, 6),
    "columns": (1, 16),
    "more_halvings": (0, 3),
}
_MOST_UNITS: Final = 1024


@dataclass(frozen=True, slots=True)
class MirnetConfig:
    """Width and depth of a MIRNet; the defaults are the paper's (section 4).

    ``channels`` C of the full-resolution stream (stream k carries ``C * 2**k``), ``groups``
    recursive residual groups of ``blocks`` multi-scale residual blocks each, with ``streams``
    parallel resolutions and ``columns`` of dual attention units. What its weights were made for say
    ``exposed`` (pictures that :mod:`mirnet_gui.tone.exposure` let light into before) and ``task``:
    to relight whole pictures, reduced (``light``), to restore what is relit (``detail``), both at
    once (``whole``), to take noise away (``denoise``), or to enlarge by ``scale`` (``enlarge``).
    A ``scale`` above 1 ends the network in a pixel shuffle or, with ``enlarge_first``, begins it
    with a bicubic enlargement, as in the paper. ``detail`` and ``denoise`` may have
    learnt to clean smaller copies first, each half of the last; ``more_halvings`` are those beyond
    what their task does by itself.
    """

    channels: int = 64
    groups: int = 3
    blocks: int = 2
    streams: int = 3
    columns: int = 2
    exposed: bool = False
    task: NetworkTask = "whole"
    scale: int = 1
    enlarge_first: bool = False
    more_halvings: int = 0

    def __post_init__(self) -> None:
        for name, (least, most) in _RANGES.items():
            value = getattr(self, name)
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
                raise WeightsError(
                    tr(
                        "A MIRNet's {name} must be a whole number from {least} to {most}.",
                        name=name,
                        least=least,
                        most=most,
                    )
                )
        if self.groups * self.blocks * self.streams * self.columns > _MOST_UNITS:
            raise WeightsError(
                tr(
                    "A MIRNet of more than {most_units} attention units is too large: "
                    "lower groups, blocks, streams or columns.",
                    most_units=_MOST_UNITS,
                )
            )
        if not isinstance(self.exposed, bool):
            raise WeightsError(tr("A MIRNet's exposed must be true or false."))
        if self.exposed and self.task not in {"whole", "light"}:
            raise WeightsError(
                tr("A MIRNet for {task} exposes nothing: exposed must be false.", task=self.task)
            )
        if self.scale not in SCALES or isinstance(self.scale, bool):
            raise WeightsError(
                tr("A MIRNet's scale must be one of {scales}.", scales=", ".join(map(str, SCALES)))
            )
        if self.scale > 1 and self.task not in {"whole", "enlarge"}:
            raise WeightsError(
                tr("A MIRNet for {task} keeps the size: scale must be 1.", task=self.task)
            )
        if self.more_halvings and self.task not in {"whole", "detail", "denoise"}:
            raise WeightsError(
                tr("A MIRNet for {task} halves nothing: more_halvings must be 0.", task=self.task)
            )
        if not isinstance(self.enlarge_first, bool) or (self.enlarge_first and self.scale == 1):
            raise WeightsError(tr("A MIRNet's enlarge_first is for a scale above 1."))
        if self.task not in TASKS:
            raise WeightsError(
                tr("A MIRNet's task must be one of {tasks}.", tasks=", ".join(TASKS))
            )

    @property
    def size_multiple(self) -> int:
        """Both sides of what the streams work on must be divisible by this."""
        return 1 << (self.streams - 1)

    @property
    def sizes(self) -> MirnetConfig:
        """The same without what the weights were made for: all that names and shapes tell."""
        scale = 1 if self.enlarge_first else self.scale
        return replace(
            self, exposed=False, task="whole", scale=scale, enlarge_first=False, more_halvings=0
        )

    @property
    def halvings(self) -> int:
        """How many smaller copies of a picture that is not large are cleaned before it."""
        return self.more_halvings + (self.task == "denoise")

    @property
    def inner_scale(self) -> int:
        """How many times as high and as wide as the picture its full-resolution stream is."""
        return self.scale if self.enlarge_first else 1

    def to_dict(self) -> dict[str, Any]:
        """The sizes by name, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, sizes: dict[str, Any]) -> MirnetConfig:
        """Read back :meth:`to_dict`; raises :class:`WeightsError` for names not known here."""
        known = {entry.name for entry in fields(cls)}
        if unknown := sorted(set(sizes) - known):
            raise WeightsError(
                tr(
                    "This is not a MIRNet configuration: {unknown} unknown.",
                    unknown=", ".join(unknown),
                )
            )
        return cls(**sizes)
