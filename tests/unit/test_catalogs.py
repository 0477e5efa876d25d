"""Every language says everything, and its compiled catalog is that of its file."""

from __future__ import annotations

import importlib.util
import re
import string
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mirnet_gui.language import LANGUAGES

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogs", PACKAGING / "catalogs.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    sys.modules["catalogs"] = tool
    spec.loader.exec_module(tool)
    return tool


TOOL = load_tool()
TRANSLATED = sorted(set(LANGUAGES) - {"en"})


def places(template: str) -> set[tuple[str, str]]:
    parsed = string.Formatter().parse(template)
    return {(name, form or "") for _, name, form, _ in parsed if name is not None}


def names(template: str) -> set[str]:
    return {name for name, _ in places(template)}


@pytest.fixture(scope="module")
def said() -> set[str]:
    return {first_form(message.id) for message in TOOL.collected() if message.id}


def first_form(texts: str | tuple[str, ...]) -> str:
    return texts if isinstance(texts, str) else texts[0]


def test_there_is_a_catalog_of_every_language() -> None:
    assert TOOL.languages() == TRANSLATED


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_is_translated(language: str, said: set[str]) -> None:
    catalog = TOOL.read(language)
    there = {first_form(message.id) for message in catalog if message.id}
    assert said - there == set(), "run packaging/catalogs.py and translate what is new"
    assert [text for text in TOOL.missing(catalog) if text in said] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_places_and_marks_are_those_of_the_original(language: str) -> None:
    for message in TOOL.read(language):
        originals = (message.id,) if isinstance(message.id, str) else message.id
        allowed = set().union(*map(places, originals))
        for form in TOOL.forms_of(message) if message.id else ():
            assert places(form) <= allowed, message.id
            assert names(originals[0]) == names(form), message.id
            assert sorted(re.findall("<[^<>]*>", form)) == sorted(
                re.findall("<[^<>]*>", originals[0])
            ), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_read_is_what_was_written(language: str) -> None:
    compiled = TOOL.place_of(language).with_suffix(".mo").read_bytes()
    assert compiled == TOOL.compiled(TOOL.read(language)), "run packaging/catalogs.py"
