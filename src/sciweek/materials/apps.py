"""Registers the room with Django."""

from django.apps import AppConfig

from sciweek.core.act_words import acts


class MaterialsConfig(AppConfig):
    """The room `materials` (影像资料、媒体报道)."""

    name = "sciweek.materials"
    label = "materials"
    verbose_name = "影像资料和媒体报道"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name the room's acts, and enter its two parts."""
        from sciweek.campaigns.enums import DutyKind  # noqa: PLC0415 -- models are ready only now
        from sciweek.materials.parts import Part, enter_part  # noqa: PLC0415
        from sciweek.materials.queries.pictures import count_pictures  # noqa: PLC0415
        from sciweek.materials.queries.reports import count_reports  # noqa: PLC0415

        enter_part(Part(DutyKind.PICTURES, "img", "materials:pictures", count_pictures))
        enter_part(Part(DutyKind.MEDIA, "link", "materials:media", count_reports))
        acts(
            delivery__hand_in="上报材料",
            delivery__reopen="撤回材料修改",
            delivery__send_back="退回材料",
            picture__add="添加照片",
            picture__change="修改照片说明",
            picture__remove="移除照片",
            media__add="登记媒体报道",
            media__change="修改媒体报道",
            media__remove="移除媒体报道",
        )
