"""The books for people."""

from __future__ import annotations

from rich.table import Table

from scenarios.shouning.play.books import COMPARED, Books


def table(books: Books) -> Table:
    """Return the figures, as the bus and as the service count them."""
    shown = Table(title=f"寿宁: {books.disputes} disputes, played in {books.seconds:.0f} s over {books.days} days")
    shown.add_column("figure")
    shown.add_column("by the bus", justify="right")
    shown.add_column("by the service", justify="right")
    shown.add_column("of accepted", justify="right")
    for name in COMPARED:
        share = books.heard[name] / books.heard["accepted"] if books.heard["accepted"] else 0.0
        shown.add_row(name, str(books.heard[name]), str(books.figures[name]), f"{share:.1%}")
    second = f"{books.merged} merged second reports and {books.records} old records are not counted"
    verdict = "THE BOOKS BALANCE" if books.balanced else "THE BOOKS DO NOT BALANCE"
    shown.caption = f"{second}; {books.events} events, {books.calls} calls. {verdict}"
    return shown
