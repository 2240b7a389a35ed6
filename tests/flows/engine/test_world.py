"""The time that people see is the contact's, else the workspace's, else UTC."""

import pytest
from flows.engine.playing import NOW, WALT, WORLD
from pydantic import ValidationError

from obrol.flows.engine.world import ContactSnapshot


@pytest.mark.parametrize(
    ("of_contact", "of_workspace", "time"),
    [
        ("Asia/Jakarta", "UTC", "09:05"),
        ("Asia/Tokyo", "UTC", "11:05"),
        (None, "Asia/Jakarta", "09:05"),
        ("", "Asia/Jakarta", "09:05"),
        ("Mars/Olympus", "Asia/Jakarta", "09:05"),
        ("../../etc/passwd", "Asia/Jakarta", "09:05"),
        ("America", "Asia/Jakarta", "09:05"),
        ("a\x00b", "Asia/Jakarta", "09:05"),
        ("Mars/Olympus", "nowhere", "02:05"),
    ],
)
def test_the_local_time_is(of_contact: str | None, of_workspace: str, time: str) -> None:
    world = WORLD.model_copy(
        update={
            "contact": WALT.model_copy(update={"time_zone": of_contact}),
            "workspace": WORLD.workspace.model_copy(update={"time_zone": of_workspace}),
        }
    )
    assert world.local(NOW).strftime("%H:%M") == time


def test_a_snapshot_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        WALT.name = "Bo"  # type: ignore[misc]


def test_a_snapshot_of_a_contact_that_we_know_nothing_about_is_enough() -> None:
    assert ContactSnapshot(id=WALT.id).fields == {}
