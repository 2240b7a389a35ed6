"""Routes before and around signing in: set-up, sessions, and what agents choose for themselves."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from obrol.kit.refusals import ForeignOrigin, NotSignedIn
from obrol.runtime.actor import SESSION_COOKIE, SYSTEM
from obrol.runtime.unit_of_work import Scope
from obrol.runtime.web import (
    AgentDoor,
    AgentLook,
    House,
    OpenDoor,
    TheHouse,
    WhoIsSignedIn,
    client_address,
    refuse_foreign_origin,
)
from obrol.runtime.wire import refuses
from obrol.workspaces import queries
from obrol.workspaces.access import Sessions, me_for
from obrol.workspaces.actions import founding, inviting, personalising, signing_in
from obrol.workspaces.actions.signing_in import Browser, Welcome
from obrol.workspaces.errors import (
    AlreadyHere,
    AlreadySetUp,
    InvitationGone,
    InvitedSomebodyElse,
    NoWorkspace,
    PasswordTooEasy,
    SessionNotFound,
    TooManyAttempts,
    WorkspaceNotFound,
    WrongCredentials,
    WrongPassword,
)
from obrol.workspaces.models import SESSION_LASTS
from obrol.workspaces.routes.leaving import FORGETS_SESSIONS, dressed
from obrol.workspaces.schemas import (
    AcceptIn,
    CurrentSession,
    DemoSignIn,
    InvitationLook,
    InvitationTokenIn,
    MeIn,
    MeOut,
    PasswordIn,
    SessionOut,
    SetupIn,
    SetupOut,
    SignInIn,
    SwitchIn,
)

router = APIRouter(tags=["session"], responses=refuses(ForeignOrigin))


async def _browser(request: Request) -> Browser:
    """The browser at a door that opens sessions; a form on somebody else's page may not use it (ForeignOrigin)."""
    refuse_foreign_origin(request)
    return Browser(
        address=client_address(request),
        user_agent=request.headers.get("user-agent", ""),
        token=request.cookies.get(SESSION_COOKIE),
    )


FromBrowser = Annotated[Browser, Depends(_browser)]


@router.get("/setup")
async def get_setup(uow: OpenDoor, house: TheHouse) -> SetupOut:
    """Whether somebody must set Obrol up first, and how to sign in to the demo."""
    return SetupOut(
        needed=not await queries.has_accounts(uow.session),
        demo=house.settings.demo,
        demo_sign_in=house.tools.find(DemoSignIn) if house.settings.demo else None,
    )


@router.post("/setup", status_code=201, response_model=CurrentSession, responses=refuses(AlreadySetUp, PasswordTooEasy))
async def set_up(body: SetupIn, house: TheHouse, browser: FromBrowser, response: Response) -> Any:
    """Make the first account and its workspace, once, and be signed in."""
    welcome = await founding.set_up(
        house.transactions,
        workspace_name=body.workspace_name,
        name=body.name,
        email=body.email,
        password=body.password,
        locale=body.locale,
        browser=browser,
    )
    return await _let_in(house, welcome, response)


@router.post(
    "/session", response_model=CurrentSession, responses=refuses(WrongCredentials, TooManyAttempts, NoWorkspace)
)
async def sign_in(body: SignInIn, house: TheHouse, browser: FromBrowser, response: Response) -> Any:
    """Sign in. Ten wrong tries for an e-mail, or fifty from an address, within 15 minutes are the limit."""
    welcome = await signing_in.sign_in(house.transactions, email=body.email, password=body.password, browser=browser)
    return await _let_in(house, welcome, response)


@router.get("/session", response_model=CurrentSession, responses=refuses(NotSignedIn))
async def get_session(
    who: WhoIsSignedIn, scope: AgentLook, house: TheHouse, request: Request, response: Response
) -> Any:
    """Who is signed in. The cookie starts its thirty days anew."""
    _set_cookie(house, response, request.cookies[SESSION_COOKIE])
    return await _current(house, scope, who.session_id, who.account_id)


@router.delete("/session", status_code=204, dependencies=[FORGETS_SESSIONS])
async def sign_out(uow: OpenDoor, house: TheHouse, browser: FromBrowser, response: Response) -> None:
    """Sign out. Without a session nothing happens."""
    if browser.token is not None:
        await signing_in.sign_out(uow, token=browser.token)
    response.delete_cookie(SESSION_COOKIE, path="/", secure=_is_secure(house), httponly=True, samesite="lax")


@router.put("/session/workspace", response_model=CurrentSession, responses=refuses(NotSignedIn, WorkspaceNotFound))
async def switch_workspace(body: SwitchIn, who: WhoIsSignedIn, house: TheHouse) -> Any:
    """Work in another of one's workspaces from now on, in this browser."""
    async with house.transactions.begin_anywhere(SYSTEM) as uow:
        await signing_in.switch_workspace(uow, who.session_id, account_id=who.account_id, to=body.workspace_id)
    house.tools.get(Sessions).forget()
    async with house.transactions.look(body.workspace_id, SYSTEM) as scope:
        return await _current(house, scope, who.session_id, who.account_id)


@router.get("/sessions", responses=refuses(NotSignedIn))
async def list_sessions(who: WhoIsSignedIn, uow: AgentDoor) -> list[SessionOut]:
    """The browsers in which one is signed in."""
    sessions = await queries.list_sessions(uow.session, who.account_id, uow.now)
    return [queries.session_out(session, current_id=who.session_id) for session in sessions]


@router.delete("/sessions", status_code=204, dependencies=[FORGETS_SESSIONS], responses=refuses(NotSignedIn))
async def end_other_sessions(who: WhoIsSignedIn, uow: AgentDoor) -> None:
    """Sign out everywhere but here."""
    await signing_in.end_other_sessions(uow, who.account_id, but=who.session_id)


@router.delete(
    "/sessions/{session_id}",
    status_code=204,
    dependencies=[FORGETS_SESSIONS],
    responses=refuses(NotSignedIn, SessionNotFound),
)
async def end_session(session_id: UUID, who: WhoIsSignedIn, uow: AgentDoor) -> None:
    """Sign out one browser."""
    await signing_in.end_session(uow, session_id, of_account=who.account_id)


@router.patch("/me", dependencies=[FORGETS_SESSIONS], response_model=MeOut, responses=refuses(NotSignedIn))
async def personalise(body: MeIn, uow: AgentDoor, house: TheHouse) -> Any:
    """Change one's own name, language, theme, time zone, or how the composer behaves."""
    agent = await me_for(uow.scope, lock=True)
    account = await personalising.personalise(uow, agent, body)
    return dressed(house, uow.workspace_id, queries.me_out(agent, account))


@router.put(
    "/me/password",
    status_code=204,
    responses=refuses(NotSignedIn, WrongPassword, PasswordTooEasy, TooManyAttempts),
)
async def change_password(body: PasswordIn, who: WhoIsSignedIn, house: TheHouse, browser: FromBrowser) -> None:
    """Change one's password; every other browser is signed out."""
    await personalising.change_password(
        house.transactions,
        account_id=who.account_id,
        session_id=who.session_id,
        current=body.current_password,
        new=body.new_password,
        browser=browser,
    )
    house.tools.get(Sessions).forget()


@router.post("/invitations/look", responses=refuses(InvitationGone))
async def look_at_invitation(body: InvitationTokenIn, uow: OpenDoor) -> InvitationLook:
    """What an invitation is for, before it is accepted."""
    invitation = await inviting.find_open(uow, body.token)
    return await queries.invitation_look(uow.scope, invitation)


@router.post(
    "/invitations/accept",
    status_code=201,
    response_model=CurrentSession,
    responses=refuses(
        InvitationGone, InvitedSomebodyElse, WrongCredentials, TooManyAttempts, PasswordTooEasy, AlreadyHere
    ),
)
async def accept_invitation(body: AcceptIn, house: TheHouse, browser: FromBrowser, response: Response) -> Any:
    """Join by a link and be signed in. Whoever has an account joins with its password."""
    welcome = await inviting.accept(
        house.transactions,
        token=body.token,
        name=body.name,
        email=body.email,
        password=body.password,
        browser=browser,
    )
    return await _let_in(house, welcome, response)


async def _let_in(house: House, welcome: Welcome, response: Response) -> dict[str, Any]:
    house.tools.get(Sessions).forget()
    _set_cookie(house, response, welcome.token)
    async with house.transactions.look(welcome.workspace_id, SYSTEM) as scope:
        return await _current(house, scope, welcome.session_id, welcome.account_id)


async def _current(house: House, scope: Scope, session_id: UUID, account_id: UUID) -> dict[str, Any]:
    current = await queries.current_session(scope, session_id=session_id, account_id=account_id)
    return dressed(house, scope.workspace_id, current)


def _set_cookie(house: House, response: Response, token: str) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        secure=_is_secure(house),
        httponly=True,
        samesite="lax",
    )


def _is_secure(house: House) -> bool:
    return house.settings.base_url.startswith("https://")
