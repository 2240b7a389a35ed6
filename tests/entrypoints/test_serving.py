"""Serving: what a server does from the moment on when it is asked to stop."""

import signal

import uvicorn

from obrol.entrypoints.api import create_app
from obrol.entrypoints.serving import _Server
from obrol.runtime.settings import Settings


def test_a_server_that_is_asked_to_stop_is_not_ready_from_that_moment_on() -> None:
    settings = Settings()
    app = create_app(settings)
    app.state.draining = False
    server = _Server(app, uvicorn.Config(app, log_config=None), settings)

    server.handle_exit(signal.SIGINT, None)

    assert app.state.draining
    assert server.should_exit
