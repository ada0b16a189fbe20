"""Each cleaning step on the class of debris it is for, and on real text that only looks like it."""
from collections.abc import Callable, Iterator

import pytest

from policysearch.chunker import cleaning
from policysearch.chunker.mapped import Edit, MappedText


def after(step: Callable[[str], Iterator[Edit]], text: str) -> str:
    return MappedText.of_source(text).edited(step(text)).text


ANNOTATED = "關(guān)于2022年衛(wèi)生健康工作要點(diǎn),"


@pytest.mark.parametrize("text, result", [
    ("關(guān)于", "關于"), ("加大?啤^(qū)域", "加大?啤^域"), ("診治中心(IDC)", "診治中心(IDC)"), ("設(shè)施(xx)、(xxx)分站", "設施(xx)、(xxx)分站"),
    (ANNOTATED + "我們(men)和他們(men)", "關于2022年衛生健康工作要點,我們和他們"),
    ("甲(men)", "甲(men)"), ("女(nǚ)性", "女性"), ("旅(lu\u0308\u030c)游", "旅游"),
    ("健康(health)", "健康(health)"), ("(ān)", "")])
def test_pinyin_annotations(text: str, result: str) -> None:
    assert after(cleaning.pinyin_annotations, text) == result


@pytest.mark.parametrize("text, result", [
    ("**二是**坚持", "二是坚持"), ("前文。**二是**坚持", "前文。二是坚持"), ("**一、总体要求**", "一、总体要求"), ("推进**医院、**医院的建设", "推进**医院、**医院的建设"),
    ("“市一-**”和“**-**”", "“市一-**”和“**-**”"), ("2024年**卫生健康", "2024年**卫生健康"), ("指导**、**等5个街镇", "指导**、**等5个街镇"),
    ("****", "****"), ("**重点**：加强", "重点：加强")])
def test_bold_marks_and_masks(text: str, result: str) -> None:
    assert after(cleaning.markdown_bold, text) == result


def test_bold_in_mid_sentence_is_no_mask_where_there_are_headings_of_markdown() -> None:
    assert after(cleaning.markdown_bold, "## 租金\n每月**5日**前支付。") == "## 租金\n每月5日前支付。"


def test_one_odd_paragraph_makes_stars_masks_in_the_whole_document() -> None:
    text = "**二是**坚持。\n启动**区建设。"
    assert after(cleaning.markdown_bold, text) == text


@pytest.mark.parametrize("text, result", [
    ("【Div】【/Div】【div】】\n正文", "\n正文"), ("【正文】", "【正文】"), ("甲【Div】乙【/Div】丙", "甲乙丙"), ("【原文下载】", "【原文下载】"),
    ("【Div】【Div】【", "")])
def test_bracketed_tags(text: str, result: str) -> None:
    assert after(cleaning.bracketed_tags, text) == result


@pytest.mark.parametrize("text, result", [
    ("领域。( wWw.YuAn0.cN 转载请注明 )", "领域。"), ("登录网站（www.gov.cn）查询", "登录网站（www.gov.cn）查询"), ("（转载请注明出处）", "（转载请注明出处）"),
    ("全文（更多范文请访问 http://a.com/x）完", "全文完")])
def test_site_notes(text: str, result: str) -> None:
    assert after(cleaning.site_notes, text) == result


@pytest.mark.parametrize("text, result", [
    ("## 第一章 总则", "第一章 总则"), ("---\n甲", "\n甲"), ("C# 语言", "C# 语言"), ("<!-- INFO END -->甲", "甲"), ("甲\n***\n乙", "甲\n\n乙"),
    ("> 来源：甲", "来源：甲"), ("> 500万元的", "> 500万元的"), ("|甲|乙|\n|---|:---:|\n|丙|丁|", "|甲|乙|\n\n|丙|丁|")])
def test_markdown_headings(text: str, result: str) -> None:
    assert after(cleaning.markdown_headings, text) == result


@pytest.mark.parametrize("text, result", [
    ("甲\n- 3 -\n乙", "甲\n\n乙"), ("— 12 —", ""), ("第3页 共8页", ""), ("- 3 - 4", "- 3 - 4"), ("第3页的", "第3页的")])
def test_page_numbers(text: str, result: str) -> None:
    assert after(cleaning.page_numbers, text) == result


def test_invisible_characters() -> None:
    assert after(cleaning.invisible_characters, "家\u200b庭\ufeff医\u00ad生") == "家庭医生"
