"""Documents that hold more than one sequence: letters with what they enclose, annexes, notes, contents, closings."""
import pytest

from policysearch.chunker.documents import cut_document
from policysearch.models import Document, Source
from tests.test_documents import check_coverage


def cut_text(text: str) -> Document:
    source = Source("a.txt", "a.txt", text)
    check_coverage(source)
    return cut_document(source)


def items_of(text: str) -> list[str]:
    return [" > ".join((*item.sections, f"{item.number}{item.text}")) for item in cut_text(text).items]


def parts_of(text: str) -> list[tuple[str, str]]:
    return [(part.part, part.text) for part in cut_text(text).parts]


LETTER = "一、甲。\n二、乙。\n"
SIGNED = "上海市人民政府\n2022年6月10日\n"


def test_an_annex_is_the_outermost_section_and_counts_in_the_ids() -> None:
    document = cut_text(f"{LETTER}附件：1.表\n2.单\n{SIGNED}附件1\n任务表\n说明如下。\n1.子。\n2.丑。\n附件2\n一、寅。\n二、卯。")
    assert [item.id.split(":")[1] for item in document.items] == ["1", "2", "a1.1", "a1.2", "a2.1", "a2.2"]
    assert [item.sections for item in document.items] == [(), (), ("附件1 任务表",), ("附件1 任务表",), ("附件2",), ("附件2",)]
    assert [(part.part, part.text) for part in document.parts] == [
        ("tail", "附件：1.表\n2.单\n上海市人民政府\n2022年6月10日"), ("attachment", "说明如下。")]


@pytest.mark.parametrize("heading", ["附件：指標", "附錄一", "附表", "ANNEX A", "Appendix 2", "附录B（规范性）"])
def test_headings_of_annexes(heading: str) -> None:
    assert items_of(f"{LETTER}{heading}\n1.子。\n2.丑。")[2:] == [f"{heading} > 1.子。", f"{heading} > 2.丑。"]


def test_the_last_chapter_may_have_no_number() -> None:
    text = "第一编 总则\n第一章 甲\n第一条 子。\n第二编 分则\n第二章 乙\n第二条 丑。\n附则\n第三条 寅。"
    assert items_of(text)[-1] == "附则 > 第三条寅。"
    assert items_of("第一章 甲\n第一条 子。\n附　则\n第二条 丑。")[-1] == "附　则 > 第二条丑。"


def test_a_second_list_of_an_article_has_a_lead_in_of_its_own() -> None:
    text = "第一条 应当批准：\n（一）甲；\n（二）乙。\n下列情形无需批准：\n（一）丙；\n（二）丁。\n第二条 戊。"
    assert [(item.number, item.text) for item in cut_text(text).items][2:4] == [("（二）", "乙。"), ("（一）", "丙；")]
    assert parts_of(text) == [("paragraph", "下列情形无需批准：")]


def test_headings_without_a_number_end_an_item_and_are_not_lost() -> None:
    text = "（一）新指標\n國家安全\n1.子。（教育局）\n愛國教育\n公務員\n2.丑。\n（二）舊指標\n3.寅。"
    assert items_of(text) == ["（一）新指標 > 1.子。（教育局）", "（一）新指標 > 2.丑。", "（二）舊指標 > 3.寅。"]
    assert parts_of(text) == [("heading", "國家安全"), ("heading", "愛國教育\n公務員")]


@pytest.mark.parametrize("line", ["责任单位：县教育局", "（责任单位：县教育局）", "市发展改革委、市税务局负责", "股长1名，副股长1名"])
def test_who_is_responsible_is_no_heading(line: str) -> None:
    assert items_of(f"1.子。\n{line}\n2.丑。")[0] == f"1.子。\n{line}"


@pytest.mark.parametrize("closing", [
    "特此通知。", "此复。", "以上请示妥否，请批示。", "出席：张三", "立契約書人：", "甲方（盖章）：", "部長　陳時中", "同志们，新征程已经开始。",
    "注释：", "资料来源：县统计局", "【相关附件】", "[表.pdf](/a.pdf)", "附录A（资料性）", "① 施行日期依据修正案。"])
def test_what_closes_a_document_is_no_part_of_its_last_item(closing: str) -> None:
    assert items_of(f"1.子。\n2.丑。\n{closing}") == ["1.子。", "2.丑。"]


def test_notes_and_names_of_files_open_no_items() -> None:
    assert items_of(f"{LETTER}注释：\n1.数据为初步统计。\n2.按现价计算。") == ["一、甲。", "二、乙。"]
    assert items_of(f"{LETTER}注：1、坐标系。\n2、弧长。") == ["一、甲。", "二、乙。"]
    assert items_of(f"{LETTER}{SIGNED}1.分解表.xls\n2.统计表.docx") == ["一、甲。", "二、乙。"]


@pytest.mark.parametrize("heading", ["目录", "目　　錄", "目 次"])
def test_a_contents_page_is_left_out(heading: str) -> None:
    document = cut_text(f"某某条例\n{heading}\n第一章　总则\n第二章　罚则\n第一章　总则\n第一条　甲。\n第二章　罚则\n第二条　乙。")
    assert [item.id for item in document.items] == ["a.txt:1.1", "a.txt:2.2"]
    assert {one.reason for one in document.left_out} == {"contents"}


def test_a_heading_of_contents_that_is_not_printed_again_loses_no_text() -> None:
    text = "目录\n一、总则……1\n二、任务……2\n一、总的要求\n提高认识。\n二、任务\n抓好落实。"
    assert [item.text for item in cut_text(text).items][-2:] == ["总的要求\n提高认识。", "任务\n抓好落实。"]


def test_boxes_and_parts_are_sections() -> None:
    assert items_of("（一）甲。完善。\n专栏1 工程\n1.子。\n2.丑。\n（二）乙。") == [
        "（一）甲。完善。", "（一）甲 > 专栏1 工程 > 1.子。", "（一）甲 > 专栏1 工程 > 2.丑。", "（二）乙。"]
    assert items_of("第一部分：总结\n一、甲。\n二、乙。\n第二部分：计划\n一、丙。") == [
        "第一部分：总结 > 一、甲。", "第一部分：总结 > 二、乙。", "第二部分：计划 > 一、丙。"]


def test_what_follows_a_list_gives_its_last_member_no_heading() -> None:
    items = cut_text("第六条 收入包括：\n（一）工资；\n（二）稿酬。\n难以界定的，由税务机关确定。").items
    assert items[-1].heading is None


def test_questions_without_numbers_count() -> None:
    text = "常见问题解答\n问：谁可以参加？\n答：居民。\n问：怎么交费？\n答：网上。"
    assert [(item.id, item.number) for item in cut_text(text).items] == [("a.txt:1", "问："), ("a.txt:2", "问：")]


def test_enumerations_in_running_text_are_no_outline() -> None:
    speech = "今年以来，各项工作取得了新的进展，成绩来之不易，值得充分肯定。" * 3
    document = cut_text(f"{speech}\n首先，加强领导。\n其次，加强宣传。\n{speech}\n{speech}")
    assert {item.part for item in document.items} == {"paragraph"}


@pytest.mark.parametrize("inside", ["1.甲表；2.乙表；3.丙表。", "（1）加强领导。 (2)广泛宣传。（3）注重实效。", "1、新材料。2、生物医药。"])
def test_the_first_of_a_list_within_one_line_is_no_item_that_holds_the_others(inside: str) -> None:
    items = cut_text(f"一、总则\n第一阶段。\n二、材料\n{inside}\n三、附则\n第二阶段。").items
    assert [(item.number, item.text) for item in items] == [("一、", "总则\n第一阶段。"), ("二、", f"材料\n{inside}"),
                                                         ("三、", "附则\n第二阶段。")]
    assert [len(item.points or ()) for item in items] == [0, 2 if "2、" in inside else 3, 0]


def test_a_list_of_lines_whose_lines_hold_several_numbers_stays_a_list() -> None:
    assert items_of("一、甲\n1.子；2.丑；\n3.寅；4.卯。\n二、乙。") == ["一、甲 > 1.子；2.丑；", "一、甲 > 3.寅；4.卯。", "二、乙。"]


def test_a_heading_with_下列_that_ends_as_a_sentence_is_a_heading() -> None:
    text = ("（一）先自查。\n（二）对存在下列问题的社团予以撤销。\n1.造成恶劣影响的；\n2.未整改的。\n（三）合并。\n"
            "（四）对下列社团予以解散。\n1.无经费的；\n2.无章程的。")
    assert items_of(text)[1] == "（二）对存在下列问题的社团予以撤销。 > 1.造成恶劣影响的；"


def test_what_is_filled_in_below_the_signatures_of_a_contract_is_no_article() -> None:
    text = "第一條　甲方租車。\n第二條　本契約1式2份。\n立契約書人：\n甲方：　　簽章\n車輛資料表\n一、行程：\n二、行駛路線："
    assert items_of(text) == ["第一條甲方租車。", "第二條本契約1式2份。", "一、行程：", "二、行駛路線："]


def test_the_law_printed_behind_the_decision_that_amends_it_is_not_in_its_last_item() -> None:
    decision = "一、删去第八条。\n二、将第九条的“五百元”改为“一千元”。\n此外，对条文顺序作相应调整。\n本决定自2023年5月1日起施行。\n"
    law = "临江市停车场管理办法\n（2015年6月1日公布　根据2023年3月20日《决定》修订）\n第一条　制定本办法。\n第二条　适用本办法。"
    assert items_of(decision + law) == ["一、删去第八条。", "二、将第九条的“五百元”改为“一千元”。", "第一条制定本办法。", "第二条适用本办法。"]


@pytest.mark.parametrize("signed", ["临江市民政局　　2023年6月1日", "临江市民政局（代章）2023年6月1日", "（临江市民政局 二〇二三年六月一日）"])
def test_a_signature_with_its_date_on_the_same_line_is_no_part_of_the_last_item(signed: str) -> None:
    assert items_of(f"{LETTER}{signed}") == ["一、甲。", "二、乙。"]
    assert parts_of(f"{LETTER}{signed}") == [("tail", signed)]


def test_a_line_that_ends_with_a_dash_heads_the_next_members_of_a_list() -> None:
    text = "一、建議如下：\n（一）加強服務；\n人力資源方面－\n（二）增加人手；\n（三）改善待遇。\n立法會秘書"
    assert [item.text for item in cut_text(text).items] == ["建議如下：", "加強服務；", "增加人手；", "改善待遇。"]
    assert parts_of(text) == [("heading", "人力資源方面－"), ("tail", "立法會秘書")]


def test_the_last_of_a_list_kept_no_heading_of_its_own_line() -> None:
    document = cut_document(Source("a", "a", "一、任务\n1. 组织领导。加强组织。\n2. 宣传引导。做好宣传。\n二、保障\n1. 组织领导。加强组织。\n2. 宣传引导。做好宣传。\n"
                                             "各区要落实以上要求。\n"))
    assert [item.heading for item in document.items] == ["组织领导", "宣传引导", "组织领导", "宣传引导"]
