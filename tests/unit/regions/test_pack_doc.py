"""docs/region-packs.md, to which error messages point, names every field."""

from pathlib import Path

import pytest

from lianfang.regions.pack import schemas
from lianfang.regions.pack.fields import RecordSchema
from lianfang.regions.pack.load import FILES

DOC = (Path(__file__).parents[3] / "docs" / "region-packs.md").read_text(encoding="utf-8")
SCHEMAS = [one for one in vars(schemas).values() if isinstance(one, type) and issubclass(one, RecordSchema)]


@pytest.mark.parametrize("schema", [one for one in SCHEMAS if one is not RecordSchema])
def test_every_field_is_explained(schema):
    names = {field.data_key or name for name, field in schema().fields.items()}
    assert {name for name in names if f"`{name}`" not in DOC} == set()


def test_every_file_is_explained():
    assert [name for name in FILES if f"**{name}**" not in DOC] == []
