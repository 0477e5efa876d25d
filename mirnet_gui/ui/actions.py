"""Everything the user can do, as one table: words, keys and icons of every action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import Tokens


class ActionName(StrEnum):
    """The actions of the window."""

    OPEN = auto()
    PASTE = auto()
    COPY = auto()
    SAVE_AS = auto()
    ENHANCE = auto()
    BACK = auto()
    STOP = auto()
    PREVIOUS = auto()
    NEXT = auto()
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
    BLIND = auto()
    REFERENCE = auto()
    EXPORT = auto()
    FIT = auto()
    ACTUAL_SIZE = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    DIVIDER_LEFT = auto()
    DIVIDER_RIGHT = auto()
    FULL_SCREEN = auto()
    THEME_SYSTEM = auto()
    THEME_DARK = auto()
    THEME_LIGHT = auto()
    SHORTCUTS = auto()
    LOG_FOLDER = auto()
    ABOUT = auto()
    QUIT = auto()


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One row of the table; ``group`` makes actions of the same group exclude each other."""

    name: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    glyph: Glyph | None = None
    group: str = ""


_A = ActionName

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(_A.OPEN, "Open…", "Open photographs", ("Ctrl+O",), Glyph.OPEN),
    ActionSpec(_A.PASTE, "Paste", "Paste a photograph", ("Ctrl+V",), Glyph.PASTE),
    ActionSpec(_A.COPY, "Copy result", "Copy the result to the clipboard", ("Ctrl+C",), Glyph.COPY),
    ActionSpec(_A.SAVE_AS, "Save as…", "Save the result", ("Ctrl+S", "Ctrl+Shift+S"), Glyph.SAVE),
    ActionSpec(_A.ENHANCE, "Enhance", "Enhance this photograph", ("Ctrl+E",), Glyph.ENHANCE),
    ActionSpec(_A.BACK, "Back", "Close what is open above, or stop what is going on", ("Esc",)),
    ActionSpec(_A.STOP, "Cancel", "Stop what is going on"),
    ActionSpec(_A.PREVIOUS, "Previous", "Previous photograph", ("PgUp",), Glyph.PREVIOUS),
    ActionSpec(_A.NEXT, "Next", "Next photograph", ("PgDown",), Glyph.NEXT),
    ActionSpec(_A.VIEW_SLIDER, "Slider", "Before and after with a divider", ("1",), group="view"),
    ActionSpec(_A.VIEW_SIDE_BY_SIDE, "Side by side", "Before beside after", ("2",), group="view"),
    ActionSpec(_A.VIEW_AFTER, "After", "Only the result", ("3",), group="view"),
    ActionSpec(_A.LAYOUT_ROW, "Row", "Views beside each other", ("1",), group="layout"),
    ActionSpec(_A.LAYOUT_GRID, "Grid", "Views in rows and columns", ("2",), group="layout"),
    ActionSpec(_A.LAYOUT_SLIDER, "Slider", "Two views with a divider", ("3",), group="layout"),
    ActionSpec(_A.LAYOUT_FLICKER, "Flicker", "Views take turns", ("4",), group="layout"),
    ActionSpec(_A.ADD_FOLDER, "Add folder…", "Add all photographs of a folder", ("Ctrl+Shift+O",)),
    ActionSpec(_A.START_BATCH, "Start", "Enhance what waits", ("Ctrl+Return",)),
    ActionSpec(_A.PAUSE_BATCH, "Pause", "Finish this photograph and wait", ("Ctrl+P",)),
    ActionSpec(_A.RETRY_FAILED, "Retry failed", "Try what failed again", ("Ctrl+T",)),
    ActionSpec(_A.NEW_BATCH, "New batch", "Begin with an empty list", ("Ctrl+N",)),
    ActionSpec(_A.SAVE_REPORT, "Report…", "Save what became of each photograph"),
    ActionSpec(_A.SHOW_PAIR, "Show before and after", "Show the photograph beside its result"),
    ActionSpec(_A.MOVE_UP, "Move up", "Enhance it earlier", ("Alt+Up",)),
    ActionSpec(_A.MOVE_DOWN, "Move down", "Enhance it later", ("Alt+Down",)),
    ActionSpec(_A.MOVE_FIRST, "Move to the beginning", "Enhance it next", ("Alt+Home",)),
    ActionSpec(_A.MOVE_LAST, "Move to the end", "Enhance it last", ("Alt+End",)),
    ActionSpec(_A.REMOVE_PHOTO, "Remove", "Take it out of the batch", ("Del",)),
    ActionSpec(_A.LIST_ALL, "All", "List all photographs", group="list"),
    ActionSpec(_A.LIST_WAITING, "Waiting", "List what is still to come", group="list"),
    ActionSpec(_A.LIST_DONE, "Done", "List what is done", group="list"),
    ActionSpec(_A.LIST_SKIPPED, "Skipped", "List what was skipped", group="list"),
    ActionSpec(_A.LIST_FAILED, "Failed", "List what failed", group="list"),
    ActionSpec(_A.WATCH_OFF, "Off", "Watch no folder", group="watch"),
    ActionSpec(_A.WATCH_ON, "On", "Enhance what arrives in a folder", group="watch"),
    ActionSpec(_A.ADD_METHOD, "Add method…", "Compare one more method", ("Ctrl+M",)),
    ActionSpec(_A.RECOMPUTE, "Compute", "Compute what is missing", ("Ctrl+R",)),
    ActionSpec(_A.BLIND, "Blind", "Rank the views without their names", ("Ctrl+B",)),
    ActionSpec(_A.REFERENCE, "Reference…", "Choose what it should look like", ("Ctrl+Shift+R",)),
    ActionSpec(
        _A.EXPORT, "Export…", "Save sheet, figures and results", ("Ctrl+Shift+E",), Glyph.SAVE
    ),
    ActionSpec(_A.FIT, "Fit", "Show the whole picture", ("Ctrl+0", "0")),
    ActionSpec(_A.ACTUAL_SIZE, "1:1", "Show actual pixels", ("Ctrl+1",)),
    ActionSpec(_A.ZOOM_IN, "Zoom in", "Zoom in", ("+", "=", "Ctrl++", "Ctrl+=")),
    ActionSpec(_A.ZOOM_OUT, "Zoom out", "Zoom out", ("-", "Ctrl+-")),
    ActionSpec(_A.DIVIDER_LEFT, "Divider left", "Move the divider to the left", ("[",)),
    ActionSpec(_A.DIVIDER_RIGHT, "Divider right", "Move the divider to the right", ("]",)),
    ActionSpec(_A.FULL_SCREEN, "Full screen", "Fill the whole screen", ("F11",)),
    ActionSpec(_A.THEME_SYSTEM, "As the system", "Follow the system's theme", group="theme"),
    ActionSpec(_A.THEME_DARK, "Dark", "Dark theme", group="theme"),
    ActionSpec(_A.THEME_LIGHT, "Light", "Light theme", group="theme"),
    ActionSpec(_A.SHORTCUTS, "Keyboard shortcuts", "List all shortcuts", ("F1",)),
    ActionSpec(_A.LOG_FOLDER, "Open log folder", "Show where the log is kept"),
    ActionSpec(_A.ABOUT, "About MIRNet GUI", "Version and licence"),
    ActionSpec(_A.QUIT, "Quit", "Close the window", ("Ctrl+Q",)),
)


class Actions(QObject):
    """The table made real; widgets take their actions from here and nowhere else."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._specs: list[ActionSpec] = []
        self._actions: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        for spec in ACTIONS:
            self.add(spec)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def specs(self) -> list[ActionSpec]:
        """The rows of the table."""
        return list(self._specs)

    def all(self) -> list[QAction]:
        """Every action, in the order of the table."""
        return list(self._actions.values())

    def add(self, spec: ActionSpec) -> QAction:
        """One row more: a page brings what only it can do."""
        action = self._made(spec)
        self._specs.append(spec)
        self._actions[spec.name] = action
        if spec.group:
            self._join(spec)
        return action

    def handle(self, handlers: Mapping[ActionName, Callable[[], object]]) -> None:
        """Let each handler be called when its action is triggered."""
        for name, handler in handlers.items():
            self[name].triggered.connect(handler)

    def enable(self, enabled: bool, *names: str) -> None:
        """Whether the actions called ``names`` can be done now."""
        for name in names:
            self[name].setEnabled(enabled)

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Draw the icons in the colours of the theme."""
        for spec in self._specs:
            if spec.glyph is not None:
                self[spec.name].setIcon(icon(spec.glyph, tokens.text, tokens.quiet))

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(spec.text, self)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setToolTip(tooltip(spec))
        return action

    def _join(self, spec: ActionSpec) -> None:
        if spec.group not in self._groups:
            self._groups[spec.group] = QActionGroup(self)
        action = self[spec.name]
        action.setCheckable(True)
        self._groups[spec.group].addAction(action)


def tooltip(spec: ActionSpec) -> str:
    """What the action does, and its first key."""
    if not spec.keys:
        return spec.tip
    return f"{spec.tip} ({key_text(spec.keys[0])})"


def key_text(key: str) -> str:
    """The key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
