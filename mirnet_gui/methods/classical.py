"""What the methods have in common that need nothing loaded."""

from __future__ import annotations

from mirnet_gui.methods.parameters import check


class Classical:
    """Base of a frozen dataclass of parameters that are checked as they are set."""

    def __post_init__(self) -> None:
        check(self)

    @property
    def scale(self) -> int:
        """See :class:`mirnet_gui.methods.method.Method`."""
        return 1

    def prepare(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`: there is nothing to load."""

    def preview(self) -> None:
        """See :class:`mirnet_gui.methods.method.Method`: the method itself is quick."""
