"""Why reference data are left as they are."""

from typing import ClassVar

from app.errors import FieldRefusal, Refusal


class RegionClosed(Refusal):
    """区域“{region}”已停用。请先在“基础数据”中启用，或选择其他区域。"""


class DepartmentThere(Refusal):
    """“{region}”还有启用中的人社部门“{name}”，其下会有新的单位，不能停用。请先由其上级停用该部门。"""


class RegionsBelow(Refusal):
    """“{region}”还有{count}个启用中的下级区域，不能停用。请先停用它们。"""


class LowestLevel(Refusal):
    """“{region}”是县级区域，其下不再设区域。请在其上一级区域中新增。"""


class WrongRegionCode(FieldRefusal):
    """区域代码应为6位数字，与国家标准 GB/T 2260 一致。"""

    field: ClassVar[str] = "code"


class WrongIndustryCode(FieldRefusal):
    """行业代码应为1个大写字母，与国家标准 GB/T 4754 的门类一致。"""

    field: ClassVar[str] = "code"


class CodeThere(FieldRefusal):
    """代码 {code} 已用于“{name}”，请核对。停用的可以重新启用，不需要新增。"""

    field: ClassVar[str] = "code"


class WrongName(FieldRefusal):
    """请填写名称，最多{most}个字。"""

    field: ClassVar[str] = "name"


class NameThere(FieldRefusal):
    """这里已有“{name}”（代码 {code}），请换一个名称。"""

    field: ClassVar[str] = "name"
