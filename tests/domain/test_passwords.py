"""Which new passwords are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.passwords import SHORTEST, require_strong
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import passwords

OFFICE = {"unit": "武汉路社区", "code": "410305008001", "users": ("王芳",)}


def refusal(password):
    with pytest.raises(InputError) as refused:
        passwords.require_good(password, **OFFICE)
    return refused.value


@pytest.mark.parametrize("password", ["", "a", "短密码", "k7#Qz!9vB", " " * 30, "　k7#Qz!9v　　"])
def test_that_less_than_ten_characters_are_too_short(password):
    told = refusal(password)
    assert told.code == "password_too_short"
    assert str(SHORTEST) in told.user_message


@pytest.mark.parametrize(
    "password",
    [
        "1234567890", "0987654321", "13937912345678", "aaaaaaaaaaaa", "ababababab1",
        "qwertyuiop", "1qaz2wsx3edc", "asdfghjkl;'", "password123", "P@ssw0rd2024", "iloveyou1314",
        "jianxi2024!", "luoyang123456", "涧西区党建工作台", "shequdangjian2018",
        "党建党建党建党建党建",
        "wuhanlushequ", "武汉路社区2026", "whlsq20260101", "wuhanlu@123456", "wangfang1985",
        "王芳王芳19850312", "zhangwei19850312", "woaibeijing2008", "liming@1990.05",
        "ｗｕｈａｎｌｕ２０２６０１", "JIANXIQU2025", "guanliyuan123", "admin888888",
        "1985年03月12日",
        "410305008001", "woaini5201314", "19850312@luoyang", "一二三四五六七八九十",
    ],
)  # fmt: skip
def test_that_what_an_insider_tries_first_is_refused(password):
    told = refusal(password)
    assert told.code in {"password_weak", "password_too_short"}
    assert "请换" in told.user_message


@pytest.mark.parametrize(
    "password",
    [
        "correct-horse-1921", "battery-staple-1978", "梧桐絮 早班铃声 1978",
        "铁皮饼干盒 蓝墨水 算盘",
        "三月梧桐絮满街边的风", "k7#Qz!9vB2$m", "xiaohuamao xihuan chiyu", "9#4!7$2&8@1%",
        "𠮷野家门口三棵老槐树啊", "a" + "很长的一句话" * 20,
    ],
)  # fmt: skip
def test_that_a_sentence_of_ones_own_is_taken(password):
    passwords.require_good(password, **OFFICE)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("wuhanlushequ2024", "单位、姓名"),
        ("zhangwei19850312", "拼音"),
        ("13937912345678", "数字"),
        ("abcdefghijk", "连续"),
        ("aaaaaaaaaaaa", "反复"),
    ],
)
def test_that_a_refusal_says_what_is_weak(password, said):
    told = refusal(password)
    assert said in told.user_message
    assert password not in f"{told} {told.user_message} {told.details}"


@given(st.text(max_size=200))
def test_that_any_text_is_taken_or_refused_in_words(password):
    said = ""
    try:
        require_strong(password, ("武汉路社区", ""))
    except InputError as refused:
        said = refused.user_message
    assert said.endswith("。" if said else "")
