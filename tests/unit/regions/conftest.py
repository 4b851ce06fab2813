"""Packs to try things on."""

import pytest

from lianfang.regions.pack.items import to_items
from lianfang.regions.pack.write import write
from lianfang.regions.world import World
from tests.fixtures.packs import small_pack


@pytest.fixture
def pack():
    return small_pack()


@pytest.fixture
def folder(tmp_path, pack):
    write(pack, tmp_path / "pack")
    return tmp_path / "pack"


@pytest.fixture
def edit(folder):
    """Replace a text that must be in one of the pack's files."""

    def do(name, old, new):
        text = (folder / name).read_text()
        assert old in text, f"{old!r} is not in {name}"
        (folder / name).write_text(text.replace(old, new, 1))
        return folder

    return do


@pytest.fixture
def world(pack):
    return World.from_items(to_items(pack))
