"""`person add`, `person role` and `person list`: who there is, in which roles, from when to when."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from sharedlives_tui import office, people_search
from sharedlives_tui.access import RoleSpan, held_on
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.options import WrongUsage
from sharedlives_tui.cli.output import listed
from sharedlives_tui.cli.parsing import add_day
from sharedlives_tui.desk import Desk
from sharedlives_tui.store import views
from sharedlives_tui.store.rows import PersonRow
from sharedlives_tui.typed_dates import say_day


class _WithRole(argparse.Action):
    """--from and --to belong to the --role before them."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        roles: list[dict[str, str]] = list(getattr(namespace, "roles", None) or [])
        name = (option_string or "").removeprefix("--")
        if name == "role":
            roles.append({"role": str(values)})
        elif not roles:
            parser.error(f"--{name} belongs to the --role before it")
        elif name in roles[-1]:
            parser.error(f"--{name} stands twice for the role {roles[-1]['role']}")
        else:
            roles[-1][name] = str(values)
        namespace.roles = roles


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the name as letters write it")
    parser.add_argument(
        "--role", dest="roles", action=_WithRole, default=[], metavar="ROLE", help="a role; may be repeated"
    )
    words = "of the role before it: 2026-12-25, 25/12/26, today"
    parser.add_argument("--from", dest="roles", action=_WithRole, metavar="DATE", help=f"first day {words}")
    parser.add_argument("--to", dest="roles", action=_WithRole, metavar="DATE", help=f"last day {words}")


def _add(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        roles = [
            (
                each["role"],
                call.day(each.get("from"), "--from", desk),
                call.day(each.get("to"), "--to", desk),
            )
            for each in args.roles or []
        ]
        person = office.add_person(desk, args.name, roles)
    if call.json:
        call.out.data({"id": person, "name": args.name})
    else:
        call.out.line(person)
    return 0


def _role_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="the person: a number, like P-12, or the exact name")
    parser.add_argument("role", metavar="ROLE", help="the role, like officer")
    add_day(parser, "--from", "the first day of the role")
    add_day(parser, "--to", "its last day; alone it ends a role that the person holds")


def _role(call: Call) -> int:
    args = call.args
    first_text, last_text = getattr(args, "from"), args.to
    if first_text is None and last_text is None:
        raise WrongUsage("person role needs --from DATE for a role that begins, or --to DATE for one that ends")
    with call.desk() as desk:
        first, last = call.day(first_text, "--from", desk), call.day(last_text, "--to", desk)
        person = office.find_person(desk, args.name)
        office.add_role(desk, person, args.role, first, last)
    if call.json:
        call.out.data({"id": person, "role": args.role, "from": first, "to": last})
    else:
        call.out.line(f"{args.name}: {_span_words(args.role, first, last)}")
    return 0


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--without-guidance",
        action="store_true",
        help="only carers and people supported who have not been given the complaints guidance",
    )


def _list(call: Call) -> int:
    with call.desk() as desk:
        if call.args.without_guidance:
            return _list_without_guidance(call, desk)
        spans = views.role_spans(desk.store)
        people = _everybody(desk)
        if call.json:
            call.out.data([_data(each, spans.get(each.id, []), desk.today) for each in people])
            return 0
        for each in people:
            words = [_span_words(span.role, span.first, span.last) for span in spans.get(each.id, [])]
            call.out.line(f"{each.ref} {each.name}: {'; '.join(words) or 'no role'}")
    return 0


def _list_without_guidance(call: Call, desk: Desk) -> int:
    rows = people_search.without_guidance(desk)
    return call.listed(
        rows,
        lambda row: dict(zip(("id", "name", "role"), row, strict=True)),
        lambda row: f"{row[0]} {row[1]}: {row[2]}",
        "Everybody has been given the complaints guidance.",
    )


def _everybody(desk: Desk) -> list[PersonRow]:
    found: list[PersonRow] = []
    while page := views.people_page(desk.store, desk.viewer, found[-1] if found else None, 1000):
        found += page
    return found


def _data(person: PersonRow, spans: Sequence[RoleSpan], today: date) -> dict[str, Any]:
    return {
        "id": person.ref,
        "name": person.name,
        "today": sorted(held_on(spans, today)),
        "roles": [{"role": each.role, "from": each.first, "to": each.last} for each in spans],
    }


def _span_words(role: str, first: date | None, last: date | None) -> str:
    days = [f"from {say_day(first)}" if first else "", f"to {say_day(last)}" if last else ""]
    return listed([" ".join([role, *(each for each in days if each)])])


JOBS = {
    "person add": Job(_add_arguments, _add),
    "person role": Job(_role_arguments, _role),
    "person list": Job(_list_arguments, _list),
}
