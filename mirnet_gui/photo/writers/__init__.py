"""How each format is written: a module for each that is written, of its name."""

from __future__ import annotations

from importlib import import_module

from mirnet_gui.photo.formats import Format
from mirnet_gui.photo.writers.writer import Writer


def writer_of(target: Format) -> Writer:
    """The writer of a format."""
    writer: Writer = import_module(f"{__name__}.{target}").WRITER
    return writer
