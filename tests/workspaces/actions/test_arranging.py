"""The workspace's own settings: changed in part, announced once, and within their limits."""

import pytest
from acme import Acme
from pydantic import ValidationError

from obrol.workspaces import queries
from obrol.workspaces.actions import arranging
from obrol.workspaces.schemas import WorkspaceIn, WorkspaceOut


async def arrange(acme: Acme, **wanted: object) -> WorkspaceOut:
    async with acme.acting() as uow:
        workspace = await queries.get_workspace(uow.scope, lock=True)
        await arranging.arrange(uow, workspace, WorkspaceIn.model_validate(wanted))
        return queries.workspace_out(workspace)


async def test_what_is_given_changes_and_the_rest_stays(acme: Acme) -> None:
    changed = await arrange(acme, name="Acme Kopi", pause_minutes=0)
    assert (changed.name, changed.pause_minutes, changed.locale, changed.version) == ("Acme Kopi", 0, "en", 2)
    changed = await arrange(acme, time_zone="Asia/Makassar", locale="id")
    assert (changed.name, changed.time_zone, changed.locale, changed.version) == (
        "Acme Kopi",
        "Asia/Makassar",
        "id",
        3,
    )


async def test_the_same_again_is_not_announced(acme: Acme) -> None:
    await arrange(acme, name="Acme Kopi")
    await arrange(acme, name="Acme Kopi")
    await arrange(acme)
    announced = await acme.events("workspace.changed")
    assert [row.payload["workspace"]["version"] for row in announced] == [2]


@pytest.mark.parametrize(
    "wanted",
    [
        {"pause_minutes": -1},
        {"pause_minutes": 10_081},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "America"},
        {"locale": "de"},
        {"name": " \n "},
        {"name": "x" * 101},
        {"version": 7},
    ],
)
def test_what_does_not_fit_is_refused(wanted: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WorkspaceIn.model_validate(wanted)
