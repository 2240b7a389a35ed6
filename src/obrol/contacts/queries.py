"""Reading contacts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from obrol.contacts.models import Contact
from obrol.contacts.schemas import ContactOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope

_CONTACTS = text(
    """
    SELECT t.id, jsonb_build_object(
        'id', t.id, 'name', t.name, 'email', t.email, 'phone', t.phone, 'locale', t.locale,
        'time_zone', t.time_zone, 'picture_id', t.picture_id, 'picture_url', NULL,
        'identities', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                'channel_id', i.channel_id, 'channel_kind', ch.kind, 'external_id', i.external_id)
                ORDER BY i.created_at, i.id)
            FROM identity i JOIN channel ch ON ch.workspace_id = i.workspace_id AND ch.id = i.channel_id
            WHERE i.workspace_id = t.workspace_id AND i.contact_id = t.id), '[]'::jsonb),
        'tags', COALESCE((
            SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'color', g.color) ORDER BY lower(g.name))
            FROM contact_tag x JOIN tag g ON g.workspace_id = x.workspace_id AND g.id = x.tag_id
            WHERE x.workspace_id = t.workspace_id AND x.contact_id = t.id), '[]'::jsonb),
        'fields', COALESCE((
            SELECT jsonb_agg(jsonb_build_object(
                'id', f.id, 'key', f.key, 'name', f.name, 'type', f.type, 'value', v.value)
                ORDER BY f.position, f.name)
            FROM custom_field f LEFT JOIN field_value v
                ON v.workspace_id = f.workspace_id AND v.field_id = f.id AND v.contact_id = t.id
            WHERE f.workspace_id = t.workspace_id), '[]'::jsonb),
        'page', CASE WHEN t.page_url IS NULL THEN NULL ELSE jsonb_build_object(
            'url', t.page_url, 'title', COALESCE(t.page_title, '')) END,
        'first_seen_at', t.first_seen_at, 'last_seen_at', t.last_seen_at, 'version', t.version)
    FROM contact t WHERE t.workspace_id = :workspace_id AND t.id = ANY(:ids)
    """
)


async def find_contact(scope: Scope, contact_id: UUID, *, lock: bool = False) -> Contact | None:
    """The row, locked until the transaction ends if asked."""
    statement = select(Contact).where(Contact.workspace_id == scope.workspace_id, Contact.id == contact_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return await scope.session.scalar(statement)


async def contacts_out(scope: Scope, ids: Sequence[UUID]) -> dict[UUID, ContactOut]:
    """The whole resource of each contact, as it stands in this transaction."""
    rows = await scope.session.execute(_CONTACTS, {"workspace_id": scope.workspace_id, "ids": list(ids)})
    return {row[0]: ContactOut.model_validate(row[1]) for row in rows}


@renders(Contact)
async def _render(scope: Scope, rows: Sequence[Contact]) -> dict[UUID, Any]:
    return dict(await contacts_out(scope, [row.id for row in rows]))
