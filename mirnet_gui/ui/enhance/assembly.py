"""How the Enhance page is made."""

from __future__ import annotations

from mirnet_gui.ui.enhance.developer import Developer
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.enhance_page import EnhancePage
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker
from mirnet_gui.ui.page import Context
from mirnet_gui.ui.widgets.filmstrip import Filmstrip
from mirnet_gui.ui.widgets.filmstrip_delegate import PICTURE_SIZE
from mirnet_gui.ui.widgets.filmstrip_model import FilmstripModel


def enhance_page(context: Context) -> EnhancePage:
    """The page with its parts.

    What is seen, also through the loupe, is developed in a thread of its own, and so are the
    filmstrip's pictures made.
    """
    photographs, marks = context.model.photographs, context.model.marks
    controller = EnhanceController(context.runner, context.model)
    maker = ThumbnailMaker(context.new_runner(), PICTURE_SIZE, photographs.in_memory)
    strip = Filmstrip(FilmstripModel(photographs, marks, maker))
    runner = context.new_runner()
    return EnhancePage(context, controller, Developer(runner), Developer(runner), strip)
