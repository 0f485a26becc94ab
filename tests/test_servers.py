"""A database of tests is used again as the migrations left it, or not at all."""

from __future__ import annotations

from tests.servers import Postgres


def test_a_table_of_a_test_s_own_is_gone_and_its_database_is_used_again(postgres_server: Postgres) -> None:
    with postgres_server.database() as before:
        name = before.rpartition("/")[2].partition("?")[0]
        postgres_server.run("CREATE TABLE own (id int PRIMARY KEY, what text)", name)
        postgres_server.run("INSERT INTO own VALUES (1, 'row')", name)
    with postgres_server.database() as after:
        assert after == before
        postgres_server.run("CREATE TABLE own (id int)", name)  # fails where there still is one


def test_a_database_whose_tables_were_changed_is_not_used_again(postgres_server: Postgres) -> None:
    with postgres_server.database() as before:
        name = before.rpartition("/")[2].partition("?")[0]
        postgres_server.run("ALTER TABLE persons ADD COLUMN own int", name)
    with postgres_server.database() as after:
        assert after != before
