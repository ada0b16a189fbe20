"""PDF files: paragraphs, running heads, contents, tables and footnotes by their places; and what cannot be read."""
import base64
import importlib.util
import itertools
import zlib
from pathlib import Path

import pytest

from policysearch.chunker.documents import cut
from policysearch.errors import SourceEmpty, SourceError, SourceTooLarge, SourceUnreadable
from policysearch.models import Source
from policysearch.sources import pdf
from policysearch.sources.formats import read_source
from policysearch.sources.pdf import is_pdf, read_pdf
from tests.pdf_maker import LEAD, LEFT, PAGE, SIZE, TOP, WIDTH, broken, column, make_pdf, pdf_of, put

# one page that needs the password "user"
ENCRYPTED = (
    "eNqFUruKFEEUFRSU/gMxqWTAZK3HrUcXDB3sY1ZR2WHGBzhsUNN9e2wZu5fuGt0VMxE/wMhYf8FUzAwM/Q8DBTUwsKZHehhGsIIq7qlzTp263N5wf7"
    "DDr8mIE0aq6aN+n945O0G657ybVzM6dDNsiAiXoyTBMguUSGxSWwrdqxalJ5zeLLJmAkv+cSeAbUHYagyC1pnexqxwu9XphIVSWUViKY7pCJtqUafY"
    "BOGgKv3y4EStsiRJeLL0waMhciOe7F67heXMPyRgkqTxNbrH0QVy6cOV729fvrt4+Pzb608/4M3T3x/vf7368+jBi1dffp1///nyORMFoxX/r6Paz"
    "L/MQseLqV8WS4TTXddgC1/H+RP0Req6OLoTD4q5x5qOvSszV2f0XmjXiAg6JDuSHvWtxJhZKbnVWjhjpJQinzIjEDKbc4s248AwZdbJjDHN0cQ5Ws"
    "Fy46Za5Am92zc6dZYjCJs7K2KluDHcCY0qT2WcBQdpkGsOyEw6VTo3IKRC4XIJBqYi6WKf1phHjJiIdYtopUCRnKwxS1Y35RpTYgvjjG9hgv8Ds7"
    "CFgZJrzNeumGMdejkuniExdFRVYejaGToo0/rsxBPdVjf2J31gwEEAgAQFOvwvBqu5Fhq01Err5P+MMMNR413t23YoMFGvd3A0iP4A0wXk5w==")
PICTURE = f"q {PAGE[0]} 0 0 {PAGE[1]} 0 0 cm /Im Do Q\n"
WORDS = "推进基层医疗卫生服务体系建设加强家庭医生签约管理完善城乡居民健康档案提升公共应急能力"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def sentence(length: int, start: int = 0) -> str:
    """A sentence of so many characters; two starts give two sentences."""
    return "".join(itertools.islice(itertools.cycle(WORDS[start:] + WORDS[:start]), length - 1)) + "。"


def read(*pages: str, title: str = "", turned: int = 0, size: tuple[int, int] = PAGE) -> Source:
    """The source in a file of these pages, with what holds for every source."""
    source = read_pdf(pdf_of(*pages, title=title, turned=turned, size=size), "a.pdf", "in/a.pdf")
    assert (source.name, source.path) == ("a.pdf", "in/a.pdf")
    assert len(source.pages) == len(pages)
    assert list(source.pages) == sorted(source.pages) and all(0 <= at <= len(source.text) for at in source.pages)
    ends = [at for region in source.regions for at in (region.start, region.end)]
    assert ends == sorted(ends)
    for region in source.regions:
        assert region.end > region.start
        assert source.text[region.start - 1:region.start] in ("", "\n")
        assert source.text[region.end:region.end + 1] in ("", "\n")
    return source


def running(source: Source) -> list[str]:
    """The lines outside the regions."""
    text, lines, at = source.text, [], 0
    for part in text.split("\n"):
        if not any(region.start <= at < region.end for region in source.regions):
            lines.append(part)
        at += len(part) + 1
    return lines


def regions(source: Source, kind: str) -> list[str]:
    return [source.text[region.start:region.end] for region in source.regions if region.kind == kind]


def test_a_pdf_file_is_known_by_its_mark() -> None:
    assert is_pdf(b"%PDF-1.7\n")
    assert is_pdf(b"\xef\xbb\xbf\n junk of a mail " + b"%PDF-1.4")
    assert not is_pdf(b"<!DOCTYPE html><html><body>a.pdf was moved</body></html>")
    assert not is_pdf(b" " * 1024 + b"%PDF-1.4")
    assert not is_pdf(b"")


def test_lines_are_joined_to_paragraphs() -> None:
    texts = ["一、总体要求", "（一）" + sentence(90), "（二）" + sentence(20, 5), sentence(70, 9)]
    source = read(column([part for text in texts for part in broken(text)]))
    assert source.text.split("\n") == texts
    assert source.regions == () and source.pages == (0,) and source.problems == ()


def test_a_full_line_that_ends_a_paragraph_is_told_by_the_indent_of_the_next() -> None:
    texts = [sentence(WIDTH - 2), sentence(2 * WIDTH - 2, 3), sentence(50, 7)]
    assert running(read(column([part for text in texts for part in broken(text)]))) == texts


def test_a_sentence_that_ends_at_the_margin_does_not_end_its_paragraph() -> None:
    text = sentence(WIDTH - 2) + sentence(WIDTH, 4) + sentence(50, 8)
    assert running(read(column(broken(text) + broken(sentence(40))))) == [text, sentence(40)]


def test_hard_wrapped_lines_with_labels_at_their_starts() -> None:
    texts = ["1." + sentence(100), "2." + sentence(30, 3), "3、" + sentence(80, 6), "（1）" + sentence(60, 9),
             "第四条 " + sentence(70)]
    source = read(column([part for text in texts for part in broken(text, first=0)]))
    assert running(source) == texts


def test_a_reference_at_the_start_of_a_line_is_no_label() -> None:
    before, after = sentence(WIDTH - 3)[:-1] + "依照", "第三十条规定办理，" + sentence(90)
    lines = [(2, before), *broken(after, first=0), *broken("（一）" + sentence(50))]
    assert running(read(column(lines))) == [before + after, "（一）" + sentence(50)]


def test_hanging_paragraphs_and_bullets() -> None:
    texts = ["1. " + sentence(90), "2. " + sentence(50, 4)]
    drawn = ""
    for number, text in enumerate(texts):
        lines = broken(text[3:], first=0, width=WIDTH - 3)
        drawn += put(LEFT, TOP - 100 * number, text[:2]) + column(lines, TOP - 100 * number, LEFT + 3 * SIZE)
    bullets = ["• " + sentence(60, 2), "• " + sentence(45, 6)]
    for number, text in enumerate(bullets):
        lines = broken(text[2:], first=0, width=WIDTH - 6)
        drawn += put(LEFT + 4 * SIZE, 500 - 60 * number, "•") + column(lines, 500 - 60 * number, LEFT + 6 * SIZE)
    # a line that is full by chance, and then a label further out
    bullets.append("• " + sentence(WIDTH - 6)[:-1] + "）")
    drawn += put(LEFT + 4 * SIZE, 380, "•") + put(LEFT + 6 * SIZE, 380, bullets[-1][2:]) + put(LEFT, 360, "3. 结语")
    assert running(read(drawn)) == [*texts, *bullets, "3. 结语"]


def test_a_larger_gap_begins_a_paragraph() -> None:
    first, second = sentence(2 * WIDTH), sentence(40, 5)
    drawn = column(broken(first, first=0)) + column(broken(second, first=0), TOP - 2 * LEAD - 15)
    assert running(read(drawn + column(broken(sentence(3 * WIDTH), first=0), 400))) == [first, second, sentence(3 * WIDTH)]


def test_type_parts_headings_from_text() -> None:
    heading = sentence(WIDTH - 2)[:-1] + "见"
    text = sentence(80)
    bold = put(LEFT + 2 * SIZE, TOP, heading, font="F2") + column(broken(text), TOP - LEAD)
    assert running(read(bold)) == [heading, text]
    larger = put(LEFT, TOP, sentence(WIDTH - 9)[:-1], 16) + column(broken(text, first=0), TOP - LEAD)
    assert running(read(larger)) == [sentence(WIDTH - 9)[:-1], text]


def test_short_lines_of_one_length_are_not_joined() -> None:
    names = ["东城区人民政府", "西城区人民政府", "南城区人民政府", "北城区人民政府", "中城区人民政府"]
    assert running(read(column([(0, name) for name in names]))) == names
    assert running(read(column(broken(sentence(200)) + [(2, name) for name in names]))) == [sentence(200), *names]


def test_a_title_of_two_centred_lines_is_one() -> None:
    drawn = put(136, TOP, "国务院办公厅关于加强基层医疗卫生服务", 18) + put(208, TOP - 30, "体系建设的实施意见", 18)
    text = sentence(90)
    assert running(read(drawn + column(broken(text), TOP - 80))) == ["国务院办公厅关于加强基层医疗卫生服务体系建设的实施意见", text]


def test_a_date_or_number_below_a_title_is_no_part_of_it() -> None:
    drawn = put(136, TOP, "国务院办公厅关于加强基层医疗卫生服务", 18) + put(208, TOP - 30, "体系建设的实施意见", 18)
    drawn += put(207, TOP - 60, "（2022年6月10日）", 18) + put(211, TOP - 90, "国办发〔2022〕1号", 18)
    text = sentence(90)
    assert running(read(drawn + column(broken(text), TOP - 120))) == [
        "国务院办公厅关于加强基层医疗卫生服务体系建设的实施意见", "（2022年6月10日）", "国办发〔2022〕1号", text]


def test_a_title_wider_than_the_text_does_not_move_its_margins() -> None:
    title = put(LEFT - 24, TOP, sentence(24)[:-1] + "通知", 19)
    texts = [sentence(WIDTH - 2) + sentence(60, 3), sentence(80, 5)]
    drawn = title + column([part for text in texts for part in broken(text)], TOP - 40)
    assert running(read(drawn)) == [sentence(24)[:-1] + "通知", *texts]


def test_a_label_at_the_margin_in_mid_sentence_is_none_where_labels_are_indented() -> None:
    across = sentence(WIDTH - 2)[:-1] + "统一、步调一致，" + sentence(50)
    texts = ["一、" + sentence(60), "二、" + sentence(50, 3), "三、" + sentence(70, 5), across]
    assert [text for _, text in broken(across)][1].startswith("一、")
    assert running(read(column([part for text in texts for part in broken(text)]))) == texts


def test_an_indented_line_is_no_continuation_where_paragraphs_are_indented() -> None:
    heading = sentence(WIDTH - 2)[:-1] + "设"
    texts = [sentence(80), sentence(70, 3), heading, sentence(60, 5)]
    assert running(read(column([part for text in texts for part in broken(text)]))) == texts


def test_paragraphs_set_apart_by_space_are_not_joined_though_most_have_one_line() -> None:
    texts = [sentence(WIDTH, number) for number in range(6)] + [sentence(2 * WIDTH), sentence(2 * WIDTH, 4)]
    drawn, y = "", float(TOP)
    for text in texts:
        lines = broken(text, first=0)
        drawn += column(lines, y)
        y -= LEAD * len(lines) + 10
    assert running(read(drawn)) == texts


def test_a_line_that_leaves_room_for_a_word_goes_on() -> None:
    words = sentence(70)[:-1]
    lines = [(2, words[:32]), (0, words[32:66]), (0, words[66:] + "。")]
    assert running(read(column(broken(sentence(100)) + lines + broken(sentence(90))))) == [
        sentence(100), words + "。", sentence(90)]


def head(number: int) -> str:
    return put(LEFT + 100, 810, "某市人民政府公报 2023年第5期", 9) + put(280, 40, f"— {number} —", 9)


def test_a_paragraph_across_two_pages_is_one_line_and_the_heads_follow_it() -> None:
    across, before, after = "（一）" + sentence(140), sentence(60, 3), "（二）" + sentence(50, 6)
    lines = broken(across)
    source = read(head(1) + column(broken(before) + lines[:2]), head(2) + column(lines[2:] + broken(after)),
                  head(3) + column(broken(sentence(44))))
    assert running(source) == [before, across, after, sentence(44)]
    title = "某市人民政府公报 2023年第5期"
    assert regions(source, "page") == [title, f"— 1 —\n{title}", f"— 2 —\n{title}", "— 3 —"]
    pieces = [source.text[at:at + 4] for at in source.pages]
    assert pieces == [before[:4], lines[2][1][:4], sentence(44)[:4]]


def test_page_numbers_on_alternating_sides_and_in_words() -> None:
    pages = []
    for number in range(1, 6):
        heads = put(500 if number % 2 else LEFT, 40, str(number + 8), 9) + put(240, 812, f"第 {number} 页 共 5 页", 9)
        pages.append(heads + column(broken(sentence(100, number))))
    source = read(*pages)
    assert running(source) == [sentence(100, number) for number in range(1, 6)]
    assert "9\n第 2 页 共 5 页\n" in source.text and len(regions(source, "page")) == 6


def test_what_differs_by_more_than_the_pages_number_is_no_head() -> None:
    pages = [column([(0, f"附件{number}"), *broken(sentence(90, number))]) for number in range(1, 5)]
    source = read(*pages)
    assert regions(source, "page") == []
    assert running(source)[::2] == ["附件1", "附件2", "附件3", "附件4"]


def test_a_single_page_has_a_number_too() -> None:
    source = read(column(broken(sentence(90))) + put(280, 40, "- 1 -", 9))
    assert running(source) == [sentence(90)] and regions(source, "page") == ["- 1 -"]


def test_two_columns_are_read_one_after_the_other() -> None:
    texts = ["（一）" + sentence(150), "（二）" + sentence(130, 4), "（三）" + sentence(120, 8)]
    lines = [part for text in texts for part in broken(text, width=17)]
    half = len(lines) // 2
    title = put(180, TOP + 30, "某市卫生工作要点", 18)
    # the columns' lines need not stand side by side
    drawn = title + column(lines[:half], TOP - 10) + column(lines[half:], TOP - 17, LEFT + 19 * SIZE)
    # on the last page the right column is empty
    last = "（四）" + sentence(110, 3)
    source = read(drawn, column(broken(last, width=17)))
    assert running(source) == ["某市卫生工作要点", *texts, last]


def test_a_large_title_beside_a_column_does_not_mix_its_lines() -> None:
    left = ["（一）" + sentence(150), "（二）" + sentence(130, 4)]
    lines = [part for text in left for part in broken(text, width=17)]
    right = broken("（三）" + sentence(200, 8), width=17)
    title = put(LEFT, TOP - 7, "某市卫生工作要点", 18)
    drawn = title + column(lines, TOP - 40, lead=13) + column(right, TOP, LEFT + 19 * SIZE, lead=13)
    assert running(read(drawn)) == ["某市卫生工作要点", *left, "（三）" + sentence(200, 8)]


def test_contents_are_a_region_of_their_own() -> None:
    chapters = ["一、总体要求", "二、主要任务", "三、保障措施", "附件：指标"]
    entries = [(0, chapter + "…" * 10 + str(number)) for number, chapter in enumerate(chapters, 1)]
    body = [part for number, chapter in enumerate(chapters) for part in [(2, chapter), *broken(sentence(60, number))]]
    source = read(put(252, TOP + 30, "目  录", 16) + column(entries), column(body))
    assert len(regions(source, "contents")) == 1 and regions(source, "contents")[0].startswith("目 录\n一、总体要求…")
    assert running(source)[::2] == chapters and len(running(source)) == 8


def test_contents_without_leaders_end_where_their_headings_come_again() -> None:
    chapters = ["第一章 总则", "第一节 一般规定", "第二章 服务和管理", "第一节 一般规定", "第三章 附则"]
    drawn = put(252, TOP + 30, "目录", 16)
    for number, chapter in enumerate(chapters):
        drawn += put(LEFT, TOP - LEAD * number, chapter) + put(480, TOP - LEAD * number, f"{number + 1}-{number + 3}")
    body = [part for number, chapter in enumerate(chapters) for part in [(9, chapter), *broken(sentence(60, number))]]
    expected = [f"{chapter} {number}-{number + 2}" for number, chapter in enumerate(chapters, 1)]
    source = read(drawn + column(body, 560))
    assert regions(source, "contents") == ["\n".join(["目录", *expected])]
    assert running(source)[::2] == chapters and len(running(source)) == 10
    # as a web page prints it, without numbers
    source = read(put(252, TOP + 30, "目录", 16) + column([(0, chapter) for chapter in chapters]) + column(body, 560))
    assert regions(source, "contents") == ["\n".join(["目录", *chapters])]
    assert running(source)[::2] == chapters and len(running(source)) == 10


def test_the_numbers_of_contents_are_no_column() -> None:
    chapters = [f"{number}、{sentence(12, at)[:-1]}" for at, number in enumerate("一二三四五六七八九十")]
    drawn = put(216, TOP + 30, "目", 16) + put(264, TOP + 30, "录", 16)
    for number, chapter in enumerate(chapters):
        drawn += put(LEFT, TOP - LEAD * number, chapter) + put(492, TOP - LEAD * number, str(number + 1))
    title = put(180, TOP + 40, "某市卫生事业发展规划", 20)
    body = [part for number, chapter in enumerate(chapters) for part in [(2, chapter), *broken(sentence(60, number))]]
    source = read(drawn, title + column(body))
    expected = [f"{chapter} {number}" for number, chapter in enumerate(chapters, 1)]
    assert regions(source, "contents") == ["\n".join(["目 录", *expected])]
    assert running(source)[:2] == ["某市卫生事业发展规划", chapters[0]]


def test_a_title_that_ends_in_catalogue_is_no_contents() -> None:
    texts = [sentence(60), sentence(70, 3)]
    source = read(put(200, TOP + 30, "产业结构指导目录", 18) + column([part for text in texts for part in broken(text)]))
    assert running(source) == ["产业结构指导目录", *texts]


@pytest.mark.parametrize("one_path", [False, True])
def test_a_ruled_table_is_a_row_a_line(one_path: bool) -> None:
    before, after = sentence(50), sentence(60, 4)
    edges = [(100, y, 400, y) for y in (600, 560, 530, 500)] + [(x, 500, x, 600) for x in (100, 200, 400)]
    if one_path:
        drawn = "".join(f"{x0} {y0} m {x1} {y1} l " for x0, y0, x1, y1 in edges) + "S\n"
    else:
        # as word processors do: thin areas, filled
        drawn = "".join(f"{x0} {y0} {x1 - x0 or 0.5} {y1 - y0 or 0.5} re f\n" for x0, y0, x1, y1 in edges)
    drawn += put(110, 575, "事项") + put(210, 585, "牵头单位") + put(210, 568, "和配合单位")
    drawn += put(110, 540, "签约服务") + put(210, 540, "1.卫生健康委") + put(210, 510, "医保局、Health Bureau")
    source = read(column(broken(before)) + drawn + column(broken(after), 450))
    assert regions(source, "table") == ["事项\t牵头单位和配合单位\n签约服务\t1.卫生健康委\n\t医保局、Health Bureau"]
    assert running(source) == [before, after]


def test_a_frame_around_text_is_no_table() -> None:
    text = sentence(90)
    source = read(column(broken(text)) + "60 600 470 180 re S\n" + line(60, 760, 530, 760))
    assert source.regions == () and running(source) == [text]


def test_columns_that_are_plainly_aligned_are_a_table() -> None:
    cells = [("地区", "人数", "比例"), ("东区", "1 200", "15%"), ("西区", "980", "12%"), ("南区", "1 050", "13%")]
    drawn = "".join(put(100 + 130 * at, 600 - 20 * row, text) for row, texts in enumerate(cells)
                    for at, text in enumerate(texts))
    source = read(column(broken(sentence(60))) + drawn + column(broken(sentence(50, 3)), 450))
    assert regions(source, "table") == ["\n".join("\t".join(row) for row in cells)]
    names = put(100, 600, "张三丰") + put(230, 600, "李四光") + put(360, 600, "王五味") + put(100, 580, "赵六合")
    assert running(read(column(broken(sentence(60))) + names)) == [sentence(60), "张三丰 李四光 王五味", "赵六合"]


def test_small_type_at_the_foot_with_a_mark_is_a_footnote() -> None:
    across = sentence(150)
    lines = broken(across)
    note = "① " + sentence(70, 5)
    notes = column(broken(note, first=0, width=48), 90, size=9, lead=12) + put(LEFT, 60, "② 见附件。", 9)
    source = read(column(lines[:3]) + line(LEFT, 105, 200, 105) + notes, column(lines[3:] + broken(sentence(40))))
    assert regions(source, "footnote") == [f"{note}\n② 见附件。"]
    assert running(source) == [across, sentence(40)]
    small = column(broken(sentence(60))) + put(LEFT, 90, "印发范围见下页", 9)
    assert regions(read(small), "footnote") == []


def test_the_mark_of_a_footnote_is_no_part_of_the_text_but_an_exponent_is() -> None:
    drawn = put(LEFT, TOP, "面积不少于50m") + put(LEFT + 78, TOP + 5, "2 ", 6) + put(LEFT + 81, TOP, "的指标")
    drawn += put(LEFT + 117, TOP + 5, "1 ", 6) + put(LEFT + 120, TOP, "如下：") + column(broken(sentence(90)), TOP - 2 * LEAD)
    source = read(drawn + put(LEFT, 60, "1 指规划的指标。", 9))
    assert running(source) == ["面积不少于50m²的指标如下：", sentence(90)]
    assert regions(source, "footnote") == ["1 指规划的指标。"]


def test_a_ruled_row_on_the_next_page_is_a_table_too() -> None:
    edges = [(100, y, 400, y) for y in (700, 660)] + [(x, 660, x, 700) for x in (100, 200, 300, 400)]
    drawn = "".join(line(*edge) for edge in edges) + put(110, 675, "医保") + put(210, 675, "医保局") + put(310, 675, "年底")
    source = read(drawn + column(broken(sentence(60)), 600))
    assert regions(source, "table") == ["医保\t医保局\t年底"] and running(source) == [sentence(60)]


def test_a_line_that_is_spaced_out_beside_a_column_that_is_not() -> None:
    wide = put(LEFT + 19 * SIZE, TOP, "适宜卫生科技组织", apart=6)
    drawn = put(LEFT, TOP, sentence(17)) + wide + column(broken(sentence(300), width=17), TOP - LEAD)
    drawn += column(broken(sentence(300, 4), width=17), TOP - LEAD, LEFT + 19 * SIZE)
    assert "适宜卫生科技组织" in read(drawn).text


def test_spaces_between_chinese_characters_are_kept_where_they_are_apart() -> None:
    drawn = put(LEFT, TOP, "二 、 主要任务", apart=-2.5) + put(LEFT, TOP - 40, "( 一 ) 新指標", apart=-2.5)
    drawn += put(LEFT, TOP - 80, "改革求变") + put(LEFT + 58, TOP - 80, "由治及兴")
    drawn += put(LEFT, TOP - 120, "总则通用条款", apart=10) + put(LEFT, TOP - 160, "建设 5G 基站 Belt and Road 合作")
    assert running(read(drawn)) == ["二、主要任务", "(一)新指標", "改革求变 由治及兴", "总则通用条款", "建设 5G 基站 Belt and Road 合作"]


def test_latin_words_and_hyphens_at_line_ends() -> None:
    lines = ["The policy address sets out the measures for the develop-",
             "ment of the Greater Bay Area, of 5G and of trade with",
             "those of the Belt and Road; cooperation against COVID-",
             "19, too, and a wider range of means to publish infor\u00ad",
             "mation."]
    drawn = "".join(put(LEFT, TOP - LEAD * number, text) for number, text in enumerate(lines))
    expected = ("The policy address sets out the measures for the development of the Greater Bay Area, of 5G and of trade"
                " with those of the Belt and Road; cooperation against COVID-19, too, and a wider range of means to publish"
                " information.")
    assert read(drawn, size=(2 * LEFT + 318, 842)).text == expected


def test_characters_are_composed_but_compatibility_and_private_ones_kept() -> None:
    source = read(put(LEFT, TOP, "cafe\u0301\u200b \ufa0c\u2f00\ue123内\u2060容\ufeff；\U00020000字"))
    assert source.text == "caf\u00e9 \ufa0c\u2f00\ue123内容；\U00020000字"


def test_a_turned_page_is_read_upright() -> None:
    # a letter gives each line a height, without which it would be left out
    texts = [[(indent, "A" + text) for indent, text in broken(sentence(length), width=WIDTH - 1)] for length in (90, 60)]
    drawn = ""
    for number, (indent, text) in enumerate(texts[0] + texts[1]):
        start = f"{100 + LEAD * number} {LEFT + indent * SIZE}"
        drawn += f"BT /F1 12 Tf 0 1 -1 0 {start} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
    expected = ["".join(text for _, text in lines) for lines in texts]
    assert running(read(drawn, turned=90, size=(842, PAGE[0]))) == expected


def test_text_aslant_stands_apart() -> None:
    mark = f"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm <{'内部资料'.encode('utf-16-be').hex()}> Tj ET\n"
    source = read(column(broken(sentence(200))) + mark)
    assert running(source) == [sentence(200)] and regions(source, "page") == ["内部资料"]


@pytest.mark.parametrize("title, hint", [
    ("2024年工作要点", {"title": "2024年工作要点"}), ("", {}), ("Microsoft Word - 工作要点.doc", {}), ("工作要点.docx", {}),
    ("  \u3000", {}), ("Untitled-1", {}), ("文档1", {}), ("某市 工作\n要点", {"title": "某市 工作 要点"})])
def test_the_title_is_a_hint_unless_it_is_a_file_name(title: str, hint: dict[str, str]) -> None:
    assert read(column(broken(sentence(60))), title=title).hints == hint


def test_pages_begin_where_their_first_running_character_stands() -> None:
    first, second_text = column(broken(sentence(60))), column(broken(sentence(50, 5)))
    source = read(head(1), head(2) + first, head(3), head(4) + second_text, head(5))
    second, fourth = source.text.index(sentence(60)), source.text.index(sentence(50, 5))
    assert source.pages == (second, second, fourth, fourth, len(source.text))


def error_of(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_pdf(data, "a.pdf", "in/a.pdf")
    assert caught.value.path == "in/a.pdf"
    return caught.value


def test_a_scanned_file_is_named_as_such() -> None:
    error = error_of(pdf_of(PICTURE, PICTURE + put(280, 40, "2"), ""))
    assert isinstance(error, SourceEmpty)
    assert (error.key, error.parameters) == ("source.scanned", {"pages": 2})


def test_scanned_pages_among_others_are_a_problem() -> None:
    text = column(broken(sentence(90)))
    source = read(text, PICTURE, text + PICTURE, "", PICTURE)
    assert source.problems == (("source.scanned_pages", {"pages": "2, 5"}),)
    assert running(source) == [sentence(90), sentence(90)]


def test_a_file_without_anything_is_empty() -> None:
    error = error_of(pdf_of("", ""))
    assert isinstance(error, SourceEmpty) and error.key == "source.empty"


def test_characters_that_the_library_leaves_out_are_counted() -> None:
    alone = f"BT /F1 12 Tf 1 0 0 1 {LEFT} {TOP} Tm <{'。'.encode('utf-16-be').hex()}> Tj ET\n"
    source = read(alone + column(broken(sentence(90)), TOP - LEAD), alone)
    assert source.problems == (("source.unread_characters", {"count": 2}),)
    error = error_of(pdf_of(alone))
    assert (error.key, error.parameters) == ("source.unread_characters", {"count": 1})


def test_an_encrypted_file_is_named_as_such() -> None:
    error = error_of(zlib.decompress(base64.b64decode(ENCRYPTED)))
    assert isinstance(error, SourceUnreadable) and error.key == "source.encrypted"


WHOLE = pdf_of(column(broken(sentence(90))), column(broken(sentence(60))))


@pytest.mark.parametrize("data", [
    WHOLE[:-300], WHOLE[:len(WHOLE) // 2], WHOLE[:20], WHOLE + b"11 0 obj\n<<>>\nendobj\n",
    b"%PDF-1.4\n<html>not found</html>", b""], ids=["table", "half", "head", "update", "html", "empty"])
def test_a_truncated_file_is_damaged(data: bytes) -> None:
    error = error_of(data)
    assert isinstance(error, SourceUnreadable) and error.key == "source.damaged"


def test_what_a_server_adds_behind_the_end_does_no_harm() -> None:
    assert read_pdf(WHOLE + b"\n<!-- cached -->\n", "a", "a").text == f"{sentence(90)}\n{sentence(60)}"


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    error = error_of(WHOLE)
    assert isinstance(error, SourceTooLarge) and (error.key, error.parameters) == ("source.too_many_pages", {"limit": 1})


def test_a_whole_document_comes_back_as_its_paragraphs() -> None:
    texts = ["关于加强家庭医生签约服务的通知", "一、总体要求", "（一）" + sentence(150), "1." + sentence(400) + "参见 https://www.example.org/a。",
             "第三条 " + sentence(700, 4), "2022年6月10日"]
    source = read_pdf(make_pdf(texts, title="通知", head="某市人民政府公报", foot="第 {} 页"), "a", "a")
    assert running(source) == texts
    assert len(source.pages) == 2 and source.hints == {"title": "通知"}


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    error = error_of(WHOLE)
    assert isinstance(error, SourceUnreadable)
    assert (error.key, error.parameters) == ("source.needs_extra", {"extra": "pdf"})
    assert 'pip install "policysearch[pdf]"' in str(error)


def test_items_of_a_pdf_file_are_those_of_its_text_and_know_their_pages(tmp_path: Path) -> None:
    texts = ["关于加强家庭医生签约服务的通知", "一、总体要求", "1." + sentence(400), "2." + sentence(900, 3), "二、保障措施", "3." + sentence(80)]
    for name, data in (("a.txt", "\n".join(texts).encode()), ("a.pdf", make_pdf(texts, head="某市人民政府公报"))):
        (tmp_path / name).write_bytes(data)
    plain, printed = (cut(read_source(tmp_path / name, "a", name)) for name in ("a.txt", "a.pdf"))
    assert [(item.id, item.text, item.sections, item.title) for item in printed] == [
        (item.id, item.text, item.sections, item.title) for item in plain]
    assert [item.page for item in printed] == [1, 1, 2] and len(plain) == 3
