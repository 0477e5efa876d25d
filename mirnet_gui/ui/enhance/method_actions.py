"""What a hand on the Enhance panel says of the method, written into the photograph's recipe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from mirnet_gui.jobs.photo_jobs import choice_of
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import METHODS, OF_A_PATH, create_method
from mirnet_gui.tone.layers import USUAL
from mirnet_gui.ui.enhance.enhance_panel import EnhancePanel
from mirnet_gui.ui.model.recipes import with_model
from mirnet_gui.ui.page import Page
from mirnet_gui.ui.widgets.file_dialogs import ask_for_file


class MethodActions(QObject):
    """The panel of ``page`` shows what is wanted, whoever changed it.

    A method that is chosen again comes as it was left.
    """

    def __init__(self, panel: EnhancePanel, page: Page) -> None:
        super().__init__(page)
        self._panel = panel
        self._page = page
        self._recipes = page.shared.recipes
        self._preferences = page.shared.preferences
        panel.choice.model_chosen.connect(self._on_model)
        panel.choice.method_chosen.connect(self._on_method)
        panel.choice.speed_chosen.connect(self._on_speed)
        for controls in (panel.adjustments, panel.controls):
            controls.taken_up.connect(self._recipes.end_step)
        panel.controls.changed.connect(self._on_controls)
        self._preferences.changed.connect(self._on_preference)
        self.show()

    @Slot()
    def show(self) -> None:
        """Show what is wanted of the current photograph."""
        method = self._recipes.method
        self._panel.show_method(method)
        known = self._recipes.latest(MirnetMethod.name)
        has_more = known is not None and choice_of(known) != USUAL
        self._panel.controls.show_resting(has_more and not isinstance(method, MirnetMethod))

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "model":
            self.show()

    @Slot(str)
    def _on_model(self, name: str) -> None:
        self._preferences.change(model=name)
        if not isinstance(self._recipes.method, MirnetMethod):
            known = self._recipes.latest(MirnetMethod.name) or MirnetMethod()
            self._recipes.use(with_model(known, name))
        self.show()

    @Slot(str)
    def _on_method(self, name: str) -> None:
        known = self._recipes.latest(name)
        if known is None and name in OF_A_PATH:
            # Nothing is chosen before there is a file.
            self.show()
            self._ask_for_file(name)
        else:
            self._recipes.use(known or create_method(name))

    def _ask_for_file(self, name: str) -> None:
        def use(path: Path) -> None:
            self._recipes.use(create_method(name, path=str(path)))

        title = tr("Choose a file: {label}", label=tr(METHODS[name].label))
        ask_for_file(self._page, title, use, str(self._preferences.last_folder))

    @Slot(str)
    def _on_speed(self, speed: str) -> None:
        method = self._recipes.method
        if isinstance(method, MirnetMethod):
            self._recipes.use(replace(method, speed=speed))

    @Slot(object)
    def _on_controls(self, method: Method) -> None:
        self._recipes.change(method)
