"""Word documents: the text as printed, numbers that Word makes, and files that are none."""
import io
import time
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from policysearch.chunker.documents import cut_document
from policysearch.errors import SourceEmpty, SourceError, SourceTooLarge, SourceUnreadable
from policysearch.models import Region, Source
from policysearch.sources import limits, packages
from policysearch.sources.docx import is_docx, read_docx
from policysearch.sources.number_formats import written

SPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml"}.items())
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def relations(targets: Mapping[str, str]) -> str:
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">' + "".join(
        f'<Relationship Id="r{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>' for kind, target in targets.items()
    ) + "</Relationships>"


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_docx(body: str | Iterable[str], numbering: str = "", styles: str = "", title: str = "",
              main: str = "word/document.xml", **replaced: str) -> bytes:
    """A .docx file of paragraphs, or of text a paragraph a line; `replaced` are its parts as `pack` takes them."""
    content = body if isinstance(body, str) else "".join(p(each) if not each.startswith("<") else each for each in body)
    folder, _, name = main.rpartition("/")
    return pack({
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}"><Override PartName="/{main}" ContentType="{WORD}"/></Types>',
        "_rels/.rels": relations({"officeDocument": main}),
        main: f"{HEAD}<w:document {SPACES}><w:body>{content}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": relations({"styles": "styles.xml", "numbering": "numbering.xml"}),
        f"{folder}/numbering.xml": f"{HEAD}<w:numbering {SPACES}>{numbering}</w:numbering>",
        f"{folder}/styles.xml": f"{HEAD}<w:styles {SPACES}>{styles}</w:styles>",
        "docProps/core.xml": f'{HEAD}<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>',
        **replaced})


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, number: tuple[int, int] | None = None, style: str = "", more: str = "") -> str:
    """A paragraph of text or runs; `number` is its list and its level."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}{more}</w:pPr>{content if content.startswith('<') else r(content)}</w:p>"


def lvl(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
            f'<w:lvlText w:val="{text}"/></w:lvl>')


def abstract(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def starts(depth: int, at: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{at}"/></w:lvlOverride>'


def style(name: str, more: str = "", based_on: str = "", kind: str = "paragraph", title: str = "") -> str:
    return (f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{title or name}"/>'
            f'<w:basedOn w:val="{based_on}"/>{more}</w:style>')


def numbered(name: int, depth: int | None = None) -> str:
    level = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
    return f'<w:pPr><w:numPr>{level}<w:numId w:val="{name}"/></w:numPr></w:pPr>'


def table(*rows: Iterable[str]) -> str:
    cells = ["".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def read(*arguments: Any, **options: Any) -> Source:
    return read_docx(make_docx(*arguments, **options), "通知.docx", "in/通知.docx")


def lines(*arguments: Any, **options: Any) -> list[str]:
    return read(*arguments, **options).text.split("\n")


OUTLINE = abstract(
    0, lvl(0, "chineseCounting", "%1、"), lvl(1, "chineseCounting", "（%2）"), lvl(2, "decimal", "%3.")) + num(1, 0)


def test_numbers_as_typed_stay_as_typed() -> None:
    source = read(["关于春耕的通知", "一、总体要求", "（一）备耕。", "　　1．种子。"])
    assert source == Source("通知.docx", "in/通知.docx", "关于春耕的通知\n一、总体要求\n（一）备耕。\n　　1．种子。")


def test_three_levels_count_and_begin_anew_below_each_higher_one() -> None:
    places = [0, 1, 2, 2, 1, 2, 0, 1, 1, 0]
    assert lines([p(f"第{n}", (1, depth)) for n, depth in enumerate(places)], numbering=OUTLINE) == [
        "一、第0", "（一）第1", "1. 第2", "2. 第3", "（二）第4", "1. 第5", "二、第6", "（一）第7", "（二）第8", "三、第9"]


def test_articles_count_through_chapters() -> None:
    levels = abstract(7, lvl(0, "chineseCountingThousand", "第%1章"),
                      lvl(1, "chineseCountingThousand", "第%2条", '<w:lvlRestart w:val="0"/>'), lvl(2, "decimal", "（%3）"))
    places = [0, 1, 2, 2, 1, 2, 0, 1, 2]
    assert lines([p("法", (3, depth)) for depth in places], numbering=levels + num(3, 7)) == [
        "第一章 法", "第一条 法", "（1）法", "（2）法", "第二条 法", "（1）法", "第二章 法", "第三条 法", "（1）法"]


def test_a_level_may_begin_anew_only_below_a_certain_one() -> None:
    levels = abstract(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%2)"),
                      lvl(2, "lowerRoman", "%3)", '<w:lvlRestart w:val="1"/>'))
    places = [0, 1, 2, 1, 2, 0, 1, 2]
    assert [line.split()[0] for line in lines([p("a", (1, depth)) for depth in places], numbering=levels + num(1, 0))] == [
        "1.", "1)", "i)", "2)", "ii)", "2.", "1)", "i)"]


def test_lists_of_one_abstract_list_continue_each_other_and_a_start_counts_once() -> None:
    lists = OUTLINE + num(2, 0, starts(0, 5)) + num(3, 0)
    assert lines([p("项", (name, 0)) for name in (1, 1, 2, 2, 3, 1, 2)], numbering=lists) == [
        f"{number}、项" for number in "一二五六七八九"]


def test_a_list_that_begins_at_a_lower_level_does_not_restart_the_higher_ones() -> None:
    lists = OUTLINE + num(2, 0, starts(0, 1) + starts(1, 1))
    assert lines([p("项", place) for place in [(1, 0), (1, 0), (1, 1), (2, 1), (2, 1), (2, 0)]], numbering=lists) == [
        "一、项", "二、项", "（一）项", "（一）项", "（二）项", "三、项"]


def test_a_level_that_is_skipped_has_begun() -> None:
    levels = abstract(0, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2")) + num(1, 0)
    assert lines([p("a", (1, depth)) for depth in (1, 1, 0, 1)], numbering=levels) == ["1.1 a", "1.2 a", "2. a", "2.1 a"]


def test_an_override_replaces_a_level_and_lists_of_other_abstract_lists_count_apart() -> None:
    levels = OUTLINE + abstract(1, lvl(0, "decimal", "%1、")) + num(2, 1)
    override = '<w:lvlOverride w:ilvl="0">' + lvl(0, "upperLetter", "%1.", start=3) + "</w:lvlOverride>"
    assert lines([p("项", (name, 0)) for name in (1, 2, 1, 2, 4, 4)], numbering=levels + num(4, 1, override)) == [
        "一、项", "1、项", "二、项", "2、项", "C. 项", "D. 项"]


def test_numbers_come_from_styles_and_those_they_are_based_on() -> None:
    linked = abstract(0, lvl(0, "chineseCounting", "%1、", '<w:pStyle w:val="章"/>'),
                      lvl(1, "chineseCounting", "（%2）", '<w:pStyle w:val="节"/>')) + num(1, 0)
    styles = (style("章", numbered(1)) + style("节", numbered(1)) + style("子", based_on="节") + style("孙", based_on="子") +
              style("无", numbered(0), based_on="章") + style("环", based_on="环"))
    paragraphs = [p("甲", style="章"), p("乙", style="节"), p("丙", style="孙"), p("丁", style="无"), p("戊", (0, 0), "章"),
                  p("己", style="环"), p("庚", style="章"), p("辛", (1, 1), "章")]
    assert lines(paragraphs, numbering=linked, styles=styles) == [
        "一、甲", "（一）乙", "（二）丙", "丁", "戊", "己", "二、庚", "（一）辛"]


def test_a_list_linked_with_a_list_style_has_the_levels_of_that_style() -> None:
    lists = ('<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="公文"/></w:abstractNum>'
             '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="公文"/>' + lvl(0, "decimal", "%1．") + "</w:abstractNum>")
    assert lines([p("项", (1, 0)), p("项", (2, 0))], numbering=lists + num(1, 0) + num(2, 1)) == ["1． 项", "2． 项"]


def test_a_default_style_numbers_and_unknown_lists_and_levels_do_not() -> None:
    styles = style("正文", numbered(1)).replace("<w:style ", '<w:style w:default="1" ')
    assert lines([p("甲"), p("乙", (9, 0)), p("丙", (1, 5)), p("丁")], numbering=OUTLINE, styles=styles) == [
        "一、甲", "乙", "丙", "二、丁"]


def test_several_levels_in_one_label_and_the_legal_form() -> None:
    levels = abstract(0, lvl(0, "upperRoman", "%1."), lvl(1, "decimalZero", "%1.%2"),
                      lvl(2, "decimal", "%1.%2.%3", "<w:isLgl/>"))
    places = [0, 1, 2, 2, 0, 2]
    assert lines([p("a", (1, depth)) for depth in places], numbering=levels + num(1, 0)) == [
        "I. a", "I.01 a", "1.1.1 a", "1.1.2 a", "II. a", "2.1.1 a"]


@pytest.mark.parametrize("suffix, text, expected", [
    ("tab", "%1", "1 项"), ("space", "%1", "1 项"), ("nothing", "%1", "1项"), ("space", "%1、", "1、项"), ("tab", "【%1】", "【1】项"),
    ("tab", "%1.　", "1.　项"), ("tab", "(%1)", "(1) 项"), ("tab", "", "项")])
def test_what_stands_between_label_and_text(suffix: str, text: str, expected: str) -> None:
    levels = abstract(0, lvl(0, "decimal", text, f'<w:suff w:val="{suffix}"/>'))
    assert lines([p("项", (1, 0))], numbering=levels + num(1, 0)) == [expected]


def test_circles_bullets_and_levels_without_numbers() -> None:
    levels = abstract(0, lvl(0, "decimalEnclosedCircle", "%1", '<w:suff w:val="nothing"/>'), lvl(1, "bullet", "\uf0b7"),
                      lvl(2, "none", ""), lvl(3, "none", "专栏", '<w:suff w:val="nothing"/>'))
    assert lines([p("项", (1, depth)) for depth in (0, 0, 1, 1, 2, 3)], numbering=levels + num(1, 0)) == [
        "①项", "②项", "• 项", "• 项", "项", "专栏项"]


@pytest.mark.parametrize("form, expected", {
    "decimal": "1 10 11 20 101 110 1005", "decimalZero": "01 10 11 20 101 110 1005", "unheardOf": "1 10 11 20 101 110 1005",
    "decimalFullWidth": "１ １０ １１ ２０ １０１ １１０ １００５", "decimalEnclosedCircle": "① ⑩ ⑪ ⑳ 101 110 1005",
    "chineseCounting": "一 十 十一 二十 一○一 一一○ 一○○五", "taiwaneseCounting": "一 十 十一 二十 一○一 一一○ 一○○五",
    "chineseCountingThousand": "一 十 十一 二十 一百〇一 一百一十 一千〇五",
    "taiwaneseCountingThousand": "一 十 十一 二十 一百零一 一百一十 一千零五",
    "japaneseCounting": "一 十 十一 二十 百一 百十 千五", "ideographDigital": "一 一〇 一一 二〇 一〇一 一一〇 一〇〇五",
    "chineseLegalSimplified": "壹 壹拾 壹拾壹 贰拾 壹佰零壹 壹佰壹拾 壹仟零伍",
    "ideographLegalTraditional": "壹 壹拾 壹拾壹 貳拾 壹佰零壹 壹佰壹拾 壹仟零伍",
    "ideographTraditional": "甲 癸 11 20 101 110 1005", "ideographZodiac": "子 酉 戌 20 101 110 1005",
    "lowerLetter": "a j k t wwww fffff 1005", "upperLetter": "A J K T WWWW FFFFF 1005",
    "lowerRoman": "i x xi xx ci cx mv", "upperRoman": "I X XI XX CI CX MV"}.items())
def test_formats_of_numbers(form: str, expected: str) -> None:
    assert [written(number, form) for number in (1, 10, 11, 20, 101, 110, 1005)] == expected.split()
    # no number is too large to be written
    assert written(999_999_999, form) == "999999999"


def test_runs_are_joined_and_breaks_end_lines() -> None:
    runs = (r("第一") + "<w:r><w:br/></w:r>" + r("第二") +
            '<w:r><w:cr/><w:t>第三</w:t><w:tab/><w:t>四</w:t><w:br w:type="page"/></w:r>')
    marks = r("2020") + "<w:r><w:noBreakHyphen/></w:r>" + r("2021") + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    unknown = '<w:r><w:sym w:font="Wingdings" w:char="F001"/><w:sym w:font="宋体" w:char="25A1"/><w:softHyphen/></w:r>'
    assert lines([p(runs), p(marks + unknown), p("<w:r><w:t>a\n b</w:t></w:r>")], numbering="") == [
        "第一", "第二", "第三\t四", "", "2020-2021☑□", "a  b"]


def test_a_number_stands_in_front_of_the_first_of_broken_lines() -> None:
    assert lines([p(r("上") + "<w:r><w:br/></w:r>" + r("下"), (1, 0)), p("<w:r/>", (1, 0))], numbering=OUTLINE) == [
        "一、上", "下", "二、"]


def test_insertions_are_kept_and_deletions_dropped() -> None:
    changed = (r("应当") + f"<w:ins>{r('立即')}</w:ins><w:del><w:r><w:delText>适时</w:delText></w:r></w:del>"
               f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>")
    gone = p("<w:del><w:r><w:delText>删</w:delText></w:r></w:del>", (1, 0), more="<w:rPr><w:del/></w:rPr>")
    joined = p("前半", (1, 0), more="<w:rPr><w:del/></w:rPr>")
    old = "<w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange>"
    assert lines([p(changed), p("甲", (1, 0)), gone, joined, p("后半", (1, 0)), p("未编号", more=old)], numbering=OUTLINE) == [
        "应当立即新", "一、甲", "二、前半后半", "未编号"]


def test_a_heading_run_in_with_its_text_keeps_its_number() -> None:
    heading = p("标题。", (1, 0), more="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert lines([heading, p("正文。"), p("乙", (1, 0))], numbering=OUTLINE) == ["一、标题。正文。", "二、乙"]


def test_hidden_text_is_dropped_whether_the_run_or_a_style_hides_it() -> None:
    styles = style("隐", "<w:rPr><w:vanish/></w:rPr>") + style("字", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    runs = r("见") + r("暗", "<w:vanish/>") + r("明", '<w:vanish w:val="0"/>') + r("藏", '<w:rStyle w:val="字"/>')
    gone = p(r("全隐", "<w:vanish/>"), (1, 0), more="<w:rPr><w:vanish/></w:rPr>")
    assert lines([p(runs), p(r("无") + r("有", '<w:vanish w:val="false"/>'), style="隐"), gone, p("甲", (1, 0))],
                 numbering=OUTLINE, styles=styles) == ["见明", "有", "一、甲"]


def test_a_paragraph_that_only_ends_a_section_has_no_number() -> None:
    assert lines([p("甲", (1, 0)), p("<w:bookmarkEnd/>", (1, 0), more="<w:sectPr/>"), p("乙", (1, 0))], numbering=OUTLINE) == [
        "一、甲", "", "二、乙"]


def test_results_of_fields_are_kept_and_their_codes_dropped() -> None:
    code = "<w:r><w:instrText>REF x \\* MERGEFORMAT</w:instrText></w:r>"
    inner = field("begin") + r("内码") + field("separate") + r("内果") + field("end")
    runs = (r("见") + field("begin") + code + inner + r("隐") + field("separate") + r("第三条") + field("end") + r("。") +
            f'<w:hyperlink>{r("网址")}</w:hyperlink><w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>')
    assert lines([p(runs), p(field("begin") + code + r("失")), p("后文")]) == ["见第三条。网址7", "", "后文"]


def test_text_boxes_stand_once_behind_their_paragraph() -> None:
    box = "<w:txbxContent>" + p("框内") + p("", (1, 0)) + p("二行", (1, 0)) + "</w:txbxContent>"
    both = ("<w:r><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>")
    only_old = both.replace(f"<wps:txbx>{box}</wps:txbx>", "")
    assert lines([p(r("文") + both + r("字")), p("末", (1, 0))], numbering=OUTLINE) == ["文字", "框内", "一、", "二、二行", "三、末"]
    assert lines([p(only_old), p("末", (1, 0))], numbering=OUTLINE) == ["框内", "一、", "二、二行", "三、末"]


def test_notes_comments_and_phonetic_guides_are_not_in_the_text() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('chun')}</w:rt><w:rubyBase>{r('春')}</w:rubyBase></w:ruby></w:r>"
    noted = r("文") + '<w:r><w:footnoteReference w:id="1"/><w:commentReference w:id="2"/></w:r><w:commentRangeEnd/>'
    math = "<m:oMath><m:r><m:rPr/><m:t>x=1</m:t></m:r></m:oMath>"
    assert lines([p(noted + ruby + math)]) == ["文春x=1"]


def test_content_controls_are_kept() -> None:
    inside = f"<w:sdt><w:sdtPr><w:alias w:val='名'/></w:sdtPr><w:sdtContent>{r('中')}</w:sdtContent></w:sdt>"
    around = f"<w:sdt><w:sdtContent><w:customXml>{p('外', (1, 0))}</w:customXml></w:sdtContent></w:sdt>"
    assert lines([p(r("前") + inside), around, p("后", (1, 0))], numbering=OUTLINE) == ["前中", "一、外", "二、后"]


def test_a_table_is_a_region_of_rows_and_tabs() -> None:
    cells = table(["序号", "任务"], [p("", (1, 0)), p("签约") + p("一、服务")], [p("", (1, 0)), "建档"])
    source = read([p("前"), cells, p("后", (1, 0))], numbering=OUTLINE)
    assert source.text == "前\n序号\t任务\n一、\t签约 一、服务\n二、\t建档\n三、后"
    assert source.regions == (Region("table", 2, 24),)
    assert source.text[2:24] == "序号\t任务\n一、\t签约 一、服务\n二、\t建档"


def test_merged_cells_count_once_and_cells_hold_no_tabs_or_lines_of_their_own() -> None:
    first = '<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + p("街道")
    merged = "<w:tcPr><w:vMerge/></w:tcPr>" + p("旧")
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("合计")
    broken = p("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:tab/><w:t>右</w:t></w:r>")
    inner = table(["内甲", "内乙"], ["丙", "丁"]) + p("")
    rows = table([first, "一", broken], [merged, "二", inner], ["", p(""), p("<w:r/>")], [wide, "三"])
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('删')}</w:tc></w:tr>"
    source = read(rows.removesuffix("</w:tbl>") + deleted + "</w:tbl>")
    assert source.text == "街道\t一\t上 下 右\n\t二\t内甲 内乙 丙 丁\n合计\t三"
    assert source.regions == (Region("table", 0, len(source.text)),)


def test_rows_and_cells_in_content_controls_are_rows_and_cells() -> None:
    row = f"<w:tr><w:tc>{p('甲')}</w:tc><w:sdt><w:sdtContent><w:tc>{p('乙')}</w:tc></w:sdtContent></w:sdt></w:tr>"
    source = read(f"<w:tbl>{row}<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>")
    assert (source.text, source.regions) == ("甲\t乙\n甲\t乙", (Region("table", 0, 7),))


def test_a_table_that_only_arranges_is_running_text() -> None:
    column = [p(f"{n}项", (1, 0)) for n in range(4)]
    for arranged in (table(["".join(column)]), table(*([each] for each in column)), table(column),
                     table(["".join(column), ""])):
        source = read(arranged + p("后", (1, 0)), numbering=OUTLINE)
        assert source.regions == ()
        assert source.text.replace("\n\n", "\n") == "一、0项\n二、1项\n三、2项\n四、3项\n五、后"
    many = read(table(["文件", "密级"], ["".join(column) * 4, "".join(column)]))
    assert (many.regions, many.text.count("\n")) == ((), 21)
    # a table inside such a one is still a table
    boxed = read(table([p("前") + table(["甲", "乙"], ["丙", "丁"]) + p("后")]))
    assert (boxed.text, boxed.regions) == ("前\n甲\t乙\n丙\t丁\n后", (Region("table", 2, 9),))


PAGE = field("begin") + "<w:r><w:instrText>PAGEREF _1</w:instrText></w:r>" + field("separate") + r("1") + field("end")
TOC = [p(field("begin") + '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>' + field("separate") + r("一、总则") +
         "<w:r><w:tab/></w:r>" + PAGE), p("二、附则\t2"), p(field("end") + r("通知正文"))]


def test_tables_of_contents_are_regions() -> None:
    source = read([p("标题"), *TOC, p("一、总则")])
    assert source.text == "标题\n一、总则\t1\n二、附则 2\n通知正文\n一、总则"
    assert source.regions == (Region("contents", 3, 16),)
    control = ('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
               f"<w:sdtContent>{p('目录')}{''.join(TOC[:2])}{p(field('end'))}</w:sdtContent></w:sdt>")
    source = read([p("标题"), control, p("一、总则")])
    assert [source.text[start:end] for _, start, end in source.regions] == ["目录\n一、总则\t1\n二、附则 2\n"]
    source = read([p("一、总则", style="a"), p("正文")], styles=style("a", title="toc 1"))
    assert source.regions == (Region("contents", 0, 4),)


def test_a_table_of_contents_that_never_ends_is_none() -> None:
    assert read([*TOC[:2], p("正文")]).regions == ()


NO_TITLES = ["", "  ", "Word 文档", "Microsoft Word - 2.doc", "PowerPoint 演示文稿", "PowerPoint Presentation", "文档1",
             "Document 2", "通知.docx", "新建 Microsoft Word 文档", "新建文本文档", "无标题", "附件1.wps"]


@pytest.mark.parametrize("title, expected", [
    ("关于春耕的  通知", "关于春耕的 通知"), ("新建住宅管理办法", "新建住宅管理办法"), ("文件管理规定", "文件管理规定"),
    *((title, None) for title in NO_TITLES)])
def test_the_title_is_a_hint_unless_a_program_made_it(title: str, expected: str | None) -> None:
    assert read(["正文"], title=title).hints == ({"title": expected} if expected else {})


def test_properties_that_cannot_be_read_are_no_reason_to_refuse_the_text() -> None:
    assert read(["正文"], **{"docProps/core.xml": "<dc:title>"}).hints == {}
    assert read(["正文"], **{"docProps/core.xml": "<a/>"}).hints == {}


def test_the_main_part_is_found_wherever_it_lies_and_strict_documents_are_read() -> None:
    data = make_docx([p("项", (1, 0))], numbering=OUTLINE, main="Word/Haupt.xml")
    assert is_docx(data) and read_docx(data, "a", "a").text == "一、项"
    strict = make_docx([p("项", (1, 0))])
    with zipfile.ZipFile(io.BytesIO(strict)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name).decode() for name in archive.namelist()}
    transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {name.replace("/", "\\"): str(text).replace(transitional, STRICT) for name, text in parts.items()}
    assert is_docx(pack(parts)) and read_docx(pack(parts), "a", "a").text == "项"


def test_a_document_without_styles_or_numbering_or_text() -> None:
    bare = f"<w:document {SPACES}><w:body>{p('文', (1, 0))}</w:body></w:document>"
    assert read_docx(pack({"[Content_Types].xml": "<Types/>", "word/document.xml": bare}), "a", "a").text == "文"
    with pytest.raises(SourceEmpty) as caught:
        read([p("<w:r/>"), p(" ")])
    assert (caught.value.key, caught.value.path) == ("source.empty", "in/通知.docx")


GOOD = make_docx(["关于春耕的通知"])


@pytest.mark.parametrize("data", [
    b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "一、".encode(), pack({"a.txt": "a"}),
    pack({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}), GOOD[:40],
    pack({"word/document.xml": "<a/>"})], ids=range(8))
def test_what_is_no_docx(data: bytes) -> None:
    assert not is_docx(data)
    assert refusal(data) == (SourceUnreadable, "source.damaged")


def refusal(data: bytes) -> tuple[type[SourceError], str]:
    with pytest.raises(SourceError) as caught:
        read_docx(data, "a.docx", "in/a.docx")
    assert caught.value.path == "in/a.docx"
    return type(caught.value), caught.value.key


def test_a_document_that_was_cut_off_is_a_damaged_one() -> None:
    for length in (len(GOOD) // 2, len(GOOD) - 30, len(GOOD) - 1):
        assert is_docx(GOOD[:length])
        assert refusal(GOOD[:length]) == (SourceUnreadable, "source.damaged")


def test_another_office_document_is_no_docx() -> None:
    sheet = {"[Content_Types].xml": '<Types><Override PartName="/xl/a.xml" ContentType="spreadsheetml.main+xml"/></Types>',
             "_rels/.rels": relations({"officeDocument": "xl/a.xml"}), "xl/a.xml": "<workbook/>"}
    assert not is_docx(pack(sheet))
    assert is_docx(GOOD)


@pytest.mark.parametrize("part, content", [
    ("word/document.xml", "<w:document>"), ("word/document.xml", ""), ("word/document.xml", "<a/>"),
    ("word/numbering.xml", "<a"),
    ("word/styles.xml", "<a>&nbsp;</a>"), ("_rels/.rels", "no XML"), ("word/document.xml", "<a>" * 300 + "</a>" * 300)])
def test_a_broken_part_is_named_as_damage(part: str, content: str) -> None:
    assert refusal(make_docx(["文"], **{part: content})) == (SourceUnreadable, "source.damaged")


def test_no_byte_of_a_file_makes_another_error() -> None:
    for place in range(0, len(GOOD), 7):
        for changed in (GOOD[:place], GOOD[:place] + b"\xff\x01" + GOOD[place + 2:]):
            is_docx(changed)
            try:
                read_docx(changed, "a", "a")
            except SourceError as error:
                assert error.key in ("source.damaged", "source.encrypted", "source.empty", "source.compression")


def test_encrypted_documents_are_named() -> None:
    wrapped = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(96)
    assert refusal(wrapped) == (SourceUnreadable, "source.encrypted")
    # the bit that says so, in each entry's own head and in the list at the end
    locked = bytearray(GOOD)
    for head, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := locked.find(head, at + 1)) >= 0:
            locked[at + place] |= 1
    assert refusal(bytes(locked)) == (SourceUnreadable, "source.encrypted")


def test_entities_and_document_types_are_refused_and_fetch_nothing() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    for declared, used in (("", ""), (outside, "&x;"), ('<!ENTITY l0 "哈">' + laughs, "&l11;")):
        content = f"<w:document {SPACES}><w:body><w:p>{r(used)}</w:p></w:body></w:document>"
        data = make_docx("", **{"word/document.xml": f"<!DOCTYPE w:document [{declared}]>{content}"})
        assert refusal(data) == (SourceUnreadable, "source.damaged")


def test_a_small_file_that_inflates_is_refused_soon() -> None:
    bomb = make_docx("", **{"word/document.xml": "\0" * (limits.MAX_PART_BYTES + 1)})
    assert len(bomb) < 100_000
    began = time.monotonic()
    assert is_docx(bomb)
    assert refusal(bomb) == (SourceTooLarge, "source.inflates")
    assert time.monotonic() - began < 5


def test_parts_together_tags_and_labels_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    long = make_docx(["文" * 5000], styles=style("文" * 2000))
    assert read_docx(long, "a", "a").text
    for name, limit in (("MAX_PACKAGE_BYTES", 20_000), ("MAX_MARKUP", 20), ("MAX_PARTS", 3)):
        with monkeypatch.context() as patch:
            patch.setattr(packages, name, limit)
            assert refusal(long) == (SourceTooLarge, "source.inflates")
    levels = abstract(0, lvl(0, "decimal", "长" * 10_000)) + num(1, 0)
    many = make_docx([p("项", (1, 0)) for _ in range(100)], numbering=levels)
    assert len(read_docx(many, "a", "a").text) < 26_000
    monkeypatch.setattr("policysearch.sources.docx_body.MAX_PART_BYTES", 5000)
    assert refusal(many) == (SourceTooLarge, "source.inflates")


def test_a_part_compressed_by_a_method_that_cannot_be_bounded_is_refused() -> None:
    stream = io.BytesIO(GOOD)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_BZIP2) as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<a/>")
    assert refusal(stream.getvalue()) == (SourceUnreadable, "source.compression")


def test_deep_documents_are_read_as_deep_as_the_parser_goes() -> None:
    inner = p("底")
    for _ in range(40):
        inner = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    assert lines(inner) == ["底"]
    inner = p("底")
    for _ in range(60):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert lines(inner)[0] == "底"


def noted(body: str = p("一、总则") + p("1. 甲。"), **parts: str) -> bytes:
    """A document with other parts beside its text, each in the relation that its name says."""
    types = {name: name.rstrip("0123456789") for name in parts}
    links = "".join(f'<Relationship Id="{name}" Type="{OFFICE}/{types[name]}" Target="{name}.xml"/>' for name in parts)
    return make_docx(body, **{
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
        **{f"word/{name}.xml": f"{HEAD}<w:{types[name]} {SPACES}>{content}</w:{types[name]}>"
           for name, content in parts.items()}})


def test_footnotes_and_endnotes_were_dropped_in_silence() -> None:
    line = f'<w:footnote w:type="separator" w:id="0">{p("——")}</w:footnote>'
    foot = f'{line}<w:footnote w:id="2">{p("<w:r><w:footnoteRef/><w:tab/></w:r>" + r("脚注"))}{p("二段")}</w:footnote>'
    source = read_docx(noted(footnotes=foot, endnotes=f'<w:endnote w:id="1">{p("尾注")}</w:endnote>'), "a", "a")
    assert source.text == "一、总则\n1. 甲。\n脚注\n二段\n尾注"
    assert [(one.kind, source.text[one.start:one.end]) for one in source.regions] == [("footnote", "脚注\n二段\n尾注")]
    assert [(one.reason, source.text[one.start:one.end]) for one in cut_document(source).left_out] == [
        ("footnote", "脚注"), ("footnote", "二段"), ("footnote", "尾注")]


def test_headers_and_footers_were_dropped_in_silence() -> None:
    source = read_docx(noted(header1=p("某市文件"), header2=p("某市文件"), header3=p(""), footer=p("内部资料")), "a", "a")
    assert source.text == "一、总则\n1. 甲。\n某市文件\n内部资料"
    assert source.regions == (Region("page", 11, 20),)


def test_what_is_not_read_beside_the_text_was_dropped_in_silence() -> None:
    source = read(p(r("见") + r(" 暗 ", "<w:vanish/>")) + '<w:altChunk/>' + p("乙"))
    assert source.text == "见\n乙"
    assert dict(source.problems) == {"source.hidden_text": {"count": 1}, "source.embedded": {"count": 1}}
    commented = read_docx(noted(comments=f"<w:comment>{p('改')}</w:comment><w:comment>{p('删')}</w:comment>"), "a", "a")
    assert commented.problems == (("source.comments", {"count": 2}),)
    assert "改" not in commented.text


def test_a_document_of_nothing_but_page_heads_is_empty() -> None:
    with pytest.raises(SourceEmpty):
        read_docx(noted(p(""), header=p("某市文件")), "a", "a")


def test_notes_that_say_the_same_are_all_kept_and_damaged_parts_are_named() -> None:
    notes = "".join(f'<w:footnote w:id="{number}">{p("同上")}</w:footnote>' for number in (1, 2))
    source = read_docx(noted(footnotes=notes, header="<w:p>", comments="<"), "a", "a")
    assert source.text == "一、总则\n1. 甲。\n同上\n同上"
    assert source.problems == (("source.damaged_parts", {"count": 2}),)
