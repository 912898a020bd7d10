"""`contacts list` and `contacts set`: the one list from which every letter takes its details (CC-32)."""

from __future__ import annotations

import argparse

from sharedlives_tui import office
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.settings import contact_list
from sharedlives_tui.store import views


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _list(call: Call) -> int:
    with call.desk() as desk:
        found = contact_list(views.settings(desk.store))
    if call.json:
        call.out.data([{"name": name, "words": words} for name, words in found.items()])
        return 0
    for name, words in found.items():
        call.out.line(f"{name}: {words or 'not filled in'}")
    return 0


def _set_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help='the contact, like "customer care"')
    parser.add_argument("words", metavar="WORDS", help="who, telephone, web, post, as a letter prints it")


def _set(call: Call) -> int:
    args = call.args
    name = args.name.strip().lower()
    with call.desk() as desk:
        office.set_contact(desk, name, args.words)
        words = contact_list(views.settings(desk.store))[name]
    if call.json:
        call.out.data({"name": name, "words": words})
    else:
        call.out.line(f"{name}: {words or 'not filled in'}. Letters say it so from now on.")
    return 0


JOBS = {"contacts list": Job(_no_arguments, _list), "contacts set": Job(_set_arguments, _set)}
