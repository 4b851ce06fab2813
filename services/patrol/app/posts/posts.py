"""The posts of each county: put as a whole, asked by id and unit, and turned into slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from lianfang.datafile import NotValid, Wrong
from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from services.patrol.app.posts import versions
from services.patrol.app.posts.build import Document, Manned, content_hash, manned, plain
from services.patrol.app.posts.calendars import SOURCE, Calendars, Days
from services.patrol.app.posts.check import pack_faults
from services.patrol.app.posts.pack_schema import PackBody
from services.patrol.domain.demand.slots import slots
from services.patrol.domain.posts.post import Post
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Slot

POSTS = "posts"
MOST_SLOTS = 200_000
"""Of one roster; a station of a city of 100,000 volunteers has thousands."""
IMPORTED, CHANGED = "patrol.posts_imported.v1", "patrol.demand_changed.v1"
State = dict[str, Any]


class NoSuchPost(LookupError):
    """There is no such post; the message is fit for callers."""


class Stale(Exception):
    """The posts are of another version than the one that was looked at; the message is fit for callers."""


@dataclass(frozen=True, slots=True)
class CountyPosts:
    """A county's posts in a version, "" and none where nothing was put."""

    county: str
    version: str
    document: Document
    by_id: Mapping[str, Manned]


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare."""
    return collection(POSTS), archive(POSTS), *versions.collections()


class Posts:
    """Posts by county. A version, once written, stays; a pointer says which one is in force."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None],
        calendars: Calendars, zone: tzinfo,
    ) -> None:  # fmt: skip
        """zone: whose local days and hours patterns speak of."""
        self._store, self._calendars, self.zone = store, calendars, zone
        self._pointers: Aggregates[State] = Aggregates(
            store, POSTS, source=SOURCE, clock=clock, hand_over=hand_over, encode=dict, decode=dict
        )
        self._held: dict[str, CountyPosts] = {}

    def county(self, county: str) -> CountyPosts:
        """Return the posts in force in a county. Raises StoreUnavailable."""
        stored = self._pointers.get(county)
        version = stored.state["version"] if stored else ""
        held = self._held.get(county)
        if held is None or held.version != version:
            held = self._held[county] = self._at(county, version)
        return held

    def manned(self, id: str) -> Manned:
        """Return a post with its patterns. Raises NoSuchPost, StoreUnavailable."""
        found = self.county(id[:6]).by_id.get(id)
        if found is None:
            raise NoSuchPost(f"There is no post {id}.")
        return found

    def get(self, id: str) -> Post:
        """Return a post. Raises NoSuchPost, StoreUnavailable."""
        return self.manned(id).post

    def of_county(self, county: str) -> list[Post]:
        """Return a county's posts by id."""
        return [it.post for _, it in sorted(self.county(county).by_id.items())]

    def of_unit(self, unit: str) -> list[Post]:
        """Return the posts that a unit's rosters man, by id."""
        return [post for post in self.of_county(unit[:6]) if post.unit == unit]

    def slots(self, unit: str, first: date, last: date) -> tuple[Slot, ...]:
        """Return all slots of a unit's posts on local days from first to last, both in, by start and id.

        Raises Refused for more than anybody could roster at once, before they are made.
        """
        calendar = self._calendars.for_county(unit[:6])
        patterns = sum(len(it.patterns) for it in self.county(unit[:6]).by_id.values() if it.post.unit == unit)
        if patterns * ((last - first).days + 1) > MOST_SLOTS:
            raise Refused(
                "too_many_slots", f"{patterns} patterns of duty over these days make more than {MOST_SLOTS} slots",
                "take fewer days, or give the unit's posts to several units",
            )  # fmt: skip
        found = [
            slot
            for it in self.county(unit[:6]).by_id.values()
            if it.post.unit == unit
            for slot in slots(it.post, it.patterns, calendar, first, last, self.zone)
        ]
        return tuple(sorted(found, key=lambda slot: (slot.start, slot.id)))

    def post_slots(self, id: str, first: date, last: date) -> list[Slot]:
        """Return the slots of one post. Raises NoSuchPost."""
        it = self.manned(id)
        return slots(it.post, it.patterns, self._calendars.for_county(it.post.county), first, last, self.zone)

    def put(self, county: str, loaded: Mapping[str, Any], command: Command) -> dict[str, Any]:
        """Make a county's posts what `loaded` says, which PackBody has loaded; whole, or nothing of it.

        Returns county, version, new (False: they are these already) and counts of posts, added, removed, changed.
        Raises NotValid with all that is wrong, ReusedId, Conflict, StoreUnavailable.
        """
        self._check(county, loaded)
        document, fresh = {**plain(loaded), "county": county}, manned(loaded)

        def decide(state: State | None) -> Change[State]:
            before = self._at(county, state["version"]) if state else self._at(county, "")
            counts = _compared(before.by_id, fresh)
            if state is not None and state["hash"] == content_hash(document):
                return Change(None, result={"county": county, "version": state["version"], "new": False, **counts})
            now = self._keep(county, state, document)
            told = {"county": county, "version": now["version"], **counts}
            about = {**told, "hash": now["hash"], "synthetic": document["synthetic"]}
            return Change(now, [NewEvent(IMPORTED, about, county)], {**told, "new": True})

        result: dict[str, Any] = self._pointers.execute(county, command, decide).result
        return result

    def adopt(self, id: str, kind: str, rows: Sequence[Mapping[str, Any]], version: str, command: Command) -> str:
        """Give a post another tide, in loaded rows; return the version of the county's posts that has it.

        version: of the posts that the planner looked at. A pack that is put later says again what holds. Raises
        NoSuchPost, NotValid, Stale, ReusedId, Conflict, StoreUnavailable.
        """
        county = id[:6]
        it = self.manned(id)
        tidal = [pattern.kind for pattern in it.patterns if pattern.tide]
        if kind not in tidal:
            raise NotValid(
                [Wrong("kind", f"{kind} is no tide of {id}", f"use one of: {', '.join(tidal) or 'none'}")]
            )

        def decide(state: State | None) -> Change[State]:
            if state is None or state["version"] != version:
                now_at = state["version"] if state else "none"
                raise Stale(f"The posts are at version {now_at} now: look at the demand again.")
            document = self._at(county, version).document
            posts = [_with_tide(post, kind, rows) if post["id"] == id else post for post in document["posts"]]
            document = {**document, "posts": posts}
            self._check(county, PackBody().load(document))
            now = self._keep(county, state, document)
            hours = sum(sum(row["hours"]) for row in rows)
            about = {"county": county, "version": now["version"], "post": id, "kind": kind, "person_hours": hours}
            return Change(now, [NewEvent(CHANGED, about, it.post.region)], now["version"])

        return str(self._pointers.execute(county, command, decide).result)

    def put_calendar(self, county: str, loaded: Mapping[str, Any], command: Command) -> Days:
        """Put a county's market days and events, see `Calendars.put`; a market that posts ask for must stay."""
        used = {
            market: id
            for id, it in sorted(self.county(county).by_id.items(), reverse=True)
            for pattern in it.patterns
            for when in (pattern.when, *(row.when for row in (pattern.tide.rows if pattern.tide else ())))
            for market in (when.market, when.no_market)
            if market
        }
        return self._calendars.put(county, loaded, used, command)

    def document(self, county: str, version: str) -> Document:
        """Return a version's pack, old or new. Raises UnknownVersion, StoreUnavailable."""
        if not version.startswith(f"{county}-"):
            raise versions.UnknownVersion(f"County {county} has no version {version} of posts.")
        return versions.read(self._store, version)

    def _check(self, county: str, loaded: Mapping[str, Any]) -> None:
        markets = self._calendars.for_county(county).markets
        if faults := list(pack_faults(county, loaded, markets)):
            raise NotValid([Wrong(".".join(at), what, remedy) for at, what, remedy in faults])

    def _keep(self, county: str, state: State | None, document: Document) -> State:
        number = (state["number"] if state else 0) + 1
        version = versions.version_of(county, number, document)
        versions.keep(self._store, version, document)  # before the pointer: whoever follows it finds the version
        return {"number": number, "version": version, "hash": content_hash(document)}

    def _at(self, county: str, version: str) -> CountyPosts:
        held = self._held.get(county)
        if held is not None and held.version == version:
            return held
        document = versions.read(self._store, version) if version else plain(PackBody().load({"posts": []}))
        return CountyPosts(county, version, document, manned(PackBody().load(document)))


def _with_tide(post: Document, kind: str, rows: Sequence[Mapping[str, Any]]) -> Document:
    return {**post, "tides": {**post["tides"], kind: plain(rows)}}


def _compared(before: Mapping[str, Manned], after: Mapping[str, Manned]) -> dict[str, int]:
    changed = sum(before[id] != it for id, it in after.items() if id in before)
    return {
        "posts": len(after), "added": len(after.keys() - before.keys()),
        "removed": len(before.keys() - after.keys()), "changed": changed,
    }  # fmt: skip
