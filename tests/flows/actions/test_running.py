"""A bot in a conversation: what Walt hears, and what people see of it."""

from datetime import timedelta
from uuid import UUID

import pytest
from acme import Acme
from flows.talking import Talk, a_flow, asks, does, says
from sqlalchemy import func, update

from obrol.channels.contract.content import Text
from obrol.channels.models import Channel
from obrol.connectors.fake.connector import connector as fake
from obrol.connectors.fake.setup_form import Behaviour
from obrol.contacts.actions import fielding
from obrol.contacts.models import FieldType
from obrol.contacts.schemas import CustomFieldIn
from obrol.flows.actions.running import STARTS_AT_MOST
from obrol.flows.models import Run
from obrol.inbox.actions import answering, replying
from obrol.inbox.queries.conversations import find_conversation
from obrol.kit.ids import new_id

NUMBER = {"kind": "number", "min": 1, "max": 20, "whole": True}
TEXT = {"kind": "text"}
MENU = {
    "kind": "text",
    "text": "What would you like?",
    "buttons": [{"id": "hours", "label": "Opening hours"}, {"id": "person", "label": "A person"}],
}


async def hand_over(acme: Acme, conversation_id: UUID, *, back: bool = False) -> None:
    async with acme.acting() as uow:
        conversation = await find_conversation(uow.scope, conversation_id, lock=True)
        assert conversation is not None
        if back:
            await answering.give_back_to_bot(uow, conversation, because="switched")
        else:
            await answering.hand_to_team(uow, conversation, because="switched", for_minutes=0)


# Beginning.


async def test_the_bot_greets_whoever_writes_first(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello {{contact.name}}!", "I am {{bot.name}}.")))

    await talk.says("Hi")

    assert await talk.heard() == ["Hello Walt!", "I am Bep."]
    messages = [message for message in await acme.messages(talk.conversation_id) if message.author_kind == "bot"]
    assert {(m.author_name, m.flow_id, m.flow_version, m.step_id) for m in messages} == {
        ("Bep", talk.flow.id, 1, "hello")
    }


async def test_a_flow_that_was_never_published_says_nothing(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello!")))
    async with acme.acting() as uow:
        flow = await uow.session.get(type(talk.flow), (acme.workspace_id, talk.flow.id))
        flow.published_version = None

    await talk.says("Hi")

    assert await talk.heard() == []
    assert await talk.runs() == []


async def test_without_a_start_flow_the_bot_is_silent(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello!")))
    async with acme.acting() as uow:
        await uow.session.execute(update(Channel).where(Channel.id == acme.webchat.id).values(start_flow_id=None))

    await talk.says("Hi")

    assert await talk.heard() == []


async def test_who_writes_after_a_run_has_ended_is_greeted_again(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello!")))

    await talk.says("Hi")
    await talk.says("Hi again")

    assert await talk.heard() == ["Hello!", "Hello!"]
    assert [run.ended_reason for run in await talk.runs()] == ["completed", "completed"]


async def test_two_bots_that_greet_each_other_come_to_rest(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello!")))

    for _ in range(STARTS_AT_MOST + 5):
        await talk.says("Hello!")

    assert len(await talk.heard()) == STARTS_AT_MOST
    assert [fault.split(":")[0] for fault in await talk.faults()] == ["started_too_often"]
    assert (await acme.conversation(talk.conversation_id)).answering == "team"


# Questions.


async def test_an_answer_is_checked_kept_and_used(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "ask",
            ask=asks("How many cups?", NUMBER, save_to="run.cups", answered="thanks", failed="sorry"),
            thanks=says("{{run.cups}} cups it is."),
            sorry=says("Never mind."),
        ),
    )

    await talk.says("Hi")
    await talk.says("a few")
    await talk.says("99")
    await talk.says("3")

    assert await talk.heard() == ["How many cups?", "Again: How many cups?", "Again: How many cups?", "3 cups it is."]


async def test_after_too_many_wrong_answers_it_gives_up(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow("ask", ask=asks("How many cups?", NUMBER, retries=1, failed="sorry"), sorry=says("Never mind.")),
    )

    for words in ("Hi", "a few", "some"):
        await talk.says(words)

    assert await talk.heard() == ["How many cups?", "Again: How many cups?", "Never mind."]


async def test_a_button_takes_its_way_and_so_does_its_label(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "menu",
            menu=says(MENU, choice_hours="hours", choice_person="person"),
            hours=says("Seven to nine.", next="menu"),
            person=says("One moment."),
        ),
    )

    await talk.says("Hi")
    await talk.presses("menu", "hours")
    await talk.says("a person")

    assert await talk.heard() == ["What would you like?", "Seven to nine.", "What would you like?", "One moment."]


async def test_on_a_channel_without_buttons_the_number_is_enough(acme: Acme) -> None:
    talk = await Talk.begin(
        acme, a_flow("menu", menu=says(MENU, choice_person="person"), person=says("One moment.")), on=acme.fake
    )

    await talk.says("Hi")
    await talk.says("2")

    assert (await talk.heard())[-1] == "One moment."


async def test_an_old_button_takes_up_the_run_that_offered_it(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "menu", menu=says(MENU, next="bye", choice_hours="hours"), bye=says("Bye."), hours=says("Seven to nine.")
        ),
    )

    await talk.says("Hi")
    await talk.presses("menu", "hours")

    assert await talk.heard() == ["What would you like?", "Bye.", "Seven to nine."]
    assert len(await talk.runs()) == 1


async def test_an_old_button_works_on_the_version_that_showed_it(acme: Acme) -> None:
    talk = await Talk.begin(
        acme, a_flow("menu", menu=says(MENU, next="bye", choice_hours="hours"), bye=says("Bye."), hours=says("Old."))
    )
    await talk.says("Hi")
    await talk.publish(a_flow("hello", hello=says("New.")))

    await talk.presses("menu", "hours")

    assert await talk.heard() == ["What would you like?", "Bye.", "Old."]


async def test_words_that_are_none_of_the_choices_are_left_to_people(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("menu", menu=says(MENU, choice_hours="hours"), hours=says("Seven to nine.")))

    await talk.says("Hi")
    await talk.says("Do you have oat milk?")

    assert await talk.heard() == ["What would you like?"]
    assert (await talk.run()).is_active


async def test_a_menu_that_nobody_pressed_for_a_day_is_forgotten(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("menu", menu=says(MENU, choice_hours="hours"), hours=says("Seven to nine.")))
    await talk.says("Hi")
    run = await talk.run()
    async with acme.acting() as uow:
        yesterday = (await uow.session.scalar(func.now())) - timedelta(hours=25)
        state = {**run.state, "speaks_until": yesterday.isoformat()}
        await uow.session.execute(update(Run).where(Run.id == run.id).values(state=state))

    await talk.says("Good morning")

    assert await talk.heard() == ["What would you like?", "What would you like?"]
    assert [run.ended_reason for run in await talk.runs()] == ["forgotten", None]


# The contact.


async def test_fields_tags_and_attributes_are_kept_and_decide(acme: Acme) -> None:
    async with acme.acting() as uow:
        await fielding.make_field(uow, CustomFieldIn(key="cups", name="Cups", type=FieldType.NUMBER))
    talk = await Talk.begin(
        acme,
        a_flow(
            "name",
            name=asks("Your name?", TEXT, save_to="contact.name", answered="cups"),
            cups=asks("How many?", NUMBER, save_to="contact.fields.cups", answered="tag"),
            tag=does("add_tag", {"tag": "Customer"}, next="many"),
            many=does(
                "condition",
                {"checks": [{"on": "value", "path": "contact.fields.cups", "operator": "at_least", "value": "10"}]},
                yes="large",
                no="small",
            ),
            large=does("add_tag", {"tag": "Large"}, next="thanks"),
            small=does("remove_tag", {"tag": "Customer"}, next="thanks"),
            thanks=says("Thank you, {{contact.first_name}}: {{contact.fields.cups}}."),
        ),
    )

    for words in ("Hi", "Walter Kopi", "12"):
        await talk.says(words)

    walt = await talk.walt()
    assert (await talk.heard())[-1] == "Thank you, Walter: 12."
    assert walt.name == "Walter Kopi"
    assert [tag.name for tag in walt.tags] == ["Customer", "Large"]
    assert {field.key: field.value for field in walt.fields} == {"cups": 12}
    assert {event.actor["name"] for event in await acme.events("contact.tag_added")} == {"Bep"}


async def test_what_a_field_does_not_take_is_a_fault_and_the_bot_goes_on(acme: Acme) -> None:
    async with acme.acting() as uow:
        await fielding.make_field(uow, CustomFieldIn(key="cups", name="Cups", type=FieldType.NUMBER))
    talk = await Talk.begin(
        acme,
        a_flow(
            "keep",
            keep=does("set_field", {"place": "contact.fields.cups", "value": "many"}, next="on"),
            on=says("Right."),
        ),
    )

    await talk.says("Hi")

    assert await talk.heard() == ["Right."]
    assert len(await talk.faults()) == 1
    assert {field.value for field in (await talk.walt()).fields} == {None}


# Time.


async def test_a_wait_ends_when_its_time_has_come_and_not_before(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "hello",
            hello=says("Hello!", next="pause"),
            pause=does("wait", {"amount": 1, "unit": "hours"}, next="still"),
            still=says("Still there?"),
        ),
    )
    await talk.says("Hi")

    await talk.passes(minutes=59)
    early = await talk.heard()
    await talk.passes(minutes=61)

    assert early == ["Hello!"]
    assert await talk.heard() == ["Hello!", "Still there?"]
    assert await acme.jobs() == []


async def test_what_is_said_during_a_wait_does_not_begin_another_run(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow("pause", pause=does("wait", {"amount": 1, "unit": "hours"}, next="still"), still=says("Still there?")),
    )
    await talk.says("Hi")
    await talk.says("Anybody?")
    await talk.passes(hours=1.1)

    assert await talk.heard() == ["Still there?"]
    assert len(await talk.runs()) == 1


async def test_a_timer_that_the_run_no_longer_waits_for_does_nothing(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "menu",
            menu=says(MENU, next="pause", choice_hours="hours"),
            pause=does("wait", {"amount": 1, "unit": "hours"}, next="still"),
            still=says("Still there?"),
            hours=asks("Seven to nine. Which day?", TEXT, answered="bye"),
            bye=says("See you."),
        ),
    )
    await talk.says("Hi")
    await talk.presses("menu", "hours")

    await talk.passes(hours=2)

    assert await talk.heard() == ["What would you like?", "Seven to nine. Which day?"]
    await talk.says("Monday")
    assert (await talk.heard())[-1] == "See you."


async def test_messages_with_a_typing_time_leave_one_after_the_other(acme: Acme) -> None:
    slow = [{"kind": "text", "text": f"{number}", "typing_seconds": 20} for number in (1, 2, 3)]
    talk = await Talk.begin(acme, a_flow("hello", hello=says(*slow)))
    await talk.says("Hi")

    so_far = [await talk.heard()]
    for seconds in (21, 41, 61):
        await talk.passes(seconds=seconds)
        so_far.append(await talk.heard())

    assert so_far == [[], ["1"], ["1", "2"], ["1", "2", "3"]]


async def test_the_bot_is_seen_typing_before_each_of_them(acme: Acme) -> None:
    whispers: list[dict[str, object]] = []
    hear = lambda workspace_id, whisper: whispers.append(whisper) if workspace_id == acme.workspace_id else None  # noqa: E731
    acme.house.hints.on_whisper.append(hear)
    slow = [{"kind": "text", "text": f"{number}", "typing_seconds": 20} for number in (1, 2)]
    talk = await Talk.begin(acme, a_flow("hello", hello=says(*slow)))

    await talk.says("Hi")
    at_once = len(whispers)
    await talk.passes(seconds=45)
    acme.house.hints.on_whisper.remove(hear)

    assert at_once == 1
    assert (
        whispers
        == [
            {
                "type": "typing",
                "conversation_id": str(talk.conversation_id),
                "who": {"kind": "bot", "id": str(acme.bot_id), "name": "Bep"},
                "for_ms": 20000,
            }
        ]
        * 2
    )


# Versions.


async def test_a_run_finishes_on_the_version_that_it_started_on(acme: Acme) -> None:
    def version(word: str) -> dict[str, object]:
        return a_flow("ask", ask=asks(f"{word} question?", TEXT, answered="thanks"), thanks=says(f"{word} thanks."))

    talk = await Talk.begin(acme, version("Old"))
    await talk.says("Hi")
    await talk.publish(version("New"))
    await talk.says("answer")
    await talk.says("Hi")

    assert await talk.heard() == ["Old question?", "Old thanks.", "New question?"]


async def test_a_run_stops_with_its_bot(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("ask", ask=asks("Name?", TEXT, answered="thanks"), thanks=says("Thanks.")))
    await talk.says("Hi")
    async with acme.acting() as uow:
        await uow.session.execute(
            update(Channel).where(Channel.id == acme.webchat.id).values(bot_id=None, start_flow_id=None)
        )

    await talk.says("Walt")

    assert await talk.heard() == ["Name?"]


# The team.


async def test_a_hand_off_comes_after_the_bots_last_words(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow(
            "bye",
            bye=says({"kind": "text", "text": "I will get somebody.", "typing_seconds": 15}, next="team"),
            team=does("hand_off", {"team_id": str(acme.team_id), "note": "Wants: {{run.last_reply}}"}),
        ),
    )
    await talk.says("Help!")
    before = await acme.conversation(talk.conversation_id)
    await talk.passes(seconds=16)

    after = await acme.conversation(talk.conversation_id)
    assert before.answering == "bot"
    assert await talk.heard() == ["I will get somebody."]
    assert (after.answering, after.team_id, after.paused_until) == ("team", acme.team_id, None)
    assert [(note.author_kind, note.text) for note in await acme.notes(after.id)] == [("bot", "Wants: Help!")]
    assert [event.payload["because"] for event in await acme.events("conversation.handed_to_team")] == ["flow"]
    assert (await talk.run()).ended_reason == "handed_off"


@pytest.mark.parametrize("channel", ["webchat", "fake"])
async def test_a_hand_off_right_after_a_word_never_holds_the_word(acme: Acme, channel: str) -> None:
    talk = await Talk.begin(
        acme, a_flow("bye", bye=says("One moment.", next="team"), team=does("hand_off")), on=getattr(acme, channel)
    )

    await talk.says("Help!")
    await talk.passes(seconds=1)

    assert await talk.heard() == ["One moment."]
    assert (await acme.conversation(talk.conversation_id)).answering == "team"


async def test_taking_over_while_the_bot_types_leaves_no_further_word_of_it(acme: Acme) -> None:
    slow = [{"kind": "text", "text": f"{number}", "typing_seconds": 20} for number in (1, 2, 3)]
    talk = await Talk.begin(
        acme,
        a_flow(
            "hello",
            hello=says(*slow, next="pause"),
            pause=does("wait", {"amount": 1, "unit": "minutes"}, next="more"),
            more=says("And another thing."),
        ),
    )
    await talk.says("Hi")
    await talk.passes(seconds=21)

    async with acme.acting() as uow:
        conversation = await find_conversation(uow.scope, talk.conversation_id, lock=True)
        assert conversation is not None
        await replying.reply(uow, conversation, Text(text="I am here."), message_id=new_id())
    await talk.passes(hours=1)

    assert await talk.heard() == ["1"]
    assert await talk.heard(also_held=True) == ["1", "2", "3"]
    held = [m for m in await acme.messages(conversation.id) if m.delivery == "held"]
    assert [m.delivery_reason for m in held] == ["taken_over", "taken_over"]


async def test_while_the_team_answers_the_bot_hears_nothing(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("ask", ask=asks("Name?", TEXT, answered="thanks"), thanks=says("Thanks.")))
    await talk.says("Hi")
    await hand_over(acme, talk.conversation_id)

    await talk.says("Walt")
    await talk.presses("ask", "nothing")

    assert await talk.heard() == ["Name?"]


async def test_given_back_the_bot_begins_anew_with_the_next_message(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("ask", ask=asks("Name?", TEXT, answered="thanks"), thanks=says("Thanks.")))
    await talk.says("Hi")
    await hand_over(acme, talk.conversation_id)
    await hand_over(acme, talk.conversation_id, back=True)
    await acme.drain()
    silent = await talk.heard()

    await talk.says("Walt")

    assert silent == ["Name?"]
    assert await talk.heard() == ["Name?", "Name?"]
    assert [run.ended_reason for run in await talk.runs()] == ["taken_over", None]


async def test_a_message_that_waited_in_the_lane_while_the_team_took_over_is_the_teams(acme: Acme) -> None:
    talk = await Talk.begin(acme, a_flow("hello", hello=says("Hello!")))
    await talk.says("Hi", drained=False)
    await hand_over(acme, talk.conversation_id)
    await acme.drain()

    assert await talk.heard() == []


async def test_a_removed_channel_says_nothing_more(acme: Acme) -> None:
    talk = await Talk.begin(
        acme,
        a_flow("pause", pause=does("wait", {"amount": 1, "unit": "minutes"}, next="on"), on=says("Still there?")),
    )
    await talk.says("Hi")
    async with acme.acting() as uow:
        await uow.session.execute(update(Channel).where(Channel.id == acme.webchat.id).values(removed_at=func.now()))

    await talk.passes(minutes=2)

    assert await talk.heard(also_held=True) == []


async def test_a_hand_off_waits_for_a_word_that_the_channel_would_not_take_yet(acme: Acme) -> None:
    talk = await Talk.begin(
        acme, a_flow("bye", bye=says("One moment.", next="team"), team=does("hand_off")), on=acme.fake
    )
    fake.behave(acme.fake.id, Behaviour(outcome="rate_limited", after_seconds=20))  # type: ignore[attr-defined]

    await talk.says("Help!")
    await talk.passes(seconds=5)
    meanwhile = await acme.conversation(talk.conversation_id)
    await talk.passes(seconds=30)

    assert meanwhile.answering == "bot"
    assert await talk.heard() == ["One moment."]
    assert (await acme.conversation(talk.conversation_id)).answering == "team"
