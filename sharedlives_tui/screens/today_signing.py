"""How many letters wait for whoever sits at the desk: only for those who sign off is there anything to say."""

from __future__ import annotations

from sharedlives_tui.desk import Desk
from sharedlives_tui.store.errors import StoreError


def to_sign_off(desk: Desk) -> int:
    """Return how many letters wait that the viewer could sign off by their roles; 0 for everybody else."""
    from sharedlives_tui import sign_off
    from sharedlives_tui.store import sign_offs

    if not desk.library.roles.may_act_as(desk.viewer.roles, sign_off.signers()):
        return 0
    try:
        found = sign_offs.waiting(desk.store, desk.viewer)
        if not any(each.restricted for each in found):
            return len(found)
        from sharedlives_tui import signing_off  # it reads the cases: a letter of a dispute may be for one side

        return len(signing_off.waiting(desk))
    except StoreError:
        return 0  # the list of Today has said already what is the matter with the file
