"""The Compare page: several methods on one photograph, and how they differ."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot

from mirnet_gui.language import mark, tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import label_of, text_of
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.compare.compare_bar import CompareBar
from mirnet_gui.ui.compare.compare_controller import CompareController
from mirnet_gui.ui.compare.compare_panel import ComparePanel
from mirnet_gui.ui.compare.compare_state import INPUT, REFERENCE, Difference
from mirnet_gui.ui.compare.method_dialog import MethodDialog
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.page import Context, PageEntry, Sending
from mirnet_gui.ui.photograph_page import PhotographPage
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.viewer.figures_overlay import FiguresOverlay
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas
from mirnet_gui.ui.widgets.file_dialogs import ask_for_folder, ask_for_photograph, open_dialog
from mirnet_gui.ui.widgets.tab_order import reach_after

_MARGIN, _GAP = 8, 4
_LAYOUTS = {
    ActionName.LAYOUT_GRID: Layout.GRID,
    ActionName.LAYOUT_ROW: Layout.ROW,
    ActionName.LAYOUT_SLIDER: Layout.SLIDER,
    ActionName.LAYOUT_FLICKER: Layout.FLICKER,
}
_ENTRY = PageEntry("compare", mark("Compare"), mark("Methods side by side"), Glyph.COMPARE)


class ComparePage(PhotographPage[PictureCanvas]):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(self, context: Context, controller: CompareController) -> None:
        canvas = PictureCanvas(FiguresOverlay(), margin=_MARGIN, gap=_GAP)
        canvas.setAccessibleName(tr("Views of the photograph"))
        super().__init__(_ENTRY, context, controller, canvas, _LAYOUTS)
        self._controller = controller
        self._selected = INPUT
        self._bar = CompareBar(context.actions, context.menu)
        self._panel = ComparePanel(context.actions)
        self.compose_around_canvas(self._bar, self._panel)
        self._connect()
        self._bar.show_photo("")
        self._on_methods_changed()
        self._update_actions()

    @property
    def panel(self) -> ComparePanel:
        """What changes them."""
        return self._panel

    @property
    def controller(self) -> CompareController:
        """What happens here."""
        return self._controller

    # What the window asks

    @property
    def status(self) -> str:
        """See :class:`Page`."""
        return self._controller.status

    def set_active(self, active: bool) -> None:
        """Nothing is computed for a page that is not looked at."""
        super().set_active(active)
        self._update_actions()
        self._controller.set_active(active)

    def take_over(self, sending: Sending) -> None:
        """Compare what is wanted of the photograph as well, if there is room for it."""
        super().take_over(sending)
        for method in sending.methods.values():
            self._compare(method)

    def _compare(self, method: Method) -> None:
        methods = self._controller.methods
        if text_of(method) in methods.keys:
            return
        if methods.can_add:
            methods.add(method)
        else:
            self._say_full(tr("There is no room for {label} here.", label=label_of(method)))

    def _say_full(self, sentence: str) -> None:
        self.say(Message(MessageKind.NOTE, sentence, tr("Remove a method before.")))

    # What is told

    @Slot()
    def _on_photograph(self) -> None:
        if not self._controller.views():
            self._bar.show_photo("")
            self.show_invitation()
            self._update_actions()
            return
        self._selected = INPUT
        self._bar.show_photo(self.shared.photographs.name)
        self._panel.reference.show_reference("")
        self._panel.show_difference(None)
        self.show_canvas()
        self._canvas.fit()
        self._update_actions()

    @Slot(object)
    def _on_told(self, message: Message) -> None:
        if self.is_active:
            self.say(message)

    @Slot()
    def _on_views_changed(self) -> None:
        views = self._controller.views()
        self._canvas.show_panes(views)
        self._panel.show_views(views, self._canvas.pair)
        self._panel.insight.show_state(self._controller.insights.state)
        self._show_figures()
        self._update_actions()

    @Slot()
    def _on_methods_changed(self) -> None:
        self._panel.show_methods(list(self._controller.methods))
        # The panel's new rows came last in the window: the strip below it comes after them again.
        reach_after(self._panel, [self.strip])
        if self._controller.reference is None:
            self._panel.reference.show_reference("")
        self._panel.show_difference(self._controller.difference)

    def _show_figures(self) -> None:
        hidden = self._controller.blind.hides_names
        views = {view.key: view for view in self._canvas.panes}
        if self._selected not in views:
            self._selected = INPUT
        compared = self._controller.compared(self._selected)
        figures = None if compared is None or hidden else compared.entry.figures
        seconds = None if compared is None or hidden else compared.seconds
        if self._selected == REFERENCE:
            reference = self._controller.reference
            figures = None if reference is None else reference.figures
        self._panel.figures.show_figures(figures, None if self._selected == INPUT else seconds)
        name = "" if hidden or self._selected not in views else views[self._selected].label
        self._panel.show_whose(name)

    # What the hand does

    @Slot(str)
    def _on_clicked(self, key: str) -> None:
        if self._controller.blind.hides_names:
            self._controller.rank(key)
            return
        self._select(key)

    @Slot(str)
    def _select(self, key: str) -> None:
        self._selected = key
        self._controller.insights.select(key)
        self._show_figures()
        self._update_actions()

    @Slot()
    def _add_method(self) -> None:
        if self._controller.methods.can_add:
            self._ask_for_method(None)
        else:
            self._say_full(tr("More than six methods are not compared at once."))

    @Slot(int)
    def _edit_method(self, place: int) -> None:
        self._ask_for_method(place)

    def _ask_for_method(self, place: int | None) -> None:
        method = None if place is None else self._controller.methods[place].method
        dialog = MethodDialog(self.shared.weights, method, place, self.tokens, self)
        dialog.accepted.connect(self._on_method_agreed)
        open_dialog(dialog)

    @Slot()
    def _on_method_agreed(self) -> None:
        dialog = self.sender()
        if not isinstance(dialog, MethodDialog):
            return
        if dialog.place is None:
            self._controller.methods.add(dialog.method)
        else:
            self._controller.methods.replace(dialog.place, dialog.method)

    @Slot()
    def _toggle_blind(self) -> None:
        if not self._controller.blind.is_on:
            self._controller.begin_blind()
            self._panel.show_difference(self._controller.difference)
            hint = tr(
                "Click the views from the best to the worst, or press Alt+1, Alt+2, "
                "…; the names appear at the end. The next photographs are ranked as well, "
                "until you end it."
            )
            self.say(
                Message(MessageKind.NOTE, tr("Names are hidden, and views are shuffled."), hint)
            )
        else:
            self._controller.blind.end()

    @staticmethod
    def invitation() -> str:
        """See :class:`PhotographPage`."""
        return tr("Drop a photograph here to compare methods on it")

    @property
    def _usable(self) -> Method | None:
        """What the Enhance page can go on with: any method that gave a result."""
        compared = self._controller.compared(self._selected)
        if self._controller.blind.hides_names or compared is None or compared.pixels is None:
            return None
        methods = [each.method for each in self._controller.methods if each.key == self._selected]
        return next(iter(methods), None)

    @Slot()
    def _use_this(self) -> None:
        method = self._usable
        if method is not None and self.is_active:
            if isinstance(method, MirnetMethod):
                self.shared.preferences.change(model=method.model)
            self.shared.recipes.use(method)
            self.sent.emit("enhance", Sending(offered=method))

    @Slot()
    def _switch_insight(self) -> None:
        on = self.actions_table[ActionName.INSIGHT].isChecked()
        if on:
            self._controller.set_difference(None)
            self._panel.show_difference(None)
        self._controller.insights.switch(on=on)

    @Slot()
    def _ask_for_reference(self) -> None:
        ask_for_photograph(self, tr("Choose a reference"), self._controller.open_reference)

    @Slot(object)
    def _on_reference(self, path: Path) -> None:
        self._controller.open_reference(path)

    @Slot(str)
    def _on_reference_read(self, name: str) -> None:
        self._panel.reference.show_reference(name)
        self._panel.prefer_reference()

    @Slot()
    def _ask_for_folder(self) -> None:
        ask_for_folder(self, tr("Export the comparison into"), self._controller.export)

    @Slot(object)
    def _on_difference(self, difference: Difference | None) -> None:
        self._controller.set_difference(difference)

    @Slot()
    def _on_view_changed(self) -> None:
        self._bar.show_percent(self._canvas.percent)
        self._panel.show_pair(self._canvas.picture_layout is Layout.SLIDER)

    # Putting together

    def _update_actions(self) -> None:
        controller, actions = self._controller, self.actions_table
        has_photo = self.is_active and bool(controller.views())
        is_blind = controller.blind.is_on
        actions.enable(has_photo, ActionName.ADD_METHOD, ActionName.REFERENCE, ActionName.EXPORT)
        actions.enable(has_photo and self._usable is not None, ActionName.USE_THIS)
        actions.enable(has_photo and not controller.blind.hides_names, ActionName.INSIGHT)
        actions[ActionName.INSIGHT].setChecked(controller.insights.is_on)
        actions.enable(has_photo and controller.is_missing, ActionName.RECOMPUTE)
        actions.enable(has_photo and (is_blind or controller.can_test_blind), ActionName.BLIND)
        actions[ActionName.BLIND].setText(tr("End blind") if is_blind else tr("Blind"))
        self._panel.offer_compute(controller.is_missing)

    def _connect(self) -> None:
        handlers = {
            ActionName.ADD_METHOD: self._add_method,
            ActionName.RECOMPUTE: self._controller.resume,
            ActionName.USE_THIS: self._use_this,
            ActionName.BLIND: self._toggle_blind,
            ActionName.INSIGHT: self._switch_insight,
            ActionName.REFERENCE: self._ask_for_reference,
            ActionName.EXPORT: self._ask_for_folder,
        }
        self.actions_table.handle(handlers)
        photographs = self.shared.photographs
        photographs.message.connect(self._on_told)
        self._controller.advanced.connect(self.advanced)
        self._controller.photograph_changed.connect(self._on_photograph)
        self._controller.views_changed.connect(self.status_changed)
        self._controller.views_changed.connect(self._on_views_changed)
        self._controller.methods_changed.connect(self._on_methods_changed)
        self._controller.reference_read.connect(self._on_reference_read)
        self._controller.message.connect(self.say)
        self._controller.blind.ranked.connect(self._select)
        self._canvas.view_changed.connect(self._on_view_changed)
        self._canvas.clicked.connect(self._on_clicked)
        self._panel.difference_changed.connect(self._on_difference)
        self._panel.histograms_changed.connect(self._canvas.set_histograms)
        self._panel.pair_changed.connect(self._canvas.set_pair)
        self._panel.insight.chosen.connect(self._controller.insights.choose)
        self._panel.insight.opacity_changed.connect(self._controller.insights.set_opacity)
        self._panel.methods.edit_asked.connect(self._edit_method)
        self._panel.methods.remove_asked.connect(self._controller.methods.remove)
        self._panel.methods.move_asked.connect(self._controller.methods.move)
        self._panel.reference.dropped.connect(self._on_reference)
        self._panel.reference.removed.connect(self._controller.drop_reference)
