"""case wait: whom a case waits for, noted, told, and over."""

from __future__ import annotations

from typing import Any

WAIT_KEYS = {"entry", "whom", "what", "since", "by", "over_on", "how"}


def test_a_wait_is_noted_told_and_over(office: Any) -> None:
    ref = office.complaint()
    told = office.done("case", "wait", ref, "--for", "GP", "--what", "the letter", "--on", "4/3", today="2026-03-09")
    assert told.lines[0] == f"{ref}, entry 2: waiting for GP since Wed 4 Mar 2026."
    (found,) = office.done("case", "wait", ref, "--json", today="2026-03-09").data
    assert set(found) == WAIT_KEYS
    assert (found["entry"], found["whom"], found["what"], found["since"]) == (2, "GP", "the letter", "2026-03-04")
    assert (found["over_on"], found["how"]) == (None, "")
    shown = office.done("case", "show", ref, today="2026-03-09")
    assert "Waiting for: GP: the letter (since Wed 4 Mar 2026, entry 2)" in shown.lines
    over = office.done("case", "wait", ref, "--over", "--note", "By e-mail", today="2026-03-10")
    assert over.lines[0] == f"{ref}, entry 3: the wait was over on Tue 10 Mar 2026."
    assert office.done("case", "wait", ref, today="2026-03-10").lines == [f"{ref} waits for nobody."]
    (was,) = office.done("case", "show", ref, "--json", today="2026-03-10").data["waits"]
    assert (was["how"], was["over_on"]) == ("it came", "2026-03-10")
    assert "Waiting for:" not in office.done("case", "show", ref, today="2026-03-10").out


def test_of_several_the_one_that_is_over_is_named(office: Any) -> None:
    ref = office.complaint()
    for whom in ("GP", "Housing team"):
        office.done("case", "wait", ref, "--for", whom)
    told = office("case", "wait", ref, "--over")
    assert told.status == 1
    assert "GP" in told.err
    assert "Housing team" in told.err
    office.done("case", "wait", ref, "--over", "gp", "--no-longer")
    assert [each["whom"] for each in office.done("case", "wait", ref, "--json").data] == ["Housing team"]
    waits = office.done("case", "show", ref, "--json").data["waits"]
    assert [(each["whom"], each["how"]) for each in waits] == [("Housing team", ""), ("GP", "we no longer wait")]


def test_options_that_do_not_go_together_are_told(office: Any) -> None:
    ref = office.complaint()
    for words in (
        ("--for", "GP", "--over"),
        ("--what", "a letter"),
        ("--for", "GP", "--no-longer"),
        ("--over", "--private"),
        ("--on", "today"),
    ):
        told = office("case", "wait", ref, *words)
        assert told.status == 2, words
        assert "--over" in told.err or "--for" in told.err, words
    assert office.done("case", "wait", ref, "--json").data == []


def test_a_private_wait_is_told_to_whoever_noted_it_alone(office: Any) -> None:
    ref = office.complaint()
    office.done("case", "wait", ref, "--for", "Her neighbour", "--private", who="Olu Officer")
    assert len(office.done("case", "wait", ref, "--json", who="Olu Officer").data) == 1
    for words in (("case", "wait", ref), ("case", "show", ref), ("case", "steps", ref), ("find", "neighb")):
        assert "neighbour" not in office(*words, who="Rae Registered").out, words
    assert "entries" in office.done("case", "show", ref, "--json", who="Rae Registered").data
    told = office("case", "wait", ref, "--over", who="Rae Registered")
    assert (told.status, "waits for nobody" in told.err) == (1, True)


def test_today_is_the_same_with_a_wait_and_without(office: Any) -> None:
    ref = office.complaint()
    before = office.done("today", "--json", today="2026-06-01")
    counted = office.done("workload", "--json", today="2026-06-01")
    assert [each["state"] for each in before.data] == ["overdue"]
    office.done("case", "wait", ref, "--for", "GP", today="2026-06-01")
    assert office.done("today", "--json", today="2026-06-01").data == before.data
    assert office.done("workload", "--json", today="2026-06-01").data == counted.data
    limits = office.done("case", "show", ref, "--json", today="2026-06-01").data["limits"]
    office.done("case", "wait", ref, "--over", today="2026-06-01")
    assert office.done("case", "show", ref, "--json", today="2026-06-01").data["limits"] == limits


def test_copies_for_a_person_hold_no_wait_that_is_private_or_was_told_in_confidence(office: Any) -> None:
    ref = office.complaint()
    office.done("case", "wait", ref, "--for", "Her neighbour", "--private")
    office.done("case", "wait", ref, "--for", "Her daughter", "--what", "a secret", "--in-confidence")
    office.done("case", "wait", ref, "--for", "GP", "--what", "the letter")
    for whom in ("Her neighbour", "Her daughter", "GP"):
        office.done("case", "wait", ref, "--over", whom, "--note", f"From {whom.split()[-1]}")
    told = office.done("case", "show", ref, "--for", "Mrs Grace Hill").out
    assert "GP: the letter" in told
    for word in ("neighbour", "daughter", "secret"):
        assert word not in told, word
