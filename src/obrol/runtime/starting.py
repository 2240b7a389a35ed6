"""Starting: the one kind of failure that a person at a terminal can repair."""


class CannotStart(Exception):  # noqa: N818 - printed as one sentence, never as a traceback
    """The program cannot start; its text is one sentence that says what to do."""
