"""What there is with one contact: their conversations on every channel, and the team's notes about them."""

from acme import Acme
from serving import Served

from obrol.kit.ids import new_id


async def test_a_contacts_conversations_are_listed_with_the_newest_first(served: Served, acme: Acme) -> None:
    first = await acme.a_conversation("Hello", on=acme.webchat)
    second = await acme.a_conversation("Hello", on=acme.fake)
    await acme.walt_writes("And another thing", on=acme.webchat)
    async with served.browser(acme, acme.bo) as bo:
        rows = (await bo.get(f"/api/contacts/{acme.walt.id}/conversations")).json()
    assert [row["conversation"]["id"] for row in rows] == [str(first), str(second)]
    assert rows[0]["conversation"]["channel"]["name"] == "Shop"
    assert rows[0]["read_inbound_count"] == 0


async def test_notes_of_every_conversation_come_newest_first_in_pages(served: Served, acme: Acme) -> None:
    conversations = [await acme.a_conversation(on=channel) for channel in (acme.webchat, acme.fake)]
    async with served.browser(acme, acme.bo) as bo:
        written = [
            (
                await bo.post(
                    f"/api/conversations/{conversations[number % 2]}/notes",
                    json={"id": str(new_id()), "text": f"Note {number}"},
                )
            ).json()
            for number in range(5)
        ]
        path = f"/api/contacts/{acme.walt.id}/notes"
        page = (await bo.get(path, params={"limit": 3})).json()
        assert [note["text"] for note in page["notes"]] == ["Note 4", "Note 3", "Note 2"]
        earlier = (await bo.get(path, params={"limit": 3, "before": page["before"]})).json()
        assert [note["text"] for note in earlier["notes"]] == ["Note 1", "Note 0"]
        assert earlier["before"] is None
        assert page["notes"][0] == written[-1]
        assert (await bo.get(path, params={"before": "nonsense"})).status_code == 422


async def test_a_contact_who_never_wrote_has_neither(served: Served, acme: Acme) -> None:
    async with served.browser(acme, acme.bo) as bo:
        assert (await bo.get(f"/api/contacts/{acme.walt.id}/conversations")).json() == []
        assert (await bo.get(f"/api/contacts/{acme.walt.id}/notes")).json() == {"notes": [], "before": None}
