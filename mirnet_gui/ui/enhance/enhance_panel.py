"""The panel at the right: everything that changes the picture, in the order of use."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.formatting import file_size
from mirnet_gui.jobs.photo_jobs import OpenedPhoto
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.enhance.adjustments import Adjustments
from mirnet_gui.ui.enhance.method_choice import MethodChoice
from mirnet_gui.ui.enhance.method_controls import MethodControls
from mirnet_gui.ui.enhance.preset_actions import IN_MENU
from mirnet_gui.ui.enhance.preset_control import PresetControl
from mirnet_gui.ui.enhance.regions_section import RegionsSection
from mirnet_gui.ui.model.weights import Weights
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.histogram_view import HistogramView
from mirnet_gui.ui.widgets.labels import section, wrapped
from mirnet_gui.ui.widgets.panel import Panel
from mirnet_gui.ui.wording import dimensions, format_line, kept_line, megapixels


class EnhancePanel(Panel):
    """What to do, adjustments, and what is known about the photograph."""

    def __init__(
        self,
        actions: Actions,
        models: Weights,
        regions: RegionsSection,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        history = actions.of((ActionName.UNDO, ActionName.REDO))
        self._histogram = HistogramView()
        self._models = models
        self._choice = MethodChoice(models)
        self._adjustments = Adjustments(history)
        self._controls = MethodControls(history, models)
        self._regions = regions
        self.presets = PresetControl(actions.of(IN_MENU))
        self._enhance = ActionButton(actions[ActionName.ENHANCE])
        self._facts = tuple(wrapped("") for _ in range(3))
        self._kept = wrapped("quiet")
        self._lay_out()

    @property
    def adjustments(self) -> Adjustments:
        """The sliders."""
        return self._adjustments

    @property
    def choice(self) -> MethodChoice:
        """What to do."""
        return self._choice

    @property
    def regions(self) -> RegionsSection:
        """What is otherwise here and there."""
        return self._regions

    @property
    def controls(self) -> MethodControls:
        """The parameters of a method that has no sliders here."""
        return self._controls

    @property
    def model(self) -> str:
        """The name of the chosen weights, "" where there are none."""
        return self._choice.model

    def show_method(self, method: Method) -> None:
        """Show what is wanted of the photograph, with the controls that it has."""
        is_mirnet = isinstance(method, MirnetMethod)
        self._choice.show_method(method)
        self._adjustments.setVisible(is_mirnet)
        self._regions.setVisible(is_mirnet)
        self._controls.setVisible(not is_mirnet)
        if is_mirnet:
            offered = not self._models.leaves_noise(method)
            self._adjustments.offer_denoise(offered)
            self._regions.controls.offer_denoise(offered)
        else:
            self._controls.show_method(method)

    def show_photo(self, opened: OpenedPhoto) -> None:
        """Say what is known about the photograph."""
        photo = opened.photo
        size = "" if opened.file_bytes is None else f" · {file_size(opened.file_bytes)}"
        lines = (
            f"{megapixels(photo.width, photo.height)} · {dimensions(photo.width, photo.height)}",
            f"{format_line(photo)}{size}",
            opened.profile_name or tr("A colour profile that cannot be read"),
        )
        for fact, line in zip(self._facts, lines, strict=True):
            fact.setText(line)
        self._kept.setText(kept_line(photo))

    @property
    def histogram(self) -> HistogramView:
        """The spread of brightness."""
        return self._histogram

    def offer_enhance(self, offered: bool) -> None:
        """Whether the button to start is there: it is not needed while all goes by itself."""
        self._enhance.setVisible(offered)

    @Slot()
    def bring_up_regions(self) -> None:
        """Let the controls of the chosen region be seen."""
        # They have their places once the layout comes round.
        QTimer.singleShot(0, self._regions, self._scroll_to_regions)

    @Slot()
    def _scroll_to_regions(self) -> None:
        self.bring_up(self._regions)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._choice.apply_theme(tokens)
        self._controls.apply_theme(tokens)
        self._histogram.apply_theme(tokens)
        self._regions.apply_theme(tokens)
        self.presets.apply_theme(tokens)

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(section(tr("Histogram")))
        column.addWidget(self._histogram)
        column.addSpacing(3 * GRID)
        column.addWidget(section(tr("What to do")))
        column.addWidget(self._choice)
        column.addWidget(self._enhance)
        column.addSpacing(3 * GRID)
        column.addWidget(self.presets)
        column.addWidget(self._adjustments)
        column.addWidget(self._controls)
        column.addSpacing(3 * GRID)
        column.addWidget(self._regions)
        column.addSpacing(2 * GRID)
        column.addStretch(1)
        column.addWidget(section(tr("Photograph")))
        for fact in self._facts:
            column.addWidget(fact)
        column.addWidget(self._kept)
