"""How the Enhance page is made."""

from __future__ import annotations

from mirnet_gui.ui.enhance.developer import Developer
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.enhance_page import EnhancePage
from mirnet_gui.ui.page import Context


def enhance_page(context: Context) -> EnhancePage:
    """The page with its parts; what is seen is developed in a thread of its own.

    So is what is seen through the loupe, in the same one.
    """
    controller = EnhanceController(context.runner, context.model)
    runner = context.new_runner()
    return EnhancePage(context, controller, Developer(runner), Developer(runner))
