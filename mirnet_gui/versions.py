"""Which libraries the program runs with: their versions, licences and homes."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Final

from mirnet_gui.language import tr

PROGRAM: Final = "mirnet-gui"

_REQUIREMENT: Final = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[(?P<extras>[^]]*)\])?")
_EXTRA: Final = re.compile(r";.*\bextra\s*==\s*[\"'](?P<extra>[^\"']+)")
_LICENCE_FILE: Final = re.compile(
    r"licen[cs]e|copying|notice|copyright|third[-_]party", re.IGNORECASE
)
# Longer ones are the licence itself, where a package put it into the wrong field.
_SHORT: Final = 60
_HOMES: Final = ("homepage", "home", "repository", "source", "source code", "documentation")


@dataclass(frozen=True, slots=True)
class Library:
    """A package that ships with the program, as its own metadata tell of it.

    ``licence`` is an SPDX expression or what the package says instead; ``texts`` are the files of
    its licences, and those of what is compiled into it.
    """

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[Path, ...]

    def text(self) -> str:
        """The licences in full; "" where the package has none with it."""
        found = [
            f"{path.name}\n\n{path.read_text(encoding='utf-8', errors='replace').strip()}"
            for path in self.texts
            if path.is_file()
        ]
        return "\n\n\n".join(found)


def package_version(name: str) -> str:
    """The installed version of the package called ``name``, or "not found"."""
    try:
        return version(name)
    except PackageNotFoundError:
        return tr("not found")


def libraries() -> list[Library]:
    """The program's own libraries with theirs, by name; Python is the first.

    Reads hundreds of small files.
    """
    found: dict[str, Library] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(PROGRAM, "")]
    while waiting:
        name, extra = wanted = waiting.pop()
        if wanted in seen:
            continue
        seen.add(wanted)
        try:
            package = distribution(name)
        except PackageNotFoundError:
            # For another system, or left out of the frozen program.
            continue
        found.setdefault(name, _library(package))
        waiting += _required(package, extra)
    found.pop(PROGRAM, None)
    return [_python(), *(found[name] for name in sorted(found))]


def _required(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """Names of packages, each with an extra of it that is wanted, or ""."""
    for requirement in package.requires or ():
        match, marked = _REQUIREMENT.match(requirement), _EXTRA.search(requirement)
        if match and (marked is None or marked["extra"] == extra):
            name = _normalized(match["name"])
            extras = (each.strip() for each in (match["extras"] or "").split(","))
            yield from ((name, each) for each in ("", *extras))


def _normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _library(package: Distribution) -> Library:
    texts = tuple(
        Path(str(package.locate_file(file)))
        for file in package.files or ()
        if file.parent.name != "" and ".dist-info" in str(file) and _LICENCE_FILE.search(file.name)
    )
    data = package.metadata
    return Library(data["Name"], package.version, _licence(package), _home(package), texts)


def _licence(package: Distribution) -> str:
    data = package.metadata
    expression = _said(package, "License-Expression")
    plain = _said(package, "License")
    named = [
        entry.rsplit(" :: ", 1)[-1]
        for entry in data.get_all("Classifier") or ()
        if entry.startswith("License :: ")
    ]
    if not expression and 0 < len(plain) <= _SHORT and "\n" not in plain:
        expression = plain
    if expression and "GPL" not in expression:
        # What is compiled into it may ask for more than what is written in it.
        named = [entry for entry in named if "GPL" in entry]
        return ", ".join([expression, *named])
    return expression or ", ".join(named) or tr("see its licence")


def _said(package: Distribution, field: str) -> str:
    return package.metadata[field].strip() if field in package.metadata else ""


def _home(package: Distribution) -> str:
    """Where the package lives on the web; "" where it does not say."""
    data = package.metadata
    pairs = [entry.partition(",") for entry in data.get_all("Project-URL") or ()]
    places = {label.strip().lower(): place.strip() for label, _, place in pairs}
    named = [places[label] for label in _HOMES if label in places]
    return next(filter(None, [*named, _said(package, "Home-page"), *places.values()]), "")


def _python() -> Library:
    return Library("Python", platform.python_version(), "PSF-2.0", "https://www.python.org", ())
