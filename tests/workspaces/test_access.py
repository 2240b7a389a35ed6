"""What each role may do, and that ids lead nowhere but to one's own workspace."""

from pathlib import Path

import pytest
from acme import Acme, found_acme

from obrol.kit.ids import new_id
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.actor import SYSTEM, Actor, ActorKind
from obrol.runtime.web import House
from obrol.workspaces.access import MAY, Permission, agent_for, demand, may, may_give, me_for, team_for
from obrol.workspaces.actions.throttling import TRIES_PER_ADDRESS, TRIES_PER_EMAIL
from obrol.workspaces.errors import AgentNotFound, TeamNotFound
from obrol.workspaces.models import Role

ROLES_PAGE = Path(__file__).parents[2] / "docs" / "roles.md"


def an_actor(role: str | None, kind: ActorKind = ActorKind.AGENT) -> Actor:
    return Actor(kind, new_id(), "Somebody", role)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_without_a_role_may_do_anything(permission: Permission) -> None:
    for actor in (
        SYSTEM,
        an_actor(None),
        an_actor("owner", ActorKind.CONTACT),
        an_actor("owner", ActorKind.BOT),
    ):
        assert not may(actor, permission)
        with pytest.raises(NotAllowed):
            demand(actor, permission)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_the_table_decides(role: Role, permission: Permission) -> None:
    assert may(an_actor(role), permission) is (permission in MAY[role])


def test_every_role_may_do_all_that_a_smaller_one_may() -> None:
    for larger, smaller in zip(list(Role), list(Role)[1:], strict=False):
        assert MAY[smaller] <= MAY[larger]


def test_only_owners_make_owners() -> None:
    assert [role for role in Role if may_give(an_actor(role), Role.OWNER)] == [Role.OWNER]
    assert [role for role in Role if may_give(an_actor(role), Role.AGENT)] == [Role.OWNER, Role.ADMIN]


async def test_an_id_of_another_workspace_leads_nowhere_whatever_the_role(acme: Acme, house: House) -> None:
    other = await found_acme(house)
    assert other.bo.id
    for actor in (acme.owner, acme.ada, acme.sue, acme.bo):
        async with acme.looking(actor) as scope:
            for id in (other.bo.id, new_id()):
                with pytest.raises(AgentNotFound):
                    await agent_for(scope, id, to=Permission.ANSWER)
            for id in (other.team_id, new_id()):
                with pytest.raises(TeamNotFound):
                    await team_for(scope, id, to=Permission.ANSWER)
        async with acme.acting(actor) as uow:
            for id in (other.bo.id, new_id()):
                with pytest.raises(AgentNotFound):
                    await agent_for(uow, id, to=Permission.MANAGE_AGENTS, lock=True)
    async with other.looking() as scope:  # and yet they exist
        assert (await agent_for(scope, other.bo.id, to=Permission.ANSWER)).name == "Bo"
        assert (await team_for(scope, other.team_id, to=Permission.ANSWER)).name == "Sales"


async def test_what_one_may_see_but_not_change_is_refused_as_such(acme: Acme) -> None:
    assert acme.ada.id
    for actor in (acme.sue, acme.bo):
        async with acme.looking(actor) as scope:
            assert (await agent_for(scope, acme.ada.id, to=Permission.ANSWER)).name == "Ada"
            with pytest.raises(NotAllowed):
                await agent_for(scope, acme.ada.id, to=Permission.MANAGE_AGENTS)
            with pytest.raises(NotAllowed):
                await team_for(scope, acme.team_id, to=Permission.MANAGE_TEAMS)


async def test_an_actor_who_is_no_agent_here_is_nobody(acme: Acme) -> None:
    for actor in (SYSTEM, an_actor("owner")):
        async with acme.looking(actor) as scope:
            with pytest.raises(NotSignedIn):
                await me_for(scope)


def the_table() -> str:
    """The table of docs/roles.md, as access.py has it."""
    lines = ["| Permission | " + " | ".join(Role) + " |", "|---|" + "---|" * len(Role)]
    for permission in Permission:
        marks = ["yes" if permission in MAY[role] else "no" for role in Role]
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    return "\n".join(lines)


def test_the_page_about_roles_shows_the_table_and_the_limits() -> None:
    page = ROLES_PAGE.read_text("utf-8")
    assert the_table() in page, f"put this table into {ROLES_PAGE.name}:\n\n{the_table()}"
    assert f"{TRIES_PER_EMAIL} wrong tries for one e-mail" in page
    assert f"{TRIES_PER_ADDRESS} wrong tries from one address" in page
