"""What a notification says, on the page and in mails: the process and the step, never whom an item is about."""

from app.services.instances.where import word_of_end
from models import ItemKind, NotificationKind

SENTENCES = {
    NotificationKind.OPENED: "{count}待办理{task}",
    NotificationKind.RETURNED: "{count}被退回，请更正后重新提交",
    NotificationKind.APPROVED: "{count}已办结：{end}",
    NotificationKind.REJECTED: "{count}已办结：{end}",
    NotificationKind.WITHDRAWN: "{count}已撤回，不用再办理{task}",
    NotificationKind.URGED: "提交单位催办{count}{task}",
    NotificationKind.TRANSFERRED: "{by}把{count}转给您办理",
    NotificationKind.DELEGATED: "{by}就{count}请您提出意见",
    NotificationKind.ADVISED: "{by}就您委托的{count}提出了意见，请您决定",
    NotificationKind.SIGNATURE: "{by}请您签署{count}",
    NotificationKind.COPIED: "{by}抄送给您{count}",
    NotificationKind.MENTIONED: "{by}在{count}的留言中提醒您",
    NotificationKind.REMINDED: "{count}的办理期限将到或已过{task}，请尽快办理",
    NotificationKind.ESCALATED: "下级单位超期未办，{count}转由您单位办理{task}",
    NotificationKind.TAKEN_UP: "{count}超期未办，已转上级单位办理{task}",
    NotificationKind.SUBSTITUTE: "{by}设置由您代理请假，日期和请假人见“请假代理”",
}


def sentence_of(
    kind: NotificationKind,
    *,
    rows: int,
    process: str,
    task: str | None,
    by: str | None,
    item_kind: ItemKind | None,
    outcome: str | None,
) -> str:
    """One sentence; how many rows it is about is said where they are several."""
    return SENTENCES[kind].format(
        count=f"{process} {rows:,} 条" if rows > 1 else f"{process} 1 条",
        task=f"（{task}）" if task else "",
        by=by or "同事",
        end=word_of_end(item_kind, outcome).text if item_kind and outcome else "",
    )
