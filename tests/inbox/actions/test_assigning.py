"""Assigning: who looks after a conversation, and what is left when that team is gone."""

from acme import Acme

from obrol.inbox.access import conversation_for
from obrol.inbox.actions import answering
from obrol.workspaces.access import Permission, team_for
from obrol.workspaces.actions import teaming


async def test_what_was_handed_to_a_team_that_is_removed_is_in_nobodys_team(acme: Acme) -> None:
    conversation_id = await acme.a_conversation()
    async with acme.acting() as uow:
        conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
        await answering.hand_to_team(uow, conversation, because="flow", team_id=acme.team_id)
    assert (await acme.conversation(conversation_id)).team_id == acme.team_id

    async with acme.acting(acme.owner) as uow:
        await teaming.remove(uow, await team_for(uow.scope, acme.team_id, to=Permission.MANAGE_TEAMS, lock=True))
    await acme.drain()

    assert (await acme.conversation(conversation_id)).team_id is None
