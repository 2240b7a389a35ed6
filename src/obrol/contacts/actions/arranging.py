"""Arranging: in which order an agent likes to see what is known of a contact, and what stays folded."""

from sqlalchemy.dialects.postgresql import insert

from obrol.contacts import queries
from obrol.contacts.events import PanelArranged
from obrol.contacts.models import PanelLayout
from obrol.contacts.schemas import PanelLayoutIn, PanelLayoutOut
from obrol.runtime.unit_of_work import UnitOfWork


async def arrange(uow: UnitOfWork, wanted: PanelLayoutIn) -> PanelLayoutOut:
    """Keep the order and the folded blocks of the agent who asks."""
    assert uow.actor.id is not None, "an agent arranges their own panel"
    statement = insert(PanelLayout).values(
        workspace_id=uow.workspace_id, agent_id=uow.actor.id, blocks=wanted.blocks, folded=wanted.folded
    )
    row = await uow.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["workspace_id", "agent_id"],
            set_={
                "blocks": statement.excluded.blocks,
                "folded": statement.excluded.folded,
                "version": PanelLayout.version + 1,
            },
        ).returning(PanelLayout),
        execution_options={"populate_existing": True},
    )
    layout = queries.panel_layout_out(row)
    uow.record(PanelArranged, agent_id=uow.actor.id, layout=layout)
    return layout
