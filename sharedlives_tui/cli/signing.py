"""`signoff`: letters that a manager signs off before they go, where the office has chosen that."""

from __future__ import annotations

import argparse

from sharedlives_tui import reading, sign_off, signing_off
from sharedlives_tui.cli.call import Call, Job
from sharedlives_tui.cli.output import counted
from sharedlives_tui.cli.parsing import add_day, add_set, one_of
from sharedlives_tui.cli.values import values_of
from sharedlives_tui.desk import Desk
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.requests import Problem, Record, Refused
from sharedlives_tui.signing_off import Answered, Waiting
from sharedlives_tui.store import views
from sharedlives_tui.typed_dates import say_day


def _no_arguments(_parser: argparse.ArgumentParser) -> None:
    return


def _list(call: Call) -> int:
    with call.desk() as desk:
        found = signing_off.waiting(desk)
    return call.listed(found, _data, _line, "No letter waits for a sign-off.")


def _data(each: Waiting) -> dict[str, object]:
    return {"ref": each.ref, "step": each.instance, "name": each.name, "asked_by": each.asked_by, "on": each.on}


def _line(each: Waiting) -> str:
    return f"{each.ref} {each.instance}: {each.name}, {each.title}. Asked by {each.asked_by}, {say_day(each.on)}"


def _answered(call: Call) -> int:
    with call.desk() as desk:
        found = signing_off.answered(desk)
    return call.listed(found, _answer_data, _answer_line, "No letter of yours was answered that has not gone yet.")


def _answer_data(each: Answered) -> dict[str, object]:
    data = {"ref": each.ref, "step": each.instance, "name": each.name, "state": each.state, "decided_by": each.by}
    return data | {"on": each.on, "reason": each.reason}


def _answer_line(each: Answered) -> str:
    what = "Signed off by" if each.state == sign_off.SIGNED else "Sent back by"
    why = f": {each.reason}" if each.reason else ""
    return f"{each.ref} {each.instance}: {each.name}, {each.title}. {what} {each.by}, {say_day(each.on)}{why}"


def answers_in_words(desk: Desk) -> str:
    """Return what whoever sits at the desk has to do with letters that were answered; empty where nothing is."""
    signed, back = signing_off.answers(desk)
    found = [f"{counted(signed, 'letter')} signed off: record it as sent when it has gone."] if signed else []
    found += [f"{counted(back, 'letter')} sent back to you: change it, and ask again."] if back else []
    return " ".join([*found, "To list them: sharedlives signoff answered"]) if found else ""


def _step_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ref", metavar="REF", help="the case, like CO-0012")
    parser.add_argument("step", metavar="STEP", help="as signoff list names it")


def _show(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        case = reading.case_view(desk, args.ref)
    found = next((each for each in case.sign_offs if each.instance == args.step), None)
    if found is None:
        raise Refused(Problem("step", "", f"Nobody has asked for the sign-off of {args.step} in {case.ref}."))
    letter = plain_text(found.letter)
    if call.json:
        data: dict[str, object] = {"ref": case.ref, "step": found.instance, "state": found.state, "letter": letter}
        data |= {"goes": {name: list(each) for name, each in found.goes.items()}}
        call.out.data(data | {"asked_by": found.asked_by, "decided_by": found.decided_by, "reason": found.reason})
        return 0
    call.out.line(found.words)
    if found.reaches:
        call.out.line(found.reaches)
    call.out.line()
    call.out.block(letter)
    return 0


def _ask_arguments(parser: argparse.ArgumentParser) -> None:
    _step_arguments(parser)
    add_day(parser, "--on", "the day that the letter bears; today if left out")
    parser.add_argument("--by", default="", metavar="NAME", help="who signs the letter itself; you if left out")
    add_set(parser)


def _ask(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        on = call.day(args.on, "--on", desk)
        step = signing_off.ask(desk, Record(args.ref, args.step, values_of(args.set, call.out), on, args.by))
    return _tell(call, args.ref, step, sign_off.WAITING, "the letter waits for a manager's sign-off; it has not gone.")


def _sign_arguments(parser: argparse.ArgumentParser) -> None:
    _step_arguments(parser)
    _for_arguments(parser)


def _for_arguments(parser: argparse.ArgumentParser) -> None:
    words = "the manager who decided it, where that is not you; --set how_known and how_known_words say how you know"
    parser.add_argument("--by", default="", metavar="NAME", help=words)
    add_set(parser)


def _sign(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        known = values_of(args.set, call.out)
        found = signing_off.sign(desk, args.ref, args.step, by=args.by, known=known)
    return _tell(call, args.ref, found.instance, sign_off.SIGNED, "signed off. Record it as sent when it has gone.")


def _back_arguments(parser: argparse.ArgumentParser) -> None:
    _step_arguments(parser)
    parser.add_argument("--reason", required=True, metavar="WORDS", help="what is to be changed")
    _for_arguments(parser)


def _back(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        found = signing_off.send_back(
            desk, args.ref, args.step, args.reason, by=args.by, known=values_of(args.set, call.out)
        )
    return _tell(call, args.ref, found.instance, sign_off.SENT_BACK, "sent back.")


def _tell(call: Call, ref: str, step: str, state: str, words: str) -> int:
    if call.json:
        call.out.data({"ref": ref, "step": step, "state": state})
    else:
        call.out.line(f"{ref} {step}: {words}")
    return 0


def _choose_arguments(parser: argparse.ArgumentParser) -> None:
    words = "all; a procedure, like complaint; or one letter, like complaint.acknowledge"
    parser.add_argument("what", metavar="LETTERS", nargs="?", help=words)
    parser.add_argument("wanted", metavar="on|off", nargs="?", type=one_of("on", "off"), default="on", help="on or off")
    parser.add_argument("--reason", metavar="WORDS", default="", help="why; it stands in the journal")
    parser.add_argument("--list", action="store_true", help="every letter by its name, as LETTERS takes it")


def _choose(call: Call) -> int:
    args = call.args
    with call.desk() as desk:
        if args.what is not None:
            signing_off.choose(desk, args.what, args.wanted == "on", args.reason)
        chosen = sign_off.chosen(views.settings(desk.store))
        choices = signing_off.choices(desk) if args.list else []
    if call.json:
        data = {"letters": chosen, "signed_off_by": list(sign_off.signers())}
        call.out.data(data | ({"choices": [each._asdict() for each in choices]} if args.list else {}))
    elif args.list:
        for each in choices:
            call.out.line(f"{'x' if each.wanted else '-'} {each.what}: {each.name}")
    elif chosen:
        call.out.line(f"Signed off by a manager before they go: {', '.join(chosen)}")
    else:
        call.out.line("No letter needs a sign-off. See: sharedlives signoff letters --help")
    return 0


JOBS = {
    "signoff list": Job(_no_arguments, _list),
    "signoff answered": Job(_no_arguments, _answered),
    "signoff show": Job(_step_arguments, _show),
    "signoff ask": Job(_ask_arguments, _ask),
    "signoff sign": Job(_sign_arguments, _sign),
    "signoff back": Job(_back_arguments, _back),
    "signoff letters": Job(_choose_arguments, _choose),
}
