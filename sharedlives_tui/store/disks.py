"""What kind of disk an office lies on: on one that is reached over a network its locks do not hold."""

from __future__ import annotations

import os

from sharedlives_tui.shared import with_place
from sharedlives_tui.store.errors import StoreError

MOUNTS = "/proc/self/mountinfo"
"""Where Linux tells what is mounted; elsewhere nothing is known, and nothing refused."""
ALLOWED = "SHAREDLIVES_NETWORK_DISK"
"""The environment variable that lets an office be opened there all the same, when it says `alone`."""

_NETWORK = frozenset(
    {
        "9p", "afs", "cifs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "vboxsf",
        "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone", "fuse.smbnetfs", "fuse.sshfs",
    }
)  # fmt: skip


class NetworkDisk(StoreError):
    """The office lies, or would lie, on a disk that is reached over a network."""

    def __init__(self, path: str, kind: str) -> None:
        words = (
            f"{{place}} lies on a disk that is reached over a network ({kind}). There two people can write over each "
            "other's entries. Nothing was changed. Keep the office on the disk of one computer, and let others come "
            f"to it there. To move it off, while nobody else has it open: {ALLOWED}=alone sharedlives backup FILE"
        )
        super().__init__(with_place(words, path))


def must_be_of_this_computer(path: str, mounts: str = MOUNTS) -> None:
    """Raises NetworkDisk where the folder of that path is reached over a network, unless somebody says they are alone.

    Where the system does not tell, nothing is refused.
    """
    kind = network_kind(path, mounts)
    if kind and os.environ.get(ALLOWED, "") != "alone":
        raise NetworkDisk(path, kind)


def network_kind(path: str, mounts: str = MOUNTS) -> str:
    """Return the kind of network disk that a file lies on, or would lie on; empty for a disk of this computer."""
    try:
        with open(mounts, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - slow to load
            text = file.read()
    except OSError:
        return ""
    if not any(f" {kind} " in text for kind in _NETWORK):
        return ""
    device = _device_of(path)
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        parts = before.split()
        kind = after.partition(" ")[0]
        if dash and len(parts) > 2 and parts[2] == device and kind in _NETWORK:
            return kind
    return ""


def _device_of(path: str) -> str:
    """The device of the nearest folder above that is there, as Linux writes it."""
    place = os.path.realpath(path)
    while True:
        try:
            found = os.stat(place).st_dev  # noqa: PTH116 - see above
            return f"{os.major(found)}:{os.minor(found)}"
        except OSError:
            above = os.path.dirname(place)  # noqa: PTH120 - see above
            if above == place:
                return ""
            place = above
