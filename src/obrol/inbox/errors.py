"""Refusals of the inbox."""

from typing import ClassVar

from obrol.kit.refusals import Malformed, NotFound, Refusal, TooLarge


class ConversationNotFound(NotFound):
    """No such conversation, as far as this actor may know."""

    code = "conversation_not_found"
    message = "There is no such conversation."


class MessageNotFound(NotFound):
    """No such message, as far as this actor may know."""

    code = "message_not_found"
    message = "There is no such message."


class NoteNotFound(NotFound):
    """No such note, as far as this actor may know; it may have been removed."""

    code = "note_not_found"
    message = "There is no such note."


class NoteOfSomebodyElse(Refusal):
    """A note is changed by who wrote it, or by who looks after the work of others."""

    status: ClassVar[int] = 403
    code = "note_of_somebody_else"
    message = "Only its author or a supervisor can change this note."


class MessageIdTaken(Refusal):
    """The id belongs to a message with other content: ids are made once per message."""

    code = "message_id_taken"
    message = "A different message already has this id."


class AlreadyDone(Refusal):
    """A conversation that is done cannot be snoozed."""

    code = "already_done"
    message = "This conversation is done. Reopen it first."


class SnoozeInPast(Refusal):
    """The time has gone by."""

    status: ClassVar[int] = 422
    code = "snooze_in_past"
    message = "Choose a time in the future."


class LiveChatModeOn(Refusal):
    """The team answers, so the bot cannot speak: live chat mode comes off first."""

    code = "live_chat_mode_on"
    message = "Live chat mode is on, so the bot cannot send anything. Switch it off first."


class WindowOver(Refusal):
    """The channel lets us write freely only for a while after the contact did, and that is over."""

    code = "window_closed"
    message = "The time in which this channel lets us write freely is over."


class BotNotThere(Refusal):
    """There is no bot on the channel that could answer."""

    code = "no_bot"
    message = "No bot is attached to this channel, so the team keeps the conversation."


class NothingToRetry(Refusal):
    """Only a message that failed, or whose outcome is unknown, can be sent again."""

    code = "nothing_to_retry"
    message = "This message does not need to be sent again."


class AttachmentUnknown(Malformed):
    """The message names a file that was never uploaded here."""

    code = "attachment_unknown"
    message = "The file of this message is not here. Please upload it again."


class AttachmentOfOtherKind(Malformed):
    """The message shows a file as something that it is not: a document as a picture."""

    code = "attachment_of_other_kind"
    message = "This file cannot be sent in that way. Send it as a file."


class AgentUnknown(Malformed):
    """The agent is not of this workspace, or no longer works here."""

    code = "agent_unknown"
    message = "There is no such agent here."


class FileTooLarge(TooLarge):
    """The upload is over the limit of its kind."""

    code = "file_too_large"
    message = "This file is larger than we take."


class FileNotTaken(Refusal):
    """The upload is empty, or something that we do not take."""

    status: ClassVar[int] = 415
    code = "file_not_taken"
    message = "We do not take this kind of file."


class PictureTooBig(Refusal):
    """The picture has more pixels than we decode."""

    status: ClassVar[int] = 422
    code = "picture_too_big"
    message = "This picture has too many pixels."


class LinkExpired(NotFound):
    """The link to the file is too old, or was never ours."""

    code = "link_expired"
    message = "This link has expired. Open the conversation again."


class LetterNotFound(NotFound):
    """No such dead letter; somebody may have started it again already."""

    code = "letter_not_found"
    message = "This work is no longer waiting."
