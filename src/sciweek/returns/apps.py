"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts

ACTS = {
    "form__make": "采用表式",
    "form__change": "改表式",
    "return__open": "建立报表",
    "return__save": "填报",
    "return__fill_rest": "其余统一填写",
    "return__cover": "填写责任人",
    "return__explain": "说明情况",
    "return__exempt": "免审或列为说明单位",
    "return__paper": "附盖章扫描件",
    "return__ask_head": "送负责人确认",
    "return__ask_entry": "请求代录",
    "return__dispute": "对代录提出异议",
    "return__answer_dispute": "答复异议",
    "return__submit": "上报",
    "return__withdraw": "撤回",
    "return__accept": "验收",
    "return__send_back": "退回",
    "view__save": "保存视图",
    "view__rename": "视图改名",
    "view__share": "共享视图或取消共享",
    "view__delete": "删除视图",
    "import__take_in": "批量上传统计表",
    "import__discard": "清除批量上传",
    "summary__keep": "保存工作总结",
}


class ReturnsConfig(AppConfig):
    """The room `returns` (报表)."""

    name = "sciweek.returns"
    label = "returns"
    verbose_name = "报表"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts, enter its health checks, exports and its part, and follow the roster with the subtotals."""
        from sciweek.campaigns.attachments import on_notice  # noqa: PLC0415 -- models are ready only now
        from sciweek.campaigns.consequences import on_roster_change  # noqa: PLC0415
        from sciweek.campaigns.enums import DutyKind  # noqa: PLC0415
        from sciweek.materials.parts import Part, enter_part  # noqa: PLC0415
        from sciweek.returns import checking, exports  # noqa: F401, PLC0415
        from sciweek.returns.actions.subtotals import follow_roster  # noqa: PLC0415
        from sciweek.returns.queries.summaries import count_summaries  # noqa: PLC0415
        from sciweek.returns.word import blank_attachment  # noqa: PLC0415

        on_roster_change(follow_roster)
        on_notice(blank_attachment)
        enter_part(Part(DutyKind.SUMMARY, "file", "returns:summary", count_summaries, may_be_none=False))

        acts(**ACTS)
