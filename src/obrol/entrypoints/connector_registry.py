"""Finds the connectors: every folder of `obrol.connectors` is one kind of channel."""

import pkgutil
from importlib import import_module

from obrol import connectors
from obrol.channels.contract.connector import Connector
from obrol.channels.contract.registry import Registry


def collect_connectors() -> Registry:
    """All connectors of this build. Refuses to start with a folder that has none or that is named otherwise."""
    return Registry(_connector_in(folder.name) for folder in pkgutil.iter_modules(connectors.__path__))


def _connector_in(folder: str) -> Connector:
    module = import_module(f"obrol.connectors.{folder}.connector")
    found = getattr(module, "connector", None)
    if not isinstance(found, Connector):
        raise TypeError(f"obrol/connectors/{folder}/connector.py has no `connector` that follows the contract")
    if found.kind != folder:
        raise ValueError(f'obrol/connectors/{folder} holds a connector of kind "{found.kind}"; the names must agree')
    return found
