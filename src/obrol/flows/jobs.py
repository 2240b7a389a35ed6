"""Work that flows schedule; all of it in the lane of the conversation."""

from uuid import UUID

from obrol.runtime.jobs import Job


class ResumeRun(Job, name="resume_run"):
    """A wait of a run is over. A token that the run no longer waits for does nothing."""

    run_id: UUID
    token: int


class ShowTyping(Job, name="show_typing"):
    """Let the contact see that the bot types, unless the team has taken over meanwhile."""

    conversation_id: UUID
    epoch: int
    bot_id: UUID
    bot_name: str
    for_ms: int
