import asyncpg
import pytest
from servers import Server

from obrol.runtime import migrating
from obrol.runtime.db import APP_ROLE
from obrol.runtime.migrating import migrate
from obrol.runtime.starting import CannotStart


async def test_the_role_of_the_program_can_neither_own_nor_bypass(admin_database_url: str) -> None:
    connection = await asyncpg.connect(admin_database_url)
    row = await connection.fetchrow(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = $1", APP_ROLE
    )
    owned = await connection.fetchval("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = $1", APP_ROLE)
    await connection.close()

    assert tuple(row) == (False, False, False, False)
    assert owned == 0


async def test_the_extensions_are_there(database_url: str) -> None:
    connection = await asyncpg.connect(database_url, server_settings={"role": APP_ROLE})
    found = {row[0] for row in await connection.fetch("SELECT extname FROM pg_extension")}
    await connection.close()

    assert {"pg_trgm", "unaccent"} <= found


async def test_migrating_again_changes_nothing(server: Server, fresh_database: str) -> None:
    await migrate(server.owner_url(fresh_database))
    await migrate(server.owner_url(fresh_database))


async def test_events_of_a_restored_backup_are_older_than_everything_here(server: Server, fresh_database: str) -> None:
    connection = await asyncpg.connect(server.owner_url(fresh_database))
    workspace = await connection.fetchval(
        "INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), 'Acme') RETURNING id"
    )
    for xid in ("10 ^ 12", "DEFAULT"):
        await connection.execute(
            "INSERT INTO event (workspace_id, type, actor, audience, payload, xid) "  # noqa: S608 - two constants
            f"VALUES ($1, 'test.told', '{{}}', '{{}}', '{{}}', {xid})",
            workspace,
        )
    own = await connection.fetchval("SELECT xid FROM event ORDER BY id DESC LIMIT 1")
    await migrate(server.owner_url(fresh_database))
    assert [row["xid"] for row in await connection.fetch("SELECT xid FROM event ORDER BY id")] == [0, own]
    await connection.close()


async def test_a_database_of_a_newer_version_is_refused(server: Server, fresh_database: str) -> None:
    url = server.owner_url(fresh_database)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) PRIMARY KEY)")
    await connection.execute("DELETE FROM alembic_version")
    await connection.execute("INSERT INTO alembic_version VALUES ('from_the_future')")
    await connection.close()

    with pytest.raises(CannotStart, match=r"from_the_future.*start the newer version"):
        await migrate(url)


async def test_a_database_that_may_lose_messages_is_refused(server: Server, fresh_database: str) -> None:
    connection = await asyncpg.connect(server.owner_url(fresh_database))
    await connection.execute(f"ALTER DATABASE {fresh_database} SET synchronous_commit = off")
    await connection.close()

    with pytest.raises(CannotStart, match="synchronous_commit=off"):
        await migrate(server.owner_url(fresh_database))


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        (
            "postgresql://me:hush@127.0.0.1:1/obrol",
            r"cannot reach the database at 127.0.0.1:1/obrol \(connection refused\)",
        ),
        ("postgresql://me:hush@no-such-host.invalid/obrol", "cannot reach the database at no-such-host.invalid:5432"),
    ],
)
async def test_an_unreachable_database_gives_one_sentence_without_the_password(url: str, sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence) as refusal:
        await migrate(url)

    assert "OBROL_DATABASE_URL" in str(refusal.value)
    assert "hush" not in str(refusal.value)


async def test_a_wrong_database_name_gives_one_sentence(server: Server) -> None:
    with pytest.raises(CannotStart, match="does not let Obrol in"):
        await migrate(server.owner_url("no_such_database"))


def test_migrations_are_found() -> None:
    assert (migrating.migrations_folder() / "env.py").exists()
