"""How a frozen program is started as a helper: told before anything heavy is loaded."""

from typing import Final

ARGUMENT: Final = "--decode-photographs"
"""The only argument of a frozen program that is started as a helper."""
