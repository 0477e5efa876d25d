"""Which action stands in which menu."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.widgets.zoom import ZOOMS

_A = ActionName


@dataclass(frozen=True, slots=True)
class MenuLayout:
    """A menu called ``title``: its ``sections`` stand apart by lines."""

    title: str
    sections: tuple[tuple[ActionName | MenuLayout, ...], ...]


RECENT: Final = MenuLayout(mark("Open recent"), ((_A.CLEAR_RECENT,),))
"""Above its action stand the files and folders that were opened."""

VIEW: Final = MenuLayout(
    mark("View"),
    (
        # The pages come before these.
        (
            MenuLayout(
                mark("Before and after"),
                (
                    (_A.VIEW_SLIDER, _A.VIEW_SIDE_BY_SIDE, _A.VIEW_AFTER),
                    (_A.DIVIDER_TURN, _A.DIVIDER_LEFT, _A.DIVIDER_RIGHT),
                ),
            ),
            MenuLayout(mark("Zoom"), (ZOOMS, (_A.ZOOM_IN, _A.ZOOM_OUT))),
        ),
        (_A.LOUPE, _A.CLIPPING),
        (
            MenuLayout(mark("Theme"), ((_A.THEME_SYSTEM, _A.THEME_DARK, _A.THEME_LIGHT),)),
            _A.FULL_SCREEN,
        ),
        (_A.STOP, _A.BACK),
    ),
)

HELP: Final = MenuLayout(
    mark("Help"),
    (
        (_A.HELP, _A.SHORTCUTS, _A.PALETTE, _A.MENU),
        (_A.SAMPLE,),
        (_A.LOG_FOLDER, _A.SAVE_DIAGNOSTICS),
        (_A.ABOUT,),
    ),
)

MENUS: Final = (
    MenuLayout(
        mark("File"),
        (
            (_A.OPEN, RECENT),
            (_A.SAVE_AS, _A.SAVE_ALL),
            (_A.SETTINGS,),
            (_A.QUIT,),
        ),
    ),
    MenuLayout(
        mark("Edit"),
        ((_A.UNDO, _A.REDO), (_A.COPY, _A.PASTE), (_A.COPY_SETTINGS, _A.PASTE_SETTINGS)),
    ),
    MenuLayout(
        mark("Photograph"),
        (
            (_A.ENHANCE,),
            (_A.PREVIOUS, _A.NEXT),
            (_A.SEND_TO_COMPARE, _A.SEND_TO_BATCH),
            (_A.SHOW_IN_FOLDER, _A.REMOVE_OPEN),
        ),
    ),
    VIEW,
    MenuLayout(
        mark("Compare"),
        (
            (_A.ADD_METHOD, _A.RECOMPUTE, _A.INSIGHT, _A.BLIND, _A.REFERENCE),
            (
                MenuLayout(
                    mark("Arrange"),
                    ((_A.LAYOUT_ROW, _A.LAYOUT_GRID, _A.LAYOUT_SLIDER, _A.LAYOUT_FLICKER),),
                ),
            ),
            (_A.USE_THIS,),
            (_A.EXPORT,),
        ),
    ),
    MenuLayout(
        mark("Batch"),
        (
            (_A.NEW_BATCH, _A.ADD_FOLDER),
            (_A.START_BATCH, _A.PAUSE_BATCH, _A.RETRY_FAILED),
            (
                MenuLayout(mark("Watch a folder"), ((_A.WATCH_OFF, _A.WATCH_ON),)),
                MenuLayout(
                    mark("List"),
                    (
                        (
                            _A.LIST_ALL,
                            _A.LIST_WAITING,
                            _A.LIST_DONE,
                            _A.LIST_SKIPPED,
                            _A.LIST_FAILED,
                        ),
                    ),
                ),
            ),
            (_A.SHOW_PAIR, _A.MOVE_UP, _A.MOVE_DOWN, _A.MOVE_FIRST, _A.MOVE_LAST, _A.REMOVE_PHOTO),
            (_A.SAVE_REPORT,),
        ),
    ),
    HELP,
)
"""From left to right in a menu bar, from top to bottom in the one menu."""
