"""A real PDF out of the real process: all that is in the report is in it, as it was."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from lianfang.printing.forms import checked
from lianfang.printing.refused import NotPrintable
from services.analytics.printing import templates
from services.analytics.printing.child import render
from services.analytics.printing.documents import pdf_of
from services.analytics.printing.forms import FORMS, form_of
from tests.fixtures.analytics_reports import ZONE, line, report

HOSTILE = [
    '#read("/etc/passwd")',
    "$x$ *b* _i_ `c`",
    "\\ #{1+1} [x]",
    "<label> @ref // /* */",
    "= 标题",
    "<script>&amp;",
]


def text_of(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return plain(text)


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b]", "", text)


def test_a_report_is_printed_in_chinese_with_its_fonts_inside():
    pdf = render("report", form_of(report(line(p=0.001), line("出警", notes=("gaps",))), ZONE))
    text, reader = text_of(pdf), PdfReader(io.BytesIO(pdf))
    for part in ("每周分析", "寿宁县（350924）", "2026年第47周", "报警数", "12", "p=0.001", "缺事件",
                 "值得注意的变化", "第1页共1页", "Benjamini"):  # fmt: skip
        assert part in text
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    fonts = {
        font["/BaseFont"] for page in reader.pages for font in map(_object, page["/Resources"]["/Font"].values())
    }
    assert any("NotoSerifCJKsc" in name for name in fonts)


def _object(reference):
    return reference.get_object()


def test_the_same_report_gives_the_same_bytes():
    form = form_of(report(), ZONE)
    assert pdf_of("report", form) == pdf_of("report", form)


def test_hostile_texts_are_printed_as_they_are():
    made = report(*(line(text, part=text) for text in HOSTILE), place=HOSTILE[0], zh=HOSTILE[1])
    text = text_of(pdf_of("report", form_of(made, ZONE)))
    assert [each for each in HOSTILE if text.count(plain(each)) < 2] == []


def test_a_long_report_goes_on_over_pages_with_its_heads():
    pdf = pdf_of("report", form_of(report(*(line(f"指标{number}", 0.5) for number in range(120))), ZONE))
    reader = PdfReader(io.BytesIO(pdf))
    assert len(reader.pages) > 2
    assert all("指标" in page.extract_text() and "数值" in page.extract_text() for page in reader.pages)
    assert "指标119" in text_of(pdf)


def test_what_no_font_has_and_what_turns_the_writing_is_refused_with_its_field():
    for bad, told in (("😀", "U+1F600"), ("寿\u202e宁", "U+202E")):
        with pytest.raises(NotPrintable) as error:
            render("report", form_of(report(place=bad), ZONE))
        assert error.value.field == "place"
        assert told in error.value.what


def test_a_report_without_figures_and_changes_is_still_a_report():
    assert "2026年第47周" in text_of(pdf_of("report", form_of(report(sections=()), ZONE)))


def test_the_template_evaluates_reads_and_fetches_nothing():
    text = (templates.FOLDER / "report.typ").read_text().replace("json(bytes(sys.inputs.form))", "")
    assert not re.search(r"\b(?:eval|read|plugin|csv|yaml|toml|xml|cbor|image|bytes|import|include)\s*[(\"]", text)
    assert re.fullmatch(r"[0-9a-f]{16}/typst-\d+\.\d+\.\d+", templates.version())


def test_the_form_refuses_what_it_would_not_print():
    with pytest.raises(NotPrintable):
        checked(FORMS, "report", form_of(report(), ZONE) | {"more": "x"})
