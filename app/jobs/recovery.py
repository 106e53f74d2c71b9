"""The link by which somebody who forgot his password sets a new one."""

from procrastinate import JobContext

from app.config import settings
from app.mail import send
from app.queue import database_of, queue
from app.services.recovery.link import MINUTES, open_link

TEXT = """{name}，您好：

请在{minutes}分钟内打开以下地址，设置新密码（只能使用一次）：

{address}

如果不是您本人申请，请忽略本邮件，密码不会改变。
"""


@queue.task(name="mail_recovery", retry=2, pass_context=True)
def mail_recovery(context: JobContext, user_id: int) -> None:
    """Make a link and mail it. The token is made here, so that the queue never holds it."""
    with database_of(context).unit_of_work() as session:
        link = open_link(session, user_id)
    if link is not None:
        address = f"{settings().site_url}/recovery/new?token={link.token}"
        text = TEXT.format(name=link.name, minutes=MINUTES, address=address)
        send(settings(), link.email, "设置新密码 - 继续教育审批服务平台", text)
