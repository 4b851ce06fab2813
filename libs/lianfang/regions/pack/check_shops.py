"""Shops and their 三户联防 groups."""

from __future__ import annotations

from itertools import combinations

from lianfang.regions.codes import Level, at_level
from lianfang.regions.geometry import haversine_m
from lianfang.regions.model import Shop, ShopGroup
from lianfang.regions.pack.findings import Findings

FILE = "shops.yaml"
NORMAL_SIZE, SIZES = 3, range(2, 5)
ADJACENT_M = 200.0


def check_shops(found: Findings) -> None:
    """Check shops.yaml. Groups normally have three shops; 船山路 also has one of two, so 2 to 4 are allowed."""
    pack = found.pack
    found.unique(FILE, (shop.id for shop in pack.shops))
    found.unique(FILE, (group.id for group in pack.groups))
    grids = {grid.code for grid in pack.grids}
    for shop in pack.shops:
        found.known(FILE, shop.addressee, "grid", [shop.grid], grids, "grids.geojson")
        _check_zone(found, shop)
        if not shop.id.startswith("shop-"):
            found.error(FILE, shop.addressee, f"id {shop.id!r} must begin with shop-", "rename it", field="id")
    shops = {shop.id: shop for shop in pack.shops}
    found.unique(FILE, (shop for group in pack.groups for shop in group.shops), "groups.shops")
    for group in pack.groups:
        _check_group(found, group, shops)


def _check_zone(found: Findings, shop: Shop) -> None:
    township, day = at_level(shop.grid, Level.TOWNSHIP), found.pack.county.effective
    zones = [zone.zone for zone in found.pack.zones if township in zone.townships and zone.holds_on(day)]
    if shop.zone not in zones:
        what = f"is not in zone {shop.zone!r}; its grid {shop.grid} is in {', '.join(zones) or 'none'}"
        found.error(FILE, shop.addressee, what, "correct the zone or the grid", field="zone")


def _check_group(found: Findings, group: ShopGroup, shops: dict[str, Shop]) -> None:
    found.known(FILE, group.id, "shops", group.shops, shops, "shops")
    found.known(FILE, group.id, "duties", group.duties, group.shops, "the group's shops")
    if len(group.shops) not in SIZES:
        what = f"group {group.id} has {len(group.shops)} shops"
        found.error(FILE, group.id, what, f"give {SIZES.start} to {SIZES.stop - 1}", field="shops")
    elif len(group.shops) != NORMAL_SIZE:
        what = f"group {group.id} has {len(group.shops)} shops, normally {NORMAL_SIZE}"
        found.warning(FILE, group.id, what, "is it meant?", field="shops")
    placed = [shops[id] for id in group.shops if id in shops]
    if len({shop.zone for shop in placed}) > 1:
        found.error(FILE, group.id, f"group {group.id} spans several zones", "regroup it", field="shops")
    for a, b in combinations(placed, 2):
        if a.lon is None or a.lat is None or b.lon is None or b.lat is None:
            continue
        apart = haversine_m(a.lon, a.lat, b.lon, b.lat)
        if apart > ADJACENT_M:
            what = f"{a.id} and {b.id} are {apart:.0f} m apart; shops of a group are adjacent"
            found.warning(FILE, group.id, what, "check their places", field="shops", codes=(a.id, b.id))
