"""Metadata: what documents of several eras and bodies say of themselves, and what they say of others."""
from typing import Any

import pytest

from policysearch.chunker.boilerplate import body_names, date_in
from policysearch.chunker.dates import find_dates, is_iso_date, last_day
from policysearch.chunker.documents import cut
from policysearch.chunker.kinds import kind_of_title
from policysearch.chunker.own_numbers import own_doc_number
from policysearch.chunker.places import place_named
from policysearch.models import Item, Source
from policysearch.sources.docx import read_docx
from policysearch.sources.html import read_html
from tests.test_docx import HEAD, SPACES, make_docx, p, relations

ARTICLES = "\n第一条 为了规范管理，制定本办法。\n第二条 本办法适用于本市。\n"
POINTS = "\n一、提高认识。\n二、加强领导。\n"


def item_of(text: str, name: str = "a.txt", **hints: str) -> Item:
    return cut(Source(name, name, text, hints))[0]


DOCUMENTS: list[tuple[str, str, dict[str, Any]]] = [
    ("an order of the head of state for a law",
     "中华人民共和国主席令\n第五十八号\n《中华人民共和国防汛法》已由第十三届全国人民代表大会常务委员会第二十二次会议于2020年10月17日通过，现予公布，自2021年4月15日起施行。\n"
     "中华人民共和国主席　张某\n2020年10月17日\n中华人民共和国防汛法\n（2020年10月17日第十三届全国人民代表大会常务委员会第二十二次会议通过）" + ARTICLES,
     dict(title="中华人民共和国防汛法", doc_number="中华人民共和国主席令第五十八号", issuer="全国人民代表大会常务委员会", date="2020-10-17", year=2020,
          kind="法", in_force_from="2021-04-15", in_force_until=None, repealed=None)),
    ("an order over two lines, signed by a person",
     "中华人民共和国国务院令\n第707号\n现公布《渔业法实施条例》，自2019年1月1日起施行。\n总理　　王某\n2018年12月18日\n渔业法实施条例\n"
     "（1994年1月28日中华人民共和国国务院令第142号发布　根据2005年12月19日《国务院关于修改〈渔业法实施条例〉的决定》第一次修订）" + ARTICLES,
     dict(title="渔业法实施条例", doc_number="中华人民共和国国务院令第707号", issuer="国务院", date="2018-12-18", year=2018,
          in_force_from="2019-01-01")),
    ("an order of several bodies",
     "国家卫生健康委员会\n国家中医药管理局\n令\n第12号\n《诊所办法》已经审议通过，现予公布，自2023年5月1日起施行。\n主　任　李某\n2023年2月1日\n诊所管理办法" + ARTICLES,
     dict(title="诊所管理办法", issuer="国家卫生健康委员会、国家中医药管理局", date="2023-02-01", in_force_from="2023-05-01")),
    ("an order that is only named in the note below the title",
     "国家药品总局关于调整注册事项的决定\n（2017年10月10日国家药品总局令第35号公布）\n根据国发〔2015〕44号要求，作出如下决定：" + POINTS + "三、本决定自发布之日起实施。",
     dict(title="国家药品总局关于调整注册事项的决定", doc_number="国家药品总局令第35号", issuer="国家药品总局", date="2017-10-10", year=2017,
          in_force_from="2017-10-10")),
    ("an announcement of a local congress",
     "上海市人民代表大会常务委员会公告\n〔十五届〕第四十五号\n《上海市防汛条例》已由本会通过，现予公布，自2020年11月1日起施行。\n上海市人民代表大会常务委员会\n2020年10月27日\n"
     "上海市防汛条例\n（2020年10月27日上海市第十五届人民代表大会常务委员会第二十六次会议通过）" + ARTICLES,
     dict(title="上海市防汛条例", issuer="上海市人民代表大会常务委员会", doc_number="上海市人民代表大会常务委员会公告〔十五届〕第四十五号",
          date="2020-10-27", place="上海市", in_force_from="2020-11-01")),
    ("a law of the congress with its amendments listed above the text",
     "中华人民共和国渔业法\n1979年7月1日 第五届全国人民代表大会第二次会议通过\n1997年3月14日 第八届全国人民代表大会第五次会议修订\n"
     "2009年8月27日 第十一届全国人民代表大会常务委员会第十次会议通过的《全国人民代表大会常务委员会关于修改部分法律的决定》\n"
     "2023年12月29日 第十四届全国人民代表大会常务委员会第七次会议通过的《中华人民共和国渔业法修正案（二）》" + ARTICLES,
     dict(title="中华人民共和国渔业法", issuer="全国人民代表大会", date="2023-12-29", year=2023, doc_number=None)),
    ("a party rule: approved by one body, issued by another",
     "中国共产党巡视准则\n（2015年10月12日中共中央政治局会议审议批准　2015年10月18日中共中央发布）\n全体党员必须遵守。" + POINTS,
     dict(title="中国共产党巡视准则", issuer="中共中央", date="2015-10-18", year=2015)),
    ("an approval alone names no issuer",
     "关于渔业委员会若干问题的规定\n1980年5月9日 国务院批准" + POINTS, dict(issuer=None, date="1980-05-09", year=1980)),
    ("a regulation of the fifties", "中华人民共和国保险条例\n1951年2月26日 政务院公布\n1953年1月2日 政务院修正公布" + ARTICLES,
     dict(issuer="政务院", date="1953-01-02", year=1953, title="中华人民共和国保险条例")),
    ("a notice of the seventies", "国务院批转农业部关于加强工作报告的通知\n国发〔1979〕38号\n各省、市、自治区革命委员会：\n望认真执行。\n国务院\n一九七九年二月十五日" + POINTS,
     dict(title="国务院批转农业部关于加强工作报告的通知", issuer="国务院", doc_number="国发〔1979〕38号", date="1979-02-15")),
    ("a number with its year first", "农业部文件\n（80）农防字第12号\n关于印发《消毒管理办法》的通知\n各省：\n现发给你们，请遵照执行。\n中华人民共和国农业部\n一九八〇年三月五日\n"
     "消毒管理办法" + ARTICLES, dict(title="消毒管理办法", issuer="农业部", doc_number="（80）农防字第12号", date="1980-03-05", year=1980)),
    ("a covering letter, its text below", "江南市人民政府办公厅关于印发《江南市行动方案（2020—2022年）》的通知\n江府办〔2021〕27号\n各区：\n现印发给你们，请执行。\n"
     "江南市人民政府办公厅\n2021年4月29日\n（此件公开发布）\n江南市行动方案\n（2020-2022年）\n为贯彻落实，制定本方案。" + POINTS,
     dict(title="江南市行动方案（2020-2022年）", issuer="江南市人民政府办公厅", doc_number="江府办〔2021〕27号", date="2021-04-29", year=2021,
          kind="行动方案", place="江南市")),
    ("a covering letter dated but not signed, and a text dated by another body",
     "江南市人民政府办公室关于转发江南市公司管理办法的通知\n江府办发〔2008〕52号\n各县：\n现将《江南市公司管理办法》转发给你们，请认真遵照执行。\n二○○八年十月十四日\n"
     "江南市公司管理办法\n(江南市国有资产监督管理委员会 2008年10月6日)" + ARTICLES,
     dict(title="江南市公司管理办法", issuer="江南市人民政府办公室", date="2008-10-14")),
    ("a forwarded report signed at its end", "国务院办公厅转发国家地震局\n关于我国地震工作意见报告的通知\n国办发〔1996〕2号\n各省：\n现转发给你们，请认真贯彻执行。\n国务院办公厅\n"
     "一九九六年二月五日\n关于我国地震监视区的确定\n和加强地震工作意见的报告\n国务院：" + POINTS + "国家地震局\n一九九六年一月二十五日",
     dict(title="关于我国地震监视区的确定和加强地震工作意见的报告", issuer="国务院办公厅", date="1996-02-05", doc_number="国办发〔1996〕2号")),
    ("a title above the letter that puts it into force, and a colophon", "江南市天河区支持创业实施办法\n江天规字〔2023〕1号\n江南市天河区科技局 江南市天河区人力局 "
     "中共江南市天河区委统战部\n关于印发江南市天河区支持创业实施办法的通知\n区属各单位：\n现印发实施。\n江南市天河区科技局\n江南市天河区人力局\n中共江南市天河区委统战部\n"
     "2023年8月9日" + ARTICLES + "第三条 本办法自2023年9月8日起施行，有效期3年。\n公开方式：主动公开\n江南市天河区科技局办公室\n2023年8月10日印发",
     dict(title="江南市天河区支持创业实施办法", issuer="江南市天河区科技局、江南市天河区人力局、中共江南市天河区委统战部", date="2023-08-09",
          place="江南市天河区", in_force_from="2023-09-08", in_force_until="2026-09-07")),
    ("signatories in two columns", "江南市渔业局等4部门关于印发推进江南市渔业方案的通知\n各区：\n江南市渔业局 江南市财政局\n江南市人力资源和社会保障局 江南市民政局\n2023年10月19日\n"
     "关于推进江南市渔业实施方案" + POINTS, dict(issuer="江南市渔业局、江南市财政局、江南市人力资源和社会保障局、江南市民政局", place="江南市")),
    ("a signature over two lines with a stamp", "浙江省防汛工作领导小组办公室关于印发浙江省农村地区防汛工作指南（暂行）的通知\n各市：\n请执行。\n浙江省防汛工作\n领导小组办公室（代章）\n"
     "2020年2月6 日\n浙江省农村地区防汛的\n工作指南（暂行）" + POINTS, dict(title="浙江省农村地区防汛的工作指南（暂行）", issuer="浙江省防汛工作领导小组办公室",
                                                          date="2020-02-06", place="浙江省")),
    ("a signature and a date on one line", "关于印发措施的通知\n各镇：\n特此通知。\n北京市海淀区人民政府 　　2020年2月11日\n海淀区若干措施\n为落实，制定。" + POINTS,
     dict(title="海淀区若干措施", issuer="北京市海淀区人民政府", date="2020-02-11", year=2020, place="海淀区")),
    ("a letterhead over two lines, the number beside the signer",
     "江南市民政局\n江南市财政局文件\n江民规〔2022〕3号　签发人：王某\n关于印发《食品办法》的通知\n各局：\n"
     "请遵照执行。\n江南市民政局\n2022年5月6日\n江南市食品管理办法" + ARTICLES, dict(issuer="江南市民政局、江南市财政局", doc_number="江民规〔2022〕3号")),
    ("an announcement numbered by the year",
     "国家税务总局公告\n2019年第66号\n国家税务总局关于征管问题的公告\n现公告如下：" + POINTS + "本公告自2019年1月1日起施行。\n特此公告。\n"
     "国家税务总局\n2019年1月19日", dict(title="国家税务总局关于征管问题的公告", doc_number="国家税务总局公告2019年第66号", in_force_from="2019-01-01",
                                 date="2019-01-19")),
    ("a term given as a range, another text repealed",
     "财政部 税务总局关于减免政策的通知\n财税〔2019〕13号\n各厅：" + POINTS + "本通知执行期限为2019年1月1日至2021年12月31日。"
     "《关于扩大范围的通知》（财税〔2018〕77号）同时废止。\n财政部 税务总局\n2019年1月17日",
     dict(issuer="财政部、税务总局", doc_number="财税〔2019〕13号", repealed=None, in_force_from="2019-01-01",
      in_force_until="2021-12-31")),
    ("an interpretation of two courts, the bodies on a line of their own",
     "最高人民法院 最高人民检察院\n关于办理刑事案件若干问题的解释\n法释〔2003〕8号\n解释如下：" + POINTS,
     dict(title="最高人民法院 最高人民检察院关于办理刑事案件若干问题的解释", issuer="最高人民法院 最高人民检察院", doc_number="法释〔2003〕8号", year=2003)),
    ("rules of a school in Taiwan", "國立政治大學「校園防治辦法\n民國94年11月19日第136次校務會議通過。民國100年4月23日第163次校務會議通過\n第一條 甲。\n第二條 乙。",
     dict(title="國立政治大學校園防治辦法", issuer="國立政治大學", date="2011-04-23", year=2011, doc_number=None)),
    ("an order of a ministry in Taiwan", "教育部令\n中華民國108年12月24日\n臺教學(三)字第1080168927B號\n修正細則。\n學生輔導法施行細則\n第一條 甲。\n第二條 乙。",
     dict(title="學生輔導法施行細則", doc_number="臺教學(三)字第1080168927B號", date="2019-12-24", issuer="教育部")),
    ("an address of a chief executive", "行政長官 2024 年施政報告\n齊改革同發展" + POINTS,
     dict(title="行政長官 2024 年施政報告", issuer="行政長官", year=2024, kind="施政报告")),
    ("an agenda of a council", "A 13/14-24\n立法會\n議程\n2014年4月30日星期三上午11時正\n一、提案\n甲。\n二、質詢\n乙。",
     dict(title="立法會議程", issuer="立法會", doc_number="A 13/14-24", date="2014-04-30", year=2014)),
    ("a bulletin: bodies and a month below the title",
     "万载县2022年统计公报\n万载县统计局    国家统计局万载调查队\n（2023年5月）\n2022年，全县上下攻坚克难。" + POINTS,
     dict(issuer="万载县统计局、国家统计局万载调查队", date="2023-05", year=2022, place="万载县")),
    ("a heading inside the preface is no title",
     "关于渔业若干问题的规定\n为了贯彻落实加强领导、动员群众的方针，现对有关问题作如下规定：\n渔业的性质和目录\n中央和各级是负责机构。" + POINTS,
     dict(title="关于渔业若干问题的规定")),
    ("a title spaced out", "国务院关于印发\n《国务院工作规则》的通知\n国发〔2004〕18号\n现予印发。\n国务院\n二〇〇四年六月二十六日\n国 务 院 工 作 规 则\n（二○○四年六月十六日国务院\n"
     "第54次常务会议修订通过）" + POINTS, dict(title="国务院工作规则", date="2004-06-26", issuer="国务院", kind="工作规则")),
    ("data lines at the head of a file", "问答实录：《若干措施》有关情况\n发布日期: 2025-10-13\n发布机构: 上海市科学技术委员会\n检索时间: 2026-02-02" + POINTS,
     dict(title="问答实录：《若干措施》有关情况", issuer="上海市科学技术委员会", date=None, year=None, place="上海市")),
    ("data lines filled in by a program", "渔业规划\n发布机构: 加快布局\n成文日期：2020年2月3日" + POINTS, dict(issuer=None, date="2020-02-03")),
    ("what a text says of its adoption and issue", "渔业标准\n1 目的\n规范。\n2 发布\n本标准于2003年7月14日发布。\n3 施行\n本标准自2003年10月1日起施行。",
     dict(date="2003-07-14", in_force_from="2003-10-01")),
    ("a text that names the congress that passed it", "上海市渔业条例\n第一条 甲。\n第二条 本条例经上海市人民代表大会常务委员会通过，自1986年10月1日起施行。",
     dict(issuer="上海市人民代表大会常务委员会", date=None, in_force_from="1986-10-01")),
]


@pytest.mark.parametrize("text, expected", [row[1:] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_metadata_of_documents(text: str, expected: dict[str, Any]) -> None:
    item = item_of(text)
    assert {name: getattr(item, name) for name in expected} == expected


@pytest.mark.parametrize("title, date, year", [
    ("2022年工作要点", "2021-12-30", 2022), ("“十四五”规划", "2021-12-30", 2021), ("发展规划（2021—2025年）", "2020-12-30", 2020),
    ("“健康中国2030”规划纲要", "2016-10-25", 2016), ("关于2026年度缴费工作的通告", "2025-10-14", 2025), ("行动计划（2023-2025年）", None, 2023),
    ("二〇二二年工作要点", None, 2022), ("xxxx年工作要点", None, None), ("2025年度工作要点", None, 2025), ("药物目录（2018年版）", "2018-10-25", 2018)])
def test_the_year_is_that_of_issue_not_that_of_a_term(title: str, date: str | None, year: int | None) -> None:
    assert item_of(title + POINTS, **({"date": date} if date else {})).year == year


@pytest.mark.parametrize("sentence, start, end", [
    ("本办法自2021年5月1日起施行。", "2021-05-01", None), ("本通知自印发之日起施行，有效期五年。", "2020-03-01", "2025-02-28"),
    ("本办法自印发之日起30日后施行，有效期至2025年12月31日。", "2020-03-31", "2025-12-31"), ("本规定自公布之日起试行，试行期2年。", "2020-03-01", "2022-02-28"),
    ("本细则自二〇二一年一月一日起执行。", "2021-01-01", None), ("以上措施自2021年1月起实施，至2022年12月31日止。", "2021-01", "2022-12-31"),
    ("本标准于2021年10月1日起实施。", "2021-10-01", None), ("本规定自国务院批准之日起施行。", "2020-03-01", None),
    ("本通知自2021年起执行。", "2021", None), ("本辦法自發布日施行。", None, None), ("本辦法自2021年5月1日施行。", "2021-05-01", None),
    ("本意见有效期自2023年9月8日至2026年9月7日。", "2023-09-08", "2026-09-07"), ("本办法自2021年1月1日起施行。有效期3年。", "2021-01-01", "2023-12-31"),
    ("本办法自2021年1月1日起施行。2015年1月1日起施行的《旧办法》同时废止。", "2021-01-01", None),
    ("《旧办法》自2015年1月1日起施行。", None, None), ("许可证有效期为5年。", None, None), ("证书自颁发之日起生效，有效期5年。", None, None),
    ("项目自2021年1月1日起实施。", None, None), ("本办法自2021年起实施分类管理。", None, None), ("自2021年1月1日起施行。", "2021-01-01", None),
    ("根据《旧规定》（自2015年5月1日起施行）第三条处理。", None, None)])
def test_in_force(sentence: str, start: str | None, end: str | None) -> None:
    item = item_of(f"江南市渔业办法\n（2020年3月1日）{ARTICLES}第三条 {sentence}\n")
    assert (item.in_force_from, item.in_force_until) == (start, end)


def test_a_text_in_force_from_its_issue_without_a_date_has_no_day() -> None:
    item = item_of(f"江南市渔业办法{ARTICLES}第三条 本办法自印发之日起施行，有效期5年。")
    assert (item.in_force_from, item.in_force_until) == (None, None)


@pytest.mark.parametrize("line, repealed", [
    ("（已废止）", "已废止"), ("（本文已于2019年3月1日废止）", "2019-03-01"), ("【2014年1月1日废止】", "2014-01-01"), ("本办法自2025年1月1日起废止。",
     "2025-01-01"),
    ("本文件已失效。", "失效"), ("根据《关于清理的决定》，本规定自2014年1月1日起废止。", "2014-01-01"), ("《旧办法》同时废止。", None), ("原规定已废止的除外", None),
    ("（《旧办法》已废止）", None), ("有效期届满自行失效。", None), ("本办法施行后，《旧规定》即行废止。", None)])
def test_repealed_is_what_says_it_of_itself(line: str, repealed: str | None) -> None:
    assert item_of(f"江南市渔业办法\n{line}{ARTICLES}").repealed == repealed


@pytest.mark.parametrize("lines, number", [
    (["国发〔2023〕1号"], "国发〔2023〕1号"), (["（国发〔2023〕1号）"], "国发〔2023〕1号"), (["发文字号：国发〔2023〕1号"], "国发〔2023〕1号"),
    (["1986年10月11日 国发〔1986〕95号"], "国发〔1986〕95号"), (["湘府„2009‟24号"], "湘府„2009‟24号"), (["沪府[2020] 12 号"], "沪府[2020] 12 号"),
    (["江南市人民政府文件 江府〔2023〕1号"], "江府〔2023〕1号"), (["江民规〔2022〕3号　GZ0320190096"], "江民规〔2022〕3号"), (["ZC 0006-2003"],
     "ZC 0006-2003"),
    (["GB/T 9704—2012"], "GB/T 9704—2012"), (["农防字(89)第8号"], "农防字(89)第8号"), (["江南市人民政府令", "（第12号）"], "江南市人民政府令第12号"),
    (["根据国发〔2015〕44号的要求，制定本办法。"], None), (["《关于工作的通知》（国发〔2015〕44号）"], None), (["XX发〔2024〕X号"], None), (["2023-2025"], None),
    (["第12号"], None), (["印发《办法》的通知（江府〔2023〕1号）已到期"], None)])
def test_the_own_number_stands_on_a_line_of_its_own(lines: list[str], number: str | None) -> None:
    assert own_doc_number(lines) == number


@pytest.mark.parametrize("text, place", [
    ("关于推进广州市家庭医生签约服务的方案", "广州市"), ("广州市民政局 广州市财政局关于标准的通知", "广州市"), ("2022年宝山区工作要点", "宝山区"),
    ("上海市宝山区卫生健康委员会", "上海市宝山区"), ("中共深圳市委关于意见", "深圳市"), ("内蒙古自治区呼和浩特市办法", "内蒙古自治区呼和浩特市"), ("广东省乡村振兴促进条例", "广东省"),
    ("关于加强社区管理的通知", None), ("国家发展改革委", None), ("全市工作要点", None), ("关于做好防汛工作的通知", None)])
def test_places(text: str, place: str | None) -> None:
    assert place_named(text) == place


@pytest.mark.parametrize("line, date", [
    ("2023 年5 月31 日", "2023-05-31"), ("（二〇二二年六月十日）", "2022-06-10"), ("二00五年六月十七日", "2005-06-17"), ("民國100年4月23日",
     "2011-04-23"),
    ("中華民國九十四年十一月十九日", "2005-11-19"), ("2014年4月30日星期三上午11時正", "2014-04-30"), ("（2023年5月）", "2023-05"), ("2019年2月30日", None),
    ("2022年6月10日起施行", None), ("2022年", None), ("1986年10月11日 国务院发布", "1986-10-11")])
def test_date_lines(line: str, date: str | None) -> None:
    assert date_in(line) == date


def test_dates_in_running_text_and_terms() -> None:
    assert [found.value for found in find_dates("2003-07-14，2003.7.4，2003/13/1，第2003-07号，10.1.2.3")] == ["2003-07-14",
     "2003-07-04"]
    assert [last_day(*term) for term in (("2023-09-08", 36), ("2024-02-29", 12), ("2023-08-31", 6), ("2023-01", 24),
    ("2021", 60))] == [
        "2026-09-07", "2025-02-28", "2024-02-29", "2024-12", "2025"]
    assert [is_iso_date(text) for text in ("2022", "2022-06", "2022-06-10", "2022-13", "2022-6-1", "22",
     "")] == [True] * 3 + [False] * 4


def test_names_of_bodies() -> None:
    assert body_names("财政部　税务总局") == ["财政部", "税务总局"]
    assert body_names("国务院办公厅转发国家地震局") == body_names("各区人民政府：") == body_names("关于财政局") == body_names("") == []


@pytest.mark.parametrize("title, kind", [
    ("遊覽車定型化契約範本", "范本"), ("立法會議程", "议程"), ("工作方法", None), ("办法（试行）", "办法"), ("关于若干问题的解释", "解释")])
def test_kinds(title: str, kind: str | None) -> None:
    assert kind_of_title(title) == kind


def test_what_the_file_states_fills_in_what_the_text_does_not_say() -> None:
    stated = {"title": "江南市渔业办法", "issuer": "江南市渔业局,江南市财政局", "doc_number": "江渔〔2019〕4号", "in_force_from": "2019-07-01",
              "in_force_until": "2024-06-30", "repealed": "已失效"}
    item = item_of("各单位：\n现通知如下。" + POINTS, **stated)
    assert (item.title, item.issuer, item.doc_number, item.year) == ("江南市渔业办法", "江南市渔业局、江南市财政局", "江渔〔2019〕4号", 2019)
    assert (item.in_force_from, item.in_force_until, item.repealed) == ("2019-07-01", "2024-06-30", "已失效")
    said = item_of("江南市新办法\n江渔〔2020〕1号\n江南市民政局\n2020年1月2日" + ARTICLES + "第三条 本办法自2020年2月1日起施行。", **stated)
    assert (said.title, said.doc_number, said.issuer, said.in_force_from) == ("江南市新办法", "江渔〔2020〕1号", "江南市民政局", "2020-02-01")


def test_the_name_of_a_file_is_the_last_resort() -> None:
    assert item_of(POINTS, "x/江南市渔业管理办法.txt").title == "江南市渔业管理办法"
    assert item_of(POINTS, "江府〔2023〕1号 扫描件.txt").doc_number == "江府〔2023〕1号"
    assert item_of("春耕条例" + POINTS, "江南市渔业管理办法.txt").title == "春耕条例"
    assert (item_of(POINTS, "2019年第3期.txt").title, item_of(POINTS, "2019年第3期.txt").year) == (None, None)


def test_a_page_states_when_its_document_ends_to_be_in_force() -> None:
    page = ("<html><body><p>文　　号：江渔〔2019〕4号</p><p>实施日期： 2019年07月01日</p>"
            "<p>失效日期： 2024年06月30日</p><p>文件状态：失效</p><p>发布机关：江南市渔业局</p>"
            "<h1>江南市渔业办法</h1><p>第一条 甲。</p><p>第二条 乙。</p></body></html>")
    item = cut(read_html(page.encode(), "a.html", "a.html"))[0]
    assert (item.in_force_from, item.in_force_until, item.repealed) == ("2019-07-01", "2024-06-30", "失效")


def test_the_number_of_a_standard_in_the_header_of_the_pages() -> None:
    header = f"{HEAD}<w:hdr {SPACES}>{p('ZC 0006-2003')}</w:hdr>"
    parts: dict[str, Any] = {"word/_rels/document.xml.rels": relations({"header": "header1.xml"}),
     "word/header1.xml": header}
    document = ["渔业标准", "1 目的", "甲。", "2 范围", "乙。"]
    item = cut(read_docx(make_docx(document, **parts), "a.docx", "a.docx"))[0]
    assert (item.doc_number, item.year) == ("ZC 0006-2003", 2003)
    parts["word/header1.xml"] = header.replace("ZC 0006-2003", "机密 国发〔2019〕1号 第1页")
    assert cut(read_docx(make_docx(document, **parts), "a.docx", "a.docx"))[0].doc_number is None
    parts["word/header1.xml"] = "<damaged"
    assert cut(read_docx(make_docx(document, **parts), "a.docx", "a.docx"))[0].title == "渔业标准"


@pytest.mark.parametrize("text, expected", [
    ("关于规范发票管理的公告\n（2023年第12号）" + POINTS, {"title": "关于规范发票管理的公告", "doc_number": "2023年第12号", "kind": "公告"}),
    ("環境保護局公告\n發文日期：中華民國112年5月1日\n公告事項：" + POINTS, {"date": "2023-05-01", "year": 2023}),
    ("社區服務要點\n中華民國一百十二年三月十五日府社老字第1123045678號函修正發布全文十點" + POINTS, {"date": "2023-03-15"}),
    ("教育局通告第5/2024號\n日期：2024年3月8日\n校本支援計劃" + POINTS, {"doc_number": "教育局通告第5/2024號", "title": "校本支援計劃"}),
    ("临江市2023年统计公报[1]\n临江市统计局" + POINTS, {"title": "临江市2023年统计公报", "issuer": "临江市统计局", "kind": "公报"}),
    ("在全市安全生产工作会议上的讲话\n（2023年3月2日）\n同志们：" + POINTS, {"title": "在全市安全生产工作会议上的讲话", "kind": "讲话"})])
def test_what_announcements_letters_from_taiwan_and_hong_kong_and_speeches_say(text: str, expected: dict[str, Any]) -> None:
    item = item_of(text)
    assert {name: getattr(item, name) for name in expected} == expected
