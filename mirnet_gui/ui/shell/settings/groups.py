"""All settings in the order of the dialog: another one is another line here."""

from __future__ import annotations

from mirnet_gui.language import LANGUAGES, tr
from mirnet_gui.photo.formats import LABELS
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.shell.settings.setting import (
    Choice,
    Deed,
    Fact,
    Folder,
    Group,
    Number,
    Options,
    Switch,
)


def all_groups(preferences: Preferences) -> tuple[Group, ...]:
    """The groups, translated."""
    return (
        _appearance(),
        _language(),
        _computing(preferences),
        _saving(),
        _privacy(),
    )


def _appearance() -> Group:
    return Group(
        tr("Appearance"),
        (
            Choice(
                "theme",
                tr("Theme"),
                tr("Photographs are judged best in a dark surrounding."),
                lambda: (
                    ("system", tr("As the system")),
                    ("dark", tr("Dark")),
                    ("light", tr("Light")),
                ),
            ),
            Choice(
                "histogram",
                tr("Histogram"),
                tr("What the Enhance page draws of a photograph's brightness."),
                lambda: (
                    ("luminance", tr("Brightness")),
                    ("channels", tr("Red, green and blue")),
                ),
            ),
        ),
    )


def _language() -> Group:
    return Group(
        tr("Language"),
        (
            Choice(
                "language",
                tr("Language"),
                tr("Spoken when the program is started again."),
                lambda: (("", tr("System language")), *LANGUAGES.items()),
            ),
        ),
    )


def _computing(preferences: Preferences) -> Group:
    def devices() -> Options:
        known = tuple((device, f"{name} ({device})") for device, name in preferences.devices)
        return (("auto", tr("Automatic")), *known)

    return Group(
        tr("Computing"),
        (
            Choice(
                "device",
                tr("Compute on"),
                tr("Automatic takes a graphics card where there is one that can be used."),
                devices,
            ),
        ),
    )


def _saving() -> Group:
    return Group(
        tr("Saving"),
        (
            Folder(
                "results_folder",
                tr("Where results go"),
                tr("What Save as offers first; any other folder can be chosen there."),
                tr("Beside the photograph"),
            ),
            Choice(
                "save_format",
                tr("Format"),
                tr("What Save as offers first; it remembers what was chosen last."),
                lambda: (("", tr("As the photograph")), *LABELS.items()),
            ),
            Number(
                "save_quality",
                tr("Quality"),
                tr("For formats that have one. 92 is hard to tell from the whole."),
                1,
                100,
            ),
        ),
    )


def _privacy() -> Group:
    return Group(
        tr("Privacy"),
        (
            Fact(
                tr("Works offline"),
                tr(
                    "Photographs are computed on this computer and never leave it. The program "
                    "opens no connection; links open in your browser."
                ),
            ),
            Switch(
                "keep_recent",
                tr("Remember what was opened"),
                tr("The names of the last photographs and folders, to open them again."),
            ),
            Switch(
                "offer_last_photographs",
                tr("Offer the last photographs"),
                tr("Those that were open when the program was closed, all at once."),
            ),
            Switch(
                "keep_settings",
                tr("Keep settings of photographs"),
                tr(
                    "What was chosen for each photograph, in the program's own folder: when it is "
                    "opened again, it begins so."
                ),
            ),
            Deed(
                ActionName.FORGET_SETTINGS,
                tr("Settings that are kept"),
                tr("Forgets what was chosen; photographs and results stay as they are."),
            ),
            Deed(
                ActionName.CLEAR_RECENT,
                tr("Photographs that were opened"),
                tr("Forgets their names; the photographs stay where they are."),
            ),
        ),
    )
