"""Reports that no day is without and no intake may stumble over."""

from __future__ import annotations

from typing import Any

_SEAT = {"lon": 119.5012, "lat": 27.4604}

AWKWARD: tuple[dict[str, Any], ...] = (
    {"awkward": "unknown category", "category": "123456", "description": "说不清的事", "place": _SEAT},
    {"awkward": "category of no class", "category": "770000", "description": "说不清的事", "place": _SEAT},
    {
        "awkward": "over the border", "category": "300100", "description": "过了县界的事故",
        "place": {"lon": 119.9, "lat": 27.45},
    },
    {
        "awkward": "just over the border", "category": "500200", "description": "山那边有人走失",
        "place": {"lon": 119.4, "lat": 27.165},
    },
    {"awkward": "at sea", "category": "500101", "description": "有人落水", "place": {"lon": 122.5, "lat": 26.5}},
    {
        "awkward": "free text only", "category": "200302", "description": "邻里争吵",
        "place": {"text": "下党村口的廊桥边"},
    },
    {"awkward": "text nobody knows", "category": "500500", "description": "牛在路上", "place": {"text": "老地方"}},
    {
        "awkward": "unknown grid", "category": "600300", "description": "夜间施工",
        "place": {"grid": "3509241000991001"},
    },
    {
        "awkward": "grid of another county", "category": "300200", "description": "轻微刮碰",
        "place": {"grid": "3504291000011001"},
    },
    {
        "awkward": "complaint about police", "category": "950100", "description": "对处警态度不满",
        "place": _SEAT, "accused": ["aoyang-station"],
    },
    {
        "awkward": "complaint about police, text only", "category": "950200", "description": "报警后无人到场",
        "place": {"text": "斜滩社区"}, "accused": ["xietan-station"],
    },
    {"awkward": "tip", "category": "900100", "description": "可疑仓库", "place": {"lon": 119.53, "lat": 27.318}},
    {"awkward": "tip", "category": "900200", "description": "可疑交易", "place": _SEAT, "priority": 2},
    {"awkward": "silent call", "category": "990100", "description": "无声电话", "place": {"text": ""}},
)  # fmt: skip
