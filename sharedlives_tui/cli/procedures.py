"""`procedures list|show|check`: what governs cases, readable, and proved before it is used."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sharedlives_tui import procedure_files
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import Output, counted, listed
from sharedlives_tui.cli.words import FORCES
from sharedlives_tui.clock import Clock
from sharedlives_tui.library import Library, Version, library
from sharedlives_tui.procedures import OPENING, Act, Limit, Procedure
from sharedlives_tui.resources import list_files
from sharedlives_tui.typed_dates import say_day


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _list(call: Call) -> int:
    papers, today = library(), Clock(call.given_day()).today()
    rows = [
        _version_data(each, governs=each == papers.in_force(kind, today))
        for kind in papers.kinds()
        for each in papers.versions[kind]
    ]
    if call.json:
        call.out.data(rows)
        return 0
    for row in rows:
        now = ", governs new cases" if row["governs"] else ""
        steps = counted(row["steps"], "step")
        call.out.line(f"{row['id']} {row['in_force']}: {row['name']}, {steps}, {row['file']}{now}")
    return 0


def _version_data(version: Version, *, governs: bool) -> dict[str, Any]:
    procedure = version.procedure
    return {
        "id": procedure.id,
        "name": procedure.name,
        "in_force": procedure.control.in_force,
        "review_on": procedure.control.review_on,
        "file": version.file_name,
        "steps": len(procedure.steps),
        "governs": governs,
    }


def _show_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the procedure, like complaint")


def _show(call: Call) -> int:
    papers = library()
    version = papers.in_force(call.args.id, Clock(call.given_day()).today())
    if version is None:
        raise LookupError(f"There is no procedure '{call.args.id}'. There are: {listed(papers.kinds())}.")
    procedure = version.procedure
    if call.json:
        data = _version_data(version, governs=True)
        data["stages"] = [{"id": each.id, "name": each.name} for each in procedure.stages]
        data["steps"] = [_act_data(each) for each in procedure.steps]
        data["actions"] = [_act_data(each) for each in procedure.actions]
        call.out.data(data)
        return 0
    out, control = call.out, procedure.control
    out.line(f"{procedure.name} [{procedure.id}], in force from {say_day(control.in_force)}")
    if control.review_on is not None:
        out.line(f"To be reviewed on {say_day(control.review_on)}")
    for stage in procedure.stages:
        out.line()
        out.line(f"STAGE: {stage.name} [{stage.id}]")
        for act in procedure.steps:
            if act.stage == stage.id:
                _tell_act(out, procedure, act)
    known = {each.id for each in procedure.stages}
    others = [act for act in procedure.steps if act.stage not in known]
    for heading, acts in (("AT ANY STAGE", others), ("ACTIONS", procedure.actions)):
        if acts:
            out.line()
            out.line(heading)
        for act in acts:
            _tell_act(out, procedure, act)
    return 0


def _tell_act(out: Output, procedure: Procedure, act: Act) -> None:
    out.line(f"{act.name} [{act.id}]")
    limits = [*(each.limit for each in act.opens), act.limit]
    for limit in dict.fromkeys(each for each in limits if each is not None):
        out.line(f"{_limit_words(procedure, limit)}, {FORCES.get(limit.force, limit.force)}", 2)
    who = [f"the {each.removeprefix('party:')} named" if ":" in each else each for each in act.decides or act.who]
    if who:
        out.line(f"who: {listed(who)}", 2)
    if act.notice is not None:
        out.line(f"letter {act.notice.id}: {listed([each.name for each in act.notice.must])}", 2)
    if act.rules:
        out.line(f"rules: {listed(act.rules)}", 2)


def _limit_words(procedure: Procedure, limit: Limit) -> str:
    if limit.line_date:
        return "by the date that was promised"
    base = ", or else ".join(_base_words(procedure, each) for each in limit.after)
    if limit.count == 0:
        return f"on the day of: {base}"
    unit = limit.unit if abs(limit.count) != 1 else limit.unit.removesuffix("s")
    word = "before" if limit.count < 0 else "after"
    return f"within {abs(limit.count)} {unit} {word}: {base}"


def _base_words(procedure: Procedure, name: str) -> str:
    """What a limit counts from, in words: what calls for the step, a date that is asked for, another step."""
    if name == OPENING:
        return "what calls for it"
    if name in procedure.fields:
        return procedure.fields[name].label
    step = name.removeprefix("end of ")
    words = procedure.by_id[step].name if step in procedure.by_id else step
    return f"the last day of {words}" if step != name else words


def _act_data(act: Act) -> dict[str, Any]:
    limit = act.limit
    return {
        "id": act.id,
        "name": act.name,
        "stage": act.stage,
        "who": list(act.decides or act.who),
        "rules": list(act.rules),
        "fields": [each.id for each in act.fields],
        "limit": None
        if limit is None
        else {"count": limit.count, "unit": limit.unit, "after": list(limit.after), "force": limit.force},
        "notice": None if act.notice is None else act.notice.id,
    }


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="procedure files; without any, all that are in use")


def _check(call: Call) -> int:
    papers = library()
    texts = [_read(Path(each).expanduser()) for each in call.args.files] or list(_in_use(papers))
    mistakes = {name: _mistakes(papers, name, text) for name, text in texts}
    if call.json:
        call.out.data([{"file": name, "mistakes": lines} for name, lines in mistakes.items()])
    else:
        for name, lines in mistakes.items():
            for line in lines:
                call.out.note(line)
            if not lines:
                call.out.line(f"{name}: can be used.")
    return 1 if any(mistakes.values()) else 0


def _read(path: Path) -> tuple[str, str | None]:
    content = path.read_bytes()
    try:
        return path.name, content.decode("utf-8")
    except UnicodeDecodeError:
        return path.name, None


def _in_use(papers: Library) -> Iterator[tuple[str, str | None]]:
    for file in list_files("procedures", ".toml"):
        yield file.name, file.read_text(encoding="utf-8")
    own = None if papers.own is None else papers.own / "procedures"
    if own is not None and own.is_dir():
        for path in sorted(own.glob("*.toml")):
            yield _read(path)


def _mistakes(papers: Library, name: str, text: str | None) -> list[str]:
    if text is None:
        return [f"{name}: it is not written in UTF-8. Save it again as UTF-8."]
    try:
        procedure_files.read(text, name, papers.shared, papers.vocabulary)
    except procedure_files.ProcedureMistakes as error:
        return list(error.lines)
    return []


JOBS = {
    "procedures list": Job(_no_arguments, _list),
    "procedures show": Job(_show_arguments, _show),
    "procedures check": Job(_check_arguments, _check),
}
