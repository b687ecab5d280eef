"""State of the room, a file a noun."""

from sciweek.campaigns.models.campaigns import (
    Assignment,
    Body,
    Campaign,
    CampaignVenue,
    ChainOffice,
    ContactPoint,
    Duty,
    Extension,
    OfficeDate,
    Placement,
    Remark,
    Stream,
    SubWeek,
)
from sciweek.campaigns.models.cosigning import HostWord, IssuedFile, SentRound
from sciweek.campaigns.models.notices import IssuedNotice, IssuedNoticeFile, NoticeDraft, NoticeRound, NoticeWord

__all__ = [
    "Assignment",
    "Body",
    "Campaign",
    "CampaignVenue",
    "ChainOffice",
    "ContactPoint",
    "Duty",
    "Extension",
    "HostWord",
    "IssuedFile",
    "IssuedNotice",
    "IssuedNoticeFile",
    "NoticeDraft",
    "NoticeRound",
    "NoticeWord",
    "OfficeDate",
    "Placement",
    "Remark",
    "SentRound",
    "Stream",
    "SubWeek",
]
