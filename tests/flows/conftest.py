from collections.abc import AsyncIterator

import httpx
import pytest
from acme import Acme
from serving import Served


@pytest.fixture
async def ada(served: Served, acme: Acme) -> AsyncIterator[httpx.AsyncClient]:
    """Ada, an admin, in her browser."""
    async with served.browser(acme) as browser:
        yield browser
