"""The folders of this person on this computer: for offices, for settings, for the record of a crash."""

from __future__ import annotations

import os
import sys

from sharedlives_tui.light import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    Purpose = Literal["data", "config", "state"]
else:
    Purpose = str

SETTINGS = "SHAREDLIVES_SETTINGS"
"""The environment variable that names the file of a person's own settings, where it is not in the person's folder."""

_ON_LINUX = {
    "data": ("XDG_DATA_HOME", ".local/share"),
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
}


def folder_for(purpose: Purpose) -> str:
    """Return the path of this person's folder for that purpose, whether it is there or not.

    On Linux without the library that knows all systems, which takes longer to load than the first picture of Today.
    """
    system: str = sys.platform
    if system == "linux":
        variable, usual = _ON_LINUX[purpose]
        base = os.environ.get(variable, "").strip() or os.path.expanduser(f"~/{usual}")  # noqa: PTH111 - slow to load
        return f"{base}/sharedlives"
    import platformdirs

    found = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "state": platformdirs.user_state_dir,
    }
    return found[purpose]("sharedlives", appauthor=False)


def settings_file() -> str:
    """Return the path of this person's own settings, whether the file is there or not."""
    named = os.environ.get(SETTINGS, "").strip()
    return os.path.expanduser(named) if named else f"{folder_for('config')}/settings.toml"  # noqa: PTH111 - see above
