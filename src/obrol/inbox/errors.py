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


class NothingToRead(Refusal):
    """Only what the contact wrote can be unread."""

    code = "nothing_to_read"
    message = "The customer has not written anything here yet."


class TooManyPins(Refusal):
    """Pins are for a few; a list of pins is no list of what matters."""

    code = "too_many_pins"
    message = "You have pinned 50 conversations. Take a pin away first."


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


class ScheduledReplyNotFound(NotFound):
    """No such reply is waiting, as far as this actor may know; it may have been sent."""

    code = "scheduled_reply_not_found"
    message = "This reply is no longer waiting."


class SendTimeWrong(Refusal):
    """The time has gone by, or is further ahead than anybody plans."""

    status: ClassVar[int] = 422
    code = "send_time_wrong"
    message = "Choose a time in the future, within a year."


class TooManyScheduled(Refusal):
    """The documented number of scheduled replies of one conversation is reached."""

    code = "too_many_scheduled"
    message = "Too many replies are waiting here. Cancel one first."


class LetterNotFound(NotFound):
    """No such dead letter; somebody may have started it again already."""

    code = "letter_not_found"
    message = "This work is no longer waiting."


class VariableEmpty(Malformed):
    """A reply looks up what this contact does not have (`empty`), or what nobody ever has (`unknown`: misspelt)."""

    code = "variable_empty"
    message = "A variable of this message is empty."


class FilledTooLong(Malformed):
    """With its variables filled in, the reply is longer than a message may be."""

    code = "filled_too_long"
    message = "With its variables filled in, this message is too long."


class FilledBlank(Malformed):
    """With its variables filled in, nothing is left to send."""

    code = "filled_blank"
    message = "With its variables filled in, this message is empty."


class PersonaUnknown(Malformed):
    """The message names a persona that this workspace does not have, or not any more."""

    code = "persona_unknown"
    message = "There is no such persona any more. Choose another one."


class PersonaNotFound(NotFound):
    """No such persona in this workspace."""

    code = "persona_not_found"
    message = "There is no such persona."


class PersonaNameTaken(Refusal):
    """Two personas of one name could not be told apart."""

    code = "persona_name_taken"
    message = "There is a persona of this name already."


class PictureUnknown(Malformed):
    """The picture was never uploaded here, or is not a picture."""

    code = "picture_unknown"
    message = "This picture is not here. Please upload it again, as a picture."


class ShortcutNotFound(NotFound):
    """No such shortcut, or it is somebody else's own."""

    code = "shortcut_not_found"
    message = "There is no such shortcut."


class ShortcutNameTaken(Refusal):
    """Among the shared shortcuts, and among those of one agent, every name is there once."""

    code = "shortcut_name_taken"
    message = "There is a shortcut of this name already."


class ShortcutBlank(Malformed):
    """A shortcut has words or a file."""

    code = "shortcut_blank"
    message = "Write what the shortcut says, or add a file."


class SheetUnreadable(Malformed):
    """The file of an import is no CSV, or its first line does not name the columns `name` and `text`."""

    code = "sheet_unreadable"
    message = "This file is not a list of shortcuts. Its first line must name the columns name and text."


class SheetTooLong(Malformed):
    """The file of an import has more lines than there can be shortcuts."""

    code = "sheet_too_long"
    message = "This file has more lines than there can be shortcuts. Please split it."


class TooManyShortcuts(Refusal):
    """The documented number of shortcuts is reached."""

    code = "too_many_shortcuts"
    message = "There are as many shortcuts as there can be. Remove one first."


class TooManyPersonas(Refusal):
    """The documented number of personas is reached."""

    code = "too_many_personas"
    message = "There are as many personas as there can be. Remove one first."
