"""Arranging: how the workspace is called, where it is, which language it speaks, how long its bots stay silent."""

from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.events import WorkspaceChanged
from obrol.workspaces.models import Workspace
from obrol.workspaces.schemas import WorkspaceIn


async def arrange(uow: UnitOfWork, workspace: Workspace, wanted: WorkspaceIn) -> None:
    """Change what was given; nothing is announced when nothing is different."""
    for name, value in wanted.model_dump(exclude_none=True).items():
        if getattr(workspace, name) != value:
            setattr(workspace, name, value)
    if uow.session.is_modified(workspace):
        await uow.session.flush()
        uow.record(WorkspaceChanged, workspace=workspace)
