"""The place that a title or a body names first: province, city, district, as the text names them."""
import re

from policysearch.text.characters import HAN
from policysearch.text.folding import fold

_PROVINCES = ("北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|"
              "青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门")
# prefectures whose names, like 民政局 behind 广州市, could be read on into the next word
_CITIES = (
    "石家庄|唐山|秦皇岛|邯郸|邢台|保定|张家口|承德|沧州|廊坊|衡水|太原|大同|阳泉|长治|晋城|朔州|晋中|运城|忻州|临汾|吕梁|呼和浩特|包头|乌海|赤峰|通辽|"
    "鄂尔多斯|呼伦贝尔|巴彦淖尔|乌兰察布|沈阳|大连|鞍山|抚顺|本溪|丹东|锦州|营口|阜新|辽阳|盘锦|铁岭|朝阳|葫芦岛|长春|四平|辽源|通化|白山|松原|白城|"
    "哈尔滨|齐齐哈尔|鸡西|鹤岗|双鸭山|大庆|伊春|佳木斯|七台河|牡丹江|黑河|绥化|南京|无锡|徐州|常州|苏州|南通|连云港|淮安|盐城|扬州|镇江|泰州|宿迁|"
    "杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水|合肥|芜湖|蚌埠|淮南|马鞍山|淮北|铜陵|安庆|黄山|滁州|阜阳|宿州|六安|亳州|池州|宣城|"
    "福州|厦门|莆田|三明|泉州|漳州|南平|龙岩|宁德|南昌|景德镇|萍乡|九江|新余|鹰潭|赣州|吉安|宜春|抚州|上饶|济南|青岛|淄博|枣庄|东营|烟台|潍坊|济宁|"
    "泰安|威海|日照|莱芜|临沂|德州|聊城|滨州|菏泽|郑州|开封|洛阳|平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|"
    "武汉|黄石|十堰|宜昌|襄阳|鄂州|荆门|孝感|荆州|黄冈|咸宁|随州|长沙|株洲|湘潭|衡阳|邵阳|岳阳|常德|张家界|益阳|郴州|永州|怀化|娄底|"
    "广州|韶关|深圳|珠海|汕头|佛山|江门|湛江|茂名|肇庆|惠州|梅州|汕尾|河源|阳江|清远|东莞|中山|潮州|揭阳|云浮|南宁|柳州|桂林|梧州|北海|防城港|钦州|"
    "贵港|玉林|百色|贺州|河池|来宾|崇左|海口|三亚|三沙|儋州|成都|自贡|攀枝花|泸州|德阳|绵阳|广元|遂宁|内江|乐山|南充|眉山|宜宾|广安|达州|雅安|巴中|"
    "资阳|贵阳|六盘水|遵义|安顺|毕节|铜仁|昆明|曲靖|玉溪|保山|昭通|丽江|普洱|临沧|拉萨|日喀则|昌都|林芝|山南|那曲|西安|铜川|宝鸡|咸阳|渭南|延安|"
    "汉中|榆林|安康|商洛|兰州|嘉峪关|金昌|白银|天水|武威|张掖|平凉|酒泉|庆阳|定西|陇南|西宁|海东|银川|石嘴山|吴忠|固原|中卫|乌鲁木齐|克拉玛依|"
    "吐鲁番|哈密|台北|新北|桃园|台中|台南|高雄|基隆|新竹|嘉义")
# one administrative division a step, outermost first; a name stands in front of what is not the beginning of a word.
# Such patterns take milliseconds to compile, so they are left to the cache of re until a title is read
_DIVISIONS = (
    f"(?:{_PROVINCES})(?:省|市|自治区|[{HAN}]{{1,3}}族自治区|特别行政区)?|[{HAN}]{{2,3}}省",
    f"(?:{_CITIES})市|[{HAN}]{{2,6}}?(?:市(?![场民政值容])|自治州|州|盟)",
    f"[{HAN}]{{1,6}}?(?:新区|区(?![域分别间块])|县(?![域级])|旗)")
# 社区, 全市, 开发区 and the like name no place
_NO_PLACE = ("(?:我|本|全|各|城|辖|小|景|校|灾|山|郊|牧|库|片|湾|学|病|县|市|大|新)[区市县州]"
             "|.*(?:社|地|园|保护|开发|示范|试验|功能|自贸|经济|先行|合作|引领|集聚)区|(?:我|本|全|各|组织|农村).*")
_BEFORE_PLACE = (
    "^(?:(?:[0-9]{4}|[〇零一二三四五六七八九]{4})年度?|中共|《|\\s"
    "|关于|印发|转发|公布|批转|(?:进一步|全面|深入|加快|切实|持续|大力)?(?:推进|推动|推广|加强|做好|深化|加快|促进|支持|开展|规范|完善|调整|实施|落实|贯彻|"
    "发布|同意|修改|废止|建设|提升|优化|健全|建立))*")


def place_named(text: str | None) -> str | None:
    """The place that `text` begins with, behind a year or words such as 关于印发, as it is named there; else None.

    >>> [place_named(text) for text in ("关于推进广州市家庭医生签约服务的方案", "上海市宝山区卫生健康委员会", "社区工作方案")]
    ['广州市', '上海市宝山区', None]
    """
    if not text:
        return None
    folded = fold(text)
    before = re.match(_BEFORE_PLACE, folded)
    start = end = before.end() if before else 0
    for division in _DIVISIONS:
        found = re.compile(division).match(folded, end)
        if found and not re.fullmatch(_NO_PLACE, found.group()):
            end = found.end()
    return text[start:end] or None
