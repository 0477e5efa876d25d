"""The only list of methods, and the texts by which commands, records and caches name them.

A method's text is its name with the parameters that are not the usual ones, ``clahe:clip=3``; ``+``
makes a chain, ``lime+nlm``, and commas part several, ``he,clahe:clip=3:grid=4,mirnet:model=lol``.
After ``file:`` and ``onnx:`` comes a path. Within double quotes nothing parts anything:
``file:"a,b+c.png"``; parameters may follow a path that is in quotes, ``file:"a.png":mix=0.5``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mirnet_gui.errors import UsageError
from mirnet_gui.language import mark, tr, uncapitalized
from mirnet_gui.methods.bimef import Bimef
from mirnet_gui.methods.bm3d import Bm3d
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.denoising import Bilateral, NonLocalMeans
from mirnet_gui.methods.enlargement import Enlarge
from mirnet_gui.methods.exposure_regions import ExposureRegions
from mirnet_gui.methods.files import FromFile, OnnxMethod
from mirnet_gui.methods.histogram import Clahe, HistogramEqualization
from mirnet_gui.methods.lime import Lime
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.parameters import (
    ChoiceParameter,
    parameters_of,
    parsed,
    settable,
    text_of_value,
    usual_of,
)
from mirnet_gui.methods.retinex import Msrcr
from mirnet_gui.methods.tone import AutoLevels, Gamma

GROUPS: tuple[tuple[str, tuple[type[Method], ...]], ...] = (
    (
        mark("Brighten"),
        (HistogramEqualization, Clahe, ExposureRegions, Gamma, AutoLevels, Msrcr, Lime, Bimef),
    ),
    (mark("Take noise away"), (NonLocalMeans, Bm3d, Bilateral)),
    (mark("More pixels"), (Enlarge,)),
    (mark("Network"), (MirnetMethod,)),
    (mark("From a file"), (FromFile, OnnxMethod)),
)
"""All of them by what they do, in the order in which they are offered."""

METHODS = {method.name: method for _, methods in GROUPS for method in methods}
"""By name, in the same order."""

OF_A_PATH = frozenset({FromFile.name, OnnxMethod.name})
"""Names of methods that are told by a path, their one parameter."""

_PATH = "path"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_WITH_REGIONS = mark("with regions")


def create_method(name: str, **parameters: Any) -> Method:
    """The method called ``name`` with ``parameters``; those it does not know are an error.

    Raises :class:`UsageError` naming what does not exist or is out of range.
    """
    method = _class_of(name)
    known = settable(method)
    if unknown := sorted(set(parameters) - known.keys()):
        raise UsageError(
            tr("The method {name} has no {unknown}.", name=name, unknown=unknown[0]),
            _hint(name, known),
        )
    return method(**parameters)


def parse_methods(text: str) -> list[Method]:
    """The methods that ``text`` names, parted by commas. Raises :class:`UsageError`."""
    methods = [parse_method(part) for part in _parted(text, ",")]
    texts = [text_of(method) for method in methods]
    if doubled := next((one for one in texts if texts.count(one) > 1), None):
        raise UsageError(tr("The method {doubled} is named twice.", doubled=doubled))
    return methods


def parse_method(text: str) -> Method:
    """The one method, or chain, that ``text`` names. Raises :class:`UsageError`."""
    members = [_parse_one(part) for part in _parted(text, "+")]
    return members[0] if len(members) == 1 else Chain(tuple(members))


def text_of(method: Method) -> str:
    """The shortest text that :func:`parse_method` makes ``method`` of; equal for equal methods."""
    if isinstance(method, Chain):
        return "+".join(text_of(member) for member in method.methods)
    values = {
        name: _quoted(text_of_value(entry, getattr(method, name)))
        for name, entry in settable(method).items()
        if getattr(method, name) != entry.default
    }
    path = values.pop(_PATH) if method.name in OF_A_PATH else ""
    named = [f"{name}={value}" for name, value in values.items()]
    # What comes after a path is not taken for a part of it.
    first = [_in_quotes(_unquoted(path)) if named else path] if path else []
    return ":".join([method.name, *first, *named])


def label_of(method: Method, translate: Callable[[str], str] = tr) -> str:
    """What ``method`` is called beside its result: "CLAHE, clip limit 3".

    ``translate`` is :func:`mark` for what goes into files that others read.
    """
    if isinstance(method, Chain):
        return " + ".join(label_of(member, translate) for member in method.methods)
    if isinstance(method, FromFile | OnnxMethod):
        words = [Path(method.path).name]
    else:
        words = [translate(method.label)]
    if isinstance(method, MirnetMethod):
        words.append(f" {Path(method.model).stem}")
    for name, parameter in parameters_of(method).items():
        value = getattr(method, name)
        if isinstance(parameter, ChoiceParameter):
            if value != usual_of(method, name):
                words.append(f", {translate(dict(parameter.options)[value])}")
        elif value != usual_of(method, name):
            label = uncapitalized(translate(parameter.label))
            words.append(f", {label} {text_of_value(settable(method)[name], value)}")
    if isinstance(method, MirnetMethod) and method.regions:
        words.append(f", {translate(_WITH_REGIONS)}")
    return "".join(words)


def members_of(method: Method) -> tuple[Method, ...]:
    """Those of a chain, in their order; any other method by itself."""
    return method.methods if isinstance(method, Chain) else (method,)


def models_of(method: Method) -> tuple[str, ...]:
    """The names or files of the weights that ``method`` uses, each once."""
    models = [member.model for member in members_of(method) if isinstance(member, MirnetMethod)]
    return tuple(dict.fromkeys(models))


def model_of(method: Method) -> str:
    """The first of :func:`models_of`; "" for none."""
    return next(iter(models_of(method)), "")


def _class_of(name: str) -> type[Method]:
    if name not in METHODS:
        raise UsageError(
            tr("There is no method called {name}.", name=name),
            tr("There are: {methods}.", methods=", ".join(METHODS)),
        )
    return METHODS[name]


def _parse_one(text: str) -> Method:
    name, _, rest = text.partition(":")
    if name in OF_A_PATH:
        found = _QUOTED.match(rest)
        path, rest = (found[0], rest[found.end() :]) if found else (rest, "")
        if not _unquoted(path):
            raise UsageError(
                tr("The method {name} needs a file.", name=name),
                tr("Write {name}:PATH.", name=name),
            )
        parameters = _parameters(name, rest.removeprefix(":"))
        return create_method(name, **{_PATH: _unquoted(path)}, **parameters)
    return create_method(name, **_parameters(name, rest))


def _parameters(name: str, rest: str) -> dict[str, Any]:
    """What ``rest`` of a text says; what is not understood is left for :func:`create_method`."""
    known = settable(_class_of(name))
    given = dict(_assigned(part, name) for part in _parted(rest, ":")) if rest else {}
    values = {key: parsed(known[key], text) for key, text in given.items() if key in known}
    return given | values


def _assigned(text: str, method: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageError(
            tr("{text} says nothing to the method {method}.", text=text, method=method),
            tr("Write {method}:NAME=VALUE.", method=method),
        )
    return name.strip(), _unquoted(value)


def _parted(text: str, at: str) -> Iterator[str]:
    for part in re.split(rf'{re.escape(at)}(?=(?:[^"]*"[^"]*")*[^"]*$)', text):
        if not part.strip():
            raise UsageError(
                tr("A method is missing in {text!r}.", text=text),
                tr("Known: {methods}.", methods=", ".join(METHODS)),
            )
        yield part.strip()


def _quoted(value: str) -> str:
    return _in_quotes(value) if re.search(r'^\s|[,+:"]|\s$', value) else value


def _in_quotes(value: str) -> str:
    # Doubled, as in tables of spreadsheets, so that each text has an even number of them.
    return '"' + value.replace('"', '""') + '"'


def _unquoted(text: str) -> str:
    return text[1:-1].replace('""', '"') if _QUOTED.fullmatch(text) else text


def _hint(name: str, known: Iterable[str]) -> str:
    return (
        tr("It has: {known}.", known=", ".join(sorted(known)))
        if known
        else tr("{name} has no parameters.", name=name)
    )
