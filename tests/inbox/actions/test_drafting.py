"""What an agent has begun to write is theirs alone, and the newest of it counts on every device."""

from datetime import UTC, datetime, timedelta
from typing import Any

from acme import Acme
from serving import Served

from obrol.inbox.schemas import DRAFT_LIMIT


def a_draft(at: datetime, **with_: Any) -> dict[str, Any]:
    return {"mode": "reply", "reply": "", "note": "", "persona_id": None, "written_at": at.isoformat()} | with_


NOW = datetime.now(UTC) - timedelta(hours=1)


async def test_reply_note_and_mode_are_there_on_another_device(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/draft"
    async with served.browser(acme) as laptop, served.browser(acme) as phone:
        assert (await phone.get(path)).json() is None
        await laptop.put(path, json=a_draft(NOW, mode="note", reply="Yes, from", note="asks\noften"))
        found = (await phone.get(path)).json()
    assert (found["mode"], found["reply"], found["note"]) == ("note", "Yes, from", "asks\noften")


async def test_the_newer_wins_in_whatever_order_they_come(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/draft"
    async with served.browser(acme) as ada:
        await ada.put(path, json=a_draft(NOW + timedelta(minutes=1), reply="new"))
        answer = await ada.put(path, json=a_draft(NOW, reply="old"))
        assert answer.json()["reply"] == "new", "the answer says which one counts"
        assert (await ada.get(path)).json()["reply"] == "new"


async def test_a_clock_that_is_ahead_does_not_win_for_ever(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/draft"
    async with served.browser(acme) as ada:
        kept = await ada.put(path, json=a_draft(datetime(2099, 1, 1, tzinfo=UTC), reply="from the future"))
        assert datetime.fromisoformat(kept.json()["written_at"]) < datetime(2099, 1, 1, tzinfo=UTC)
        await ada.put(path, json=a_draft(datetime.now(UTC) + timedelta(seconds=1), reply="from now"))
        assert (await ada.get(path)).json()["reply"] == "from now"


async def test_what_was_sent_is_empty_everywhere_and_not_what_an_old_device_still_has(
    acme: Acme, served: Served
) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/draft"
    async with served.browser(acme) as ada:
        await ada.put(path, json=a_draft(NOW, reply="half"))
        await ada.put(path, json=a_draft(NOW + timedelta(seconds=1)))
        await ada.put(path, json=a_draft(NOW, reply="half"))
        assert (await ada.get(path)).json()["reply"] == ""


async def test_nobody_reads_what_a_colleague_has_not_said_yet(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/draft"
    async with served.browser(acme) as ada, served.browser(acme, acme.bo) as bo:
        await ada.put(path, json=a_draft(NOW, note="Bo is slow"))
        assert (await ada.get(path)).json()["note"] == "Bo is slow"
        assert (await bo.get(path)).json() is None
    assert "Bo is slow" not in str([row.payload for row in await acme.events()])


async def test_a_text_far_beyond_what_can_be_sent_is_kept_whole(acme: Acme, served: Served) -> None:
    path = f"/api/conversations/{await acme.a_conversation()}/draft"
    async with served.browser(acme) as ada:
        assert (await ada.put(path, json=a_draft(NOW, reply="a" * DRAFT_LIMIT))).status_code == 200
        assert len((await ada.get(path)).json()["reply"]) == 100_000
        assert (await ada.put(path, json=a_draft(NOW, reply="a" * (DRAFT_LIMIT + 1)))).status_code == 422
