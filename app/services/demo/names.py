"""Names of people: common surnames, weighted as they are met, and given names."""

from random import Random

SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙马胡朱郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程魏苏吕丁任卢",
    *"姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙史陶贺毛郝顾龚邵万钱覃武戴孔汤",
    "欧阳",
    "司马",
    "上官",
    "诸葛",
)
MEN_FIRST = "建国志文明俊浩宇晓海永德振新军少天家立世鹏思子云广东庆保向继"
MEN_SECOND = "华强军伟杰涛斌辉刚峰勇平林磊超飞龙宁博鑫凯阳民生才波亮毅成山"
WOMEN_FIRST = "秀丽桂玉春雪晓梦雅慧静海小淑文红婉诗佳思月素美爱金凤彩若心书"
WOMEN_SECOND = "英兰芳敏娟霞燕萍玲梅莉洁婷颖琳丹蕾倩琴云娜怡菲瑶欣宁珍香莹妍"
SINGLE_SHARE = 0.18  # given names of one character


class Names:
    """Draws names from one source of chance, so that the same seed gives the same people."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._weights = [1 / (rank + 6) for rank in range(len(SURNAMES))]
        self._surnames: list[str] = []

    def draw(self, *, is_man: bool) -> str:
        """Return a full name of two or three characters, four with a double surname."""
        if not self._surnames:
            self._surnames = self._chance.choices(SURNAMES, self._weights, k=1000)
        first, second = (MEN_FIRST, MEN_SECOND) if is_man else (WOMEN_FIRST, WOMEN_SECOND)
        given = self._chance.choice(second)
        if self._chance.random() >= SINGLE_SHARE:
            given = self._chance.choice(first) + given
        return self._surnames.pop() + given
