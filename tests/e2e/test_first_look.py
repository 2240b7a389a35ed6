"""What somebody sees who has just typed `make run`."""

import pytest
from journeys import Demo, OpenPage

pytestmark = pytest.mark.e2e


def test_the_desk_asks_for_a_sign_in(demo: Demo, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(demo.desk)

    page.get_by_role("textbox", name="Email").wait_for()


def test_the_shop_has_the_chat_on_it(demo: Demo, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(demo.shop)

    page.locator("iframe, button").first.wait_for()
