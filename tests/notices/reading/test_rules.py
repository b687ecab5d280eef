"""Rules one by one: each follows a habit of official writing, or of those who copy it. All names are made up."""

import pytest

from sciweek.notices.reading import read_notice

pytestmark = pytest.mark.once

HEAD = "云岭省科学技术厅关于举办2031年科技活动周的通知\n各市科技局，省直各单位：\n"
END = "\n云岭省科学技术厅\n2031年4月18日\n"


def read(field: str, text: str) -> object:
    """A field as the scorer compares it: names and days of rows only."""
    value = read_notice(text).as_record()[field]
    key = {"deadlines": "date", "attachments": "title", "sub_weeks": "name", "streams": "name"}.get(field)
    return [row[key] for row in value] if key and isinstance(value, list) else value


TITLES = [
    (
        "转载页先印网站的短标题",
        "关于转发活动周通知的通知\n关于转发《青屏市关于举办2031年活动周的\n通知》的通知\n各单位：\n",
        "关于转发《青屏市关于举办2031年活动周的通知》的通知",
    ),
    (
        "联合发文，机关分行",
        "青屏市科技局\n青屏市科协\n关于举办活动周的通知\n各单位：\n",
        "青屏市科技局 青屏市科协 关于举办活动周的通知",
    ),
    ("页头给出名称", "名 称：\n青屏市科技局关于举办活动周的通知\n索引号：1\n", "青屏市科技局关于举办活动周的通知"),
    ("方案没有“关于”", "青屏市2031年科技活动周实施方案\n为做好工作，制定本方案。\n", "青屏市2031年科技活动周实施方案"),
    ("赛事以届次命名", "云岭省第三届\n“小讲解员”大赛\n大赛内容\n", "云岭省第三届“小讲解员”大赛"),
    ("标题下面是网页的发布时间", "青屏市活动周今日启幕\n发布时间:2031-05-20\n正文。\n", "青屏市活动周今日启幕"),
    (
        "红头不进标题",
        "青屏市科技局文件\n青科〔2031〕7号\n青屏市科技局关于举办\n活动周的通知\n各单位：\n",
        "青屏市科技局关于举办活动周的通知",
    ),
]


@pytest.mark.parametrize(("habit", "text", "expected"), TITLES)
def test_a_title_is_found(habit: str, text: str, expected: str) -> None:
    assert "".join(str(read("title", text)).split()) == expected.replace(" ", "")


OTHERS = [
    ("成文机关和日期在同一行", "issuing_agencies", HEAD + "请执行。\n云岭省科技厅 2031年4月1日\n", ["云岭省科技厅"]),
    (
        "没有换行的副本里的落款",
        "issuing_agencies",
        "各单位:请组织参加。特此通知 青屏市科技局2031年4月1日联系人:林小溪",
        ["青屏市科技局"],
    ),
    (
        "落款缺了末字，标题里有",
        "issuing_agencies",
        "青屏市科技局 青屏市教育局关于公布名单的通知\n请知悉。\n青屏市科技局 青屏市教育\n2031年7月1日\n",
        ["青屏市科技局", "青屏市教育局"],
    ),
    (
        "只有日期，机关在红头",
        "issuing_agencies",
        "青屏市科技局文件\n关于举办活动周的通知\n各单位：\n请执行。\n二〇三一年四月一日\n",
        ["青屏市科技局"],
    ),
    (
        "标题用简称，页头有全称",
        "issuing_agencies",
        "发布机构：青屏市科学技术局\n市科技局关于举办活动周的通知\n请执行。\n",
        ["青屏市科学技术局"],
    ),
    (
        "没有换行的副本里，日期在附件之前",
        "issue_date",
        "各单位:" + "请认真组织实施。" * 12 + "联系人:林溪 二〇三一年四月一日 附件:统计表",
        "2031-04-01",
    ),
    ("镜像网站在字后加了读音", "recipients", "关于举办活动周的通知\n各參(cān)賽單(dān)位：\n", ["各參賽單位"]),
    (
        "“各”字开头的主送，不论末字",
        "recipients",
        "关于举办活动的通知\n各人民团体，各健身站点：\n",
        ["各人民团体", "各健身站点"],
    ),
    ("主送用逗号分开", "recipients", HEAD, ["各市科技局", "省直各单位"]),
    ("共用“各”字的主送不拆", "recipients", "关于举办活动周的通知\n各有关企业、科研院所：\n", ["各有关企业、科研院所"]),
    (
        "括号里的顿号不拆",
        "recipients",
        "关于举办活动周的通知\n各县（市、区）科技局、各有关单位：\n",
        ["各县（市、区）科技局", "各有关单位"],
    ),
    (
        "主送跨行",
        "recipients",
        "关于举办活动周的通知\n各市科技局，各有关高校、\n科研院所，各企业：\n",
        ["各市科技局", "各有关高校、科研院所", "各企业"],
    ),
    ("电话前的冒号不是主送", "recipients", "关于举办活动周的公告\n组委会办公室：0888-5550101\n", []),
    ("主题在引号里，后面写“为主题”", "theme", HEAD + "活动以“走近科学 点亮生活”为主题。" + END, "走近科学 点亮生活"),
    ("引号不是主题", "theme", HEAD + "以“边走边看不停歇”的形式直播。" + END, None),
    ("主题到了残缺文本的末尾", "theme", HEAD + "一、活动主题\n走近科学 点亮", None),
    (
        "页头的时间不是活动时间",
        "start_date",
        "关于举办活动周的通知\n时间：2031-04-02 浏览量：3\n各单位：\n一、活动周时间\n2031年5月20日至31日。\n",
        "2031-05-20",
    ),
    ("模糊的时间没有日期", "start_date", HEAD + "一、活动时间\n5月下旬至6月上旬" + END, None),
    (
        "日程里的一步不是活动时间",
        "start_date",
        HEAD + "展览将于5月20日至25日举行。\n时间安排\n布展：5月18日至19日" + END,
        "2031-05-20",
    ),
    ("名称后的括号里是时间", "end_date", HEAD + "为做好2031年科技活动周（5月20日至27日）工作。" + END, "2031-05-27"),
    ("报名期不是活动时间", "start_date", HEAD + "各单位请于4月20日至25日在网上报名。" + END, None),
    ("主会场设在某地", "main_venue", HEAD + "主会场设在湖畔广场，各市设分会场。" + END, "湖畔广场"),
    ("时间后面就是地点", "main_venue", HEAD + "定于5月20日在湖畔广场举办启动仪式。" + END, "湖畔广场"),
    ("待定的地点", "main_venue", HEAD + "地点：待定" + END, None),
    (
        "某一项活动的地点不是主会场",
        "main_venue",
        HEAD + "活动时间：5月20日至31日\n（一）启动仪式\n时间：5月20日上午9:30\n地点：文化中心" + END,
        None,
    ),
    ("以空格分开的全称", "hosts", HEAD + "主办：青屏市科技局 青屏市总工会" + END, ["青屏市科技局", "青屏市总工会"]),
    ("句中的主办和承办", "organisers", HEAD + "由省科技厅、省科协主办，云岭大学承办。" + END, ["云岭大学"]),
    ("承办的是别的一项", "organisers", HEAD + "由青屏市科技馆承办的天文展览免费开放。" + END, []),
    ("技术支持不是支持单位", "co_organisers", HEAD + "系统技术支持：0888-5550188" + END, []),
    (
        "标签下面一行一个",
        "hosts",
        HEAD + "主办单位\n云岭省科技厅\n云岭省广播电视局\n参与对象" + END,
        ["云岭省科技厅", "云岭省广播电视局"],
    ),
    ("截止时间作标签", "deadlines", HEAD + "截止时间：2031年5月8日18:00" + END, ["2031-05-08T18:00"]),
    ("延长至", "deadlines", HEAD + "申报截止时间延长至2031年5月10日24:00。" + END, ["2031-05-10T23:59"]),
    ("报名期的末日", "deadlines", HEAD + "报名时间：4月20日上午10:00至5月3日下午18:00" + END, ["2031-05-03T18:00"]),
    (
        "公示之日起若干日",
        "deadlines",
        "关于拟推荐名单的公示\n如有异议，可在公示之日起7日内提出书面意见。" + END,
        ["2031-04-25"],
    ),
    ("月底前", "deadlines", HEAD + "请于5月底前报送总结。" + END, ["2031-05-31"]),
    ("出生日期不是截止时间", "deadlines", HEAD + "选手须为2015年4月15日前出生，报名参赛。" + END, []),
    ("前往不是之前", "deadlines", HEAD + "各单位报名后5月20日前往主会场。" + END, []),
    (
        "标题写次年，日期在今年",
        "deadlines",
        "关于征集2032年活动周项目的通知\n各单位：\n请于12月10日前报送。\n青屏市科技局\n2031年11月20日\n",
        ["2031-12-10"],
    ),
    (
        "统计年度不是日期的年份",
        "deadlines",
        "关于开展2030年度科普统计的通知\n各单位：\n请于3月12日前报送。\n青屏市科技局\n2031年3月1日\n",
        ["2031-03-12"],
    ),
    ("损坏的日期不猜", "deadlines", HEAD + "请于2031519日前报送方案。" + END, []),
    ("附件自带后缀", "attachments", HEAD + "附件：1.活动方案.doc\n2.统计表.xls" + END, ["活动方案", "统计表"]),
    ("附件排在一行", "attachments", HEAD + "附件：1．统计表；2．名单" + END, ["统计表", "名单"]),
    ("附件各有标题", "attachments", HEAD + "附件1：统计表\n附件2：名单表" + END, ["统计表", "名单表"]),
    (
        "正文里指出的附件",
        "attachments",
        HEAD + "请填写《申报书》（附件1）和《汇总表格》（见附件2）。" + END,
        ["申报书", "汇总表格"],
    ),
]


@pytest.mark.parametrize(
    ("habit", "field", "text", "expected"),
    OTHERS,
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)
def test_a_habit_is_read(habit: str, field: str, text: str, expected: object) -> None:
    assert read(field, text) == expected


CONTACTS = [
    ("姓名中间空格", "联 系 人：孔 亮  联系电话：5550101", [("孔亮", "5550101")]),
    (
        "两人两号在一个括号",
        "（联系人：谢文、邹志远，联系电话：5550101、5550102）",
        [("谢文", "5550101"), ("邹志远", "5550102")],
    ),
    (
        "没有标签的姓名和电话",
        "联系方式\n苗青 0888-5550101 尚文 13800005005",
        [("苗青", "0888-5550101"), ("尚文", "13800005005")],
    ),
    (
        "姓名后括号里是单位",
        "联系人及电话：马立（市科技局）5550101；邓可（市科技馆）5550102",
        [("马立", "5550101"), ("邓可", "5550102")],
    ),
    ("传真和邮编不是电话", "联系人：林溪 电话：5550101 传真：5550199 邮编：810000", [("林溪", "5550101")]),
    ("电话兼传真", "联系人：石岩\n电话/传真：0888-5550505", [("石岩", "0888-5550505")]),
    ("号码后括号里是科室", "咨询电话：5550101（综合处）", [(None, "5550101")]),
    (
        "同一人两个号码",
        "联系人：林溪\n联系电话：5550101（兼传真） 13800000210",
        [("林溪", "5550101"), ("林溪", "13800000210")],
    ),
    (
        "表格里一行一人",
        "联系方式如下：\n乡镇\t联系人\t电话\n松坪镇\t邢满\t5551001\n白石镇\t罗舟\t5551002",
        [("邢满", "5551001"), ("罗舟", "5551002")],
    ),
    ("群号不是电话", "联系人：阮舟，电话：5552105；QQ群：55521070", [("阮舟", "5552105")]),
    ("只有老师和单位", "联系方式\n青屏市科技馆\n孙老师\n比赛内容", [("孙老师", None)]),
    ("冒号前是科室", "三、联系方式\n省科协科普部：季春、尹秋\n电话：5553301/5553302", None),
]


@pytest.mark.parametrize(("habit", "text", "expected"), CONTACTS, ids=[row[0] for row in CONTACTS])
def test_contacts_are_read(habit: str, text: str, expected: list[tuple[str | None, str | None]] | None) -> None:
    rows = read_notice(f"{HEAD}{text}{END}").as_record()["contacts"]
    assert isinstance(rows, list)
    if expected is None:
        assert {row["name"] for row in rows} == {"季春", "尹秋"}
    else:
        assert [(row["name"], row["phone"]) for row in rows] == expected


def test_contacts_are_grouped_by_agency_with_the_mail_of_each() -> None:
    text = "(一)省科技厅\n联系人：林溪\n联系电话：5550101\n邮箱：kj@example.cn\n(二)省科协科普部\n联系人：何苗\n联系电话：5550102\n"
    rows = read_notice(HEAD + text + END).as_record()["contacts"]
    assert isinstance(rows, list)
    assert [(row["agency"], row["name"], row["email"]) for row in rows] == [
        ("省科技厅", "林溪", "kj@example.cn"),
        ("省科协科普部", "何苗", None),
    ]


def test_a_deadline_says_what_is_due_and_to_whom() -> None:
    text = HEAD + "请将活动总结和统计表于6月12日前报送省科技厅科普处。" + END
    rows = read_notice(text).as_record()["deadlines"]
    assert rows == [{"what": "活动总结和统计表", "date": "2031-06-12", "address": "省科技厅科普处"}]


def test_a_narrow_print_is_read_as_if_its_lines_went_on() -> None:
    sentence = "为丰富群众生活，省科协决定在全省组织开展系列活动，请各单位于六月二十五日前将活动计划表报送至省科协科普部，并做好宣传。"
    wrapped = "\n".join(sentence[at : at + 20] for at in range(0, len(sentence), 20))
    body = "关于开展活动的通知\n各市科协：\n    " + wrapped + "\n    " + wrapped + "\n云岭省科协\n2031年6月1日\n"
    assert read("deadlines", body) == ["2031-06-25"]
