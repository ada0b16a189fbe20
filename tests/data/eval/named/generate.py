"""Writes the queries of this folder that are made from stard's questions: run `python generate.py ../path/to/stard`.

* laws: questions of the train split with the law of their answer named in them, in many wordings. What is expected are
  the relevant articles of that law, and with an article named that article alone.
* seeming: questions of the train split that only seem to name a law, as they are (合同, 公司, 违法 …) or behind words that
  do (公司法人, 法学院, laws that stard does not hold). What is expected is what stard judges relevant.

Everything is drawn with one seed: the same corpus gives the same files.
"""
import json
import random
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
SEED = 2026
LAWS, SEEMING, TRAPPED, MOST_OF_ONE_LAW = 360, 70, 30, 60

ARTICLE = re.compile("第([〇零一二三四五六七八九十百千]+)条(之[一二三四五六七八九十])?$")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
STATE = "中华人民共和国"
# what people say for short, by the title without 中华人民共和国
SHORT = {
    "民事诉讼法": ["民诉法"], "刑事诉讼法": ["刑诉法"], "行政诉讼法": ["行诉法"], "消费者权益保护法": ["消保法"],
    "未成年人保护法": ["未保法"], "道路交通安全法": ["道交法"], "治安管理处罚法": ["治安处罚法"], "土地管理法": ["土管法"],
    "妇女权益保障法": ["妇保法"], "社会保险法": ["社保法"], "国家赔偿法": ["国赔法"], "产品质量法": ["产质法"],
    "农村土地承包法": ["土地承包法"], "政府信息公开条例": ["信息公开条例"], "物业管理条例": ["物业条例"],
    "国有土地上房屋征收与补偿条例": ["房屋征收条例"], "医疗事故处理条例": ["医疗事故条例"], "合伙企业法": ["合伙法"],
    "劳动合同法实施条例": ["劳动合同法条例"],
    "最高人民法院关于审理民间借贷案件适用法律若干问题的规定": ["民间借贷司法解释", "民间借贷规定", "民间借贷的司法解释"],
    "最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释": ["民法典担保制度解释", "担保制度司法解释", "担保制度解释"],
    "最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释（一）": ["建设工程施工合同司法解释（一）", "建设工程施工合同解释一"],
    "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）": ["劳动争议司法解释（一）", "劳动争议司法解释一"],
    "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释": ["民事诉讼法司法解释", "民诉法解释", "民诉法司法解释"],
    "最高人民法院关于审理旅游纠纷案件适用法律若干问题的规定": ["旅游纠纷司法解释", "旅游纠纷规定"],
    "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）": ["婚姻家庭编解释（一）", "民法典婚姻家庭编司法解释一"],
    "最高人民法院关于审理融资租赁合同纠纷案件适用法律问题的解释": ["融资租赁司法解释", "融资租赁合同司法解释"],
    "最高人民法院关于审理城镇房屋租赁合同纠纷案件具体应用法律若干问题的解释": ["城镇房屋租赁合同司法解释"],
}
# {n} the name, {q} the question, {k} its keywords, {a} the article in Chinese, {d} in digits
WORDINGS = (
    "{n}规定的{k}", "根据{n}，{q}", "按照{n}的规定，{q}", "{n}里{q}", "{q}（{n}）", "{q}{n}是怎么规定的？", "{n} {k}", "{k} {n}",
    "在{n}中，{q}", "我想了解{n}里面关于{k}的规定", "{n}中{k}怎么规定", "请问依据{n}{q}", "{n}对{k}有什么要求", "{k}适用{n}吗",
    "{k}，{n}如何规定", "{n}：{q}", "违反{n}：{k}")
WITH_ARTICLE = (
    "{n}{a}", "{n}{a}规定了什么", "{n}第{d}条", "{n}第{d}条 {k}", "{k} {n}{a}", "根据{n}{a}，{q}", "请问{n}第{d}条怎么理解？", "{n} 第{d}条 内容",
    "{n}{a}里的{k}是什么意思", "{n}{d}条")
TRAPS = (
    "公司法人：{q}", "有没有合法的办法，{q}", "法学院的老师问：{q}", "劳动法律咨询：{q}", "民法学问题，{q}", "德国民法典不管这个，{q}",
    "房地产税法还没有，{q}", "宠物管理法规定了吗，{q}", "按规定的方法，{q}", "合同法务问：{q}", "刑法学上，{q}", "公司法定代表人问：{q}",
    "{q}有解决办法吗", "{q}要走什么法律程序", "加班法里有吗？{q}")
SEEMS = re.compile("合同|公司|婚姻|消费者|保险|商标|违法|合法|办法|方法|法律|法定|规定|条例|解释|旅游|行政|诉讼|劳动")
NAMED = re.compile("《|刑法|民法|[^合违非办方做司立执依宪守枉乱设想看]法[上的]?(?:规定|保护)|著作权法|劳动法|合同法|保险法|诉讼法|保护法|条例")


def value(chinese: str) -> int:
    """The value of a number below 10,000."""
    total = digit = 0
    for character in chinese:
        if character in DIGITS:
            digit = DIGITS[character]
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[character]
            digit = 0
    return total + digit


def names(law: str, draw: random.Random) -> str:
    """One of the names of a law, written in one of the usual ways."""
    short = law.removeprefix(STATE)
    said = draw.choice([law, short, short, short, *SHORT.get(short, []), *SHORT.get(short, [])])
    if said.startswith("最高") and draw.random() < 0.5:
        said = said.replace("最高人民法院", "")
    return f"《{said}》" if draw.random() < 0.4 or said.startswith(("最高", "关于")) else said


def write(folder: Path, name: str, rows: list[tuple[str, list[str]]]) -> None:
    """Write queries and judgements."""
    with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as queries, open(folder / f"{name}.tsv", "w") as judged:
        for number, (text, expected) in enumerate(rows):
            queries.write(json.dumps({"id": f"{name}{number}", "text": text}, ensure_ascii=False) + "\n")
            judged.writelines(f"{name}{number}\t{item}\t1\n" for item in expected)


def records(path: Path) -> list[dict[str, str]]:
    """The records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(stard: Path, folder: Path = HERE) -> None:
    """Write all files."""
    draw = random.Random(SEED)
    titles = {record["id"]: record["title"] for record in records(stard / "corpus.jsonl")}
    keywords = {record["id"]: record["text"] for record in records(stard / "queries_kw.jsonl")}
    relevant: dict[str, list[str]] = {}
    for line in (stard / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, item, _ = line.split("\t")
        relevant.setdefault(query, []).append(item)
    questions = [(record["id"], record["text"]) for record in records(stard / "queries.jsonl")
                 if record["split"] == "train" and record["id"] in relevant and len(record["text"]) < 60]
    draw.shuffle(questions)

    laws: list[tuple[str, list[str]]] = []
    of_law: dict[str, int] = {}
    for query, text in questions:
        law, article = re.sub(ARTICLE, "", titles[relevant[query][0]]), ARTICLE.search(titles[relevant[query][0]])
        if NAMED.search(text) or query not in keywords or of_law.get(law, 0) >= MOST_OF_ONE_LAW or not article:
            continue
        of_law[law] = of_law.get(law, 0) + 1
        parts = {"n": names(law, draw), "q": text, "k": keywords[query], "a": article.group(),
                 "d": f"{value(article[1])}"}
        if draw.random() < 0.3 and not article[2]:
            laws.append((draw.choice(WITH_ARTICLE).format(**parts), [relevant[query][0]]))
        else:
            laws.append((draw.choice(WORDINGS).format(**parts),
                         [item for item in relevant[query] if re.sub(ARTICLE, "", titles[item]) == law]))
    write(folder, "laws", laws[:LAWS])

    plain = [(text, relevant[query]) for query, text in questions if SEEMS.search(text) and not NAMED.search(text)]
    trapped = [(draw.choice(TRAPS).format(q=text), items) for text, items in plain[SEEMING:SEEMING + TRAPPED]]
    write(folder, "seeming", plain[:SEEMING] + trapped)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
