"""A visitor who told their name is called by it from then on, on the socket that was open before as well."""

from acme import Acme
from serving import Served
from sqlalchemy import text


async def test_what_is_said_after_the_name_was_told_carries_the_name(acme: Acme, served: Served) -> None:
    async with served.desk(acme) as desk, served.visitor(acme) as visitor:
        await visitor.say("Hello")
        contact = (await desk.event("message.received"))["conversation"]["contact"]["id"]
        async with acme.acting() as uow:
            await uow.session.execute(text("UPDATE contact SET name = 'Melati' WHERE id = :id"), {"id": contact})
        await visitor.say("It is me")
        assert (await desk.event("message.received"))["message"]["author"]["name"] == "Melati"
