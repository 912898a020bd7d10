from __future__ import annotations

from typing import Any

OLU, RAE = "Olu Officer", "Rae Registered"


def test_a_letter_is_signed_off_from_the_command_line(office: Any, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    assert "No letter needs a sign-off" in office.done("signoff", "letters").out
    refused = office("signoff", "letters", "all", "--json")
    assert refused.data["refused"][0]["field"] == "reason"
    told = office.done("signoff", "letters", "complaint.acknowledge", "on", "--reason", "New starters", "--json")
    assert told.data["letters"] == ["complaint.acknowledge"]
    blocked = office("case", "record", ref, "acknowledge", *acknowledged, "--json", who=OLU)
    assert (blocked.status, blocked.data["refused"][0]["field"]) == (1, "sign_off")
    asked = office.done("signoff", "ask", ref, "acknowledge", *acknowledged, "--json", who=OLU)
    assert asked.data == {"ref": ref, "step": "acknowledge", "state": "waiting"}
    (row,) = office.done("signoff", "list", "--json", who=RAE).data
    assert (row["ref"], row["step"], row["asked_by"], row["on"]) == (ref, "acknowledge", OLU, "2026-03-02")
    assert f"{ref} acknowledge: " in office.done("signoff", "list").out
    assert "an advocate" in office.done("signoff", "show", ref, "acknowledge", who=RAE).out
    assert office("signoff", "back", ref, "acknowledge", who=RAE).status == 2
    office.done("signoff", "back", ref, "acknowledge", "--reason", "Name the advocate", who=RAE)
    assert office.done("signoff", "show", ref, "acknowledge", "--json").data["reason"] == "Name the advocate"
    assert office.done("signoff", "list").lines == ["No letter waits for a sign-off."]
    (answer,) = office.done("signoff", "answered", "--json", who=OLU).data
    assert (answer["ref"], answer["state"], answer["decided_by"]) == (ref, "sent back", RAE)
    assert answer["reason"] == "Name the advocate"
    assert office.done("signoff", "answered", who=OLU).out.endswith(
        f"Sent back by {RAE}, Mon 2 Mar 2026: {answer['reason']}\n"
    )
    assert "1 letter sent back to you: change it, and ask again." in office.done("today", who=OLU).out
    assert "sent back" not in office.done("today", who=RAE).out
    assert "sent back" not in office.done("today", "--overdue", who=OLU).out
    office.done("signoff", "ask", ref, "acknowledge", *acknowledged, who=OLU)
    assert office("signoff", "sign", ref, "acknowledge", who=OLU).status == 1
    assert office.done("signoff", "sign", ref, "acknowledge", "--json", who=RAE).data["state"] == "signed"
    assert "1 letter signed off: record it as sent when it has gone." in office.done("today", who=OLU).out
    office.done("case", "record", ref, "acknowledge", *acknowledged, who=OLU)
    assert office.done("signoff", "answered", who=OLU).lines == [
        "No letter of yours was answered that has not gone yet."
    ]
    assert "signed off" not in office.done("today", who=OLU).out
    case = office.done("case", "show", ref, "--json").data
    assert case["entries"][-1]["signed_off_by"] == RAE
    assert case["sign_offs"] == []
    assert f"signed off by {RAE}" in office.done("case", "show", ref).out
    assert office("signoff", "show", ref, "acknowledge").status == 1
    assert office("signoff", "letters", "nothing", "on", "--reason", "x").status == 1
    listed = office.done("signoff", "letters", "--list").lines
    assert "x complaint.acknowledge: Acknowledge in writing" in listed
    assert "- all: Every letter" in listed
    choices = office.done("signoff", "letters", "--list", "--json").data["choices"]
    assert [each["what"] for each in choices if each["chosen"]] == ["complaint.acknowledge"]
    off = office.done("signoff", "letters", "complaint.acknowledge", "off", "--reason", "x", "--json")
    assert off.data["letters"] == []
    assert office.done("check").status == 0
