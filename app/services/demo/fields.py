"""Fields of work: what their employers are called, which titles their people hold, what their bases teach."""

from dataclasses import dataclass

HEALTH, EDUCATION, CONSTRUCTION, FARMING, INDUSTRY = "health", "education", "construction", "farming", "industry"


@dataclass(frozen=True)
class Field:
    """One field; `companies` are the kinds of body that the market regulator registers."""

    industry: str
    weight: int
    bodies: tuple[str, ...]
    companies: tuple[str, ...]
    titles: tuple[str, ...]
    base: str
    subjects: tuple[str, ...]


FIELDS = {
    HEALTH: Field(
        industry="Q",
        weight=34,
        bodies=("人民医院", "中医院", "妇幼保健院", "疾病预防控制中心", "社区卫生服务中心", "卫生院"),
        companies=("康复医院有限公司",),
        titles=("卫生技术",),
        base="医学继续教育中心",
        subjects=(
            "临床合理用药与药学服务",
            "基层常见病诊疗规范",
            "医院感染预防与控制",
            "急危重症护理新进展",
            "中医适宜技术推广",
            "医学影像诊断新技术",
        ),
    ),
    EDUCATION: Field(
        industry="P",
        weight=30,
        bodies=("第一实验学校", "实验小学", "高级中学", "职业技术学校", "外国语学校", "教师进修学校"),
        companies=(),
        titles=("中小学教师", "中等职业学校教师", "高等学校教师"),
        base="教师发展学院",
        subjects=(
            "义务教育课程标准解读",
            "信息技术与学科教学融合",
            "中小学生心理健康教育",
            "职业教育双师型教师能力提升",
            "班主任工作艺术",
            "教育科研方法",
        ),
    ),
    CONSTRUCTION: Field(
        industry="E",
        weight=14,
        bodies=("建筑勘测设计院", "市政工程管理处", "工程质量监督站"),
        companies=("建筑设计有限公司", "工程咨询有限公司", "路桥工程有限公司"),
        titles=("工程技术",),
        base="建设教育培训中心",
        subjects=(
            "装配式建筑施工技术",
            "建筑信息模型（BIM）应用",
            "工程质量安全管理",
            "绿色建筑与节能技术",
            "市政基础设施更新改造",
        ),
    ),
    FARMING: Field(
        industry="A",
        weight=12,
        bodies=("农业技术推广站", "农业科学研究所", "畜牧技术服务中心", "林业工作站", "水利技术服务站"),
        companies=("种业有限公司",),
        titles=("农业技术", "工程技术"),
        base="农业科技培训学院",
        subjects=(
            "小麦绿色高质高效栽培技术",
            "农作物病虫害统防统治",
            "高标准农田建设与管护",
            "动物疫病防控技术",
            "智慧农业与农机装备",
        ),
    ),
    INDUSTRY: Field(
        industry="C",
        weight=10,
        bodies=("机械研究所", "质量技术检验测试中心"),
        companies=("装备制造有限公司", "食品有限公司", "信息技术有限公司", "新材料有限公司"),
        titles=("工程技术", "会计", "经济"),
        base="产业人才培训基地",
        subjects=(
            "智能制造与工业互联网",
            "质量管理与可靠性工程",
            "工业机器人系统集成",
            "数据安全与网络安全",
            "新能源材料应用技术",
        ),
    ),
}
BRANDS = (
    "启明",
    "晨光",
    "嵩云",
    "豫晨",
    "中禾",
    "安澜",
    "黄河湾",
    "金麦",
    "九思",
    "博远",
    "承平",
    "同心",
    "春晖",
    "致和",
    "文昌",
    "育英",
    "仁和",
    "康宁",
    "济民",
    "华康",
    "鼎新",
    "恒基",
    "筑成",
    "广厦",
    "丰登",
    "稼轩",
    "沃野",
    "天工",
    "精诚",
    "云帆",
)
