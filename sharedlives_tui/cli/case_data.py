"""A case as JSON has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sharedlives_tui.caseviews import CaseView, EntryView, LimitView, WaitView
from sharedlives_tui.cli.decisions import affected_data, ledger_data
from sharedlives_tui.cli.results import warning_data
from sharedlives_tui.facts import Value
from sharedlives_tui.letters.plain import plain_text


def case_data(case: CaseView) -> dict[str, Any]:
    """Return everything that this viewer may see of the case."""
    return {
        "ref": case.ref,
        "kind": case.kind,
        "type": case.type,
        "title": case.title,
        "stage": case.stage,
        "status": case.status,
        "owner": case.owner_name,
        "owner_id": case.owner,
        "procedure": case.procedure,
        "procedure_note": case.procedure_note,
        "privacy_note": case.privacy_note,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "dispose_after": case.dispose_after,
        "version": case.version,
        "parties": [
            {"person": each.person, "name": each.name, "part": each.part, "role": each.role} for each in case.parties
        ],
        "entries": [_entry(each) for each in case.entries],
        "limits": [_limit(each) for each in case.limits],
        "affected": affected_data(case.affected),
        "ledger": ledger_data(case.ledger),
        "warnings": [warning_data(each) for each in case.warnings],
        "links": [{"ref": each.ref, "words": each.words} for each in case.links],
        "attachments": [
            {
                "id": each.id,
                "name": each.name,
                "size": each.size,
                "entry": each.entry,
                "confidential": each.confidential,
            }
            for each in case.attachments
        ],
        "sign_offs": [
            {
                "step": each.instance,
                "state": each.state,
                "asked_by": each.asked_by,
                "decided_by": each.decided_by,
                "reason": each.reason,
            }
            for each in case.sign_offs
        ],
        "waits": [wait_data(each) for each in case.waits],
        "lines": [{"id": name, "text": text} for name, text in case.lines],
    }


def _entry(entry: EntryView) -> dict[str, Any]:
    return {
        "id": entry.id,
        "step": entry.step,
        "name": entry.name,
        "instance": entry.instance,
        "done_on": entry.done_on,
        "recorded_at": entry.recorded_at,
        "done_by": entry.done_by,
        "recorded_by": entry.recorded_by,
        "struck": entry.struck,
        "struck_reason": entry.struck_reason,
        "struck_by": entry.struck_by,
        "struck_on": entry.struck_on,
        "replaced_by": entry.replaced_by,
        "outside": entry.outside,
        "incomplete": list(entry.incomplete),
        "values": plain(entry.values),
        "confidential": list(entry.confidential),
        "letter": entry.letter if entry.written_elsewhere or not entry.letter else plain_text(entry.letter),
        "written_elsewhere": entry.written_elsewhere,
        "signed_off_by": entry.signed_off_by,
        "not_signed_off": entry.not_signed_off,
    }


def wait_data(wait: WaitView) -> dict[str, Any]:
    """Return somebody whom the case waits for, or waited for, as JSON has it; `how` is empty while it waits."""
    return {
        "entry": wait.entry,
        "whom": wait.whom,
        "what": wait.what,
        "since": wait.since,
        "by": wait.by,
        "over_on": wait.over_on,
        "how": wait.how,
    }


def _limit(limit: LimitView) -> dict[str, Any]:
    return {
        "instance": limit.instance,
        "step": limit.step,
        "name": limit.name,
        "stage": limit.stage,
        "opened": limit.opened_on,
        "due": limit.due,
        "act_by": limit.act_by,
        "until": limit.until,
        "due_before": limit.due_before,
        "force": limit.force,
        "side": limit.side,
        "state": limit.state,
        "days_late": limit.days_late,
        "ended": limit.ended,
        "how": limit.how,
        "late": limit.late,
        "rules": list(limit.rules),
    }


def plain(values: Mapping[str, Value]) -> dict[str, str | list[str]]:
    """Return values with lists in place of tuples."""
    return {name: value if isinstance(value, str) else list(value) for name, value in values.items()}
