"""Which versions of its libraries the program runs with."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from mirnet_gui.language import tr


def package_version(name: str) -> str:
    """The installed version of the package called ``name``, or "not found"."""
    try:
        return version(name)
    except PackageNotFoundError:
        return tr("not found")
