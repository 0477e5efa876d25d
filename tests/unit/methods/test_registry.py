"""Methods by their texts, as commands and records name them."""

from __future__ import annotations

import pytest

from mirnet_gui.errors import UsageError
from mirnet_gui.methods.chain import Chain
from mirnet_gui.methods.files import FromFile
from mirnet_gui.methods.histogram import Clahe, HistogramEqualization
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.parameters import ChoiceParameter, parameters_of
from mirnet_gui.methods.registry import (
    GROUPS,
    METHODS,
    parse_method,
    parse_methods,
    text_of,
)


def test_a_text_names_method_and_parameters() -> None:
    assert parse_method("clahe:clip=3:grid=4") == Clahe(3.0, 4)
    assert parse_method("mirnet:model=lol:strength=0.5") == MirnetMethod("lol", strength=0.5)
    assert parse_method("mirnet:memory=500") == MirnetMethod(memory=500)


def test_commas_part_methods_and_plus_makes_a_chain() -> None:
    methods = parse_methods("he, clahe:clip=3,he:channel=rgb+clahe")
    assert methods[:2] == [HistogramEqualization(), Clahe(3.0)]
    assert methods[2] == Chain((HistogramEqualization("rgb"), Clahe()))


@pytest.mark.parametrize(
    "text",
    [
        "he",
        "clahe:clip=3.5:grid=4",
        "mirnet:model=lol",
        "he:channel=rgb+clahe:clip=3",
        'mirnet:model="C:\\my, weights+.safetensors"',
        "mirnet:speed=fast",
        "mirnet:model=denoise:speed=best",
        "clahe:clip=3:mix=0.5",
        'file:"a b.png":mix=0.25',
        'onnx:"C:\\my, nets+.onnx":mix=0.25',
        'file:"/tmp/a+b""c.png"',
        'file:"12"" x.png":mix=0.25',
        'file:"a blank at the end "',
        'file:"""quoted"""',
    ],
)
def test_the_text_of_a_method_makes_the_same_method_again(text: str) -> None:
    assert text_of(parse_method(text)) == text


@pytest.mark.parametrize("path", ['/a+b"c.png', '12" x.png', '"', " blanks ", "a:mix=1", 'a""b'])
@pytest.mark.parametrize("mix", [1.0, 0.5])
def test_every_name_of_a_file_comes_back(path: str, mix: float) -> None:
    method = FromFile(path=path, mix=mix)
    assert parse_method(text_of(method)) == method


def test_what_is_usual_is_not_in_the_text() -> None:
    assert text_of(parse_method("clahe:clip=2:grid=8")) == "clahe"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("magic", r"no method called magic.*clahe"),
        ("magic:clip=3", r"no method called magic"),
        ("clahe:colour=3", r"clahe has no colour.*clip, grid"),
        ("clahe:clip=much", r"clip is much, but must be a number"),
        ("clahe:grid=2.5", r"grid is 2.5, but must be a whole number"),
        ("clahe:clip=99", r"clip is 99.*between 0.5 and 40"),
        ("clahe:clip=nan", r"clip is nan"),
        ("he:channel=k", r"channel is k, but must be v, l, y or rgb"),
        ("clahe:clip", r"clip says nothing to the method clahe"),
        ("he,,clahe", r"A method is missing"),
        ("", r"A method is missing"),
        ("he,clahe,he", r"he is named twice"),
        ("clahe,clahe:clip=2", r"clahe is named twice"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_methods(text)


def test_every_parameter_says_what_it_is() -> None:
    for method in METHODS.values():
        for parameter in parameters_of(method).values():
            assert parameter.label
            assert parameter.tooltip.endswith(".")
            if isinstance(parameter, ChoiceParameter):
                assert len(set(parameter.names)) == len(parameter.options) > 1
            else:
                assert parameter.minimum < parameter.maximum


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_in_one_line_what_it_does(name: str) -> None:
    purpose = METHODS[name].purpose
    assert purpose.endswith(".")
    assert 20 < len(purpose) <= 100
    assert [each.purpose for each in METHODS.values()].count(purpose) == 1


def test_every_method_is_in_one_group() -> None:
    grouped = [method.name for _, methods in GROUPS for method in methods]
    assert sorted(grouped) == sorted(METHODS)
