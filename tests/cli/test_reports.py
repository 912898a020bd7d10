"""`report performance`, and --excel of it, of the workload and of the list of cases."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Office
from tests.unit.test_workbook import cells, parts

LATER = "2026-03-31"


def test_a_period_is_told_step_by_step(office: Office, acknowledged: tuple[str, ...]) -> None:
    ref = office.complaint()
    office.complaint()
    office.done("case", "record", ref, "acknowledge", "--on", "2026-03-04", *acknowledged, today="2026-03-04")
    told = office.done("report", "performance", today=LATER)
    assert "Tue 1 Apr 2025 to Tue 31 Mar 2026" in told.lines[0]
    assert told.lines[0].count("in time") == 1
    assert "Complaints: 2 received, 0 closed, 2 open today." in told.lines
    assert any(line.endswith("1 of 2 in time (50%); 1 not done") for line in told.lines)
    data = office.done("report", "performance", "--from", "2026-03-01", "--json", today=LATER).data
    assert (data["from"], data["to"]) == ("2026-03-01", LATER)
    (kind,) = data["kinds"]
    steps = {each["step"]: each for each in kind["steps"]}
    assert {name: steps["acknowledge"][name] for name in ("in_time", "late", "not_done")} == {
        "in_time": 1,
        "late": 0,
        "not_done": 1,
    }
    assert kind["open_by_stage"][0]["ages"] == [0, 2, 0, 0, 0]
    assert [each["month"] for each in data["months"]] == ["2026-03"]


def test_days_the_wrong_way_round_are_refused(office: Office) -> None:
    told = office("report", "performance", "--from", "2026-03-02", "--to", "2026-03-01")
    assert told.status != 0
    assert "before the first" in told.err


def test_an_office_without_cases_says_so(office: Office) -> None:
    assert "No case was received, closed or open." in office.done("report", "performance").lines


def test_each_report_goes_into_a_workbook_of_its_own(office: Office, tmp_path: Path) -> None:
    ref = office.complaint(account="=1+1")
    for words in (("report", "performance"), ("workload",), ("case", "list")):
        path = tmp_path / f"{words[0]}.xlsx"
        told = office.done(*words, "--excel", str(path), "--json", today=LATER)
        assert told.data == {"file": str(path)}
        content = path.read_bytes()
        assert not any("<f>" in part for part in parts(content).values())
        assert office(*words, "--excel", str(path)).status != 0, "a file that is there stays as it is"
        assert path.read_bytes() == content
    taken = [each for each in office.done("journal", "--json").data if "for Excel" in str(each)]
    assert len(taken) == 3, "the journal tells what was taken out"
    assert cells((tmp_path / "case.xlsx").read_bytes())[1][0] == ref
    assert cells((tmp_path / "workload.xlsx").read_bytes())[1][-1] == "1"


def test_a_report_that_is_filed_has_the_journals_mark_at_its_foot(office: Office, tmp_path: Path) -> None:
    """The words are those of `journal head`, so a report in a drawer proves later how far the journal went."""
    office.complaint()
    text = office.done("report", "performance", today=LATER, who="Olu Officer").lines
    assert text[-2] == "The last mark of the journal as this was made:"
    mark, row = text[-1].rsplit(" ", 1)[0], re.compile(r"Harbour Shared Lives: row [0-9]+ [0-9a-f]{64}")
    assert row.fullmatch(mark)
    assert office.done("journal", "head", who="Olu Officer").lines[0].startswith(f"{mark} ")
    data = office.done("report", "performance", "--json", today=LATER, who="Olu Officer").data
    assert data["mark"].startswith(f"{mark} ")
    for words in (("report", "performance"), ("workload",), ("case", "list")):
        head = office.done("journal", "head", who="Olu Officer").lines[0].rsplit(" ", 1)[0]
        path = tmp_path / f"{words[0]}.xlsx"
        office.done(*words, "--excel", str(path), who="Olu Officer")
        content = path.read_bytes()
        sheets = len([name for name in parts(content) if "worksheets/sheet" in name])
        assert [each[0].startswith(f"{head} ") for each in cells(content, sheets)] == [False, True]
        for number in range(1, sheets + 1):
            assert f"<oddFooter>&amp;L&amp;7 {head} " in parts(content)[f"xl/worksheets/sheet{number}.xml"]
        filed = cells(content, sheets)[1][0]
        checked = office("check", "--noted", filed)
        assert (checked.status, "1 mark noted outside" in checked.out) == (0, True), checked.err
    name, row_and_head = mark.split(": row ")
    cut = office("check", "--noted", f"{name}: row {int(row_and_head.split()[0]) + 99} {row_and_head.split()[1]}")
    assert (cut.status, "the journal was cut off" in cut.err) == (1, True)


def test_names_are_left_out_of_a_workbook_too(office: Office, tmp_path: Path) -> None:
    office.complaint()
    path = tmp_path / "cases.xlsx"
    office.done("case", "list", "--no-names", "--excel", str(path))
    assert "Hill" not in "".join(parts(path.read_bytes()).values())
