"""Bytes -> text: UTF-8, UTF-16 and UTF-32 by their marks or by trial, else GB18030 or Big5 by which reads like Chinese.

GB18030 holds all of GB2312 and GBK. Nearly any bytes can be read as either, so what decides is how many of the Han
characters are among the most frequent ones of running text.
"""
import codecs
from typing import NamedTuple

# the most frequent characters of modern official Chinese, then the traditional forms of those that differ
_FREQUENT = frozenset(
    "的一是在不有和人这中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电"
    "力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反明看原"
    "又利比或但质气第向道命此变条只没结解问意建月公无系军情者最立代想已通并提直题党程展五果料员革位入常文总次品式活设及管特件长求老基资边流路级少图统"
    "接知较将组见计别手期根论运农指九区强放决西被做必先回任取据处队南给门即保治北造百规领七海口东导世金增争济思极交受联认六共权收证改清再转更单风打教"
    "速安场身务具万每目至达走积议报完类八离名确科信节整空元今集传土步群广记需段研界林律且究观越织低持众书布复须际商非验深难近千周委技备办青省列习约支"
    "般劳便团往历市除构府称准精值号率维划选标存快效院查江型按格养易置层始专状育京识适属包住调满县局照参引听该价严健康医疗卫生疫情服务区街镇项目推落实"
    "這個國時來們發動過說產種後經進電裡現實體機當點從業開還義間樣與關線內數質氣變條沒結解問無係軍將組見計別論運農強決處隊給門規領東導爭濟極聯認權收證"
    "轉單風場務萬達積議報類離確節傳廣記觀織眾書復須際驗難備辦習約勞團歷構稱準號維劃選標層專狀識適屬調滿縣參該價嚴醫療衛項")
_BIG5 = "big5hkscs"
# the longer marks first: that of UTF-32 begins with that of UTF-16
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# below this share of frequent characters the reading is a guess
_SURE = 0.4
# below this one the bytes are no text: of random characters a thirtieth is frequent
_UNDETERMINED = 0.12


class Decoded(NamedTuple):
    """A text, the encoding it was read by, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool


def decode(data: bytes) -> Decoded | int:
    """The text of `data` without byte order mark, or the place of the first byte that fits no encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark):], encoding, len(mark))
    utf8 = _strictly(data, "utf-8", 0)
    if isinstance(utf8, Decoded) and "\0" not in utf8.text:
        return utf8
    encodings = ("gb18030", _BIG5, *(("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ()))
    readings = [reading for encoding in encodings
                if isinstance(reading := _strictly(data, encoding, 0), Decoded)]
    if not readings:
        return utf8
    best = max(readings, key=lambda reading: _share(reading.text))
    share = _share(best.text)
    if share < _UNDETERMINED or "\0" in best.text:
        return utf8
    return best._replace(guessed=share < _SURE)


def _strictly(data: bytes, encoding: str, offset: int) -> Decoded | int:
    try:
        return Decoded(data.decode(encoding), encoding, False)
    except UnicodeDecodeError as error:
        return offset + error.start


def _share(text: str) -> float:
    """How many of the characters beyond ASCII are frequent ones, punctuation counted as frequent."""
    beyond = [character for character in text[:20_000] if character > "\x7f"]
    known = sum(character in _FREQUENT or "\u3000" <= character <= "\u301f" or "\uff00" <= character <= "\uff65"
                for character in beyond)
    return known / max(1, len(beyond))
