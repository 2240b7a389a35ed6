"""Routes of workspaces."""

from fastapi import APIRouter

from obrol.workspaces.routes import agents, sessions, workspace

router = APIRouter(prefix="/api")
router.include_router(sessions.router)
router.include_router(agents.router)
router.include_router(workspace.router)
