import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.db.recovery import _check_symbol, parse_recovery_key, spell_recovery_key
from jianxi_desktop.errors import InputError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET = bytes(range(32))
SPELLED = spell_recovery_key(SECRET)


@given(st.binary(min_size=32, max_size=32))
def test_that_a_recovery_key_is_read_as_it_was_printed(secret):
    assert parse_recovery_key(spell_recovery_key(secret)) == secret


def test_that_it_is_printed_in_four_lines_of_four_groups():
    assert [[len(g) for g in line.split("-")] for line in SPELLED.split("\n")] == [[4] * 4] * 4


@pytest.mark.parametrize(
    "typed",
    [
        SPELLED.lower(),
        SPELLED.replace("-", ""),
        SPELLED.replace("\n", " "),
        SPELLED.replace("-", " ").replace("\n", "\r\n\r\n"),
        SPELLED.replace("0", "O").replace("1", "I"),
        SPELLED.replace("0", "o").replace("1", "l"),
        SPELLED.replace("-", "－").replace("A", "Ａ"),
        "  " + SPELLED + "\n\n",
    ],
)
def test_that_case_spaces_and_lookalikes_are_forgiven(typed):
    assert parse_recovery_key(typed) == SECRET


@given(st.integers(0, 63), st.sampled_from(ALPHABET))
def test_that_any_one_wrong_letter_names_its_line_and_no_other(at, letter):
    plain = list(SPELLED.replace("-", "").replace("\n", ""))
    if plain[at] == letter:
        return
    plain[at] = letter
    with pytest.raises(InputError) as refused:
        parse_recovery_key("".join(plain))
    assert f"第 {at // 16 + 1} 行有误" in refused.value.user_message


@given(st.integers(0, 3), st.integers(0, 15), st.integers(0, 15))
def test_that_any_two_letters_exchanged_in_a_line_are_noticed(line, one, other):
    lines = [list(each.replace("-", "")) for each in SPELLED.split("\n")]
    row = lines[line]
    if row[one] == row[other]:
        return
    row[one], row[other] = row[other], row[one]
    with pytest.raises(InputError, match=f"lines \\[{line + 1}\\]"):
        parse_recovery_key("\n".join("".join(each) for each in lines))


def test_that_two_lines_exchanged_are_both_named():
    lines = SPELLED.split("\n")
    lines[0], lines[2] = lines[2], lines[0]
    with pytest.raises(InputError) as refused:
        parse_recovery_key("\n".join(lines))
    assert "第 1、3 行有误" in refused.value.user_message


def test_that_a_line_too_short_is_named():
    lines = SPELLED.split("\n")
    lines[1] = lines[1][:-1]
    with pytest.raises(InputError) as refused:
        parse_recovery_key("\n".join(lines))
    assert "第 2 行有误" in refused.value.user_message


@pytest.mark.parametrize("typed", ["", "abc", SPELLED * 2, SPELLED.split("\n")[0]])
def test_that_too_few_or_many_letters_are_counted(typed):
    with pytest.raises(InputError) as refused:
        parse_recovery_key(typed)
    assert "应有 64 个字符" in refused.value.user_message


def test_that_a_letter_the_alphabet_lacks_names_its_line():
    with pytest.raises(InputError, match="lines \\[1\\]"):
        parse_recovery_key("U" + SPELLED[1:])


@given(st.integers(0, 59), st.integers(1, 31))
def test_that_a_letter_changed_together_with_its_check_is_noticed(at, other):
    lines = [[ALPHABET.index(c) for c in each.replace("-", "")] for each in SPELLED.split("\n")]
    line = lines[at // 15]
    line[at % 15] ^= other
    line[15] = _check_symbol(at // 15, line[:15])
    typed = "\n".join("".join(ALPHABET[symbol] for symbol in each) for each in lines)
    if at == 59 and other < 16:  # the last four bits carry nothing
        return
    with pytest.raises(InputError, match="checksum"):
        parse_recovery_key(typed)


@given(st.text(max_size=120))
def test_that_any_text_is_read_or_refused(text):
    with pytest.raises(InputError):
        parse_recovery_key(text)
