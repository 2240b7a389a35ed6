"""Ask question: say something, wait for the answer, check it, keep it."""

from collections.abc import Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from obrol.channels.contract.content import (
    BUTTON_LABEL_LIMIT,
    BUTTONS_LIMIT,
    NOT_BLANK,
    QUICK_REPLY_LABEL_LIMIT,
    TEXT_LIMIT,
    Content,
    plain_text,
)
from obrol.flows.engine.answers import read_email, read_number
from obrol.flows.engine.limits import CHOICES, RETRIES
from obrol.flows.engine.messages import (
    Choice,
    FlowButton,
    FlowQuickReply,
    TextMessage,
    TypingSeconds,
    Words,
    label,
    picked,
    say,
)
from obrol.flows.engine.names import ChoiceId, Place, choice_exit
from obrol.flows.engine.step import Leave, Move, Need, Options, Pressed, Signal, Stay, Step, Wrote
from obrol.flows.engine.turn import Turn
from obrol.flows.engine.world import Number, Value


class TextAnswer(Options):
    kind: Literal["text"]
    min_length: Annotated[int, Field(ge=1, le=TEXT_LIMIT)] = 1
    max_length: Annotated[int, Field(ge=1, le=TEXT_LIMIT)] = TEXT_LIMIT

    @model_validator(mode="after")
    def _some_length_fits(self) -> Self:
        if self.min_length > self.max_length:
            raise ValueError("min_length must not be above max_length")
        return self


class EmailAnswer(Options):
    kind: Literal["email"]


class NumberAnswer(Options):
    kind: Literal["number"]
    min: Number | None = None
    max: Number | None = None
    whole: bool = False

    @model_validator(mode="after")
    def _some_number_fits(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min must not be above max")
        return self


class AnswerChoice(Options):
    id: ChoiceId
    label: Annotated[str, Field(max_length=BUTTON_LABEL_LIMIT), NOT_BLANK]


class ChoiceAnswer(Options):
    kind: Literal["choice"]
    choices: Annotated[list[AnswerChoice], Field(min_length=1, max_length=CHOICES)]
    show_as: Literal["buttons", "quick_replies"] = "quick_replies"

    @model_validator(mode="after")
    def _they_fit_what_shows_them(self) -> Self:
        if self.show_as == "buttons" and len(self.choices) > BUTTONS_LIMIT:
            raise ValueError(f"at most {BUTTONS_LIMIT} choices fit as buttons")
        if self.show_as == "quick_replies":
            for choice in self.choices:
                if len(choice.label) > QUICK_REPLY_LABEL_LIMIT:
                    raise ValueError(
                        f'the label of "{choice.id}" is longer than the {QUICK_REPLY_LABEL_LIMIT} characters '
                        "of a quick reply"
                    )
        return self


Answer = Annotated[TextAnswer | EmailAnswer | NumberAnswer | ChoiceAnswer, Field(discriminator="kind")]


class AskQuestionOptions(Options):
    text: Words
    answer: Answer
    save_to: Place | None = None
    retries: Annotated[int, Field(ge=0, le=RETRIES)] = 2
    # Said instead of the question when the answer does not fit; empty repeats the question.
    retry_text: Annotated[str, Field(max_length=TEXT_LIMIT)] = ""
    typing_seconds: TypingSeconds = 0


class AskQuestion(Step):
    """Rests until the contact answers; leaves by `answered`, or by `failed` when the answers run out."""

    type: Literal["ask_question"]
    options: AskQuestionOptions

    def exit_names(self) -> Sequence[str]:
        """`answered` and `failed`; a choice that has an exit of its own is taken instead of `answered`."""
        return ("answered", *(choice_exit(choice.id) for choice in self.choices()), "failed")

    def choices(self) -> list[FlowButton] | list[FlowQuickReply]:
        """The answers to choose from, as what they are shown as."""
        answer = self.options.answer
        if not isinstance(answer, ChoiceAnswer):
            return []
        if answer.show_as == "buttons":
            return [FlowButton(id=choice.id, label=choice.label) for choice in answer.choices]
        return [FlowQuickReply(id=choice.id, label=choice.label) for choice in answer.choices]

    def needs(self) -> frozenset[Need]:
        """Buttons or quick replies, for a choice."""
        answer = self.options.answer
        return frozenset([answer.show_as]) if isinstance(answer, ChoiceAnswer) else frozenset()

    def rests_before(self, exit: str) -> bool:  # noqa: ARG002 - true of all
        """There is no way out without an answer."""
        return True

    def enter(self, turn: Turn) -> Move:
        """Ask."""
        return self._ask(turn, self.options.text)

    def resume(self, turn: Turn, signal: Signal) -> Move | None:
        """Read the answer: keep it and leave, or ask again, or give up."""
        match signal:
            case Pressed(choice_id=choice_id):
                pressed = next(choice for choice in self.choices() if choice.id == choice_id)
                return self._choose(turn, pressed, "pressed")
            case Wrote(content=content) if isinstance(self.options.answer, ChoiceAnswer):
                chosen = picked(turn, plain_text(content), self.choices())
                return self._choose(turn, chosen, "written") if chosen else self._again(turn)
            case Wrote(content=content):
                value = self._read(content)
                return self._again(turn) if value is None else self._keep(turn, value)
            case _:
                return None

    def _ask(self, turn: Turn, text: str) -> Move:
        choices = self.choices()
        say(
            turn,
            TextMessage(
                kind="text",
                text=text,
                buttons=[choice for choice in choices if isinstance(choice, FlowButton)],
                quick_replies=[choice for choice in choices if isinstance(choice, FlowQuickReply)],
                typing_seconds=self.options.typing_seconds,
            ),
        )
        turn.await_reply()
        return Stay()

    def _again(self, turn: Turn) -> Move:
        turn.run.tries += 1
        if turn.run.tries > self.options.retries:
            return Leave("failed", "no answer fitted")
        return self._ask(turn, self.options.retry_text.strip() or self.options.text)

    def _keep(self, turn: Turn, value: Value) -> Move:
        if self.options.save_to is not None:
            turn.keep(self.options.save_to, value)
        return Leave("answered")

    def _choose(self, turn: Turn, choice: Choice, because: str) -> Move:
        move = self._keep(turn, label(turn, choice))
        own = choice_exit(choice.id)
        return Leave(own, because) if own in self.exits else move

    def _read(self, content: Content) -> Value:
        text = plain_text(content).strip()
        match self.options.answer:
            case EmailAnswer():
                return read_email(text)
            case NumberAnswer() as asked:
                return _within(asked, read_number(text))
            case TextAnswer() as asked if asked.min_length <= len(text) <= asked.max_length:
                return text
            case _:
                return None


def _within(asked: NumberAnswer, number: float | None) -> float | None:
    """The number if it is one that was asked for."""
    if number is None or (asked.whole and isinstance(number, float)):
        return None
    if asked.min is not None and number < asked.min:
        return None
    if asked.max is not None and number > asked.max:
        return None
    return number
