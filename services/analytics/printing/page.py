"""A report as one page of HTML, built as a tree: no text can become markup. No script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import tzinfo
from xml.etree.ElementTree import Element, SubElement, tostring

from services.analytics.domain.reports import in_words
from services.analytics.domain.reports.in_words import EN, ZH
from services.analytics.domain.reports.notable import notable
from services.analytics.domain.reports.report import Compared, Line, Report, Section
from services.analytics.printing.naming import name_of, place_of

MEDIA_TYPE = "text/html; charset=utf-8"
STYLE = """
:root { color-scheme: light dark; font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif }
body { max-width: 70rem; margin: 1.5rem auto; padding: 0 1rem; line-height: 1.5 }
h1 { margin-bottom: 0 } caption { text-align: left; font-weight: bold; padding: 1.2rem 0 .3rem; font-size: 1.1rem }
div.table { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8886; vertical-align: top }
thead th { border-bottom: 2px solid } tbody th { font-weight: normal }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
small { display: block } footer { margin-top: 2rem; font-size: .9rem }
@media print { body { margin: 0; max-width: none } }
"""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
)
"""The page's Content-Security-Policy: its own style and nothing else."""

_WORDS = {
    "notable": ("值得注意的变化", "Changes worth a look"),
    "figure": ("指标", "Figure"),
    "value": ("数值", "Value"),
    "fraction": ("分子 / 分母", "Of"),
    "made": ("生成时间", "Made"),
    "none": ("没有超出偶然范围的变化。", "No change beyond chance."),
}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LANGUAGE = {ZH: "zh-CN", EN: "en"}


def html_of(report: Report, zone: tzinfo, language: str = ZH) -> bytes:
    """Return the page. zone: of the time that is told. language: zh or en."""
    title = report.zh if language == ZH else report.en
    days = in_words.days(report.days, language)
    html = Element("html", lang=_LANGUAGE[language])
    head, body = SubElement(html, "head"), SubElement(html, "body")
    SubElement(head, "meta", charset="utf-8")
    SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _text(head, "title", f"{title} {days}")
    SubElement(head, "style").text = STYLE
    main = SubElement(body, "main")
    _text(main, "h1", title)
    _text(main, "p", f"{place_of(report)} · {days}")
    _notable(main, report, language)
    for section in report.sections:
        _table(main, section, language)
    footer = SubElement(body, "footer")
    for remark in in_words.whole(report.remarks, language):
        _text(footer, "p", remark)
    _text(footer, "p", f"{_word('made', language)} {report.made_at.astimezone(zone):%Y-%m-%d %H:%M}")
    return f"<!DOCTYPE html>\n{tostring(html, encoding='unicode', method='html')}".encode()


def _notable(main: Element, report: Report, language: str) -> None:
    _text(main, "h2", _word("notable", language))
    found = notable(report)
    if not found:
        _text(main, "p", _word("none", language))
        return
    items = SubElement(main, "ul")
    for each in found:
        name, against = name_of(each.line, language), in_words.against(each.compared.against, language)
        _text(items, "li", f"{name}: {against} {in_words.change(each.compared, language)}")


def _table(main: Element, section: Section, language: str) -> None:
    compared: tuple[Compared, ...] = max((line.compared for line in section.lines), key=len, default=())
    table = SubElement(SubElement(main, "div", {"class": "table"}), "table")
    _text(table, "caption", section.zh if language == ZH else section.en)
    names = [_word(name, language) for name in ("figure", "value", "fraction")]
    head = SubElement(SubElement(table, "thead"), "tr")
    for name in [*names, *(in_words.against(each.against, language) for each in compared)]:
        _text(head, "th", name, scope="col")
    body = SubElement(table, "tbody")
    for line in section.lines:
        _row(SubElement(body, "tr"), line, [each.against for each in compared], language)


def _row(row: Element, line: Line, against: Iterable[str], language: str) -> None:
    name = _text(row, "th", name_of(line, language), scope="row")
    if line.notes:
        _text(name, "small", in_words.remarks(line.notes, language))
    number = {"class": "number"}
    _text(row, "td", in_words.with_unit(line.value, line.unit, language), **number)
    _text(row, "td", in_words.fraction(line.numerator, line.denominator), **number)
    found = {each.against: each for each in line.compared}
    for word in against:
        _text(row, "td", in_words.change(found[word], language) if word in found else in_words.NONE)


def _text(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    """Add an element with a text, without the characters that no HTML may hold."""
    element = SubElement(parent, tag, attributes)
    element.text = _FORBIDDEN.sub("\ufffd", text)
    return element


def _word(name: str, language: str) -> str:
    return _WORDS[name][language == EN]
