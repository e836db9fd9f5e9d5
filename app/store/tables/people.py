"""Units, accounts, the roles and posts they hold, when they are away, and the filters they keep."""

from sqlalchemy import Index, PrimaryKeyConstraint, Table

from app.store.tables.columns import METADATA, flag, instant, integer, maybe_instant, maybe_text, text

unit = Table("unit", METADATA, text("id", primary_key=True), text("name"), maybe_text("parent_id"))

# state: active or disabled. everything: member of every candidate group, which only the demo account of a demo city is.
# mail_address: where notices go besides; null: they are read here alone. must_change_password: somebody else set it.
account = Table(
    "account",
    METADATA,
    text("name", primary_key=True),
    text("display_name"),
    maybe_text("password_hash"),
    text("state"),
    flag("everything"),
    flag("demo"),
    integer("failures"),
    maybe_instant("locked_until"),
    maybe_instant("signed_in_at"),
    integer("rights_version"),
    maybe_text("mail_address"),
    flag("must_change_password"),
)

# post: A (first) or B (second holder).
holding = Table(
    "holding",
    METADATA,
    text("account"),
    text("role"),
    text("unit"),
    text("post"),
    PrimaryKeyConstraint("account", "role", "unit"),
    Index("holding_by_role", "role", "unit"),
)

# Pairs of holders of a role (AB角): first and second, each holding the role in the unit; unit "" for roles of the city. A holder whom no
# row names is paired by the letter of the holding.
post = Table(
    "post",
    METADATA,
    integer("id", primary_key=True, autoincrement=False),
    text("role"),
    text("unit"),
    text("name"),
    maybe_text("first"),
    maybe_text("second"),
    Index("post_by_first", "first"),
    Index("post_by_second", "second"),
)

# Who is away from when until when. substitute: who was named to stand in; null: as the AB rule has it.
leave = Table(
    "leave",
    METADATA,
    integer("id", primary_key=True, autoincrement=False),
    text("account"),
    instant("starts_at"),
    instant("ends_at"),
    maybe_text("substitute"),
    maybe_text("reason"),
    text("entered_by"),
    instant("entered_at"),
    Index("leave_by_end", "ends_at"),
    Index("leave_by_account", "account", "ends_at"),
)

# Filters of the work list under a name. unit: whose members see it too; null: nobody but its owner. query: a JSON object of texts.
saved_filter = Table(
    "saved_filter",
    METADATA,
    integer("id", primary_key=True, autoincrement=False),
    text("account"),
    maybe_text("unit"),
    text("name"),
    text("query"),
    Index("saved_filter_by_account", "account"),
    Index("saved_filter_by_unit", "unit"),
)

# What programs sign in with. id: names a token where the token itself is not to be seen. scopes: words with blanks between.
# rights_version: of the account when the token was made; like a session, it ends with a change of password or roles.
access_token = Table(
    "access_token",
    METADATA,
    text("digest", primary_key=True),
    text("id", unique=True),
    text("account"),
    text("name"),
    text("scopes"),
    integer("rights_version"),
    instant("created_at"),
    instant("expires_at"),
    maybe_instant("used_at"),
    maybe_instant("revoked_at"),
    Index("access_token_by_account", "account"),
)
