"""Keys for programs of employers, the answers that their calls got, and the end of adverts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_LASTS = 60 * 24 * 3600


def upgrade() -> None:
    account = sa.ForeignKey("staff_accounts.id", ondelete="CASCADE")
    op.create_table(
        "staff_api_keys",
        sa.Column("id", sa.String(22), primary_key=True),
        sa.Column("account", sa.String(22), account, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("prefix", sa.String(12), nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("scopes", sa.String(200), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("used_day", sa.Integer),
        sa.Column("revoked", sa.BigInteger),
    )
    op.create_index("staff_api_keys_account", "staff_api_keys", ["account", "created"])
    op.create_table(
        "staff_api_answers",
        sa.Column(
            "account",
            sa.String(22),
            sa.ForeignKey("staff_accounts.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("name", sa.LargeBinary(32), primary_key=True),
        sa.Column("call", sa.LargeBinary(32), nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("staff_api_answers_at", "staff_api_answers", ["at"])
    op.add_column("vacancies", sa.Column("until", sa.BigInteger))
    # Adverts that are out end as a new one would by default, counted from their release.
    adverts = sa.table("vacancies", *map(sa.column, ("until", "released", "changed")))
    begun = sa.func.coalesce(adverts.c.released, adverts.c.changed, type_=sa.BigInteger)
    op.execute(sa.update(adverts).values(until=begun + _LASTS))
    op.create_index("vacancies_until", "vacancies", ["state", "until"])
