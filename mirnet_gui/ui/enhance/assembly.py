"""How the Enhance page is made."""

from __future__ import annotations

from mirnet_gui.ui.enhance.developer import Developer
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.enhance_page import EnhancePage
from mirnet_gui.ui.page import Context


def enhance_page(context: Context) -> EnhancePage:
    """The page with its parts.

    What is seen, also through the loupe, is developed in a thread of its own.
    """
    controller = EnhanceController(context.runner, context.model)
    runner = context.new_runner()
    return EnhancePage(context, controller, Developer(runner), Developer(runner))
