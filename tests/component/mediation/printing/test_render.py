"""Real documents out of the real process: all that was given is in them, as it was given."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pypdfium2
import pytest
from pypdf import PdfReader

from lianfang.printing import child, compiling
from lianfang.printing.refused import NotPrintable, PrintingFailed
from services.mediation.printing.child import render
from services.mediation.printing.documents import pdf_of
from services.mediation.printing.forms import FORMS
from tests.fixtures.mediation_documents import FACTS, ORGAN, TERMS, party, samples

HOSTILE = [
    '#read("/etc/passwd")', "$x$ *b* _i_ `c`", "\\ #{1+1} [x]", '"} <label> @ref // /* */', "= 标题", "'; --\"",
    "#import \"@preview/x:1.0.0\"", "<script>&amp;</script>",
]  # fmt: skip
RARE = "喆䶮𣗋𠮷㛃"


def text_of(pdf: bytes) -> str:
    """All text without the white space and break places of the layout."""
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[\s\u200b]", "", text)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def printed():
    """Every sample, printed once by the real process."""
    return {kind: render(kind, data) for kind, data in samples().items()}


@pytest.mark.parametrize("kind", FORMS)
def test_a_document_has_its_number_organ_date_and_pages(printed, kind):
    data, text = samples()[kind], text_of(printed[kind])
    pages = len(PdfReader(io.BytesIO(printed[kind])).pages)
    for part in (data["number"], ORGAN, "2026年3月2日", f"第1页共{pages}页", f"第{pages}页共{pages}页"):
        assert plain(part) in text


@pytest.mark.parametrize("kind", FORMS)
def test_a_document_is_a_pdf_a_with_its_fonts_inside_and_no_name_in_its_title(printed, kind):
    reader = PdfReader(io.BytesIO(printed[kind]))
    assert b"<pdfaid:part>2</pdfaid:part>" in printed[kind]
    assert reader.metadata.creation_date.isoformat().startswith("2026-03-02T00:00:00")
    assert "演练甲" not in str(dict(reader.metadata))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    assert {font["/BaseFont"].partition("+")[2].split("-")[0] for font in fonts} >= {"NotoSerifCJKsc"}
    for font in fonts:
        assert "/FontFile3" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]


@pytest.mark.parametrize("kind", ["agreement", "oral_record", "confirmation_application"])
def test_names_facts_and_terms_are_there_in_full(printed, kind):
    text = text_of(printed[kind])
    for part in ("演练甲", "演练乙", "990102197903050019", "演练县鳌阳镇演练路2号", FACTS, *TERMS):
        assert plain(part) in text


def test_each_notice_says_what_it_is_for(printed):
    assert "调解时间：2026年3月5日09时30分" in text_of(printed["invitation"])
    assert "向人民法院提起诉讼" in text_of(printed["termination_notice"])
    assert "第二十六条" in text_of(printed["termination_notice"])
    assert "《公安机关办理行政案件程序规定》" in text_of(printed["not_accepted_notice"])
    assert "于2026年3月7日10时00分前将办理结果书面答复" in text_of(printed["transfer_letter"])
    slip = PdfReader(io.BytesIO(printed["transfer_letter"])).pages[-1].extract_text()
    assert "回执" in plain(slip)


def test_the_public_order_agreement_is_another_document_and_a_draft_says_so():
    pdf = pdf_of("agreement", samples()["agreement"] | {"mode": "public_order", "draft": True, "version": 2})
    text = text_of(pdf)
    for part in ("治安调解协议书", "《中华人民共和国治安管理处罚法》第九条", "第2版"):
        assert part in text
    assert text.count("草稿") == len(PdfReader(io.BytesIO(pdf)).pages)
    assert "草稿" not in text_of(pdf_of("agreement", samples()["agreement"]))


@pytest.mark.parametrize(
    ("kind", "mode", "law"),
    [
        ("agreement", "people", "《中华人民共和国人民调解法》第三十三条"),
        ("agreement", "court_docked", "《最高人民法院关于人民法院特邀调解的规定》第十九条"),
        ("agreement", "public_order", "《中华人民共和国治安管理处罚法》第九条第三款"),
        ("oral_record", "public_order", "《公安机关办理行政案件程序规定》第一百七十八条"),
        ("invitation", "public_order", "《中华人民共和国治安管理处罚法》第九条"),
        ("termination_notice", "public_order", "《中华人民共和国治安管理处罚法》第九条"),
    ],
)
def test_a_document_quotes_the_law_of_its_way_to_mediate(kind, mode, law):
    text = text_of(pdf_of(kind, samples()[kind] | {"mode": mode}))
    assert law in text
    assert ("人民调解法》第" in text) == (mode == "people")


@pytest.mark.parametrize("kind", FORMS)
def test_hostile_texts_are_printed_as_they_are(kind):
    kept = {"role", "side", "issued_on", "birth_date", "contact_by", "answer_by", "agreed_on", "apply_by", "mode"}
    used = []

    def poisoned(value):
        if isinstance(value, dict):
            texts = kept | {"gender"} | ({"time"} if kind == "invitation" else set())
            return {key: one if key in texts else poisoned(one) for key, one in value.items()}
        if isinstance(value, list):
            return [poisoned(one) for one in value]
        used.append(HOSTILE[len(used) % len(HOSTILE)])
        return used[-1]

    text = text_of(pdf_of(kind, poisoned(samples()[kind])))
    assert len(used) >= len(HOSTILE)
    assert [poison for poison in HOSTILE if plain(poison) not in text] == []


def test_rare_characters_of_names_are_there():
    data = samples()["agreement"] | {"parties": [party("a", RARE), party("b", "演练乙")]}
    assert RARE in text_of(pdf_of("agreement", data))


@pytest.mark.parametrize(
    ("character", "code"), [("א", "U+05D0"), ("😀", "U+1F600"), ("ཀ", "U+0F40"), ("\ufffd", "U+FFFD")]
)
def test_a_character_that_no_font_has_is_named_with_its_field_and_nothing_else(character, code):
    data = samples()["agreement"] | {"parties": [party("a", "演练甲"), party("b", f"保密{character}姓名")]}
    with pytest.raises(NotPrintable) as error:
        render("agreement", data)
    assert error.value.field == "parties.1.name"
    assert code in error.value.what
    assert "保密" not in str(error.value)


def test_missing_data_is_named_through_the_process():
    data = samples()["agreement"]
    del data["performance"]["time"]
    with pytest.raises(NotPrintable) as error:
        render("agreement", data)
    assert (error.value.field, error.value.what) == ("performance.time", "is missing")


def test_missing_fonts_are_no_fault_of_the_data(monkeypatch):
    monkeypatch.setattr(compiling, "FONTS", {"No Such Type"})
    with pytest.raises(PrintingFailed, match="No Such Type is not installed"):
        pdf_of("agreement", samples()["agreement"] | {"facts": "א"})


def test_the_same_data_gives_the_same_bytes(printed):
    assert render("agreement", samples()["agreement"]) == printed["agreement"]


@pytest.mark.parametrize("fill", ["A", "，", "「", "字\n", "字\u00a0", "々"])
def test_a_long_text_stays_on_the_paper_and_goes_on_over_pages(fill):
    data = samples()["agreement"] | {"facts": fill * 3000, "terms": [fill * 200] * 20}
    document = pypdfium2.PdfDocument(pdf_of("agreement", data))
    assert len(document) > 2
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(place) for place in range(text.count_chars())]
        assert all(left >= 0 and right <= page.get_width() for left, _, right, _ in boxes)
        assert all(bottom >= 0 and top <= page.get_height() for _, bottom, _, top in boxes)


def test_forty_parties_all_find_a_place_to_sign():
    many = [party("abcdefghij"[number % 10], f"演练{number}号") for number in range(40)]
    text = text_of(pdf_of("agreement", samples()["agreement"] | {"parties": many}))
    assert all(text.count(f"演练{number}号") == 2 for number in range(40))


@pytest.mark.parametrize("mode", ["people", "public_order", "court_docked"])
def test_the_agreement_of_a_small_case_fits_on_one_page(mode):
    pdf = pdf_of("agreement", samples()["agreement"] | {"mode": mode})
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


@pytest.mark.parametrize("mode", ["people", "public_order", "court_docked"])
@pytest.mark.parametrize("lines", range(1, 25, 3))
def test_the_seal_goes_to_the_next_page_with_the_signatures_and_the_last_clause(mode, lines):
    data = samples()["agreement"] | {"mode": mode, "facts": "\n".join(["争议事项。"] * lines)}
    last = PdfReader(io.BytesIO(pdf_of("agreement", data))).pages[-1].extract_text()
    for part in ("本协议自", "甲方（演练甲）", "（演练丙）", "记录人（演练丁）", "印章）", "2026年3月2日"):
        assert part in plain(last)


@pytest.mark.parametrize("parties", [17, 18, 19, 20, 21, 40])
def test_many_parties_leave_the_last_of_them_beside_the_seal(parties):
    many = [party("abcdefghij"[number % 10], f"演练{number}号") for number in range(parties)]
    last = PdfReader(io.BytesIO(pdf_of("agreement", samples()["agreement"] | {"parties": many}))).pages[-1]
    assert f"（演练{parties - 1}号）" in plain(last.extract_text())
    assert "（演练丙）" in plain(last.extract_text())
    assert "（人民调解委员会印章）" in plain(last.extract_text())


def test_personal_data_is_in_no_argument_and_in_no_file(monkeypatch, tmp_path):
    started = []
    real = child.bounded_child

    def seen(*arguments, **pipes):
        started.append(arguments)
        return real(*arguments, **pipes)

    monkeypatch.setattr(child, "bounded_child", seen)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    render("agreement", samples()["agreement"])
    assert started == [("services.mediation.printing",)]
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_takes_too_long_or_breaks_down_is_no_fault_of_the_data(monkeypatch):
    monkeypatch.setattr(child, "PATIENCE_S", 0.01)
    with pytest.raises(PrintingFailed, match="took more than"):
        render("agreement", samples()["agreement"])
    monkeypatch.setattr(child, "PATIENCE_S", 30)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(PrintingFailed, match="ended with 1"):
        render("agreement", samples()["agreement"])


def test_others_go_on_while_a_service_prints():
    program = """
import lianfang.runtime.patch
import threading, time
from services.mediation.printing.child import render
from tests.fixtures.mediation_documents import samples
ticks = []
def tick():
    while True:
        ticks.append(time.monotonic())
        time.sleep(0.01)
threading.Thread(target=tick, daemon=True).start()
data = samples()["agreement"]
before = len(ticks)
pdf = render("agreement", data)
print(pdf[:5] == b"%PDF-", len(ticks) - before > 5)
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == ["True"] * 2, done.stderr
