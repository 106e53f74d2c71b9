"""Why an account or role is left as it is."""

from app.errors import FieldRefusal, Refusal


class OwnAccount(Refusal):
    """不能对自己的账户做此操作。修改本人密码请用“密码修改”；其他变更请由超级管理员办理。"""


class SuperAdministrator(Refusal):
    """{name}是本单位的超级管理员，不能被修改、禁用或删除；如需更换，请由其本人把其他管理员设为超级管理员。"""


class MoreThanYourOwn(Refusal):
    """该角色含有您没有的权限模块（{modules}），请由超级管理员办理。"""

    status = 403


class BelongsElsewhere(Refusal):
    """{name}同时是其他单位的用户（{places}），不能由您重置密码，请由其本人找回密码。"""


class NobodyThere(Refusal):
    """{organization}还没有超级管理员，没有可以重置的密码。"""


class MemberDisabled(Refusal):
    """{name}已被禁用，请先启用，再设为超级管理员。"""


class RoleHeld(Refusal):
    """角色“{role}”正由{holders}使用，不能删除。请先为这些管理员分配其他角色。"""


class RoleNameTaken(FieldRefusal):
    """本单位已有名为“{name}”的角色，请换一个名称。"""

    field = "name"


class RoleNameReserved(FieldRefusal):
    """“{name}”是系统保留的名称，请换一个名称。"""

    field = "name"


class WrongModules(FieldRefusal):
    """请至少选择一个权限模块，且只能选择本单位的权限模块。"""

    field = "modules"


class ModulesNotYours(FieldRefusal):
    """您没有“{modules}”的权限，不能分配给角色，请取消选择或由超级管理员办理。"""

    field = "modules"


class RoleGone(FieldRefusal):
    """所选角色不存在或已被删除，请重新选择角色。"""

    field = "role_id"


class RoleNotYours(FieldRefusal):
    """所选角色含有您没有的权限模块（{modules}），请选择其他角色，或由超级管理员办理。"""

    field = "role_id"


class WrongNumber(FieldRefusal):
    """{problem}。"""

    field = "resident_id"


class NoSuchUser(FieldRefusal):
    """没有身份证号和姓名都相符的用户。请核对；如其本人还不是本系统用户，请选择“新用户”。"""

    field = "resident_id"


class AlreadyUser(FieldRefusal):
    """该身份证号已是本系统用户，请选择“已有用户”，填写身份证号和姓名即可。"""

    field = "resident_id"


class AlreadyMember(FieldRefusal):
    """{name}已是本单位的管理员，不需要再次添加。"""

    field = "resident_id"


class WeakInitialPassword(FieldRefusal):
    """初始密码{problem}。"""

    field = "password"


class WrongContact(FieldRefusal):
    """{problem}"""

    def __init__(self, *, field: str, problem: str) -> None:
        super().__init__(problem=problem)
        self.field = field  # type: ignore[misc]
