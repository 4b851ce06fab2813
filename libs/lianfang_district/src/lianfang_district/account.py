"""What an AMQP URI says about its account."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

_KINDS = ("district", "team")


def account_of(uri: str) -> str:
    """Return the account of the URI, ``district-350924``. Raises ValueError when it has none."""
    account = unquote(urlsplit(uri).username or "")
    if not account:
        raise ValueError("the AMQP URI has no account: amqp://<account>:<password>@<host>/<virtual host>")
    return account


def queue_of(account: str) -> str:
    """Return the queue that belongs to an account: ``district-350924`` -> ``district.350924``.

    Raises ValueError for an account of another form; then the queue has to be named.
    """
    kind, dash, id = account.partition("-")
    if kind not in _KINDS or not dash or not id:
        raise ValueError(f"account {account!r} is no district's or team's: name the queue with queue=…")
    return f"{kind}.{id}"


def team_of(account: str) -> str:
    """Return the full id of a team's account, ``350924.aoyang.case``. Raises ValueError for any other."""
    kind, _, id = account.partition("-")
    if kind != "team" or id.count(".") != 2:
        raise ValueError(f"account {account!r} is no team's: team-<county>.<zone>.<team>")
    return id
