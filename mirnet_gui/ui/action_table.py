"""Everything that can be done in the window, said once: names, words, keys and icons."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from mirnet_gui.language import mark
from mirnet_gui.ui.theme.icons import Glyph


class ActionName(StrEnum):
    """The actions of the window."""

    OPEN = auto()
    PASTE = auto()
    COPY = auto()
    SAVE_AS = auto()
    SAVE_ALL = auto()
    ENHANCE = auto()
    UNDO = auto()
    REDO = auto()
    BACK = auto()
    STOP = auto()
    PREVIOUS = auto()
    NEXT = auto()
    COPY_SETTINGS = auto()
    PASTE_SETTINGS = auto()
    SAVE_PRESET = auto()
    RENAME_PRESET = auto()
    DELETE_PRESET = auto()
    IMPORT_PRESET = auto()
    EXPORT_PRESET = auto()
    FORGET_SETTINGS = auto()
    OPEN_LAST = auto()
    SEND_TO_COMPARE = auto()
    SEND_TO_BATCH = auto()
    USE_THIS = auto()
    REMOVE_OPEN = auto()
    SHOW_IN_FOLDER = auto()
    VIEW_SLIDER = auto()
    VIEW_SIDE_BY_SIDE = auto()
    VIEW_AFTER = auto()
    LAYOUT_ROW = auto()
    LAYOUT_GRID = auto()
    LAYOUT_SLIDER = auto()
    LAYOUT_FLICKER = auto()
    ADD_FOLDER = auto()
    START_BATCH = auto()
    PAUSE_BATCH = auto()
    RETRY_FAILED = auto()
    NEW_BATCH = auto()
    SAVE_REPORT = auto()
    SHOW_PAIR = auto()
    OPEN_ON_ENHANCE = auto()
    OPEN_ON_COMPARE = auto()
    SHOW_RESULT_IN_FOLDER = auto()
    USE_BATCH_SETTINGS = auto()
    MOVE_UP = auto()
    MOVE_DOWN = auto()
    MOVE_FIRST = auto()
    MOVE_LAST = auto()
    REMOVE_PHOTO = auto()
    LIST_ALL = auto()
    LIST_WAITING = auto()
    LIST_DONE = auto()
    LIST_SKIPPED = auto()
    LIST_FAILED = auto()
    WATCH_OFF = auto()
    WATCH_ON = auto()
    ADD_METHOD = auto()
    RECOMPUTE = auto()
    INSIGHT = auto()
    BLIND = auto()
    REFERENCE = auto()
    EXPORT = auto()
    FIT = auto()
    ZOOM_25 = auto()
    ZOOM_50 = auto()
    ACTUAL_SIZE = auto()
    ZOOM_200 = auto()
    ZOOM_400 = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    LOUPE = auto()
    CLIPPING = auto()
    DIVIDER_LEFT = auto()
    DIVIDER_RIGHT = auto()
    DIVIDER_TURN = auto()
    FULL_SCREEN = auto()
    THEME_SYSTEM = auto()
    THEME_DARK = auto()
    THEME_LIGHT = auto()
    HELP = auto()
    SHORTCUTS = auto()
    MENU = auto()
    PALETTE = auto()
    SETTINGS = auto()
    CLEAR_RECENT = auto()
    SAMPLE = auto()
    LOG_FOLDER = auto()
    SAVE_DIAGNOSTICS = auto()
    ABOUT = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the table; ``group`` makes actions of the same group exclude each other.

    ``short`` is what a button says for it, where that is not ``text``; a ``toggle`` is on or off.
    """

    name: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    glyph: Glyph | None = None
    group: str = ""
    short: str = ""
    toggle: bool = False


_A = ActionName

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(_A.OPEN, mark("Open…"), mark("Open photographs"), ("Ctrl+O",), Glyph.OPEN),
    ActionSpec(_A.PASTE, mark("Paste"), mark("Paste a photograph"), ("Ctrl+V",), Glyph.PASTE),
    ActionSpec(
        _A.COPY,
        mark("Copy result"),
        mark("Copy the result to the clipboard"),
        ("Ctrl+C",),
        Glyph.COPY,
    ),
    ActionSpec(
        _A.SAVE_AS,
        mark("Save as…"),
        mark("Save the result"),
        ("Ctrl+S", "Ctrl+Shift+S"),
        Glyph.SAVE,
    ),
    ActionSpec(
        _A.SAVE_ALL,
        mark("Save all…"),
        mark("Save everything that is not saved into a folder"),
        ("Ctrl+Alt+S",),
    ),
    ActionSpec(
        _A.ENHANCE, mark("Enhance"), mark("Enhance this photograph"), ("Ctrl+E",), Glyph.ENHANCE
    ),
    ActionSpec(_A.UNDO, mark("Undo"), mark("Undo the last change"), ("Ctrl+Z",), Glyph.UNDO),
    ActionSpec(
        _A.REDO,
        mark("Redo"),
        mark("Redo what was undone"),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        Glyph.REDO,
    ),
    ActionSpec(
        _A.BACK, mark("Back"), mark("Close what is open above, or stop what is going on"), ("Esc",)
    ),
    ActionSpec(_A.STOP, mark("Cancel"), mark("Stop what is going on")),
    ActionSpec(
        _A.PREVIOUS, mark("Previous"), mark("Previous photograph"), ("PgUp",), Glyph.PREVIOUS
    ),
    ActionSpec(_A.NEXT, mark("Next"), mark("Next photograph"), ("PgDown",), Glyph.NEXT),
    ActionSpec(
        _A.COPY_SETTINGS,
        mark("Copy settings"),
        mark("Copy the settings of the photograph"),
        ("Ctrl+Shift+C",),
    ),
    ActionSpec(
        _A.PASTE_SETTINGS,
        mark("Paste settings"),
        mark("Give the selected photographs the copied settings"),
        ("Ctrl+Shift+V",),
    ),
    ActionSpec(
        _A.SAVE_PRESET, mark("Save as preset…"), mark("Keep the settings of the photograph by name")
    ),
    ActionSpec(_A.RENAME_PRESET, mark("Rename preset…"), mark("Give the preset another name")),
    ActionSpec(_A.DELETE_PRESET, mark("Delete preset"), mark("Delete the preset that is chosen")),
    ActionSpec(_A.IMPORT_PRESET, mark("Import preset…"), mark("Take over a preset from a file")),
    ActionSpec(
        _A.EXPORT_PRESET, mark("Export preset…"), mark("Save the preset as a file for others")
    ),
    ActionSpec(
        _A.FORGET_SETTINGS,
        mark("Forget kept settings"),
        mark("Forget what was chosen for photographs that were open before"),
    ),
    ActionSpec(
        _A.OPEN_LAST,
        mark("Open the last photographs"),
        mark("Open the photographs that were open the last time"),
    ),
    ActionSpec(
        _A.SEND_TO_COMPARE, mark("Send to Compare"), mark("Compare methods on this photograph")
    ),
    ActionSpec(_A.SEND_TO_BATCH, mark("Send to Batch"), mark("Add it to the batch")),
    ActionSpec(
        _A.USE_THIS,
        mark("Use this one"),
        mark("Go on with this method on the Enhance page"),
        ("Ctrl+U",),
    ),
    ActionSpec(
        _A.REMOVE_OPEN, mark("Remove"), mark("Take it out of the list; the file stays where it is")
    ),
    ActionSpec(
        _A.SHOW_IN_FOLDER, mark("Show in folder"), mark("Open the folder that the photograph is in")
    ),
    ActionSpec(
        _A.VIEW_SLIDER,
        mark("Slider"),
        mark("Before and after with a divider"),
        ("1",),
        group="view",
    ),
    ActionSpec(
        _A.VIEW_SIDE_BY_SIDE,
        mark("Side by side"),
        mark("Before beside after"),
        ("2",),
        group="view",
    ),
    ActionSpec(_A.VIEW_AFTER, mark("After"), mark("Only the result"), ("3",), group="view"),
    ActionSpec(_A.LAYOUT_ROW, mark("Row"), mark("Views beside each other"), ("1",), group="layout"),
    ActionSpec(
        _A.LAYOUT_GRID, mark("Grid"), mark("Views in rows and columns"), ("2",), group="layout"
    ),
    ActionSpec(
        _A.LAYOUT_SLIDER, mark("Slider"), mark("Two views with a divider"), ("3",), group="layout"
    ),
    ActionSpec(
        _A.LAYOUT_FLICKER, mark("Flicker"), mark("Views take turns"), ("4",), group="layout"
    ),
    ActionSpec(
        _A.ADD_FOLDER,
        mark("Add folder…"),
        mark("Add all photographs of a folder"),
        ("Ctrl+Shift+O",),
    ),
    ActionSpec(_A.START_BATCH, mark("Start"), mark("Enhance what waits"), ("Ctrl+Return",)),
    ActionSpec(_A.PAUSE_BATCH, mark("Pause"), mark("Finish this photograph and wait"), ("Ctrl+P",)),
    ActionSpec(_A.RETRY_FAILED, mark("Retry failed"), mark("Try what failed again"), ("Ctrl+T",)),
    ActionSpec(_A.NEW_BATCH, mark("New batch"), mark("Begin with an empty list"), ("Ctrl+N",)),
    ActionSpec(
        _A.SAVE_REPORT,
        mark("Report…"),
        mark("Save what became of each photograph as a page and a table, into a folder"),
    ),
    ActionSpec(
        _A.SHOW_PAIR, mark("Show before and after"), mark("Show the photograph beside its result")
    ),
    ActionSpec(
        _A.OPEN_ON_ENHANCE,
        mark("Open on Enhance"),
        mark("Open the photograph on the Enhance page, with what is done to it here"),
    ),
    ActionSpec(
        _A.OPEN_ON_COMPARE,
        mark("Open on Compare"),
        mark("Compare what is done to the photograph here with other methods"),
    ),
    ActionSpec(
        _A.SHOW_RESULT_IN_FOLDER,
        mark("Show in folder"),
        mark("Open the folder that the result is in"),
    ),
    ActionSpec(
        _A.USE_BATCH_SETTINGS,
        mark("Use the settings of the batch"),
        mark("Forget the settings that the photograph came with"),
    ),
    ActionSpec(_A.MOVE_UP, mark("Move up"), mark("Enhance it earlier"), ("Alt+Up",)),
    ActionSpec(_A.MOVE_DOWN, mark("Move down"), mark("Enhance it later"), ("Alt+Down",)),
    ActionSpec(
        _A.MOVE_FIRST, mark("Move to the beginning"), mark("Enhance it next"), ("Alt+Home",)
    ),
    ActionSpec(_A.MOVE_LAST, mark("Move to the end"), mark("Enhance it last"), ("Alt+End",)),
    ActionSpec(_A.REMOVE_PHOTO, mark("Remove"), mark("Take it out of the batch"), ("Del",)),
    ActionSpec(_A.LIST_ALL, mark("All"), mark("List all photographs"), group="list"),
    ActionSpec(_A.LIST_WAITING, mark("Waiting"), mark("List what is still to come"), group="list"),
    ActionSpec(_A.LIST_DONE, mark("Done"), mark("List what is done"), group="list"),
    ActionSpec(_A.LIST_SKIPPED, mark("Skipped"), mark("List what was skipped"), group="list"),
    ActionSpec(_A.LIST_FAILED, mark("Failed"), mark("List what failed"), group="list"),
    ActionSpec(_A.WATCH_OFF, mark("Off"), mark("Watch no folder"), group="watch"),
    ActionSpec(_A.WATCH_ON, mark("On"), mark("Enhance what arrives in a folder"), group="watch"),
    ActionSpec(_A.ADD_METHOD, mark("Add method…"), mark("Compare one more method"), ("Ctrl+M",)),
    ActionSpec(_A.RECOMPUTE, mark("Compute"), mark("Compute what is missing"), ("Ctrl+R",)),
    ActionSpec(
        _A.INSIGHT,
        mark("What the network looks at"),
        mark("Show where MIRNet kept what it had found, and how much light it let in"),
        ("Ctrl+I",),
        toggle=True,
    ),
    ActionSpec(_A.BLIND, mark("Blind"), mark("Rank the views without their names"), ("Ctrl+B",)),
    ActionSpec(
        _A.REFERENCE, mark("Reference…"), mark("Choose what it should look like"), ("Ctrl+Shift+R",)
    ),
    ActionSpec(
        _A.EXPORT,
        mark("Export…"),
        mark("Save sheet, figures and results"),
        ("Ctrl+Shift+E",),
        Glyph.SAVE,
    ),
    ActionSpec(_A.FIT, mark("Fit"), mark("Show the whole picture"), ("Ctrl+0", "0"), group="zoom"),
    # GIMP's keys with Ctrl: without it, digits choose how before and after are put together.
    ActionSpec(
        _A.ZOOM_25, "25 %", mark("Show a quarter of actual size"), ("Ctrl+Shift+4",), group="zoom"
    ),
    ActionSpec(
        _A.ZOOM_50, "50 %", mark("Show half of actual size"), ("Ctrl+Shift+2",), group="zoom"
    ),
    ActionSpec(
        _A.ACTUAL_SIZE,
        "100 %",
        mark("Show actual pixels"),
        ("Ctrl+1",),
        group="zoom",
        short="1:1",
    ),
    ActionSpec(_A.ZOOM_200, "200 %", mark("Show twice the actual size"), ("Ctrl+2",), group="zoom"),
    ActionSpec(
        _A.ZOOM_400, "400 %", mark("Show four times the actual size"), ("Ctrl+4",), group="zoom"
    ),
    ActionSpec(_A.ZOOM_IN, mark("Zoom in"), mark("Zoom in"), ("+", "=", "Ctrl++", "Ctrl+=")),
    ActionSpec(_A.ZOOM_OUT, mark("Zoom out"), mark("Zoom out"), ("-", "Ctrl+-")),
    ActionSpec(
        _A.LOUPE,
        mark("Loupe"),
        mark("Show actual pixels at the pointer; arrows move them"),
        ("Shift+Z",),
        toggle=True,
    ),
    ActionSpec(
        _A.CLIPPING,
        mark("Clipping warnings"),
        mark("Mark what is clipped: lost highlights red, lost shadows blue"),
        ("J",),
        toggle=True,
    ),
    ActionSpec(
        _A.DIVIDER_LEFT, mark("Divider left"), mark("Move the divider to the left, or up"), ("[",)
    ),
    ActionSpec(
        _A.DIVIDER_RIGHT,
        mark("Divider right"),
        mark("Move the divider to the right, or down"),
        ("]",),
    ),
    ActionSpec(
        _A.DIVIDER_TURN,
        mark("Horizontal divider"),
        mark("Lay the divider across, with before above after"),
        ("Y",),
        toggle=True,
    ),
    ActionSpec(_A.FULL_SCREEN, mark("Full screen"), mark("Fill the whole screen"), ("F11",)),
    ActionSpec(
        _A.THEME_SYSTEM, mark("As the system"), mark("Follow the system's theme"), group="theme"
    ),
    ActionSpec(_A.THEME_DARK, mark("Dark"), mark("Dark theme"), group="theme"),
    ActionSpec(_A.THEME_LIGHT, mark("Light"), mark("Light theme"), group="theme"),
    ActionSpec(_A.HELP, mark("Help"), mark("Explain the page that is open"), ("F1",)),
    ActionSpec(_A.SHORTCUTS, mark("Keyboard shortcuts"), mark("List all shortcuts"), ("Shift+F1",)),
    ActionSpec(_A.MENU, mark("Open the menu"), mark("Open the menu of everything"), ("F10",)),
    ActionSpec(
        _A.PALETTE,
        mark("Find a command…"),
        mark("Find anything that can be done, by its name"),
        ("Ctrl+K", "Ctrl+Shift+P"),
    ),
    ActionSpec(
        _A.SETTINGS, mark("Settings…"), mark("Change how the program looks and works"), ("Ctrl+,",)
    ),
    ActionSpec(
        _A.CLEAR_RECENT, mark("Clear the list"), mark("Forget which photographs were opened")
    ),
    ActionSpec(_A.SAMPLE, mark("Try a sample"), mark("Open a photograph that came along")),
    ActionSpec(_A.LOG_FOLDER, mark("Open log folder"), mark("Show where the log is kept")),
    ActionSpec(
        _A.SAVE_DIAGNOSTICS,
        mark("Report a problem…"),
        mark("Save the log and what this computer is like as a ZIP file, without photographs"),
    ),
    ActionSpec(_A.ABOUT, mark("About MIRNet GUI"), mark("Version, licences and links")),
    ActionSpec(_A.QUIT, mark("Quit"), mark("Close the window"), ("Ctrl+Q",)),
)
