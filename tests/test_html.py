"""Web pages: what is text, what of it is the document, its tables, the page's metadata or navigation, and what is stated."""
import pytest

from policysearch.errors import SourceEmpty, SourceTooLarge, SourceUndecodable
from policysearch.models import Region, Source
from policysearch.sources.formats import source_of
from policysearch.sources.html import read_html
from policysearch.sources.markup import beginning, is_html

LEAD = "为贯彻落实党中央、国务院决策部署，进一步做好有关工作，现就有关事项通知如下。"
DUTY = "各地区、各部门要高度重视，加强组织领导，明确责任分工，确保各项任务落到实处。"


def page(html: str, encoding: str = "utf-8") -> Source:
    return read_html(html.encode(encoding), "a.html", "in/a.html")


def document(source: Source) -> list[str]:
    """The lines outside all regions."""
    places = [*source.regions, Region("", len(source.text), len(source.text))]
    starts = [0, *(region.end for region in source.regions)]
    rest = "\n".join(source.text[start:region.start] for start, region in zip(starts, places))
    return [line for line in rest.split("\n") if line]


def parts(source: Source, kind: str) -> list[str]:
    """The texts of the regions of one kind."""
    return [source.text[region.start:region.end] for region in source.regions if region.kind == kind]


# --- pages of each kind --------------------------------------------------------------------------------------------

# the State Council's pages of 2018: everything in nested tables, the metadata in one of its own
STATE_COUNCIL = f"""
<div class="wrap"><table width="930"><tbody><tr><td>
 <table class="bd1"><tbody>
  <tr><td><b>索 引 号：</b></td><td>000014349/2018-00228</td><td><b>主题分类：</b></td><td>科技、教育\\科技</td></tr>
  <tr><td><b>发文机关：</b></td><td>国务院办公厅</td><td><b>成文日期：</b></td><td>2018年12月07日</td></tr>
  <tr><td><b>标　　题：</b></td><td colspan="3">国务院办公厅关于推广有关举措的通知</td></tr>
  <tr><td><b>发文字号：</b></td><td>国办发〔2018〕126号</td><td><b>发布日期：</b></td><td>2019年01月08日</td></tr>
 </tbody></table>
 <table class="bd1"><tbody><tr><td><b>主 题 词：</b></td><td></td><td></td><td></td></tr></tbody></table>
</td></tr></tbody></table>
<table><tbody><tr><td><table><tbody><tr><td class="b12c" id="UCAP-CONTENT">
 <p>国务院办公厅关于推广</p><p>有关举措的通知</p><p>国办发〔2018〕126号</p>
 <p>　　各省、自治区、直辖市人民政府：</p><p>　　{LEAD}</p>
 <p>　　一、推广的举措</p><p>　　（一）{DUTY}</p><p>　　（二）{DUTY}</p>
 <p>　　二、组织实施</p><p>　　1.{DUTY}</p><p>　　2.{DUTY}</p>
 <p>　　附件：举措清单</p><p>国务院办公厅</p><p>2018年12月7日</p><p>　　（此件公开发布）</p>
 <p>附件</p><p>举措清单</p>
 <div><table border="1"><tbody>
  <tr><td><p>序号</p></td><td><p>举措</p></td><td><p>主要内容</p></td></tr>
  <tr><td colspan="3"><p>一、产权方面（共2项）</p></td></tr>
  <tr><td><p>1</p></td><td><p>审判“三合一”</p></td><td><p>整合审判资源。</p><p>{DUTY}</p></td></tr>
  <tr><td><p>2</p></td><td><p>跨区<br>审理</p></td><td><p>1.授权法院跨区管辖。</p></td></tr>
 </tbody></table></div>
</td></tr><tr><td></td></tr></tbody></table>
<div id="div_div"><div id="qr_container">扫一扫在手机打开当前页</div></div></td></tr></tbody></table></div>"""

PORTAL = f"""<!DOCTYPE html><html><head><meta charset="UTF-8">
<title>广州市老年人优待办法 - 广州市人民政府门户网站</title>
<meta name="ArticleTitle" content="广州市老年人优待办法"><meta name="PubDate" content="2021-02-09 17:53">
<meta name="ContentSource" content="本网"><meta name="Url" content="https://www.gz.gov.cn/content/post_8300620.html">
<script>document.write("<p>脚本</p>")</script><style>p {{color: red}}</style></head><body>
<div class="head"><ul class="menu"><li><h4>语言</h4></li><li><a href="/big5">繁体</a></li><li><a href="/en">English</a></li>
</ul></div>
<ul class="mainnav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li><li><a href="/zwfw">政务服务</a></li></ul>
<div class="container"><div class="xgxw"><div>相关新闻</div><ul><li><a href="/1">【音频解读】《广州市老年人优待办法》</a></li>
<li><a href="/2">【一图读懂】《广州市老年人优待办法》</a></li></ul></div>
<div class="sfgz"><div class="curmb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a></div>
<h1>广州市老年人优待办法</h1>
<div class="attr"><ul><li>2021-02-09</li><li>来源：<b>广州市人民政府办公厅</b></li></ul>
<ul><li>字号：<a href="#">大</a> <a href="#">中</a> <a href="#">小</a></li><li>分享到</li><li>-次</li></ul></div>
<div class="content"><p>广州市人民政府令</p><p>第179号</p><p>{LEAD}</p><p>市　长：温国辉</p><p>2021年1月29日</p>
<p>广州市老年人优待办法</p><p><strong>第一条</strong>　{DUTY}</p><p><strong>第二条</strong>　{DUTY}</p>
<p>公开方式：主动公开</p><p>广州市人民政府办公厅　　　　2021年2月7日印发</p></div>
<div class="sticky" style="position: fixed; top: 0"><h1>广州市老年人优待办法</h1></div>
<div class="tools">【<a href="javascript:window.print()">打印</a>】【<a href="javascript:window.close()">关闭</a>】</div>
<p>上一篇：<a href="/3">关于某事的通知</a></p></div></div>
<div class="foot2022"><p>广州市人民政府 版权所有　主办单位：广州市人民政府办公厅</p><p>网站标识码：4401000004 粤ICP备2022092331号</p></div>
<div class="listbox"><ul><li><a href="/x">市教育局</a></li><li><a href="/y">市科技局</a></li></ul></div></body></html>"""

OLD_TABLES = f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">
<title>关于做好春耕工作的通知</title></head><body>
<table width=760><tr><td><a href=/>首页</a></td><td><a href=/a>政务公开</a></td><td><a href=/b>政策法规</a></td></tr></table>
<table width=760><tr><td width=160><table><tr><td>栏目导航</td></tr><tr><td><a href=a>政策文件</a></td></tr>
<tr><td><a href=b>规划</a></td></tr></table></td>
<td><table width=100%><tr><td>您现在的位置：<a href=/>首页</a> &gt; 正文</td></tr><tr><td><b>关于做好春耕工作的通知</b></td></tr>
<tr><td>农发〔2006〕3号</td></tr><tr><td>发布时间：2006-3-8 来源：农业局 点击：12</td></tr>
<tr><td><font>&nbsp;&nbsp;&nbsp;各乡镇人民政府：<br>&nbsp;&nbsp;&nbsp;{LEAD}<br>　　一、加强领导<br>　　{DUTY}<br>
　　二、落实责任<br>　　{DUTY}<br>
<div align=right>某县农业局<br>二○○六年三月八日</div></font></td></tr>
<tr><td>【<a href="javascript:window.print()">打印本页</a>】【<a href="javascript:window.close()">关闭窗口</a>】</td></tr></table>
</td></tr></table>
<table width=760><tr><td>版权所有：某县农业局　地址：某县人民路1号<br>技术支持：某公司</td></tr></table></body></html>"""


def test_a_page_of_nested_tables_is_running_text_and_its_attachment_a_table() -> None:
    source = page(STATE_COUNCIL)
    assert document(source) == [
        "国务院办公厅关于推广", "有关举措的通知", "国办发〔2018〕126号", "各省、自治区、直辖市人民政府：", LEAD, "一、推广的举措", f"（一）{DUTY}",
        f"（二）{DUTY}", "二、组织实施", f"1.{DUTY}", f"2.{DUTY}", "附件：举措清单", "国务院办公厅", "2018年12月7日", "（此件公开发布）", "附件", "举措清单"]
    assert parts(source, "table") == [
        f"序号\t举措\t主要内容\n一、产权方面（共2项）\n1\t审判“三合一”\t整合审判资源。 {DUTY}\n2\t跨区 审理\t1.授权法院跨区管辖。"]
    assert parts(source, "navigation") == ["扫一扫在手机打开当前页"]
    metadata, = parts(source, "metadata")
    assert metadata.split("\n")[1] == "发文机关：\t国务院办公厅\t成文日期：\t2018年12月07日" and metadata.endswith("主 题 词：")
    assert source.hints == {"issuer": "国务院办公厅", "date": "2018-12-07", "title": "国务院办公厅关于推广有关举措的通知",
                            "doc_number": "国办发〔2018〕126号"}
    assert (source.name, source.path, source.pages, source.problems) == ("a.html", "in/a.html", (), ())


def test_menus_breadcrumbs_toolbars_and_footers_of_a_portal_are_navigation() -> None:
    source = page(PORTAL)
    assert document(source) == [
        "广州市老年人优待办法", "广州市人民政府令", "第179号", LEAD, "市　长：温国辉", "2021年1月29日", "广州市老年人优待办法", f"第一条　{DUTY}",
        f"第二条　{DUTY}", "公开方式：主动公开", "广州市人民政府办公厅　　　　2021年2月7日印发"]
    above, between, below = parts(source, "navigation")
    assert above.startswith("语言\n繁体") and above.endswith("当前位置：首页 > 政务公开")
    assert between == "2021-02-09\n来源：广州市人民政府办公厅\n字号：大 中 小\n分享到\n-次"
    assert below.startswith("广州市老年人优待办法\n【打印】【关闭】") and below.endswith("市科技局")
    assert source.hints == {"title": "广州市老年人优待办法", "url": "https://www.gz.gov.cn/content/post_8300620.html"}
    assert "脚本" not in source.text and "color" not in source.text


def test_a_gb2312_page_of_layout_tables_with_line_breaks_for_paragraphs() -> None:
    source = page(OLD_TABLES, "gb2312")
    assert document(source) == [
        "关于做好春耕工作的通知", "农发〔2006〕3号", "各乡镇人民政府：", LEAD, "一、加强领导", DUTY, "二、落实责任", DUTY, "某县农业局", "二○○六年三月八日"]
    assert not parts(source, "table") and not source.hints
    assert source.text.startswith("首页 政务公开 政策法规\n栏目导航\n")


def test_a_big5_page() -> None:
    duty = "本校應積極推動防治教育，以提升教職員工生尊重他人與自己之知能。"
    html = f'<html><head><meta charset="big5"></head><h3>校園防治辦法</h3><p>第一條</p><p>{duty}<p>第二條</p><p>{duty}</html>'
    assert page(html, "big5").text.split("\n") == ["校園防治辦法", "第一條", duty, "第二條", duty]
    assert page(html, "big5").regions == ()
    undeclared = page(html.replace('<meta charset="big5">', ""), "big5")
    assert undeclared.text == page(html).text


EVERY_PAGE = [STATE_COUNCIL, PORTAL, OLD_TABLES, f"<p>{LEAD}", "<ul><li><a href=1>通知一</a><li><a href=2>通知二</a></ul>"]


@pytest.mark.parametrize("html", EVERY_PAGE)
def test_regions_are_sorted_disjoint_and_whole_lines(html: str) -> None:
    source = page(html.replace("charset=gb2312", ""))
    end = -1
    for region in source.regions:
        assert end < region.start < region.end <= len(source.text)
        assert source.text[:region.start].endswith("\n") or not region.start
        assert source.text[region.end:].startswith("\n") or region.end == len(source.text)
        end = region.end
    assert "\n\n" not in source.text and all(line == line.strip() for line in source.text.replace("\t", "　.").split("\n"))


# --- what is the document ------------------------------------------------------------------------------------------

def test_a_sidebar_goes_and_attachments_stay() -> None:
    source = page(f"""<body><div class="wrap"><div class="left"><h2>关于印发某办法的通知</h2>
        <div>时间：2020-01-02 来源：市政府办 字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</div>
        <div class="text"><p>某政办〔2020〕1号</p><p>{LEAD}</p><p>第一条 {DUTY}</p>
        <p>附件：<a href="/download.jsp?id=1">1.任务分工表</a></p><p><a href="/download.jsp?id=2">2.联系人名单</a></p>
        <p><a href="files/3.docx">3.申请表</a></p><p>某市人民政府办公室</p><p>2020年1月1日</p></div></div>
        <div class="right"><h3>热门文章</h3><ul><li><a href="/3">关于甲的通知</a><li><a href="/4">关于乙的公告</a></ul></div></div>
        <div>主办：某市人民政府<br>冀ICP备05000000号</div></body>""")
    assert document(source) == ["关于印发某办法的通知", "某政办〔2020〕1号", LEAD, f"第一条 {DUTY}", "附件：1.任务分工表", "2.联系人名单", "3.申请表",
                                "某市人民政府办公室", "2020年1月1日"]


def test_the_letterhead_above_the_title_and_a_title_of_two_lines_stay() -> None:
    source = page(f"""<title>某市人民政府关于某事的通知-某市人民政府网</title><ul class="nav"><li><a href="/">首页</a></li></ul>
        <div>政策文件</div><div>某市人民政府文件</div><div>某政发〔2020〕3号</div><h1>某市人民政府<br>关于某事的通知</h1>
        <div>发布日期：2020-03-04</div><div id="zoom"><p>{LEAD}</p><p>一、{DUTY}</p></div>""")
    assert document(source) == ["某市人民政府文件", "某政发〔2020〕3号", "某市人民政府", "关于某事的通知", LEAD, f"一、{DUTY}"]


def test_what_a_notice_says_at_its_end_stays_and_the_foot_of_the_page_goes() -> None:
    tail = ["主办单位：市教育局", "时间：2024年5月1日上午9时", "推荐单位（盖章）：", "某市教育局", "2024-04-01"]
    foot = ["主办单位：某市政府网", "地址：某路1号", "联系我们", "京ICP备1号"]
    source = page(f"<title>活动通知</title><div><p>{LEAD}</p><p>一、活动组织</p>{''.join(f'<p>{line}</p>' for line in tail)}</div>"
                  f"<div>{'<br>'.join(foot)}</div>")
    assert document(source) == [LEAD, "一、活动组织", *tail] and parts(source, "navigation") == ["\n".join(foot)]


def test_a_popup_goes_and_a_second_part_of_the_text_far_away_stays() -> None:
    source = page(f"""<div style="position:fixed"><p>本网站使用Cookie，继续浏览即表示同意。</p></div><div id="zoom"><p>{LEAD}</p>
        <p>一、{DUTY}</p><p>二、{DUTY}</p><p>三、{DUTY}</p></div><p><a href="/1">下一页</a></p>
        <div><p>四、{DUTY}{DUTY}</p></div><p>取消</p>""")
    assert document(source) == [LEAD, *(f"{n}、{DUTY}" for n in "一二三"), f"四、{DUTY}{DUTY}"]


@pytest.mark.parametrize("html, kept", [
    # names that site makers give prove nothing against the text itself
    (f'<div class="nav footer menu"><h1>某某办法全文</h1><p>{LEAD}</p></div><p><a href="/">返回</a></p>', ["某某办法全文", LEAD]),
    (f'<form id="aspnetForm"><div><a href="/">首页</a></div><div>{LEAD}<br>1、{DUTY}</div></form>', [LEAD, f"1、{DUTY}"]),
    # a contents list leads to places in the page itself
    (f'<ul><li><a href="#1">第一章 总则</a></li><li><a href="#2">第二章 附则</a></li></ul><p>{LEAD}</p>', ["第一章 总则", "第二章 附则", LEAD]),
    # no running text at all
    ("<h1>关于张三等同志任职的通知</h1><p>张三任市教育局局长</p><p>某市人民政府</p>", ["关于张三等同志任职的通知", "张三任市教育局局长", "某市人民政府"]),
    ('<ul><li><a href="/1">通知一</a></li><li><a href="/2">通知二</a></li></ul>', ["通知一", "通知二"]),
    # parts of a text in blocks of their own
    ("".join(f"<div class=sec{n}><h3>第{n}章 总则</h3><p>第{n}条 {DUTY}</p></div>" for n in "一二三"),
     [line for n in "一二三" for line in (f"第{n}章 总则", f"第{n}条 {DUTY}")]),
    (f"某某办法<br><br>第一条 {DUTY}<br>某市人民政府<br>2020-01-01", ["某某办法", f"第一条 {DUTY}", "某市人民政府", "2020-01-01"])])
def test_the_document_is_never_dropped(html: str, kept: list[str]) -> None:
    assert document(page(f"<html><body>{html}</body></html>")) == kept


# --- tables --------------------------------------------------------------------------------------------------------

def test_a_form_with_empty_cells_is_a_table() -> None:
    source = page(f"<p>{LEAD}<table><tr><th>行业<th>2003<th>2004<tr><td>零售业<td><td><tr><td>饮食业<td><td></table><p>{DUTY}")
    assert parts(source, "table") == ["行业\t2003\t2004\n零售业\n饮食业"] and document(source) == [LEAD, DUTY]


def test_two_tables_are_two_regions_and_a_table_inside_a_layout_table_is_found() -> None:
    rows = "<tr><td>序号<td>名称<td>金额<tr><td>1<td>甲<td>10"
    source = page(f"<table><tr><td><p>{LEAD}</p><table>{rows}</table><table>{rows}</table></td></tr></table>")
    assert parts(source, "table") == ["序号\t名称\t金额\n1\t甲\t10"] * 2
    assert document(source) == [LEAD]


def test_a_numbered_list_in_a_table_is_running_text() -> None:
    rows = "".join(f"<tr><td>第{n}條</td><td>{DUTY}<br>前項規定準用之。</td></tr>" for n in "一二三")
    source = page(f"<table>{rows}</table>")
    assert source.text.split("\n")[:3] == [f"第一條 {DUTY}", "前項規定準用之。", f"第二條 {DUTY}"] and source.regions == ()


def test_a_short_text_beside_a_menu_is_no_cell_of_data() -> None:
    source = page(f"""<table><tr><td>某县农业局<td>今天是星期一</tr><tr><td><a href="/1">文件</a><br><a href="/2">规划</a>
        <td><p>关于春耕的通知</p><p>{LEAD}</p><p>一、{DUTY}</p></tr><tr><td>某县<td>版权所有</table>""")
    assert document(source)[-3:] == ["关于春耕的通知", LEAD, f"一、{DUTY}"] and not parts(source, "table")


def test_the_head_of_a_list_of_documents_is_no_metadata() -> None:
    source = page(f"<p>{LEAD}<table><tr><td>序号<td>文件名称<td>文号<td>发文机关<td>发布日期"
                  "<tr><td>1<td>关于甲的通知<td>甲发〔2001〕1号<td>市政府<td>2001-1-1</table>")
    assert not parts(source, "metadata") and len(parts(source, "table")) == 1 and not source.hints


# --- metadata ------------------------------------------------------------------------------------------------------

def test_metadata_in_a_definition_list_with_labels_on_their_own_lines() -> None:
    source = page(f"""<dl><dd><label>索&ensp;引&ensp;号：</label><div>0147/2023-1</div></dd>
        <dd><label>生成日期：</label><div>2023-05-11</div></dd>
        <dd><label>文　　号：</label><div>万统字〔2023〕 2号</div></dd><dd><label>公文种类：</label><div>公报</div></dd>
        <dd><label>产生方式：</label><div>原创</div></dd></dl><h1>统计公报</h1><p>{LEAD}</p>""")
    metadata, = parts(source, "metadata")
    assert metadata.startswith("索") and metadata.endswith("产生方式：\n原创")
    assert source.hints == {"doc_number": "万统字〔2023〕 2号", "kind": "公报"}
    assert document(source) == ["统计公报", LEAD]


def test_metadata_on_one_line_and_in_brackets() -> None:
    source = page(f"<p>【发布部门】 国务院 【发文字号】 国务院令第707号 【发布日期】 2018.12.18 【时效性】 现行有效</p><p>{LEAD}</p>")
    assert source.hints == {"issuer": "国务院", "doc_number": "国务院令第707号"}
    assert document(source) == [LEAD]


def test_two_labels_or_none_that_pages_print_are_text() -> None:
    assert not parts(page(f"<p>公开方式：主动公开</p><p>发布日期：2020-01-01</p><p>{LEAD}</p>"), "metadata")
    assert not parts(page(f"<p>{LEAD}</p><p>申报时间：5月</p><p>申报方式：网上</p><p>联系单位：市局</p>"), "metadata")


def test_a_reprint_names_no_issuer() -> None:
    rows = [("索引号", "1"), ("名称", "（转载）某办法"), ("发布机构", "某街道办事处"), ("成文日期", "2024-07-26"), ("文号", "")]
    source = page("<table>" + "".join(f"<tr><td>{a}：<td>{b}" for a, b in rows) + f"</table><p>{LEAD}")
    assert source.hints == {"title": "（转载）某办法", "date": "2024-07-26"}


@pytest.mark.parametrize("printed, date", [
    ("2018年12月7日", "2018-12-07"), ("2018-1-2 10:00", "2018-01-02"), ("2018年", None), ("2018-13-01", None)])
def test_the_date_is_a_day_or_none(printed: str, date: str | None) -> None:
    source = page(f"<p>索引号：1</p><p>主题分类：卫生</p><p>成文日期：{printed}</p><p>{LEAD}</p>")
    assert source.hints.get("date") == date


def test_an_address_comes_from_the_page_and_is_absolute() -> None:
    text = f"<p>{LEAD}"
    assert page(f'<link rel="canonical" href="https://a.gov.cn/1.html">{text}').hints == {"url": "https://a.gov.cn/1.html"}
    assert page(f'<meta property="og:url" content="/1.html">{text}').hints == {}


# --- text ----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("html, text", [
    ("<p><span>一</span>、<b>总</b><i>则</i></p>", "一、总则"),
    ("<p>第一\n   条　总则</p>", "第一条　总则"), ("<p>Article\n  1 of  2</p>", "Article 1 of 2"),
    ("<p>&nbsp;&nbsp;　　甲&nbsp; 乙　</p>", "甲 乙"), ("<p>甲<br>乙<br/><br>丙</br>丁</p>", "甲\n乙\n丙\n丁"),
    ("<div>甲<p>乙</p>丙<ul><li>丁<li>戊</ul>己</div>", "甲\n乙\n丙\n丁\n戊\n己"),
    ("<pre>第一条\n  甲 乙\n\n第二条</pre>", "第一条\n甲 乙\n第二条"),
    ("<p>2 < 3 且 a&lt;b &amp;amp; &#x4e00;&hellip;</p>", "2 < 3 且 a<b &amp; 一…"),
    ("<p>甲<![CDATA[乙]]>丙</p>", "甲乙丙"), ("<p>甲\x00\x07乙</p>", "甲乙"),
    ("<p>甲<o:p></o:p><!--[if x]>乙<![endif]--><![if y]>丙<![endif]></p>", "甲丙"),
    ('<p>甲<img src="data:image/png;base64,iVBORw0KGgo=" alt="图">乙</p>', "甲乙"),
    ('<!DOCTYPE html [<!ENTITY x SYSTEM "secret.txt">]><p>甲&x;乙</p>', "甲&x;乙")])
def test_text_is_what_a_browser_prints(html: str, text: str) -> None:
    assert page(html).text == text


@pytest.mark.parametrize("hidden", [
    '<div style="color: red; DISPLAY : none">密</div>', "<p hidden>密</p>", '<p style="visibility:hidden">密</p>',
    "<noscript>密</noscript>", "<template><p>密</p></template>", "<select><option>密</select>",
    "<datalist id=a><option>密</datalist>", "<!-- 密 -->", "<script>'密'</script>",
    "<style>密</style>", "<div style='display:none'><div><br><p>密<script>密</script></p></div>密</div>", "<iframe>密</iframe>"])
def test_what_is_hidden_is_no_text(hidden: str) -> None:
    assert page(f"<body>甲{hidden}乙</body>").text.replace("\n", "") == "甲乙"


def test_a_page_hidden_until_its_scripts_have_run_is_read() -> None:
    assert page('<html hidden><body style="display:none"><p>甲</p></body></html>').text == "甲"


@pytest.mark.parametrize("html", [
    "", " \n ", "<!-- 甲 -->", "<html><head><title>甲</title></head><body><script>1</script></body></html>",
    "<p>&nbsp;</p>\u3000", "<table><tr><td></td></tr></table>"])
def test_a_page_without_text_is_empty(html: str) -> None:
    with pytest.raises(SourceEmpty) as caught:
        page(html)
    assert caught.value.path == "in/a.html"


def test_depth_does_not_matter() -> None:
    assert page("<div>" * 10_000 + f"<p>{LEAD}</p>" + "</div>" * 10_000 + "<p>后</p>").text == f"{LEAD}\n后"
    assert page("<p><font>甲。" * 2_000).text == "\n".join(["甲。"] * 2_000)
    assert page("<table><tr><td>" * 2_000 + "甲").text == "甲"


def test_a_tag_too_large_for_the_parser_is_refused_and_not_cut_off() -> None:
    with pytest.raises(SourceTooLarge):
        page('<p>甲</p><p title="' + "x" * 10_100_000 + '">乙</p>')


# --- bytes ---------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("declared, encoding", [
    ("<meta charset=utf-8>", "utf-8"), ("<meta charset='GB2312'>", "gb2312"), ("<meta charset=gbk>", "gbk"),
    ("", "utf-8"), ("", "gb18030"), ('<?xml version="1.0" encoding="gb2312"?>', "gb2312"), ("", "utf-8-sig"),
    ("<meta charset=gb2312>", "utf-16"),
    # what is declared does not fit, or is no encoding of Chinese
    ("<meta charset=utf-8>", "gb18030"), ("<meta charset=big5>", "utf-8"), ("<meta charset=iso-8859-1>", "gb18030"),
    ("<meta charset=nosuch>", "utf-8"),
    ("<script>" + "x" * 9000 + "</script><meta http-equiv=Content-Type content='text/html; charset=gb2312'>", "gb2312")])
def test_the_encoding_is_the_declared_one_where_it_fits(declared: str, encoding: str) -> None:
    assert page(f"{declared}<p>{LEAD}", encoding).text == LEAD


def test_a_gb2312_page_may_hold_what_only_gb18030_has() -> None:
    assert page("<meta charset=gb2312><p>朱镕基、㐀、€", "gb18030").text == "朱镕基、㐀、€"


def test_bytes_of_no_encoding_are_refused_with_their_place() -> None:
    with pytest.raises(SourceUndecodable) as caught:
        read_html(b"<p>a\xff\xff\xff</p>", "a.html", "in/a.html")
    assert caught.value.path == "in/a.html" and caught.value.parameters["offset"] == 4


@pytest.mark.parametrize("head, answer", [
    (b"<!DOCTYPE html>", True), (b"\xef\xbb\xbf \r\n<!doctype HTML PUBLIC ''>", True), (b"<HTML lang=zh>", True),
    (b"<?xml version='1.0'?>\n<!-- a\n-- > b -->\n<html xmlns=''>", True), (b"<meta charset=gbk>", True), (b"<head>", True),
    (b"<body class=a>", True), ("<html>".encode("utf-16"), True), (b'<link href="<?=url?>a.css" />\n<div>', True),
    (b'<div class="wrap"> \n <table width="724">\n <tr><td>1', True),
    (b"", False), (b"  ", False), ("一、若 a<b，则<p>".encode(), False), (b"1 < 2 <html>", False), (b"<prefix>", False),
    (b"<w:document xmlns:w=''>", False), (b"<?xml version='1.0'?><rss>", False), (b"# Title\n\n<p>text</p>", False),
    (b"<p align=center>\n\nTitle\n\n1. a\n\n2. b\n", False), (b"PK\x03\x04<html>", False), (b"%PDF-1.4", False),
    (b'{"html": "<html>"}', False)])
def test_a_web_page_is_known_by_its_beginning(head: bytes, answer: bool) -> None:
    assert is_html(beginning(head)) is answer


@pytest.mark.parametrize("before", ["\n" * 6000, f"<!--{'x' * 6000}-->", f"\n<!-- a -->{' ' * 6000}<!-- b -->"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_page_behind_pages_of_blanks_and_comments_was_taken_for_text(before: str, encoding: str) -> None:
    data = (before + "<html><body><p>一、总则</p><p>1. 甲。</p></body></html>").encode(encoding)
    assert source_of(data, "a", "a").text == "一、总则\n1. 甲。"


@pytest.mark.parametrize("markup, printed", [
    ("<ol><li>甲</li><li><p>乙</p><p>二段</p></li></ol><ol start=5><li>丙</ol>", ["1. 甲", "2. 乙", "二段", "5. 丙"]),
    ("<ol type=a><li>甲<li value=26>乙<li>丙</ol>", ["a. 甲", "z. 乙", "aa. 丙"]),
    ("<ol type=I><li>甲<ol type=i><li>子<li>丑</ol><li>乙</ol>", ["I. 甲", "i. 子", "ii. 丑", "II. 乙"]),
    ("<ol type=A><li>甲<ul><li>无</ul><li>乙<br>下</ol>", ["A. 甲", "无", "B. 乙", "下"]),
    ("<ol style='list-style: cjk-ideographic inside'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
    ("<ol style='list-style-type:none' type=a><li>甲<li>乙</ol>", ["甲", "乙"]),
    ("<ol><li>（一）甲<li>2．乙<li>3.5万人<li hidden>藏<li>丁</ol>", ["（一）甲", "2．乙", "3. 3.5万人", "4. 丁"]),
    ("<ol><li><ol><li>甲</ol>后<li>乙</ol>", ["1. 甲", "后", "2. 乙"]),
    ("<ol start=x><li value=-3>甲<li value=99999999>乙</ol>", ["1. 甲", "2. 乙"])])
def test_the_numbers_of_lists_were_lost(markup: str, printed: list[str]) -> None:
    source = page(f"<h1>某通知</h1><p>{LEAD}</p>{markup}<p>{DUTY}</p>")
    assert source.text.split("\n")[2:-1] == printed


def test_a_numbered_list_in_a_cell_keeps_its_numbers() -> None:
    rows = "".join(f"<tr><td>{name}</td><td><ol><li>甲</li><li>乙</li></ol></td></tr>" for name in ("市", "区", "县"))
    assert "市\t1. 甲 2. 乙" in page(f"<p>{LEAD}</p><table><tr><th>级<th>事项</tr>{rows}</table><p>{DUTY}</p>").text


def test_a_list_of_links_has_no_numbers() -> None:
    crumbs = "<ol><li><a href=/>首页</a><li><a href=/zw>政务公开</a><li>正文内容</ol>"
    source = page(f"<div>{crumbs}</div><h1>某通知</h1><p>{LEAD}</p><p>{DUTY}</p>")
    assert source.text.startswith("首页\n政务公开\n")


def test_a_title_that_is_never_closed_was_called_an_empty_file() -> None:
    for text, key in (("<html><title>某通知<p>一、总则</p>", "source.shows_nothing"), (" \n", "source.empty")):
        with pytest.raises(SourceEmpty) as caught:
            page(text)
        assert caught.value.key == key


def test_a_page_of_links_was_a_document_of_its_foot() -> None:
    links = "".join(f"<li><a href={number}>栏目{number}</a></li>" for number in range(40))
    with pytest.raises(SourceEmpty) as caught:
        page(f"<nav><a href=1>首页</a></nav><div><ul>{links}</ul></div><footer>版权所有 京ICP备123号</footer>")
    assert caught.value.key == "source.only_navigation"
