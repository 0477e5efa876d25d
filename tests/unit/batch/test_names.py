from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from mirnet_gui.batch.names import Namer, NameTemplate, NameValues
from mirnet_gui.errors import UsageError
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Format
from tests.unit.batch.brighter import planned

VALUES = NameValues(
    "DSC_1", ".jpg", "mirnet", "lowlight", "party", datetime.datetime(2026, 5, 4), 7
)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("{stem}_{method}{ext}", "DSC_1_mirnet.jpg"),
        ("{stem}_{model}", "DSC_1_lowlight.jpg"),
        ("{parent}/{counter:04}{ext}", "party/0007.jpg"),
        ("{date:%Y}/{date}_{stem}{ext}", "2026/2026-05-04_DSC_1.jpg"),
        ("{stem}{{x}}{ext}", "DSC_1{x}.jpg"),
    ],
)
def test_names(template: str, name: str) -> None:
    assert NameTemplate(template).path(VALUES) == Path(name)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("a.jpg", "jpeg", "a.jpg"),
        ("A.JPG", "jpeg", "A.JPG"),
        ("a.jpeg", "jpeg", "a.jpeg"),
        ("a.tiff", "tiff", "a.tiff"),
        ("a.jpg", "png", "a.png"),
        ("a.b.TIFF", "webp", "a.b.webp"),
        ("a.jpg", "tiff", "a.tif"),
        ("really-a-png.jpg", "png", "really-a-png.png"),
        ("no extension", "jpeg", "no extension.jpg"),
        ("Mr. Smith", "jpeg", "Mr. Smith.jpg"),
        ("Grüße 東京.jpg", "png", "Grüße 東京.png"),
    ],
)
def test_extensions_of_results(source: str, target: Format, expected: str) -> None:
    namer = Namer("{stem}{ext}", MirnetMethod())
    assert namer.path(Path("/photos") / source, target, None, 1) == Path(expected)


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{ext}",
        "/{stem}",
        "../{stem}",
        "{what}",
        "{counter:99999999999999}",
        "{stem:>1000000000}",
        "{stem:.^300}",
        "{counter:c}{ext}",
        "{date:%999999999Y}{ext}",
        "{stem",
        "{counter:q}",
        "{stem.__class__}",
        "{}",
    ],
)
def test_names_that_lead_nowhere_are_refused(template: str) -> None:
    with pytest.raises(UsageError):
        NameTemplate(template)


def test_the_date_is_that_of_the_photograph(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2019:12:31 23:59:00"
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", exif=exif)
    (task,) = planned([tmp_path / "a.jpg"], tmp_path / "out", name="{date}_{counter}{ext}")
    assert task.output == tmp_path / "out" / "2019-12-31_1.jpg"
