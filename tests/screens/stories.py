"""Deapprovals and disputes that have come as far as a screen needs them, made through the one door."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sharedlives_tui import casework, scenarios
from sharedlives_tui.desk import Desk, open_desk
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import OpenCase, Record
from tests import desks

TODAY = date(2026, 11, 24)
"""A Tuesday."""
OFFICER, MANAGER, HEAD, SENIOR, MEDIATOR = (
    "Olu Officer", "Rae Registered", "Hal Head", "Sena Senior", "Mina Mediator",
)  # fmt: skip
PLAN = {"home": "lives there", "plan_words": "Stays with a neighbour he knows"}


class Act(NamedTuple):
    """One act of a story."""

    name: str
    on: date
    by: str
    values: dict[str, Value]


GRAVE: dict[str, Value] = {
    "recommendation": "deapproval", "recommended_ground": "gravity", "basis": "Her answer shows no change",
}  # fmt: skip
GOES_ON: dict[str, Value] = {"recommendation": "continuing approval", "basis": "She sleeps again", "help_words": "-"}


def _deapproval(carer: str, recommended: dict[str, Value], decided: bool = False) -> list[Act]:
    """A deapproval of which the panel has recommended something; with `decided` on 19 November as it said."""
    meeting = {"meeting_place": "10 am at the town hall"}
    words = {"concerns_words": "Shouting on two evenings", "method": "post"}
    there = ("Rae Registered", carer)
    acts = [
        Act("manager-decision", date(2026, 9, 1), MANAGER, {
            "way_on": "review meeting", "reason": "An inquiry has its findings",
            "findings_from": "a safeguarding inquiry that put the facts to the carer",
        }),
        Act("arrange-review", date(2026, 9, 1), MANAGER, {**meeting, "meeting_on": "2026-09-15"}),
        Act("review-notice", date(2026, 9, 2), MANAGER, {
            **words, **meeting, "companion": "A friend", "purpose": "To hear her on it", "present": "Rae Registered",
        }),
        Act("review-copies", date(2026, 9, 3), MANAGER, {"copies_words": "The daily book", "method": "post"}),
        Act("hold-review", date(2026, 9, 15), MANAGER, {
            "attendance": "held", "in_room": there, "answer_words": "She was tired",
        }),
        Act("determine", date(2026, 9, 16), MANAGER, {
            "substantiated": "yes", "underlying": "No sleep", "mitigating": "She told us",
            "more_support": "None in time", "proposal": "deapproval is proposed", "efforts": ("Respite: not taken",),
        }),
        Act("report", date(2026, 9, 17), MANAGER, {
            "report_words": "The findings and the conclusions", "sent_by": "email", "method": "email",
        }),
        Act("carer-response", date(2026, 9, 24), OFFICER, {"response": "She asks for one more chance"}),
        Act("to-head-of-care", date(2026, 9, 25), MANAGER, {"enclosed": "Report and response", "method": "email"}),
        Act("head-of-care", date(2026, 9, 30), HEAD, {
            "referral_decision": "stage three", "reason": "Help was tried",
        }),
        Act("arrange-panel", date(2026, 10, 1), MANAGER, {
            **meeting, "panel": (SENIOR, "Pat Panel"), "meeting_on": "2026-11-12",
        }),
        Act("panel-notice", date(2026, 10, 2), MANAGER, {
            **words, **meeting, "companion": "One representative", "purpose": "The panel hears both",
            "present": "The panel", "copies_words": "Report, response, evidence",
        }),
        Act("hold-panel", date(2026, 11, 12), SENIOR, {
            "attendance": "held", "in_room": (SENIOR, "Pat Panel", *there), "presenter": (MANAGER,),
            "answer_words": "She asks for one more chance", "perspective": "Her response",
            "officer_report": "Entry of the review", "service_help": "In the report",
            "officer_recommends": "A page of 1 November", "manager_view": "In the report",
        }),
        Act("plan@Sam Supported", date(2026, 11, 12), OFFICER, PLAN),
        Act("recommend", date(2026, 11, 12), SENIOR, recommended),
    ]  # fmt: skip
    if decided:
        acts.append(Act("decide", date(2026, 11, 19), MANAGER, {"decision": "deapproval", "ground": "gravity"}))
    return acts


def play(desk: Desk, ref: str, acts: list[Act]) -> None:
    """Record the acts of a story, each on its own day."""
    for each in acts:
        scenarios.recorded(desks.at(desk, each.on, each.by), Record(ref, each.name, each.values, each.on, each.by))


def raise_concern(desk: Desk, carer: str, supported: tuple[str, ...]) -> str:
    """Open a deapproval on 1 September; return its reference."""
    on = date(2026, 9, 1)
    values: dict[str, Value] = {
        "way_in": "serious risk or safeguarding",
        "carer": (carer,),
        "account": "Shouting was heard twice.",
        "people_supported": supported,
        "police": "Told on 31 August",
    }
    return casework.open_case(desks.at(desk, on, OFFICER), OpenCase("deapproval", values, on, OFFICER)).ref


@dataclass(frozen=True)
class Stories:
    """An office with the references of its cases, by what they show."""

    desk: Desk
    to_decide: str = ""
    """The panel has recommended; Sam Supported has a plan, Sid Supported has none."""
    to_continue: str = ""
    """The panel has recommended that the approval goes on."""
    decided: str = ""
    """Decided on 19 November, the carer not yet told."""
    complaint: str = ""
    """Linked with `to_decide`."""
    withheld: str = ""
    """Nothing may be told to its carer for now."""
    dispute: str = ""
    """Its steps are agreed and not yet confirmed."""

    def desk_of(self, who: str, day: date = TODAY) -> Desk:
        """The same office with somebody in front of it."""
        return desks.at(self.desk, day, who)


def copy_of(made: Stories, folder: Path) -> Stories:
    """A desk in a copy of an office whose store is closed."""
    shutil.copytree(made.desk.store.path.parent, folder, dirs_exist_ok=True)
    desk = open_desk(str(folder / "office.db"), made.desk.viewer.name, TODAY, made.desk.papers)
    return replace(made, desk=desk)


def make_scheme(folder: Path) -> Stories:
    """A scheme's office with deapprovals, seen by its registered manager."""
    extra = [
        {"name": "Sid Supported", "role": "person supported"},
        *({"name": each, "role": "carer"} for each in ("Carl Carer", "Cleo Carer")),
    ]
    desk = desks.new_desk(folder, date(2026, 9, 1), people=extra)
    to_decide = raise_concern(desk, "Cara Carer", ("Sam Supported", "Sid Supported"))
    play(desk, to_decide, _deapproval("Cara Carer", GRAVE))
    decided = raise_concern(desk, "Colin Carer", ("Sam Supported",))
    play(desk, decided, _deapproval("Colin Carer", GRAVE, decided=True))
    to_continue = raise_concern(desk, "Cleo Carer", ("Sam Supported",))
    play(desk, to_continue, _deapproval("Cleo Carer", GOES_ON))
    withheld = raise_concern(desk, "Carl Carer", ("Sam Supported",))
    play(desk, withheld, [
        Act("refer-safeguarding", date(2026, 9, 2), MANAGER, {"agency": "the police"}),
        Act("withhold", date(2026, 9, 2), MANAGER, {"reason": "The police ask for it"}),
    ])  # fmt: skip
    november = date(2026, 11, 20)
    complaint = desks.open_complaint(desks.at(desk, november, "Mo Manager")).ref
    play(desk, to_decide, [Act("link", november, OFFICER, {"reference": complaint, "link_words": "The same evenings"})])
    return Stories(desks.at(desk, TODAY, MANAGER), to_decide, to_continue, decided, complaint, withheld)


def make_body(folder: Path) -> Stories:
    """A membership body's office with a dispute, seen by its mediator."""
    desk = desks.new_desk(folder, date(2026, 11, 2), office="membership-body")
    on = date(2026, 11, 20)
    values: dict[str, Value] = {
        "caller": ("Cara Carer",),
        "first_side": ("Cara Carer", "Colin Carer"),
        "second_side": ("Mo Manager",),
        "spokesman": "Cara Carer",
        "roles_taken": ("mediation", "support"),
        "matter": "Payments come three months late.",
        "tried": "Calls to the finance office",
        "affected": "Outings were cancelled",
    }
    dispute = casework.open_case(desks.at(desk, on, MEDIATOR), OpenCase("dispute", values, on, MEDIATOR)).ref
    steps = ("Collect the payment slips | Cara Carer | 2026-11-27", "Draft a letter | Mina Mediator | 2026-11-30")
    play(desk, dispute, [
        Act("take-on", on, MEDIATOR, {"staff": (MEDIATOR,)}),
        Act("agree-steps", on, MEDIATOR, {"steps": steps}),
        Act("note", on, MEDIATOR, {"text": "Their own worry about the rent", "side": "first side"}),
        Act("note", on, MEDIATOR, {"text": "Both want it settled by Christmas", "side": "shared"}),
    ])  # fmt: skip
    return Stories(desks.at(desk, TODAY, MEDIATOR), dispute=dispute)
