"""Regions in the text of a method: understood as they were written, and refused in words."""

from __future__ import annotations

import pytest

from mirnet_gui.errors import UsageError
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.region_texts import parsed_regions, text_of_regions
from mirnet_gui.methods.registry import label_of, parse_method, parse_methods, text_of
from mirnet_gui.methods.variants import with_parameters
from mirnet_gui.tone.controls import Controls
from mirnet_gui.tone.layers import Choice
from mirnet_gui.tone.regions import AdjustedRegion, Tones
from mirnet_gui.tone.shapes import Brush, Ellipse, Everywhere, Gradient, Rectangle, Stroke

REGIONS = (
    AdjustedRegion(Rectangle(0.5, 0.4, 0.25, 0.3, -12.5, 0.6), controls=Controls(exposure=0.7)),
    AdjustedRegion(Ellipse(0.1, 0.9, 0.2, 0.2), inverted=True, denoise=-0.5, strength=0.25),
    AdjustedRegion(Gradient(0.5, 0.0, 0.5, 0.6), Tones.HIGHLIGHTS, 0.7, controls=Controls(-0.5)),
    AdjustedRegion(
        Everywhere(), Tones.SHADOWS, 0.3, controls=Controls(0.1, 0.2, 0.3, 0.4, 0.5, -0.6)
    ),
    AdjustedRegion(
        Brush((
            Stroke(((0.1, 0.2), (0.3, 0.4)), 0.05, 0.5),
            Stroke(((0.25, 0.3),), 0.02, 1.0, erases=True),
        )),
        is_on=False,
    ),
)  # fmt: skip


def test_regions_are_what_they_were_after_writing_and_reading() -> None:
    method = MirnetMethod(strength=0.5, regions=REGIONS)
    assert parse_method(text_of(method)) == method
    assert parse_method(text_of(method)).choice == Choice(strength=0.5, regions=REGIONS)


def test_the_text_is_short_and_needs_no_quotes() -> None:
    text = text_of(MirnetMethod(regions=REGIONS[:2]))
    assert text == (
        "mirnet:regions=rectangle_0.5_0.4_0.25_0.3_-12.5_0.6_exposure_0.7"
        "/ellipse_0.1_0.9_0.2_0.2_0_0.5_inverted_denoise_-0.5_strength_0.25"
    )
    assert text_of_regions(()) == ""
    assert parsed_regions("") == ()


def test_regions_stand_beside_other_methods_and_in_chains() -> None:
    text = text_of(MirnetMethod(regions=REGIONS))
    methods = parse_methods(f"he,{text}+nlm,{text}")
    assert [text_of(method) for method in methods] == ["he", f"{text}+nlm", text]
    other = with_parameters(methods[2], model="lol")
    assert isinstance(other, MirnetMethod)
    assert other.regions == REGIONS


def test_a_label_says_that_there_are_regions() -> None:
    assert label_of(MirnetMethod(regions=REGIONS)) == "MIRNet lowlight, with regions"


def test_numbers_are_rounded_once_and_stay_then() -> None:
    region = AdjustedRegion(Ellipse(1 / 3, -0.00001, 2 / 3, 0.5), controls=Controls(-0.000001))
    text = text_of_regions((region,))
    assert text == "ellipse_0.3333_0_0.6667_0.5_0_0.5"
    assert text_of_regions(parsed_regions(text)) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("circle_0.5_0.5", r"no region of the kind circle.*ellipse"),
        ("ellipse_0.5_0.5", r"ellipse of a region has 2 numbers, but must have 6"),
        ("ellipse_0.5_0.5_0.2_0.2_0_7", r"softness of a region is 7, but.*between 0 and 1"),
        ("ellipse_0.5_0.5_0.2_0_0_0.5", r"height of a region is 0"),
        ("gradient_0_0_1_1_exposure_9", r"exposure of a region is 9, but.*-2 and 2"),
        ("gradient_0_0_1_1_exposure", r"exposure of a region has 0 numbers, but must have 1"),
        ("gradient_0_0_1_1_gloss_1", r"gloss says nothing about a region.*exposure"),
        ("gradient_0_0_1_1_off_off", r"off is said twice"),
        ("gradient_0_0_1_nan", r"nan says nothing|gradient of a region has 3"),
        ("gradient_0_0_1_1e9", r"says nothing about a region"),
        ("gradient_0_0_1_1/", r"says nothing about a region"),
        ("0.5_0.5", r"says nothing about a region"),
        ("everywhere_only-shadows_0.5_only-highlights_0.5", r"only-highlights says nothing"),
        ("everywhere_stroke_0.1_0.5_0.5_0.5", r"Only a brush has strokes"),
        ("brush_stroke_0.1_0.5_0.5", r"A stroke of a brush is not understood"),
        ("brush_stroke_0.9_0.5_0.5_0.5", r"radius of a region is 0.9"),
        ("brush_stroke_0.1_0.5" + "_0.5_0.5" * 2001, r"2001 points, but 2000 at most"),
        ("/".join(["everywhere"] * 33), r"33 regions, but 32 at most"),
        ("everywhere/" * 30_000, r"too long"),
    ],
)
def test_nonsense_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_method(f"mirnet:regions={text}")


def test_a_brush_as_large_as_may_be_stays_small_enough_for_the_metadata_of_a_jpeg() -> None:
    points = tuple((0.1234, 0.5678) for _ in range(2000))
    region = AdjustedRegion(Brush((Stroke(points, 0.05),)))
    assert len(text_of(MirnetMethod(regions=(region,)))) < 40_000
