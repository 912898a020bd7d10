"""No sequence of accepted requests leaves `check` unhappy, whatever is asked for (hypothesis)."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sharedlives_tui import casework, office, reading
from sharedlives_tui.caseviews import FieldView
from sharedlives_tui.facts import Value
from sharedlives_tui.requests import Correct, Record, Refused
from sharedlives_tui.scenarios import CAST
from tests.both_stores import examples
from tests.desks import FIRST_DAY, at, new_desk, open_complaint

TYPES = ("concern", "informal complaint", "formal complaint", "compliment", "comment")
ABOUT = ("the service", "Cara Carer", "Olu Officer", "Rae Registered")


def _value(draw: Any, field: FieldView, day: date) -> Value:
    if field.choices:
        chosen = draw(st.sampled_from(field.choices))
        return (chosen,) if field.many else chosen
    samples: dict[str, Value] = {
        "yes/no": draw(st.sampled_from(["yes", "no"])),
        "date": (day + timedelta(days=draw(st.integers(-5, 40)))).isoformat(),
        "person": draw(st.sampled_from(sorted(CAST))),
        "people": (draw(st.sampled_from(sorted(CAST))),),
        "lines": ("A line",),
        "answers": ("An answer", "Another"),
        "number": "2",
    }
    return samples.get(field.kind, "Some words")


@settings(
    max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_accepted_requests_leave_the_office_sound(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = new_desk(Path(folder))
        about = data.draw(st.lists(st.sampled_from(ABOUT), min_size=1, max_size=2, unique=True))
        ref = open_complaint(
            desk,
            type=data.draw(st.sampled_from(TYPES)),
            about=tuple(about),
            serious=data.draw(st.sampled_from(["yes", "no"])),
        ).ref
        day, entries = FIRST_DAY, 1
        for _ in range(data.draw(st.integers(3, 12))):
            day += timedelta(days=data.draw(st.integers(0, 9)))
            now = at(desk, day)
            what = data.draw(st.integers(0, 9))
            try:
                if what == 0:
                    number = data.draw(st.integers(1, entries))
                    on = data.draw(st.sampled_from([None, day - timedelta(days=3)]))
                    casework.correct(now, Correct(ref, number, "typed wrongly", on=on))
                elif what == 1:
                    closed = day + timedelta(days=data.draw(st.integers(1, 6)))
                    office.change_calendar(now, closed, working=data.draw(st.booleans()), reason="a closure")
                else:
                    step = data.draw(st.sampled_from(reading.steps_view(now, ref)))
                    asked = [each for each in step.fields if each.required or data.draw(st.booleans())]
                    values = {each.name: _value(data.draw, each, day) for each in asked}
                    if step.methods:
                        values["method"] = step.methods[0]
                    back = data.draw(st.integers(0, 4))
                    who = data.draw(st.sampled_from(sorted(CAST)))
                    on = day - timedelta(days=back)
                    casework.record(now, Record(ref, step.instance, values, on=on, by=who, sent_incomplete=True))
            except Refused as refused:
                assert all(each.words for each in refused.problems)
            entries = max((each.id for each in reading.case_view(now, ref).entries), default=1)
        assert casework.check(at(desk, day + timedelta(days=30))) == []
        desk.store.close()
