"""What a form shows of a method is what it makes, in the dialog and in the panel of a batch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QScrollArea
from pytestqt.qtbot import QtBot

from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.parameters import Parameter, parameters_of
from mirnet_gui.methods.registry import create_method, parse_method, text_of
from mirnet_gui.network.catalog import list_weights
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.batch.batch_panel import BatchPanel
from mirnet_gui.ui.compare.method_dialog import MethodDialog
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import DARK
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.method_form import MethodForm
from mirnet_gui.ui.widgets.speed_box import SpeedBox

LABELS = [
    each.label for each in parameters_of(MirnetMethod).values() if isinstance(each, Parameter)
]
MODELS = Weights([each for each in list_weights() if each.name in {"lowlight", "lol"}])
EVERYTHING = (
    "mirnet:model=lol:exposure=-1.25:shadows=0.4:highlights=-0.35:contrast=-0.2:warmth=-1"
    ":colour=0.07:denoise=0.6:strength=0.85"
)


@pytest.fixture
def form(qtbot: QtBot) -> MethodForm:
    made = MethodForm(MODELS)
    qtbot.addWidget(made)
    return made


def slider_called(within: MethodForm, name: str) -> LabelledSlider:
    sliders = within.findChildren(LabelledSlider)
    return next(one for one in sliders if one.slider.accessibleName() == name)


@pytest.mark.parametrize(
    "text",
    [
        "mirnet",
        EVERYTHING,
        "mirnet:exposure=2:warmth=0.01",
        "mirnet:contrast=-0.99+bilateral",
        "mirnet:speed=fast",
        "mirnet:model=lol:speed=best",
        "lime:gamma=0.7:mix=0.6+nlm:strength=12:mix=0.9",
        'file:"a b.png":mix=0.25',
        "mirnet:exposure=0.5+mirnet:model=lol",
        "clahe+enlarge:factor=3",
    ],
)
def test_a_method_comes_back_as_it_was(form: MethodForm, text: str) -> None:
    form.set_method(parse_method(text))
    assert form.method == parse_method(text)
    assert text_of(form.method) == text


def test_only_speeds_that_the_weights_know_are_offered(qtbot: QtBot) -> None:
    form = MethodForm(Weights(list_weights()))
    qtbot.addWidget(form)
    form.set_method(parse_method("mirnet:speed=fast"))
    box = next(each for each in form.findChildren(SpeedBox))
    assert [box.itemData(at) for at in range(box.count())] == ["full", "fast", "best"]
    form.set_method(parse_method("mirnet:model=denoise:speed=fast"))
    assert [box.itemData(at) for at in range(box.count())] == ["full", "best"]
    assert box.currentText() == "Full"
    form.set_method(parse_method("mirnet:model=enlarge-2x:speed=best"))
    assert box.currentData() == "best"
    assert text_of(form.method) == "mirnet:model=enlarge-2x:speed=best"


def test_the_hand_makes_the_method(form: MethodForm) -> None:
    form.set_method(create_method("mirnet"))
    exposure = slider_called(form, "Exposure")
    exposure.figure.selectAll()
    QTest.keyClicks(exposure.figure, "-0.5")
    QTest.keyClick(exposure.figure, Qt.Key.Key_Return)
    QTest.keyClick(slider_called(form, "Warmth").slider, Qt.Key.Key_End)
    assert text_of(form.method) == "mirnet:exposure=-0.5:warmth=1"


def test_a_double_click_brings_back_the_default_and_not_what_was_shown_first(
    form: MethodForm,
) -> None:
    form.set_method(parse_method("mirnet:exposure=1"))
    QTest.mouseDClick(slider_called(form, "Exposure").slider, Qt.MouseButton.LeftButton)
    assert text_of(form.method) == "mirnet"


def test_batch_and_compare_offer_what_the_page_offers(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    panel = BatchPanel(Actions(window), MODELS, "lowlight")
    dialog = MethodDialog(MODELS, create_method("mirnet"), 0, DARK)
    for widget in (panel, dialog):
        qtbot.addWidget(widget)
        sliders = [one for one in widget.form.findChildren(LabelledSlider) if not one.isHidden()]
        assert [one.slider.accessibleName() for one in sliders] == LABELS


def test_a_batch_remembers_every_control(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    first, second = (BatchPanel(Actions(window), MODELS, "lowlight") for _ in range(2))
    for panel in (first, second):
        qtbot.addWidget(panel)
    first.form.set_method(parse_method(EVERYTHING))
    second.recall(first.remembered())
    assert second.method == parse_method(EVERYTHING)


def test_the_dialog_is_as_high_as_its_method_needs_and_fits_the_screen(qtbot: QtBot) -> None:
    dialog = MethodDialog(MODELS, create_method("he"), None, DARK)
    qtbot.addWidget(dialog)
    dialog.show()
    low = dialog.height()
    dialog.form.set_method(create_method("mirnet"))
    wanted = dialog.form.sizeHint
    room = dialog.screen().availableGeometry().height()
    qtbot.waitUntil(lambda: dialog.height() > low)
    # With a large font it does not fit: what is more is scrolled.
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: dialog.form.height() >= wanted().height() or bar.maximum() > 0)
    assert dialog.height() <= room
    sliders = [one for one in parameters_of(MirnetMethod).values() if isinstance(one, Parameter)]
    assert len(sliders) == len(dialog.form.findChildren(LabelledSlider))
    dialog.form.set_method(create_method("he"))
    qtbot.waitUntil(lambda: dialog.height() == low)


def test_controls_of_another_method_are_out_of_sight_at_once(
    form: MethodForm, qtbot: QtBot
) -> None:
    def seen() -> list[LabelledSlider]:
        return [one for one in form.findChildren(LabelledSlider) if one.isVisible()]

    form.show()
    form.set_method(create_method("mirnet"))
    qtbot.waitUntil(lambda: len(seen()) > 1, timeout=60_000)
    of_mirnet = seen()
    form.set_method(create_method("gamma"))
    assert not set(of_mirnet) & set(seen())
