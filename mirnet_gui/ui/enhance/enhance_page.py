"""The Enhance page: a photograph before and after, and what can be done about it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot

from mirnet_gui.formatting import percent
from mirnet_gui.jobs.display import DisplayPicture
from mirnet_gui.jobs.histogram import histogram
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.photo.photo import Photo
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.enhance.clipping_warnings import ClippingWarnings
from mirnet_gui.ui.enhance.developer import Developer
from mirnet_gui.ui.enhance.enhance_bar import EnhanceBar
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.enhance_panel import EnhancePanel
from mirnet_gui.ui.enhance.history_actions import HistoryActions
from mirnet_gui.ui.enhance.method_actions import MethodActions
from mirnet_gui.ui.enhance.preset_actions import PresetActions
from mirnet_gui.ui.enhance.region_actions import RegionActions
from mirnet_gui.ui.enhance.region_editor import RegionEditor, Regions
from mirnet_gui.ui.enhance.region_mask_view import RegionMaskView
from mirnet_gui.ui.enhance.regions_section import RegionsSection
from mirnet_gui.ui.enhance.result_actions import ResultActions
from mirnet_gui.ui.enhance.result_view import ResultView
from mirnet_gui.ui.enhance.settings_for_many import SettingsForMany
from mirnet_gui.ui.enhance.strip_actions import StripActions
from mirnet_gui.ui.model.activity import Activity, Advance
from mirnet_gui.ui.page import Context, PageEntry, ReasonToStay, Sending
from mirnet_gui.ui.photograph_page import PhotographPage
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.wording import dimensions, enhanced_line, unsaved_line

_ENTRY = PageEntry("enhance", mark("Enhance"), mark("Before and after"), Glyph.ENHANCE)
_LAYOUTS = {
    ActionName.VIEW_SLIDER: Layout.SLIDER,
    ActionName.VIEW_SIDE_BY_SIDE: Layout.ROW,
    ActionName.VIEW_AFTER: Layout.LAST,
}
_NEAR_A_RESULT = (Activity.PREPARING, Activity.PREVIEWING, Activity.ENHANCING)


class EnhancePage(PhotographPage[BeforeAfterCanvas]):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(
        self,
        context: Context,
        controller: EnhanceController,
        developer: Developer,
        closeup: Developer,
    ) -> None:
        super().__init__(_ENTRY, context, controller, BeforeAfterCanvas(), _LAYOUTS)
        self._controller = controller
        self._developer = developer
        self._bar = EnhanceBar(context.actions, context.menu)
        self._results = ResultActions(context.actions, controller, self, context.new_runner())
        self._history = HistoryActions(context.actions, self.shared.recipes, self)
        self._editor = RegionEditor(self._canvas)
        self._region_actions = RegionActions(context.actions, self._editor, self)
        regions = RegionsSection(context.actions, self._editor)
        self._panel = EnhancePanel(context.actions, self.shared.weights, regions)
        self._region_mask = RegionMaskView(
            self._canvas, self._editor, self._region_actions.mask, context.new_runner()
        )
        self._methods = MethodActions(self._panel, self)
        self._result_view = ResultView(
            self._canvas, self._panel.histogram, developer, closeup, self
        )
        self._many = SettingsForMany(self)
        self._presets = PresetActions(
            context.actions, self._panel.presets, self.strip, self._many, self
        )
        clipping = context.actions[ActionName.CLIPPING]
        self._clipping = ClippingWarnings(self._canvas, clipping, context.new_runner())
        for part in (self._clipping, self._editor, self._region_mask):
            part.message.connect(self.say)
        self._strip_actions = StripActions(context.actions, self.strip, self._many, self)
        self.compose_around_canvas(self._bar, self._panel)
        self._connect_model()
        self._connect_controller()
        self._connect_widgets()
        has_channels = self.shared.preferences.settings.histogram == "channels"
        self._panel.histogram.setChecked(has_channels)
        self._on_choice_shown(controller.choice)
        self._update_actions()

    @property
    def panel(self) -> EnhancePanel:
        """What changes the picture."""
        return self._panel

    @property
    def controller(self) -> EnhanceController:
        """What happens here."""
        return self._controller

    @property
    def developer(self) -> Developer:
        """Who keeps what is seen in step with what is chosen."""
        return self._developer

    @property
    def editor(self) -> RegionEditor:
        """Who knows the regions."""
        return self._editor

    @property
    def region_mask(self) -> RegionMaskView:
        """Who shows where a region acts."""
        return self._region_mask

    @property
    def clipping(self) -> ClippingWarnings:
        """Who marks what is clipped."""
        return self._clipping

    # What the window asks

    def set_active(self, active: bool) -> None:
        """Nothing is enhanced for a page that is not looked at."""
        super().set_active(active)
        self._controller.set_active(active)
        self._history.set_active(active)
        self._presets.set_active(active)
        self._clipping.set_active(active)
        self._strip_actions.set_active(active)
        self._update_actions()

    def take_picture(self, photo: Photo) -> bool:
        """A picture without a file can be enhanced as well."""
        self.shared.photographs.show(photo)
        return True

    def take_over(self, sending: Sending) -> None:
        """Open what comes from another page, and want of it what was wanted there."""
        for key, method in sending.methods.items():
            if isinstance(method, MirnetMethod):
                self.shared.preferences.change(model=method.model)
            self.shared.recipes.paste(method, [key])
        super().take_over(sending)
        if sending.offered is not None:
            self._many.offer(sending.offered)

    @property
    def status(self) -> str:
        """See :class:`Page`."""
        picture = self._controller.current
        if picture.enhanced is not None:
            return enhanced_line(picture.enhanced.method)
        return tr("Ready") if picture.opened is None else tr("Not enhanced")

    @property
    def is_at_rest(self) -> bool:
        """A photograph that somebody opened is not talked over."""
        activities = (self.work.doing.activity, self.shared.photographs.doing.activity)
        is_idle = all(each is Activity.IDLE for each in activities)
        return is_idle and self._controller.current.opened is None

    def reason_to_stay(self) -> ReasonToStay | None:
        """Results that are nowhere else."""
        unsaved = self._controller.saving.unsaved
        if not unsaved:
            return None
        is_current = unsaved == [self.shared.photographs.name]
        saving = ActionName.SAVE_AS if is_current else ActionName.SAVE_ALL
        return ReasonToStay(tr("Close without saving?"), unsaved_line(unsaved), saving)

    def stop(self) -> None:
        """See :class:`Page`."""
        super().stop()
        self._result_view.forget()
        self._controller.stop()

    # What the controller tells

    @Slot(object)
    def _on_photo_shown(self, opened: OpenedPhoto) -> None:
        self._result_view.begin(opened)
        self._editor.leave()
        self._region_mask.take(None)
        self._canvas.show_picture(opened.picture)
        self._tell_size(opened.picture)
        self._panel.show_photo(opened)
        self._panel.histogram.show_before(histogram(opened.picture))
        self.show_canvas()
        self._update_actions()

    @Slot()
    def _on_photo_gone(self) -> None:
        self._result_view.begin(None)
        self._editor.leave()
        self._region_mask.take(None)
        self._canvas.drop_picture()
        self._bar.show_nothing()
        self.show_invitation()
        self._update_actions()
        self.status_changed.emit()

    @Slot(object, bool)
    def _on_result_shown(self, enhanced: EnhancedPhoto, fresh: bool) -> None:
        self._canvas.show_result(enhanced.finished, reveal=fresh)
        self._tell_size(enhanced.finished)
        self._result_view.take(enhanced)
        self._region_mask.take(enhanced)
        self._update_actions()

    def _tell_size(self, picture: DisplayPicture) -> None:
        self._bar.show_photo(
            self.shared.photographs.name, dimensions(picture.width, picture.height)
        )

    @Slot(object)
    def _on_preview_shown(self, preview: EnhancedPhoto) -> None:
        self._canvas.show_preview(preview.finished)
        self._result_view.take(preview)
        self._region_mask.take(preview)

    @Slot()
    def _on_result_dropped(self) -> None:
        self._result_view.forget()
        self._region_mask.take(None)
        self._canvas.drop_result()
        opened = self._controller.current.opened
        if opened is not None:
            self._tell_size(opened.picture)
        self._panel.histogram.show_after(None)
        self._update_actions()

    @Slot()
    def _on_doing(self) -> None:
        is_near = self._controller.doing.activity in _NEAR_A_RESULT
        self._canvas.say_pending(tr("Enhancing…") if is_near else tr("Not enhanced"))
        self._update_actions()

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        if self._controller.doing.activity is Activity.ENHANCING:
            self._canvas.say_pending(
                tr("Enhancing… {fraction}", fraction=percent(advance.progress.fraction))
            )
        self.advanced.emit(advance)

    @Slot()
    def _on_list_changed(self) -> None:
        self._bar.show_position(self.shared.photographs.listed.position)
        self._update_actions()

    @Slot(object)
    def _on_choice_shown(self, choice: Choice) -> None:
        self._methods.show()
        self._offer_regions()
        self._panel.adjustments.show_choice(choice)
        self._editor.show(choice.regions)
        self._result_view.choose(choice)

    # What the hand does

    @Slot(object)
    def _on_regions(self, regions: Regions) -> None:
        self._controller.choose(replace(self._controller.choice, regions=regions))

    @Slot(bool)
    def _on_histogram(self, has_channels: bool) -> None:
        self.shared.preferences.change(histogram="channels" if has_channels else "luminance")

    @Slot()
    def _on_view_changed(self) -> None:
        self._bar.show_percent(self._canvas.percent)
        self._controller.look_at(self._canvas.region)

    @Slot()
    def _enhance(self) -> None:
        if self._controller.can_finish:
            self._controller.finish()
        else:
            self._controller.enhance()

    @Slot()
    def _previous(self) -> None:
        self.shared.photographs.step(-1)

    @Slot()
    def _next(self) -> None:
        self.shared.photographs.step(1)

    # Putting together

    def _update_actions(self) -> None:
        picture, listed = self._controller.current, self.shared.photographs.listed
        actions = self.actions_table
        self._results.offer(self.is_active and picture.enhanced is not None)
        actions.enable(listed.has_previous, ActionName.PREVIOUS)
        actions.enable(listed.has_next, ActionName.NEXT)
        can_enhance = self._controller.can_enhance
        can_go_on = can_enhance or self._controller.can_finish
        actions.enable(self.is_active and can_go_on, ActionName.ENHANCE)
        self._panel.offer_enhance(can_enhance)
        self._offer_regions()

    def _offer_regions(self) -> None:
        """Other methods know the whole picture only."""
        is_there = self._controller.current.opened is not None
        is_known = isinstance(self.shared.recipes.method, MirnetMethod)
        self._region_actions.offer(offered=self.is_active and is_there and is_known)

    def _connect_model(self) -> None:
        photographs = self.shared.photographs
        photographs.list_changed.connect(self._on_list_changed)
        photographs.doing_changed.connect(self._on_doing)
        photographs.message.connect(self.say)

    def _connect_controller(self) -> None:
        controller = self._controller
        controller.photo_shown.connect(self._on_photo_shown)
        controller.photo_gone.connect(self._on_photo_gone)
        controller.choice_shown.connect(self._on_choice_shown)
        controller.result_shown.connect(self._on_result_shown)
        controller.preview_shown.connect(self._on_preview_shown)
        controller.part_shown.connect(self._result_view.take_part)
        controller.result_dropped.connect(self._on_result_dropped)
        controller.doing_changed.connect(self._on_doing)
        controller.advanced.connect(self._on_advanced)
        # It is about the photograph, whichever page shows that now.
        controller.message.connect(self.shared.photographs.message)
        controller.withdrawn.connect(self.withdraw)
        controller.can_finish_changed.connect(self._update_actions)
        for changed in (controller.result_shown, controller.result_dropped):
            changed.connect(self.status_changed)

    def _connect_widgets(self) -> None:
        self._canvas.view_changed.connect(self._on_view_changed)
        self._panel.adjustments.changed.connect(self._controller.choose)
        self._editor.taken_up.connect(self.shared.recipes.end_step)
        self._editor.wanted.connect(self._on_regions)
        self._editor.added.connect(self._panel.bring_up_regions)
        self._developer.message.connect(self.say)
        self._panel.histogram.toggled.connect(self._on_histogram)
        self.actions_table.handle(
            {
                ActionName.ENHANCE: self._enhance,
                ActionName.PREVIOUS: self._previous,
                ActionName.NEXT: self._next,
            }
        )
