"""Why no HR department is founded."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class RegionTaken(Refusal):
    """{region}已有人社部门“{name}”，一个区域只设一个。请选择其他区域；如该部门已停用，由其上级启用即可。"""


class SuperiorMissing(Refusal):
    """{region}的上一级区域还没有启用中的人社部门。请先新增上一级的人社部门。"""


class FounderHimself(FieldRefusal):
    """不能把自己设为所新增部门的超级管理员，请填写该部门的人员。"""

    field: ClassVar[str] = "resident_id"


class NotAbove(FieldRefusal):
    """所选的上级人社部门不在该区域之上，或已停用，请重新选择。"""

    field: ClassVar[str] = "superior_id"
