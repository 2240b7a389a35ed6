from contextlib import AbstractAsyncContextManager
from uuid import UUID

import httpx
from messages import a_message, links_of

from obrol.channels.contract.content import Text
from obrol.channels.contract.outbound import OutboundMessage, Speaker
from obrol.channels.contract.setup import ChannelContext, ChannelFacts
from obrol.channels.contract.shaping import shape
from obrol.connectors.webchat.connector import WIDGET, connector


def no_network() -> AbstractAsyncContextManager[httpx.AsyncClient]:
    raise AssertionError("the widget has no vendor to call")


async def test_sending_only_confirms() -> None:
    message = OutboundMessage(message_id=UUID(int=1), to="v-1", content=Text(text="Halo"))

    result = await connector.send(message, ChannelContext(ChannelFacts(UUID(int=2)), no_network))

    assert result.external_id == str(UUID(int=1))
    assert WIDGET.delivers_by_live_feed


def test_nothing_is_ever_shaped_for_the_widget() -> None:
    ada = Speaker(UUID(int=3), "Ada")

    for seed in range(500):
        content = a_message(seed)
        shaped = shape(content, WIDGET, links=links_of(content), speaker=ada)
        if not {"media_linked", "media_as_file"} & set(shaped.changes):
            assert shaped.pieces == (content,)
            assert shaped.changes == ()
