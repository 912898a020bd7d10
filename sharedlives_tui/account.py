"""Who runs the program: the account on this computer. The office remembers whose account it is."""

from __future__ import annotations

import os


def system_user() -> str:
    """Return the name of the operating system's user; "unknown user" where the system has none."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            return UNKNOWN


UNKNOWN = "unknown user"
"""Where the system gives the account no name: nobody can be remembered by it."""
