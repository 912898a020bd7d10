"""Where the help for a field rests: the rule that asks for it, and the document that the rule stands in."""

from __future__ import annotations

from sharedlives_tui.desk import Desk
from sharedlives_tui.intake import SENT
from sharedlives_tui.procedures import Act, Field

MOST = 2
"""How many rules are named: the nearest to the field."""


def field_source(desk: Desk, kind: str, act: str, field: str) -> str:
    """Return the rules behind a field of a step, with where they stand, in words; empty where there is none.

    The rule of the field itself comes first, then the letter that must hold it, then the rules of the step.
    """
    version = desk.library.in_force(kind, desk.today)
    found = version.procedure.by_id.get(act) if version is not None else None
    asked = next((each for each in found.fields if each.id == field), None) if found is not None else None
    if found is None or (asked is None and field not in {each.id for each in SENT}):
        return ""
    said = []
    for name in _rules(found, asked, field)[:MOST]:
        rule = desk.library.rules.get(name)
        if rule is not None:
            said.append(f"{rule.id}, {rule.title.rstrip('.')}. {rule.where}.")
    return " ".join(said)


def _rules(act: Act, asked: Field | None, field: str) -> list[str]:
    found = [asked.rule] if asked is not None and asked.rule else []
    notice = act.notice
    if notice is not None:
        held = {name for each in (*notice.must, *notice.may) for name in each.needs}
        if asked is None or field in held:
            found.append(notice.id)
    return [*dict.fromkeys([*found, *act.rules])]
