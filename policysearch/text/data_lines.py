"""Data lines: the labels under which pages and files state metadata beside the text, 发文机关：国务院."""
import datetime
import re

from policysearch.text.folding import fold

# the labels by the field of the record that their values belong to; a date on the web is none
_LABELS = {
    "title": "标题 名称 文件名称 信息名称 公文名称 文件标题 信息标题 公文标题",
    "issuer": "发文机关 发文单位 发文机构 发文部门 制发单位 制发机关 制定机关 发布机构 发布机关 发布单位 发布部门",
    "doc_number": "发文字号 文号 发文文号 文件文号 公文文号 发文号", "date": "成文日期 成文时间 发文日期 发文时间 制发日期",
    "kind": "公文种类 文种 体裁 体裁分类 公文类型", "in_force_from": "实施日期 施行日期 生效日期 生效时间 实施时间 施行时间",
    "in_force_until": "失效日期 终止日期 失效时间", "repealed": "废止日期 废止时间 有效性 时效性 效力状态 是否有效 文件状态"}
# a status that is one of repeal: 已失效, not 现行有效
_IS_REPEALED = re.compile("(?<![未不])(?:废止|失效|停止执行)")
# the year 1 of the Republic of China is 1912
_REPUBLIC = 1911
_DATES = ("date", "in_force_from", "in_force_until")
FIELD_OF_LABEL = {label: name for name, labels in _LABELS.items() for label in labels.split()}
_OTHER_LABELS = ("来源|信息来源|作者|时间|日期|发布日期|发布时间|发表时间|更新时间|更新日期|公开日期|生成日期|检索时间|检索关键词|原文链接|链接|分类|主题分类|索引号|"
                 "浏览次数|责任编辑|编辑|记者|关键词")
_LINE = re.compile(rf"[*【\[]*(?P<label>{'|'.join(FIELD_OF_LABEL)}|{_OTHER_LABELS})[\s】\]*]*:\**(?P<value>.*)")


def data_line(line: str) -> tuple[str, str] | None:
    """The field of a data line ("" where it is none of the record's) and the value; None where `line` is no data line.

    >>> data_line("发布机构: 中共中央"), data_line("来源：新华社"), data_line("各单位：")
    (('issuer', '中共中央'), ('', '新华社'), None)
    """
    found = _LINE.fullmatch(fold(line).strip())
    if not found:
        return None
    value = line.strip()[found.start("value"):].strip()
    return FIELD_OF_LABEL.get(found["label"], ""), value


def stated_value(field: str, value: str) -> str:
    """The value of a field as records have it, dates as YYYY-MM-DD; "" where what stands behind the label is none.

    >>> stated_value("date", "2018年12月07日"), stated_value("repealed", "现行有效"), stated_value("issuer", "国务院")
    ('2018-12-07', '', '国务院')
    """
    if field == "repealed":
        return _day(value) or (value if _IS_REPEALED.search(fold(value)) else "")
    return _day(value) if field in _DATES else field and value


def _day(text: str) -> str:
    """A date as YYYY-MM-DD, "" where it is none: 2018年12月07日, 2018-12-7 10:00, 民國112年5月1日."""
    try:
        year, month, day = map(int, re.findall("[0-9]+", text)[:3])
        return datetime.date(year + (_REPUBLIC if "民国" in fold(text) else 0), month, day).isoformat()
    except ValueError:
        return ""
