"""Access: the only way from an id to a row of campaigns."""

from uuid import UUID

from obrol.campaigns import queries
from obrol.campaigns.errors import SequenceNotFound
from obrol.campaigns.models import Sequence
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.access import Permission, demand


async def sequence_for(
    scope: Scope, sequence_id: UUID, *, to: Permission, keep: bool = False, lock: bool = False
) -> Sequence:
    """The sequence this actor may do `to` with; SequenceNotFound outside the workspace, NotAllowed by role."""
    sequence = await queries.find_sequence(scope, sequence_id, keep=keep, lock=lock)
    if sequence is None:
        raise SequenceNotFound
    demand(scope.actor, to)
    return sequence
