"""The way in over SSH, up to the first picture: settings, a look at who else could read them, whose account it is.

It may be gone through twice in one start, for the picture and for the program: the second time finds all as it is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sharedlives_tui import shared
from sharedlives_tui.modes import own_folder_modes, trusted_modes
from sharedlives_tui.serving.config import BadServer, Server, read_server
from sharedlives_tui.serving.environment import scrub
from sharedlives_tui.serving.own_files import make_folders

if TYPE_CHECKING:
    from sharedlives_tui.store.reads import Reads


def come_in(config: str, account: str) -> Server:
    """Return the server's settings, with nothing of the environment left and the session begun. Raises BadServer."""
    os.umask(0o077)
    if wrong := trusted_modes(config):
        raise BadServer(" ".join(map(str, wrong)))
    server = read_server(config)
    folder = server.folder_of(account)
    scrub(folder, server.papers)
    wrong = server.wrong_modes()
    if not wrong:
        try:
            make_folders(folder)
        except OSError as error:
            raise BadServer(f"{folder} cannot be made: {error.strerror}.") from None
        wrong = own_folder_modes(folder) + own_folder_modes(f"{folder}/files")
    if wrong:
        raise BadServer(" ".join(map(str, wrong)))
    shared.begin(shared.Session(account, server.office, folder, server.called))
    return server


def person_of(reads: Reads, account: str) -> str:
    """Return whose account it is (P-12); empty where it is nobody's."""
    from sharedlives_tui.settings import account_key
    from sharedlives_tui.store import register

    return register.person_of_account(reads, account_key(account))


def glimpsed(server: Server, account: str) -> str:
    """Return whose account it is (P-12), asked in passing; empty where it is nobody's, or that is left for later."""
    from sharedlives_tui.store.glimpse import Glimpse, NoGlimpse

    try:
        glimpse = Glimpse(server.office)
        try:
            return person_of(glimpse, account)
        finally:
            glimpse.close()
    except NoGlimpse:
        return ""
