"""Routes of what there is with one contact: their conversations, and the team's notes about them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from obrol.contacts.access import contact_for
from obrol.contacts.errors import ContactNotFound
from obrol.inbox.access import may_see
from obrol.inbox.models import Conversation
from obrol.inbox.queries import conversations, of_contact
from obrol.inbox.schemas import ConversationRow, NotesPage
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import Scope
from obrol.runtime.web import AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission

router = APIRouter(prefix="/api/contacts", tags=["inbox"], responses=refuses(NotSignedIn, NotAllowed, ContactNotFound))


@router.get("/{contact_id}/conversations", response_model=list[ConversationRow])
async def list_contact_conversations(scope: AgentLook, contact_id: UUID) -> Any:
    """The contact's conversations, one for each channel that they wrote on, newest activity first."""
    ids = [thread.id for thread in await _threads(scope, contact_id)]
    rows = await conversations.list_rows(scope, ids)
    return [scope.tools.get(Dresser).dress(scope.workspace_id, rows[id]) for id in ids]


@router.get("/{contact_id}/notes", response_model=NotesPage)
async def list_contact_notes(
    scope: AgentLook,
    contact_id: UUID,
    before: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=of_contact.MOST)] = of_contact.PAGE,
) -> Any:
    """The team's notes about the contact, newest first, whatever conversation they were written in."""
    ids = [thread.id for thread in await _threads(scope, contact_id)]
    notes, earlier = await of_contact.list_notes(scope, ids, before=before, limit=limit)
    return {"notes": notes, "before": earlier}


async def _threads(scope: Scope, contact_id: UUID) -> list[Conversation]:
    contact = await contact_for(scope, contact_id, to=Permission.ANSWER)
    threads = await of_contact.list_threads(scope, contact.id)
    return [thread for thread in threads if may_see(scope.actor, assignee_id=thread.assignee_id)]
