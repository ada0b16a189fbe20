"""The layout of a web page: which lines are navigation and not the document.

It is judged by where running text stands, by how much of a block is links, and by what short lines around the text say.
The names that site makers give to elements are one more piece of evidence. In doubt a line is the document's.
"""
import re
from collections.abc import Iterable, Sequence

from policysearch.sources.html_lines import ATTACHMENT, NUMBER, Element, Line

METADATA, NAVIGATION = "metadata", "navigation"

# --- what lines and blocks say --------------------------------------------------------------------------------------

_CHROME_TAGS = set("nav footer aside form button menu search dialog fieldset".split())
_CHROME_WORDS = set(
    "nav navbar mainnav topnav subnav navigation navigator menu submenu crumb crumbs breadcrumb breadcrumbs sidebar footer "
    "foot copyright share bdshare toolbar search searchbox hotword hotwords hotkey pagination pager qrcode ewm login banner "
    "topbar friendlink related recommend sitemap dqwz weizhi modal popup".split())
_HEAD_NAMES = set("header head headers top pageheader siteheader bottom".split())
# containers of the text of an article in common content management systems
_TEXT_NAMES = set(
    "ucapcontent trseditor trsueditor zoom zoomcon articlecontent contentarticle pagescontent newscontent vnewscontent "
    "contenttext vsbcontent infocont maintext articlebody entrycontent postcontent xxgkcontent".split())
_LEAVES = set("p li tr table tbody h1 h2 h3 h4 h5 h6 pre dd dt".split())

# possessive, so that no line can be tried in more ways than one
_TOOLS = re.compile(
    r"(?=.*(?:打印|列印|关闭|關閉|返回|回到|分享|收藏|下载|纠错|朗读|播报|登录|字[号体體]|微信|无障碍|长者|首页|大\W*中\W*小|A\W*[+-]|[X×]$))"
    "(?:打印|列印|关闭|關閉|返回|回到|分享|收藏|下载|纠错|复制|朗读|播报|登录|注册|页面|本页|本文|此页|窗口|顶部|首页|列表|按钮|文字版|图片版|链接|文章|取消|字[号体體]"
    "|微信|新浪|微博|QQ|空间|朋友圈|加入|我的|我要|语音|无障碍|阅读|长者|助手|专区|[繁简]体|手机版|电脑版|默认|English|[到至大中小特超版AX×]"
    r"|[\s\[\]【】()（）<>|｜/·:：、,，+＋-])++", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:发布|发表|更新|公布|上传|录入|发稿|添加)(?:日期|时间|[人者]|机构|单位|部门)?\s*[:：]|(?:信息|文章|稿件|内容)?来\s*源\s*[:：]|(?:责任)?编辑\s*[:：]|责编\s*[:：]"
    r"|作者\s*[:：]|(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]|时间\s*[:：]\s*[0-9]{4}[-/.]|[-–—0-9\s]*次?$")
_WEB_DATE = re.compile(
    r"\[?[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[T\s]+[0-9]{1,2}(?::[0-9]{2}){1,2})?\]?(?:\s+\S{0,4}来源.*)?")
_CRUMB = re.compile(r"[您你]?(?:现在|当前|目前|所在|的|[您你]|在)*(?:位置|栏目)是?\s*[:：>＞]|(?:[^>＞»›]{1,20}[>＞»›]){2}|首页\s*[>＞»›]")
_ASIDE = re.compile(
    r"[【\[]?(?:相关(?:新闻|文件|链接|稿件|政策|解读|阅读|文章|推荐|信息|内容|报道)|关联(?:稿件|文件|信息)|延伸阅读|上一[篇条页则]|下一[篇条页则]|友情链接"
    r"|政策解读|一图读懂|图解|图文解读|我要评论|网友评论|搜索热词|(?:热点|热门|推荐|最新|猜你)[^:：，]{0,8}$|更多\W*$)")
_FOOT = re.compile(
    "ICP备|ICP证|公网安备|网站标识码|版权所有|Copyright|©|扫一扫|网站地图|隐私(?:声明|保护|安全)|联系我们|关于我们|首页访问量|访问的链接即将离开"
    "|回到顶部|返回顶部", re.IGNORECASE)
# a document may say this too; above the foot of a page it belongs to the foot
_SPONSOR = re.compile(r"(?:主办|承办|协办|技术支持|运维)(?:单位)?\s*[:：]|(?:地\s*址|邮\s*编|邮政编码|电\s*话|传\s*真)\s*[:：]")
_SCAN = re.compile("(?:微信)?扫一扫.{0,16}|(?:扫码|扫描二维码)(?:进入|关注|分享|打开|阅读|下载|查看|浏览).{0,12}")
_LETTERHEAD = re.compile(r"[〔\[(（][12][0-9]{3}[〕\])）].{0,4}[0-9]+号$|[府委局厅部院会室处办](?:文件|令|公告|通告)$|^第[0-9]+号$")


# characters of a line that is a paragraph, whatever it says
_LONG = 40


def _is_running(line: Line) -> bool:
    """Whether a line is running text, a numbered heading, or a row of data."""
    if line.is_link or _is_credit(line) or _ends_document(line):
        return False
    return (line.table > 0 or line.own >= _LONG or (line.own >= 12 and bool(re.search("[。；！？]|，.*，", line.text)))
            or (line.own >= 4 and not line.links and bool(NUMBER.match(line.text))))


def _is_tool(line: Line) -> bool:
    """Whether a line holds nothing but the page's tools, 打印 关闭 字号, or tells to scan a picture."""
    return not line.table and len(line.text) <= 120 and bool(_TOOLS.fullmatch(line.text) or _SCAN.fullmatch(line.text))


def _is_credit(line: Line) -> bool:
    """Tools of the page, and when, where from and how often: such lines also stand between the title and the text."""
    return _is_tool(line) or (not line.table and len(line.text) <= 120
                              and bool(_CREDIT.match(line.text) or _WEB_DATE.fullmatch(line.text)))


def _ends_document(line: Line) -> bool:
    """Whether a short line belongs to menus, lists of other pages, or the foot of the page."""
    if line.is_link or line.table or len(line.text) > 160 or line.text.endswith("。") or NUMBER.match(line.text):
        return line.is_link
    return bool(_CRUMB.match(line.text) or _ASIDE.match(line.text) or _FOOT.search(line.text))


def _looks_foreign(element: Element) -> bool:
    """Whether a block is called navigation, stands outside the page's flow, or is a list of links."""
    if element.tag in _CHROME_TAGS or element.floating or element.words & _CHROME_WORDS or element.names & _HEAD_NAMES:
        return True
    if element.tag == "header":
        return element.parent is not None and element.parent.tag not in ("article", "main", "section")
    sums = element.sums
    return sums["link_lines"] > 1 and sums["links"] >= 0.6 * sums["chars"] and not sums["attached"]


# --- navigation ----------------------------------------------------------------------------------------------------

def mark_navigation(lines: Sequence[Line], elements: Sequence[Element], titles: Iterable[str]) -> None:
    """Set the kind of lines that are navigation. `elements` are in document order; `titles` the page gives itself."""
    free = [line for line in lines if not line.kind]
    _add_up(free, elements)
    whole = elements[0].sums["weight"]
    for element in elements[1:]:
        # what holds most of the running text is the document, whatever it is called
        element.chrome = bool(element.parent and element.parent.chrome) or (
            2 * element.sums["weight"] <= whole and _looks_foreign(element))
    _add_up([line for line in free if not line.element.chrome], elements)
    main, is_named = _main(elements)
    inside = {main}
    for element in elements:
        if element.parent in inside:
            inside.add(element)
    flow = [place for place, line in enumerate(free) if not line.element.chrome and line.element in inside]
    core = [place for place in flow if _is_running(free[place])] or [
        place for place in flow if not _ends_document(free[place])]
    if not core:
        # a bare list of links may be meant as the document, one with the foot of a site is not
        for line in free if any(not free[place].is_link for place in flow) else ():
            line.kind = NAVIGATION
        return
    plain = {"".join(title.split()) for title in titles if title}
    places = {place for place in range(core[0], core[-1])
              if free[place].element.chrome or (_is_tool(free[place]) and len(free[place].text) > 4)}
    places |= _before(free, core[0], inside if is_named else set(), plain) | _behind(free, core[-1], plain)
    # a second column, or a text in parts: long paragraphs and tables stay
    foreign = [line for line in map(free.__getitem__, places) if line.element.chrome or not _is_running(line)
               or (line.own < _LONG and not line.table)]
    if 2 * sum(line.own for line in foreign if _is_running(line)) > sum(line.own for line in free if _is_running(line)):
        # a layout that is not understood: only what is plainly links goes
        foreign = [line for line in foreign if line.is_link]
    for line in foreign:
        line.kind = NAVIGATION


def _add_up(lines: Iterable[Line], elements: Sequence[Element]) -> None:
    for element in elements:
        element.sums.clear()
    for line in lines:
        weight = line.own * ((5 if line.table else 10) if _is_running(line) else 1)
        line.element.sums.update(weight=weight, chars=len(line.text), links=line.links, link_lines=line.is_link,
                                 attached=bool(ATTACHMENT.match(line.text)))
    for element in reversed(elements):
        if element.parent:
            element.parent.sums.update(element.sums)


def _main(elements: Sequence[Element]) -> tuple[Element, bool]:
    """The element of the text, and whether it is named so; one that is not is the smallest with nearly all of the text."""
    main, total = elements[0], elements[0].sums["weight"]
    for element in elements:
        if element.names & _TEXT_NAMES and element.sums["weight"] >= 0.6 * total:
            return element, True
    for element in elements:
        # in document order, so that a child comes after its parent has been chosen
        if element.parent is main and element.sums["weight"] >= 0.8 * total and element.tag not in _LEAVES:
            main = element
    return main, False


def _before(lines: Sequence[Line], first: int, sure: set[Element], titles: set[str]) -> set[int]:
    """What stands before the text but is neither its title nor between the two; all in `sure` is the text's."""
    title = _title_place(lines[:first], titles)
    foreign = set()
    is_outside = False
    for place in reversed(range(first)):
        line = lines[place]
        ends = line.element.chrome or _ends_document(line)
        is_outside = line.element not in sure and (is_outside or ends if title is None else place < title)
        if place != title and (is_outside or ends or _is_credit(line)):
            foreign.add(place)
    return foreign


def _title_place(lines: Sequence[Line], titles: set[str]) -> int | None:
    """Where the title begins: the last line that the page calls itself, else the last heading of the highest rank."""
    places = [place for place, line in enumerate(lines) if _is_title(line, titles)]
    for tag in ("h1", "h2", "h3"):
        places = places or [place for place, line in enumerate(lines) if line.element.tag == tag and not line.element.chrome
                            and not _is_credit(line) and not _ends_document(line)]
    if not places:
        return None
    first = places[-1]
    # a title of several lines, and the letterhead above it
    while first and not lines[first - 1].is_link and not _ends_document(lines[first - 1]) and (
            lines[first - 1].element is lines[first].element or _LETTERHEAD.search(lines[first - 1].text)):
        first -= 1
    return first


def _behind(lines: Sequence[Line], last: int, titles: set[str]) -> set[int]:
    """What stands behind the text, from the first line on that is no signature, no date and no attachment."""
    end, is_attachment = last + 1, False
    while end < len(lines):
        line = lines[end]
        is_attachment = bool(ATTACHMENT.match(line.text)) or (is_attachment and line.is_link)
        if line.element.chrome or (not is_attachment and (_ends_document(line) or _is_title(line, titles))):
            break
        end += 1
    if end < len(lines) and (lines[end].element.chrome or _FOOT.search(lines[end].text)):
        while end > last + 1 and _SPONSOR.match(lines[end - 1].text):
            end -= 1
    return {place for place in range(last + 1, len(lines))
            if place >= end or (_is_credit(lines[place]) and not _WEB_DATE.fullmatch(lines[place].text))}


def _is_title(line: Line, titles: set[str]) -> bool:
    """Whether a line is what the page calls itself, with or without the names of column and site beside it."""
    text = "".join(line.text.split())
    return len(text) > 5 and any(text == title or (text in title and re.fullmatch(
        f"(?:.*[-_|–—·－])?{re.escape(text)}(?:[-_|–—·－（(].*)?", title)) for title in titles)
