"""Checking: what an admin filled in, against the form of the connector."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from obrol.channels.contract.setup import SetupForm
from obrol.channels.errors import CredentialsRefused, SettingsRefused

FIELDS_SHOWN = 20


def clean_settings(form: SetupForm, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings as they are stored; refuses with SettingsRefused and names every field that is wrong."""
    try:
        return form.clean_settings(given)
    except ValidationError as error:
        raise SettingsRefused(fields=_fields(error)) from None


def clean_credentials(form: SetupForm, given: Mapping[str, Any]) -> dict[str, Any]:
    """The credentials as they are sealed; refuses with CredentialsRefused and never repeats what was given."""
    try:
        return form.clean_credentials(given)
    except ValidationError as error:
        raise CredentialsRefused(fields=_fields(error)) from None


def _fields(error: ValidationError) -> list[dict[str, Any]]:
    found = error.errors(include_url=False, include_context=False, include_input=False)[:FIELDS_SHOWN]
    return [{"at": [str(part) for part in field["loc"]], "message": field["msg"]} for field in found]
