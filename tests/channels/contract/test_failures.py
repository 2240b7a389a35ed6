import pytest

from obrol.channels.contract.failures import Ambiguous, Rejected, SendFailure, as_failure


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (Rejected(), "rejected"),
        (Rejected("no such contact"), "rejected: no such contact"),
        (Rejected("no such contact", vendor_code="551"), "rejected: no such contact (551)"),
        (Rejected(vendor_code="551"), "rejected: 551"),
        (Ambiguous("read timeout"), "outcome_unknown: read timeout"),
    ],
)
def test_the_reason_is_our_code_and_then_the_vendors_words(failure: SendFailure, reason: str) -> None:
    assert failure.delivery_reason == reason


def test_codes_are_distinct_and_documented() -> None:
    classes = SendFailure.__subclasses__()

    assert len({failure.code for failure in classes}) == len(classes) == 6
    for failure in classes:
        assert failure.__doc__ is not None
        assert all(f"{question}:" in failure.__doc__ for question in ("When", "What", "Retry class"))


def test_one_of_the_six_is_taken_as_it_is() -> None:
    rejected = Rejected("no")

    assert as_failure(rejected) is rejected


@pytest.mark.parametrize("error", [KeyError("token"), TimeoutError(), SendFailure("which?")])
def test_a_bug_of_a_connector_may_have_sent_the_message(error: Exception) -> None:
    failure = as_failure(error)

    assert type(failure) is Ambiguous
    assert type(error).__name__ in failure.said
    assert "token" not in failure.said
