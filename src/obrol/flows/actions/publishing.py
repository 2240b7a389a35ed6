"""Publishing: the draft becomes a version that runs, and that never changes again."""

from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

from obrol.flows.actions.drafting import read
from obrol.flows.engine.document import FlowDocument
from obrol.flows.engine.linting import lint
from obrol.flows.engine.messages import ImageMessage
from obrol.flows.engine.problems import Problem, error
from obrol.flows.engine.step import Step
from obrol.flows.engine.steps.ask_question import AskQuestion
from obrol.flows.engine.steps.enroll_sequence import EnrollSequence
from obrol.flows.engine.steps.hand_off import HandOff
from obrol.flows.engine.steps.leave_sequence import LeaveSequence
from obrol.flows.engine.steps.send_message import SendMessage
from obrol.flows.engine.steps.set_field import SetField
from obrol.flows.engine.steps.subscribe_topic import SubscribeTopic
from obrol.flows.engine.steps.unsubscribe_topic import UnsubscribeTopic
from obrol.flows.errors import FlowHasErrors
from obrol.flows.events import FlowPublished
from obrol.flows.models import Flow, FlowVersion
from obrol.flows.queries import (
    find_attachments,
    find_field_keys,
    find_sequences,
    find_teams,
    find_topics,
    find_version_row,
)
from obrol.inbox.models import Attachment
from obrol.runtime.unit_of_work import UnitOfWork

FIELDS = "contact.fields."


async def publish(uow: UnitOfWork, flow: Flow) -> tuple[FlowVersion, bool]:
    """Make the draft the version that new runs walk, and say whether it is a new one.

    A draft that says what is published already changes nothing, so a retry is harmless. Refuses with FlowHasErrors.
    The caller holds the flow's lock: two who publish at once make two versions, one after the other.
    """
    document = read(flow.draft)
    files = await find_attachments(uow.scope, {picture.media.attachment_id for _, picture in _pictures(document)})
    problems = [problem for problem in lint(document) if problem.severity == "error"]
    problems += [
        *_missing_files(document, files),
        *await _missing_teams(uow, document),
        *await _missing_fields(uow, document),
        *await _missing_topics(uow, document),
        *await _missing_sequences(uow, document),
    ]
    if problems:
        raise FlowHasErrors(problems)
    published = _with_true_media(flow.draft, files)
    latest = await find_version_row(uow.scope, flow.id, flow.published_version) if flow.published_version else None
    if latest is not None and latest.document == published:
        return latest, False
    version = FlowVersion(
        workspace_id=uow.workspace_id,
        flow_id=flow.id,
        number=(flow.published_version or 0) + 1,
        document=published,
        published_at=uow.now,
        published_by_id=uow.actor.id if uow.actor.is_agent else None,
    )
    uow.session.add(version)
    flow.published_version, flow.draft = version.number, published
    uow.record(FlowPublished, flow=flow, number=version.number)
    return version, True


def _pictures(document: FlowDocument) -> Iterator[tuple[str, ImageMessage]]:
    for step_id, step in document.steps.items():
        if isinstance(step, SendMessage):
            yield from ((step_id, message) for message in step.options.messages if isinstance(message, ImageMessage))


def _missing_files(document: FlowDocument, files: dict[UUID, Attachment]) -> Iterator[Problem]:
    for step_id, picture in _pictures(document):
        file = files.get(picture.media.attachment_id)
        if file is None or file.kind != "image":
            yield error(
                "picture_gone",
                f'Step "{step_id}": the picture "{picture.media.name}" is not here. Upload it again.',
                step_id=step_id,
                place="options.messages",
            )


async def _missing_teams(uow: UnitOfWork, document: FlowDocument) -> list[Problem]:
    wanted = {
        step_id: step.options.team_id
        for step_id, step in document.steps.items()
        if isinstance(step, HandOff) and step.options.team_id is not None
    }
    there = await find_teams(uow.scope, set(wanted.values())) if wanted else set()
    return [
        error(
            "team_gone",
            f'Step "{step_id}": the team that it hands over to is not here any more.',
            step_id=step_id,
            place="options.team_id",
        )
        for step_id, team_id in wanted.items()
        if team_id not in there
    ]


async def _missing_fields(uow: UnitOfWork, document: FlowDocument) -> list[Problem]:
    """Steps that keep something in a custom field that nobody made: their answers would be lost."""
    wanted: dict[str, str] = {}
    for step_id, step in document.steps.items():
        place = _place_of(step)
        if place and place.startswith(FIELDS):
            wanted[step_id] = place.removeprefix(FIELDS)
    there = await find_field_keys(uow.scope, set(wanted.values())) if wanted else set()
    return [
        error(
            "field_gone",
            f'Step "{step_id}" keeps something in the field "{key}", which is not here. Make the field first.',
            step_id=step_id,
            place="options",
        )
        for step_id, key in wanted.items()
        if key not in there
    ]


async def _missing_topics(uow: UnitOfWork, document: FlowDocument) -> list[Problem]:
    wanted = {
        step_id: step.options.topic_id
        for step_id, step in document.steps.items()
        if isinstance(step, SubscribeTopic | UnsubscribeTopic)
    }
    there = await find_topics(uow.scope, set(wanted.values())) if wanted else set()
    return [
        error(
            "topic_gone",
            f'Step "{step_id}": the topic that it is about is not here any more.',
            step_id=step_id,
            place="options.topic_id",
        )
        for step_id, topic_id in wanted.items()
        if topic_id not in there
    ]


async def _missing_sequences(uow: UnitOfWork, document: FlowDocument) -> list[Problem]:
    wanted = {
        step_id: step.options.sequence_id
        for step_id, step in document.steps.items()
        if isinstance(step, EnrollSequence | LeaveSequence)
    }
    there = await find_sequences(uow.scope, set(wanted.values())) if wanted else set()
    return [
        error(
            "sequence_gone",
            f'Step "{step_id}": the sequence that it is about is not here any more.',
            step_id=step_id,
            place="options.sequence_id",
        )
        for step_id, sequence_id in wanted.items()
        if sequence_id not in there
    ]


def _place_of(step: Step) -> str | None:
    match step:
        case SetField():
            return step.options.place
        case AskQuestion():
            return step.options.save_to
        case _:
            return None


def _with_true_media(value: Any, files: dict[UUID, Attachment]) -> Any:
    """The document with what we know of its files instead of what its writer claimed."""
    if isinstance(value, list):
        return [_with_true_media(item, files) for item in value]
    if not isinstance(value, dict):
        return value
    known = cast("dict[str, Any]", value)
    if "attachment_id" in known:
        file = files[UUID(known["attachment_id"])]
        true = {"media_type": file.media_type, "size": file.size, "width": file.width, "height": file.height}
        return {**known, **true}
    return {name: _with_true_media(item, files) for name, item in known.items()}
