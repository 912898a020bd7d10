from __future__ import annotations

from typing import Any

import pytest

KEYS = {
    *("ref", "kind", "stage", "step", "due", "act_by", "force", "state", "days_late", "owner", "rules", "subject"),
    *("type", "instance", "name", "side", "until"),
}


def test_an_empty_office_says_so(office: Any) -> None:
    assert office.done("today").lines == [
        "Harbour Shared Lives. PRACTICE. Mon 2 Mar 2026.",
        "Nothing is overdue.",
        "There is nothing to do.",
    ]
    assert office.done("today", "--json").data == []


@pytest.mark.rule("DY-09")
def test_a_row_a_case_in_its_worst_state(office: Any) -> None:
    ref = office.complaint()
    (row,) = office.done("today", "--json", today="2026-03-09").data
    assert set(row) == KEYS
    assert (row["ref"], row["kind"], row["stage"], row["subject"]) == (ref, "complaint", "local", "Mrs Grace Hill")
    assert (row["step"], row["due"], row["act_by"]) == ("acknowledge", "2026-03-04", "2026-03-04")
    assert (row["state"], row["days_late"], row["force"], row["owner"]) == ("overdue", 5, "must", "Olu Officer")
    assert "CC-05" in row["rules"]
    (on_the_day,) = office.done("today", "--json", today="2026-03-04").data
    assert (on_the_day["step"], on_the_day["state"], on_the_day["days_late"]) == ("acknowledge", "today", 0)


def test_the_text_is_linear_and_says_states_in_words(office: Any) -> None:
    ref = office.complaint()
    lines = office.done("today", today="2026-03-09").lines
    assert lines[2:4] == [
        "OVERDUE (1)",
        f"5 days late, Wed 4 Mar, {ref} Mrs Grace Hill: Acknowledge in writing (owner Olu Officer)",
    ]
    assert lines[-1] == "1 case."
    assert "DUE TODAY (1)" in office.done("today", today="2026-03-04").lines
    assert "Nothing is overdue." in office.done("today", today="2026-03-04").lines


def test_all_gives_a_row_a_limit(office: Any) -> None:
    ref = office.complaint()
    rows = office.done("today", "--all", "--json", today="2026-03-09").data
    assert {row["ref"] for row in rows} == {ref}
    assert {"acknowledge", "contact", "respond", "safeguarding-question"} <= {row["step"] for row in rows}
    assert [row["state"] for row in rows][:2] == ["overdue", "overdue"]
    overdue = office.done("today", "--all", "--overdue", "--json", today="2026-03-09").data
    assert {row["step"] for row in overdue} == {"acknowledge", "contact"}


def test_the_list_is_cut_to_kind_owner_and_overdue(office: Any) -> None:
    ref = office.complaint()
    assert [row["ref"] for row in office.done("today", "--owner", "Olu Officer", "--json").data] == [ref]
    assert office.done("today", "--owner", "Mo Manager", "--json").data == []
    assert office.done("today", "--kind", "dispute", "--json").data == []
    assert [row["ref"] for row in office.done("today", "--kind", "complaint", "--json").data] == [ref]
    assert office.done("today", "--overdue", "--json").data == []
    assert [row["ref"] for row in office.done("today", "--overdue", "--json", today="2026-03-09").data] == [ref]
    for words in (("--owner", "Nobody"), ("--kind", "quarrel")):
        told = office("today", *words, "--json")
        assert told.status == 1
        assert told.data["refused"][0]["words"]


def test_without_names_no_person_is_in_it(office: Any) -> None:
    ref = office.complaint()
    for more in ((), ("--all",)):
        text = office.done("today", "--no-names", *more, today="2026-03-09").out
        assert ref in text
        as_json = office.done("today", "--no-names", "--json", *more, today="2026-03-09")
        assert {(row["owner"], row["subject"]) for row in as_json.data} == {("", "")}
        for name in ("Hill", "Olu", "Cara", "P-6"):
            assert name not in text + as_json.out


@pytest.mark.rule("CC-19")
def test_what_somebody_may_not_see_is_not_in_it(office: Any) -> None:
    ref = office.complaint()
    named = ("--set", "who=Ada Admin", "--set", "who=Olu Officer", "--set", "reason=It is about a friend")
    office.done("case", "record", ref, "viewer", *named, "--by", "Rae Registered")
    assert [row["ref"] for row in office.done("today", "--json").data] == [ref]
    for stranger in ("Cass Care", "somebody unknown"):
        for words in (("today",), ("today", "--all"), ("case", "list")):
            assert office.done(*words, "--json", who=stranger).data == []
        assert office.done("find", "hill", "--json", who=stranger).data == []
        for words in (("show",), ("steps",), ("why",), ("record",), ("correct",), ("attach",)):
            more = {"why": ("respond",), "record": ("contact",), "correct": ("1", "--reason", "x")}
            given = more.get(words[0], (str(office.path),) if words == ("attach",) else ())
            hidden = office("case", *words, ref, *given, "--json", who=stranger)
            missing = office("case", *words, "CO-9999", *given, "--json", who=stranger)
            assert hidden.status == missing.status == 1
            assert hidden.out == missing.out.replace("CO-9999", ref)


@pytest.mark.rule("CC-19", "RD-40")
def test_whom_it_is_about_sees_no_more_than_what_was_written_to_them(office: Any) -> None:
    given = ("type=informal complaint", "complainant=Mrs Hill", "about=Mo Manager", "account=Rude")
    words = [word for each in given for word in ("--set", each)]
    ref = office.done("case", "open", "complaint", *words, "--by", "Olu Officer", "--json").data["ref"]
    assert [row["ref"] for row in office.done("today", "--json").data] == [ref]
    assert office.done("today", "--json", who="Mo Manager").data == []
    assert office.done("case", "list", "--json", who="Mo Manager").data == []
    hidden = office("case", "show", ref, who="Mo Manager")
    unknown = office("case", "show", "CO-0777", who="Mo Manager")
    assert hidden.status == unknown.status == 1
    assert hidden.err.replace(ref, "") == unknown.err.replace("CO-0777", "")
    told = ("--set", "nature=The rota", "--set", "chance=By Friday", "--set", "method=by hand")
    office.done("case", "record", ref, "tell-staff", *told, "--by", "Olu Officer")
    text = office.done("case", "show", ref, who="Mo Manager").out
    assert "You see of this case what was written to you." in text
    assert "Hill" not in text
    assert "Rude" not in text
    assert office("case", "steps", ref, who="Mo Manager").status == 1


def test_plain_sharedlives_without_a_terminal_prints_the_list_and_how_to_open_the_screens(office: Any) -> None:
    ref = office.complaint()
    told = office(today="2026-03-09")
    assert told.status == 0
    assert ref in told.out
    assert told.lines[-1].startswith("To open the screens, run sharedlives in a terminal.")
    assert [row["ref"] for row in office("--json").data] == [ref]


def test_plain_sharedlives_without_an_office_says_how_to_begin(office: Any) -> None:
    told = office.plain("--database", "nowhere.db")
    assert (told.status, told.out) == (3, "")
    assert "sharedlives init" in told.err


@pytest.mark.rule("DI-05")
def test_a_promise_is_listed_by_its_words_and_without_names_by_its_step(office: Any) -> None:
    ref = office.complaint()
    told = ("--set", "handler=Mo Manager", "--set", "support=Yes", "--set", "timescales=Soon", "--set", "method=post")
    office.done("case", "record", ref, "acknowledge", *told, "--by", "Mo Manager")
    promised = ("--set", "promises=Ring Mrs Grace Hill | Mo Manager | 2026-03-20", "--set", "investigation=Read")
    answer = ("--set", "actions_taken=None", "--set", "answers=We are sorry", "--set", "method=post")
    office.done("case", "record", ref, "respond", *promised, *answer, "--by", "Mo Manager")
    assert "Ring Mrs Grace Hill" in office.done("today", "--all").out
    assert "Grace" not in office.done("today", "--all", "--no-names").out
    assert "Keep a promise" in office.done("today", "--all", "--no-names").out
    rows = office.done("today", "--all", "--no-names", "--json").data
    assert {row["name"] for row in rows if row["step"] == "keep-promise"} <= {"Keep a promise"}
    assert "Keep a promise: Ring Mrs Grace Hill" in office.done("case", "steps", ref).out
