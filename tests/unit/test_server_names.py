"""No password hides in the name of an office on a server, however the server's library would find it there."""

from __future__ import annotations

import pytest

from sharedlives_tui.store.server.names import has_password


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:word@h/office",
        "postgresql://ada:@h/office",
        "postgresql://ada:wo#rd@h/office",
        "postgresql://ada:wo?rd@h/office",
        "postgresql://ada:wo@rd@h/office",
        "postgresql://ada:word@[::1]:5432/office",
        "postgresql://ada:word@h1:1,h2:2/office",
        "postgresql://h/office?password=word",
        "postgresql://h/office?pass%77ord=word",
        "postgresql://h/office?sslkey=k&sslpassword=word",
        "postgresql:///office?host=h&password=",
        "postgresql://ada:word@[h/office",
    ],
)
def test_a_password_is_seen(url: str) -> None:
    assert has_password(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///office",
        "postgresql://h/office",
        "postgresql://h:5432/office",
        "postgresql://ada@h:5432/office",
        "postgresql://[::1]:5432/office",
        "postgresql://ada@h1:1,h2:2/office?sslmode=require",
        "postgresql:///office?host=/run/postgresql&user=ada&passfile=/home/ada/.pgpass",
    ],
)
def test_a_name_without_one_is_taken(url: str) -> None:
    assert not has_password(url)
