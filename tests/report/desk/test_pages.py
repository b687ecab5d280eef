"""The report's pages as the lead office and a joint host use them."""

import hashlib
import io
import zipfile

import pytest
from django.urls import reverse

from sciweek.core import clock
from sciweek.report.models import Circulation, CosignWord, Draft, Snapshot
from sciweek.report.queries.editions import files_of
from tests.factories.returns import AFTER, REASON
from tests.report.conftest import reported_week

pytestmark = pytest.mark.once
PAGE = "/desk/report/"


def text(answer):
    return answer.content.decode()


def test_the_way_from_draft_to_edition(week, signed_in):
    lead, host = signed_in(week.lead), signed_in(week.host)
    assert "送 1 家会签" in text(lead.get(PAGE))
    assert "报告还没有送会签" in text(host.get(PAGE))
    seen = week.now().fingerprint
    assert lead.post("/desk/report/circulate/", {"seen": seen}, follow=True).status_code == 200
    shown = text(host.get(PAGE))
    assert "报告没有数字" not in shown
    assert "请您单位会签" in shown
    assert "送 1 家会签" not in shown
    assert "已会签：同意" in text(host.post("/desk/report/cosign/", {"seen": seen, "word": "agrees"}, follow=True))
    assert "核对并印发" in text(lead.get(PAGE))
    issued = lead.post("/desk/report/issue/", {"seen": seen}, follow=True)
    assert "第 1 版已印发，用时" in text(issued)
    assert "没有变动" in text(host.get(reverse("report:edition", args=[Snapshot.objects.get().pk])))
    assert "看第 1 版的文件" in text(lead.get(PAGE))


def test_an_edition_is_downloaded_as_it_was_issued_and_told_what_changed(week, signed_in):
    made = week.issued()
    week.one_more()
    lead = signed_in(week.lead)
    page = text(lead.get(reverse("report:edition", args=[made.pk])))
    assert "已变动" in page
    assert "A01 举办科普专题活动（次）" in page
    for each in files_of(made):
        answer = lead.get(reverse("report:edition_file", args=[made.pk, each.pk]))
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == each.file.sha256
        assert each.file.sha256 in page
    assert lead.get(reverse("report:edition_file", args=[made.pk, 999_999])).status_code == 404
    assert lead.get(reverse("report:edition", args=[999_999])).status_code == 404


def test_who_may_open_what(week, signed_in):
    made = week.issued()
    file = files_of(made).first()
    addresses = {
        PAGE: {"lead", "host"},
        "/desk/report/edit/": {"lead"},
        "/desk/report/issue/": {"lead"},
        "/desk/report/layout/": {"lead"},
        "/desk/report/brief.docx": {"lead"},
        "/desk/report/brief.exe": set(),
        "/desk/report/draft/totals.csv": {"lead", "host"},
        "/desk/report/draft/nothing.exe": set(),
        reverse("report:edition", args=[made.pk]): {"lead", "host"},
        reverse("report:edition_file", args=[made.pk, file.pk]): {"lead", "host"},
    }
    people = {
        "lead": week.lead,
        "host": week.host,
        "prefecture": week.province.prefecture_officer,
        "county": week.province.county_officer,
        "unit": week.province.filler,
    }
    for who, person in people.items():
        client = signed_in(person)
        for address, allowed in addresses.items():
            assert client.get(address).status_code == (200 if who in allowed else 404), (who, address)


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("circulate/", {}),
        ("cosign/", {"word": "agrees"}),
        ("waive/{host}/", {"reason": REASON}),
        ("issue/", {}),
        ("edit/", {"recipient": "某部", "version": "0"}),
    ],
)
def test_who_is_not_concerned_changes_nothing(week, signed_in, address, data):
    seen = week.now().fingerprint
    for person in (week.province.prefecture_officer, week.province.filler):
        answer = signed_in(person).post(PAGE + address.format(host=week.host.unit_id), {"seen": seen, **data})
        assert answer.status_code == 404
    assert not any(model.objects.exists() for model in (Draft, Circulation, CosignWord, Snapshot))


def test_a_refused_word_keeps_what_was_typed(week, signed_in):
    lead, host = signed_in(week.lead), signed_in(week.host)
    seen = week.now().fingerprint
    lead.post("/desk/report/circulate/", {"seen": seen})
    answer = host.post("/desk/report/cosign/", {"seen": seen, "word": "objects", "reason": "不行"})
    assert answer.status_code == 400
    assert "不行</textarea>" in text(answer)
    refused = lead.post(f"/desk/report/waive/{week.host.unit_id}/", {"seen": seen, "reason": "短"})
    assert refused.status_code == 400
    assert "短</textarea>" in text(refused)


def test_a_stale_draft_shows_both_versions_and_keeps_what_was_typed(week, signed_in):
    lead = signed_in(week.lead)
    lead.post("/desk/report/edit/", {"recipient": "某部", "plans": "甲", "version": "0"})
    stale = lead.post("/desk/report/edit/", {"recipient": "某部", "plans": "乙", "version": "0"})
    assert stale.status_code == 409
    assert "<td>甲</td>" in text(stale)
    assert "乙</textarea>" in text(stale)
    again = lead.post("/desk/report/edit/", {"recipient": "某部", "plans": "乙", "version": "1"}, follow=True)
    assert "已保存为第 2 稿" in text(again)
    assert "乙" in text(lead.get(PAGE))


def test_what_cannot_go_out_has_no_button(week, signed_in):
    lead = signed_in(week.lead)
    page = text(lead.get("/desk/report/issue/"))
    assert "现在不能印发" in page
    assert '<button class="btn primary">' not in page
    refused = lead.post("/desk/report/issue/", {"seen": week.now().fingerprint})
    assert refused.status_code == 409


def test_names_beyond_the_fonts_are_listed_before_issuing(week, signed_in):
    week.campaign.streams.update(name="龘靐😀")
    page = text(signed_in(week.lead).get("/desk/report/issue/"))
    assert "PDF 里有字印不出来" in page
    assert "U+1F600" in page


def test_before_anything_is_accepted_the_page_says_what_would_be_printed(db, signed_in):
    with clock.at(AFTER):
        page = text(signed_in(reported_week(counted=False).lead).get(PAGE))
    assert "还没有一份报表经逐级验收" in page
    assert "暂无可计入的数字" in page


def test_the_whole_package_comes_as_one_file(week, signed_in):
    answer = signed_in(week.lead).get("/desk/report/draft/package.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        assert len(archive.namelist()) == 10
        assert archive.testzip() is None


@pytest.mark.parametrize("editions", [1, 3])
def test_the_page_costs_the_same_for_one_edition_and_three(week, signed_in, editions, django_assert_num_queries):
    made = week.issued()
    for number in range(2, editions + 1):
        Snapshot.objects.create(
            **{
                field.attname: getattr(made, field.attname)
                for field in Snapshot._meta.fields
                if field.attname not in {"id", "number"}
            },
            number=number,
        )
    lead = signed_in(week.lead)
    lead.get(PAGE)
    with django_assert_num_queries(34):
        assert lead.get(PAGE).status_code == 200
