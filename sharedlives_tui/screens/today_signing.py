"""What Today says of letters and their sign-off: those that wait for a manager, and the answers to whoever asked."""

from __future__ import annotations

from typing import NamedTuple

from sharedlives_tui.desk import Desk
from sharedlives_tui.store.errors import StoreError


class Signing(NamedTuple):
    """How many letters wait for whoever sits at the desk, and how many of theirs were signed off or sent back."""

    waiting: int = 0
    signed: int = 0
    back: int = 0

    @property
    def words(self) -> str:
        """What there is of it, as the line of counts has it; empty where there is nothing."""
        counted = ((self.waiting, "to sign off"), (self.signed, "signed off"), (self.back, "sent back"))
        return ", ".join(f"{count:,} {what}" for count, what in counted if count)


NOTHING = Signing()


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


def signing(desk: Desk) -> Signing:
    """Return what there is to say to whoever sits at the desk."""
    from sharedlives_tui.store import sign_offs

    signed = back = 0
    try:
        if sign_offs.answered(desk.store, desk.viewer, desk.recorder):  # else nothing more is loaded for it
            from sharedlives_tui import signing_off

            signed, back = signing_off.answers(desk)
    except StoreError:
        return NOTHING
    return Signing(to_sign_off(desk), signed, back)
