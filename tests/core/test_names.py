"""Names, phones and mail addresses: what is taken, how it is stored, what lists show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sciweek.core.errors import BadInput
from sciweek.core.names import (
    LONGEST_NAME,
    clean_name,
    mask_email,
    mask_name,
    mask_phone,
    normal_phone,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("才让卓玛", "才让卓玛"),
        ("阿依•努尔", "阿依·努尔"),
        ("阿依・努尔", "阿依·努尔"),
        ("阿依.努尔", "阿依·努尔"),
        ("阿依 · 努尔", "阿依·努尔"),
        ("Anna   Berg", "Anna Berg"),
        ("Ｊ．　Ｓｍｉｔｈ", "J. Smith"),
        ("Zoë O’Hara", "Zoë O’Hara"),
        ("ཚེ་རིང་", "ཚེ་རིང་"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_names_of_all_kinds_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert clean_name(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "<b>张三</b>",
        "张三&nbsp;",
        "张三\u200b",
        "张\x00三",
        "张三\u202e",
        "=1+1",
        "@张三",
        "13800000001",
        "张三;DROP",
        "···",
        "·三",
        "张·",
        "-",
        "😀",
    ],
)
def test_markup_control_signs_and_letterless_names_are_refused(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        clean_name(typed)
    assert "姓名“" in refused.value.sentence
    assert refused.value.sentence.isprintable()


def test_an_empty_name_is_asked_for() -> None:
    with pytest.raises(BadInput, match="请填写姓名"):
        clean_name(" 　\t")


def test_a_name_of_the_longest_length_is_taken_and_one_more_sign_refused() -> None:
    assert clean_name("卓" * LONGEST_NAME) == "卓" * LONGEST_NAME
    with pytest.raises(BadInput, match=f"超过 {LONGEST_NAME} 个字"):
        clean_name("卓" * (LONGEST_NAME + 1))


@given(st.text(alphabet=st.one_of(HAN, st.sampled_from("·. ・•A")), min_size=1, max_size=40))
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    try:
        once = clean_name(typed)
    except BadInput:
        return
    assert clean_name(once) == once


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("", ""),
        ("卓", "*"),
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("才让卓玛", "才**玛"),
        ("欧阳小三", "欧**三"),
        ("阿依·努尔", "阿依·**"),
        ("Anna Berg", "Anna **"),
        ("Tenzin", "T****n"),
        ("ཚེ་རིང་", "ཚེ་**"),
    ],
)
def test_names_are_masked_by_length_or_parts(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@given(st.text(alphabet=HAN, min_size=1, max_size=LONGEST_NAME))
def test_a_masked_han_name_keeps_its_length_and_at_most_two_signs(name: str) -> None:
    shown = mask_name(name)
    assert len(shown) == len(name)
    assert shown != name
    assert len(shown) - shown.count("*") <= 2


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13800000001", "13800000001"),
        ("138 0000 0001", "13800000001"),
        ("138-0000-0001", "13800000001"),
        ("138—0000—0001", "13800000001"),
        ("+86 138 0000 0001", "13800000001"),
        ("+86-13800000001", "13800000001"),
        ("008613800000001", "13800000001"),
        ("8613800000001", "13800000001"),
        ("１３８" + "０" * 7 + "１", "13800000001"),
        ("＋８６　１３８" + "０" * 7 + "１", "13800000001"),
        ("0971-5550123", "0971-5550123"),
        ("（0971）5550123", "0971-5550123"),
        ("09715550123", "0971-5550123"),
        ("0971 5550123 转 807", "0971-5550123-807"),
        ("0971-5550123-807", "0971-5550123-807"),
        ("010-55501234", "010-55501234"),
        ("01055501234", "010-55501234"),
        ("010-12345678", "010-12345678"),
        ("02155501234", "021-55501234"),
        ("4000000001", "400-000-0001"),
    ],
)
def test_phones_are_stored_in_one_form(typed: str, stored: str) -> None:
    assert normal_phone(typed) == stored


@pytest.mark.parametrize(
    "typed",
    ["", "1380000000", "138000000012", "12800000001", "5550123", "电话", "1380000000a", "١٣٨٠٠٠٠٠٠٠١", "<script>"],
)
def test_what_is_no_phone_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match="0971-5550123"):
        normal_phone(typed)


@given(st.from_regex(r"\A(1[3-9][0-9]{9}|(010|02[0-9]|0[3-9][0-9]{2})-[0-9]{7,8}(-[0-9]{1,6})?)\Z"))
def test_a_stored_phone_stays_as_it_is_and_its_mask_hides_digits(phone: str) -> None:
    assert normal_phone(phone) == phone
    shown = mask_phone(phone)
    assert "****" in shown
    assert shown != phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("", ""),
        ("13800000001", "138****0001"),
        ("0971-5550123", "0971-****123"),
        ("0971-5550123-807", "0971-****123"),
        ("010-55501234", "010-****234"),
        ("5550123", "****123"),
        ("110", "****"),
    ],
)
def test_phones_are_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [("", ""), ("zhangsan@example.cn", "z***@example.cn"), ("a@example.cn", "a***@example.cn"), ("no-address", "***")],
)
def test_mail_addresses_are_masked(email: str, shown: str) -> None:
    assert mask_email(email) == shown
