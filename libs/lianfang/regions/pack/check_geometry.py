"""Polygons: valid each, and together a coverage; overlaps and gaps are measured in square metres."""

from __future__ import annotations

from typing import Any

import shapely

from lianfang.regions.geometry import areas_m2, polygon
from lianfang.regions.pack.findings import Findings

FILE = "grids.geojson"
OVERLAP_ERROR_M2 = 1.0  # from here on an overlap forbids the import; smaller ones are noise of drawing
NOISE_M2 = 0.01
MAX_LISTED = 50


def check_geometry(found: Findings) -> None:
    """Check the polygons.

    Gaps are holes inside the county's outline. They are warnings: a lake without a grid is one, and `locate`
    gives the nearest grid there. A gap that opens to the outside can't be told from the outline.
    """
    codes, polygons = _valid_ones(found)
    if not polygons:
        return
    order = sorted(range(len(codes)), key=lambda i: codes[i])
    codes, polygons = [codes[i] for i in order], [polygons[i] for i in order]
    tree = shapely.STRtree(polygons)
    clean = bool(shapely.coverage_is_valid(polygons))
    if not clean:
        _overlaps(found, codes, polygons, tree)
    union = shapely.coverage_union_all(polygons) if clean else shapely.union_all(polygons)
    _gaps(found, codes, tree, union)


def _valid_ones(found: Findings) -> tuple[list[str], list[Any]]:
    codes, polygons = [], []
    for grid in found.pack.grids:
        geometry = polygon(grid.geometry or {})
        if geometry.is_valid:
            codes.append(grid.code)
            polygons.append(geometry)
        else:
            what = f"polygon of grid {grid.code} is invalid: {shapely.is_valid_reason(geometry)}"
            found.error(FILE, grid.code, what, "its border must not cross itself", field="geometry")
    return codes, polygons


def _overlaps(found: Findings, codes: list[str], polygons: list[Any], tree: Any) -> None:
    edges = shapely.coverage_invalid_edges(polygons)
    suspects = [i for i, edge in enumerate(edges) if not edge.is_empty]
    overlapping = 0
    for i in suspects:
        for j in sorted(int(k) for k in tree.query(polygons[i], predicate="intersects")):
            if j <= i:
                continue
            area = float(areas_m2(shapely.intersection(polygons[i], polygons[j])))
            if area < NOISE_M2:
                continue
            overlapping += 1
            if overlapping <= MAX_LISTED:
                note = found.error if area >= OVERLAP_ERROR_M2 else found.warning
                what = f"grids {codes[i]} and {codes[j]} overlap by {area:,.2f} m²"
                note(FILE, codes[i], what, "redraw their common border", codes=(codes[i], codes[j]), area_m2=area)
    if overlapping > MAX_LISTED:
        found.error(FILE, "", f"{overlapping - MAX_LISTED} more pairs of grids overlap", "redraw their borders")
    if not overlapping:
        some = tuple(codes[i] for i in suspects[:MAX_LISTED])
        what = f"borders of {len(suspects)} grids don't run through the same points as their neighbours'"
        found.warning(FILE, some[0], what, "snap the polygons to each other", codes=some)


def _gaps(found: Findings, codes: list[str], tree: Any, union: Any) -> None:
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    measured = [(area, hole) for hole in holes if (area := float(areas_m2(hole))) >= NOISE_M2]
    measured.sort(key=lambda pair: -pair[0])
    for area, hole in measured[:MAX_LISTED]:
        around = tuple(sorted(codes[int(i)] for i in tree.query(hole, predicate="intersects")))
        middle = hole.representative_point()
        what = f"gap of {area:,.2f} m² at {middle.x:.5f},{middle.y:.5f} between grids {', '.join(around[:6])}"
        found.warning(FILE, around[0] if around else "", what, "extend a grid over it", codes=around, area_m2=area)
    if rest := measured[MAX_LISTED:]:
        total = sum(area for area, _ in rest)
        found.warning(FILE, "", f"{len(rest)} more gaps, {total:,.0f} m² in all", area_m2=total)
