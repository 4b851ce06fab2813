"""Files lie encrypted, come back as they were made, and are written once."""

from __future__ import annotations

import base64
import hashlib

import pytest

from lianfang.persistence.cipher import CipherError, FieldCipher, generate_key
from services.mediation.app.documents.storage import MAX_BYTES, NAME, DamagedFile, DocumentFiles
from services.mediation.printing.documents import pdf_of
from tests.fixtures.mediation_documents import samples
from tests.fixtures.mediation_printing import pdf


def test_a_real_document_comes_back_and_is_told_without_opening_it(desk):
    made = pdf_of("agreement", samples()["agreement"])
    facts = desk.files().keep(desk.request(), made, "t1")
    assert (facts.sha256, facts.size, facts.pages) == (hashlib.sha256(made).hexdigest(), len(made), 1)
    assert facts.made_at == desk.now.isoformat()
    assert desk.files().read("case-1:d1:1") == (facts, made)


def test_no_plain_byte_of_a_file_is_on_disk(desk, tmp_path):
    made = pdf("演练甲 secret-marker " * 50)
    desk.files().keep(desk.request(), made, "t1")
    desk.store.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("documents.db*"))
    assert b"case-1:d1:1" in raw
    pieces = [
        made[:5],
        "演练甲".encode(),
        b"secret-marker",
        base64.b64encode(made)[60:120],
        base64.b64encode(made[1:])[60:120],
    ]
    assert [piece for piece in pieces if piece in raw] == []


def test_the_first_file_of_a_version_stays(desk):
    files, job = desk.files(), desk.request()
    first = files.keep(job, pdf("one"), "t1")
    assert files.keep(job, pdf("another"), "t2") == first
    assert files.read(job.id)[1] == pdf("one")


def test_versions_stand_beside_each_other(desk):
    files = desk.files()
    for version in (2, 1, 3):
        files.keep(desk.request(version=version), pdf(str(version)), "t1")
    read = [files.read(f"case-1:d1:{version}") for version in (1, 2, 3)]
    assert [(facts.version, content) for facts, content in read] == [(n, pdf(str(n))) for n in (1, 2, 3)]
    assert files.read("case-1:d1:4") is None


def test_a_changed_file_is_noticed(desk):
    files, job = desk.files(), desk.request()
    files.keep(job, pdf("one"), "t1")
    document = desk.store.get(NAME, job.id)
    other = desk.cipher.encrypt(base64.b64encode(pdf("other")).decode())
    desk.store.replace(NAME, document | {"sealed": other}, document["revision"])
    with pytest.raises(DamagedFile):
        files.read(job.id)
    with pytest.raises(CipherError):
        DocumentFiles(desk.store, FieldCipher([generate_key()]), lambda: desk.now).read(job.id)


@pytest.mark.parametrize(
    "made", [b"", b"%PDF-1.7 no pages", pdf("x" * MAX_BYTES)], ids=["empty", "no page", "large"]
)
def test_what_is_no_document_of_ours_is_refused(desk, made):
    with pytest.raises(ValueError, match="no PDF of ours"):
        desk.files().keep(desk.request(), made, "t1")
