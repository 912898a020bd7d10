"""A notice before it is recorded: what it holds and lacks, its real text, the Word document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sharedlives_tui import intake
from sharedlives_tui.addresses import reach_of_reader
from sharedlives_tui.casefile import CaseFile, NoSuchCase, load, names_of, people_near, seen_file, viewing
from sharedlives_tui.caseviews import NoticeView, Tick
from sharedlives_tui.confided import why_not_written
from sharedlives_tui.desk import Desk
from sharedlives_tui.doing import names_in, of_the_office, people_named
from sharedlives_tui.enclosures import FIELD as ENCLOSURES
from sharedlives_tui.enclosures import contents, enclosed, readers_of
from sharedlives_tui.facts import Entry, Value
from sharedlives_tui.known import known_fact
from sharedlives_tui.letter_texts import letter_text
from sharedlives_tui.letters.plain import plain_text
from sharedlives_tui.letters.rendering import together
from sharedlives_tui.letters.ticks import ticks, ticks_from
from sharedlives_tui.names import natural
from sharedlives_tui.numbering import numbering
from sharedlives_tui.privacy_views import Seen
from sharedlives_tui.procedures import Act
from sharedlives_tui.progress import Progress
from sharedlives_tui.recipients import addressed, as_told, recipients
from sharedlives_tui.requests import Problem, Refused
from sharedlives_tui.settings import contact_list
from sharedlives_tui.sign_off_views import state_of
from sharedlives_tui.standing import Instance
from sharedlives_tui.store import views
from sharedlives_tui.windows import windows_told_by

LETTERHEAD = "letterhead"
"""The name under which the scheme's letterhead file is kept."""


def ticks_for(
    progress: Progress, act: Act, candidate: Entry, instance: Instance | None, contacts: Mapping[str, str]
) -> tuple[Tick, ...]:
    """What the notice must and may hold, and what of it is there."""
    return ticks(progress, act, candidate, instance, contacts)


def considered(desk: Desk, file: CaseFile, act: Act, instance: Instance | None, values: Mapping[str, Value]) -> Entry:
    """The entry that these values would make, without any check; nothing is written."""
    around = intake.Surroundings(
        today=desk.today,
        calendar=file.progress.calendar,
        find=lambda text: people_named(desk, desk.store, text),
        near=lambda: people_near(desk.store, desk.viewer, file.progress),
        lines_so_far=file.progress.lines,
    )
    progress = file.progress
    if act.notice is not None and isinstance(progress, Seen):
        bare = Entry(0, act.id, desk.today, desk.clock.now(), key=None if instance is None else instance.key)
        progress = as_told(progress, act, bare, instance, {})
    around = replace(around, known=lambda field: known_fact(progress, field, instance))
    taken = intake.take(intake.fields_of(act), values, around, required=False)
    return Entry(
        number=max(file.progress.entry, default=0) + 1,
        act=act.id,
        done_on=desk.today,
        recorded_at=desk.clock.now(),
        done_by=desk.recorder,
        recorded_by=desk.recorder,
        key=instance.key if instance is not None else None,
        values=taken.values,
        lines=tuple(taken.lines),
    )


def find_act(file: CaseFile, text: str) -> tuple[Act, Instance | None]:
    """The act of `step`, `step@party` or `action`, with its open instance. Raises LookupError."""
    instance = next((each for each in file.progress.open_instances() if each.name == text), None)
    if instance is not None:
        return instance.act, instance
    act = file.procedure.by_id.get(text.partition("@")[0].partition(".")[0])
    if act is None:
        raise LookupError(f"There is no step '{text}'. See the case for its steps.")
    found = [each for each in file.progress.open_instances(act.id) if "@" not in text or each.name == text]
    return act, (found[0] if found else None)


def by_number(desk: Desk, text: str) -> str:
    """`step@Name` as `step@P-12`, where exactly one person of the office's list is called so; else as it is."""
    step, at, name = text.partition("@")
    found = people_named(desk, desk.store, name) if at and not name.startswith("P-") else []
    return f"{step}@{found[0]}" if len(found) == 1 else text


def notice_view(
    desk: Desk,
    ref: str,
    text: str,
    values: Mapping[str, Value],
    *,
    letter: str | None = None,
    has: tuple[str, ...] = (),
    by: str = "",
) -> NoticeView:
    """The notice of a step as it stands with these values. Raises NoSuchCase; LookupError without such a notice."""
    row = views.case_by_ref(desk.store, desk.viewer, ref)
    if row is None:
        raise NoSuchCase(ref)
    whole = load(desk.store, desk.library, desk.office.nation, row)
    file = seen_file(desk.store, desk.viewer, whole)
    act, instance = find_act(file, by_number(desk, text))
    notice = act.notice
    if notice is None:
        raise LookupError(f"{act.name}: this step has no written notice. Record it instead.")
    candidate = considered(desk, file, act, instance, values)
    contacts = contact_list(views.settings(desk.store))
    sender = _sender(desk, by)
    candidate = replace(candidate, done_by=sender)
    names = names_of(desk.store, whole) | names_in(desk.store, candidate) | {desk.recorder: desk.viewer.name}
    to = candidate.texts("to") or recipients(whole.progress, act, candidate, instance, names)
    told = as_told(file.progress, act, candidate, instance, names)
    found = (
        ticks_from(has, told, act, candidate, instance)
        if letter is not None
        else ticks(told, act, candidate, instance, contacts)
    )
    leaving = replace(candidate, values={**candidate.values, "to": tuple(to)})
    written = letter
    if written is None:
        written = letter_text(desk, desk.store, file, told, leaving, instance, names, desk.today)
    here = of_the_office(desk, desk.store, desk.today)
    plain = written if letter is not None else plain_text(written)
    repeats = why_not_written(file.progress, leaving, plain, names, here)
    opening = file.progress.opening
    name = instance.name if instance is not None else act.id
    return NoticeView(
        act=act.id,
        instance=name,
        notice=notice.id,
        title=act.name,
        ticks=found,
        text=written,
        to=addressed(file.progress, to),
        email=reach_of_reader(desk, desk.store, told, to, names, desk.today).email,
        methods=notice.methods,
        spoken=notice.spoken,
        papers=enclosed(desk.store, row.id, whole.progress, candidate.texts(ENCLOSURES), readers_of(told)),
        sign_off=state_of(desk, whole, leaving, name, written) if letter is None else "",
        format_needed=opening.text("format_needed") if opening is not None else "",
        remarks=(
            *(each.words for each in windows_told_by(file.progress, act, candidate)),
            *(each.words for each in repeats),
        ),
    )


def _sender(desk: Desk, by: str) -> str:
    """Who signs: the person named, or whoever sits at the desk. Raises Refused for a name that is not in the list."""
    if not by:
        return desk.recorder
    found = people_named(desk, desk.store, by)
    if len(found) != 1:
        raise Refused(
            Problem("by", "", f"There is nobody called {by} in the office's list, or several. Give the number.")
        )
    return found[0]


def notice_docx(desk: Desk, ref: str, text: str, values: Mapping[str, Value], *, by: str = "") -> bytes:
    """The notice as a Word document in the scheme's letterhead. Raises as `notice_view`."""
    from sharedlives_tui.letters.word import docx

    view = notice_view(desk, ref, text, values, by=by)
    return docx(view.text, letterhead(desk), desk.office.practice, view.title)


def notice_draft(
    desk: Desk, ref: str, text: str, values: Mapping[str, Value], *, by: str = "", address: str = ""
) -> bytes:
    """The notice as an e-mail draft (.eml) that is not sent yet, the Word letter attached. Raises as `notice_view`.

    Where e-mail is the usual way of the notice, its text is the e-mail's own; otherwise a few words go with the letter.
    Raises BadAddress for an address that is none.
    """
    from sharedlives_tui.letters.draft_mail import Draft, cover_body, letter_body, mail_draft, subject_of
    from sharedlives_tui.letters.word import docx

    view = notice_view(desk, ref, text, values, by=by)
    office, ours = desk.office, views.case_by_ref(desk.store, desk.viewer, ref)
    number = ours.ref if ours is not None else ref
    by_mail = view.methods[:1] == ("email",)
    return mail_draft(
        Draft(
            subject=subject_of(view.text, office.name, number, office.practice),
            body=letter_body(view.text)
            if by_mail
            else cover_body(together([natural(each) for each in view.to]), office.name, office.practice),
            letter=docx(view.text, letterhead(desk), office.practice, view.title),
            file_name=f"{number} {view.notice}.docx",
            to=address or view.email,
            papers=() if ours is None else tuple(contents(desk.store, ours.id, view.papers)),
        )
    )


def letter_draft(desk: Desk, ref: str, number: int, letter: str, title: str) -> bytes:
    """A letter of the journal as an e-mail draft (.eml): its text is the e-mail's, the Word letter is attached.

    `number` is that of its entry as the viewer counts them. The papers that it names go along as far as the viewer and
    everybody who reads the letter may have them (DI-16): whoever recorded it may have named one that they cannot see.
    """
    from sharedlives_tui.letters.draft_mail import Draft, letter_body, mail_draft, subject_of
    from sharedlives_tui.letters.word import docx

    office, ours = desk.office, views.case_by_ref(desk.store, desk.viewer, ref)
    papers = [] if ours is None else _papers_of(desk, load(desk.store, desk.library, office.nation, ours), number)
    return mail_draft(
        Draft(
            subject=subject_of(letter, office.name, ref, office.practice),
            body=letter_body(letter),
            letter=docx(letter, letterhead(desk), office.practice, title),
            file_name=f"{ref} {title}.docx",
            papers=tuple(papers),
        )
    )


def _papers_of(desk: Desk, whole: CaseFile, number: int) -> list[tuple[str, bytes]]:
    """The papers that go with the letter of an entry: those that whoever asks and all its readers may have."""
    true = numbering(desk.store, desk.viewer, whole).true(number)
    entry = None if true is None else whole.progress.entry.get(true)
    act = None if entry is None else whole.procedure.by_id.get(entry.act)
    if entry is None or act is None or not entry.texts(ENCLOSURES):
        return []
    progress, names = whole.progress, names_of(desk.store, whole)
    told = as_told(progress, act, entry, progress.instance_of.get(entry.number), names, viewing(desk.viewer, progress))
    readers = readers_of(told)
    return contents(
        desk.store, whole.row.id, enclosed(desk.store, whole.row.id, progress, entry.texts(ENCLOSURES), readers)
    )


def letterhead(desk: Desk) -> bytes | None:
    """The scheme's letterhead file: `letterhead.docx` in its folder of own papers; None where there is none."""
    own = desk.library.own
    path = None if own is None else own / f"{LETTERHEAD}.docx"
    return path.read_bytes() if path is not None and path.is_file() else None
