"""Receipts: the same code on both sides, one page of paper, and what was refused with its why."""

import io
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import desk, package, papers, receipt_paper, receipts
from jianxi_desktop.services.drawn import Wanted
from tests.pdf_text import text_of
from tests.services.desk_senders import befriend, send, venue_of


@pytest.fixture
def sent(office, district, tmp_path):
    """A community and its district, and a package on its way."""
    befriend(office, district, tmp_path)
    venue_of(office, "阵地")
    drive = tmp_path / "drive"
    drive.mkdir()
    return send(office, drive)


def test_that_both_sides_compute_the_same_code(office, district, sent):
    (taken,) = desk.take_folder(district, sent).packages
    theirs = receipts.receipt_of(district, taken.file.id)
    ours = receipts.receipt_named(office, str(sent))
    assert theirs.code == ours.code
    assert (theirs.sender, theirs.receiver) == (ours.sender, ours.receiver)
    assert (theirs.state, ours.state) == ("merged", "written")
    typed = f" {theirs.code.lower().replace('0', 'o').replace('1', 'l')} "
    confirmed = receipts.confirm(office, typed)
    assert (confirmed.package, confirmed.state) == (taken.file.id, "merged")


def test_that_a_code_of_something_else_confirms_nothing(office, sent):
    right = receipts.receipt_named(office, str(sent)).code
    wrong = ("1" if right[0] == "0" else "0") + right[1:]
    with pytest.raises(InputError) as refused:
        receipts.confirm(office, wrong)
    assert refused.value.code == "receipt_unknown"


def test_that_a_refused_package_has_a_receipt_that_says_why(office, district, sent):
    whole = sent.read_bytes()
    sent.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (taken,) = desk.take_folder(district, sent).packages
    receipt = receipts.receipt_of(district, taken.file.id)
    assert (receipt.state, receipt.reason) == ("refused", taken.reason)
    confirmed = receipts.confirm(office, receipt.code)
    assert confirmed.state == "refused"
    assert receipt.code != receipts.receipt_named(office, str(sent)).code


def test_that_the_receipt_is_one_page(office, district, sent, tmp_path):
    (taken,) = desk.take_folder(district, sent).packages
    document = papers.print_paper(
        district, receipt_paper.KEY, wanted=Wanted(record=UUID(taken.file.id))
    )
    assert document.pages == 1
    text = text_of(io.BytesIO(document.pdf))
    receipt = receipts.receipt_of(district, taken.file.id)
    for said in ("数据包回执", receipt.code, "武汉路", "涧西区", "第1号", "已合并"):
        assert said in text
    assert calendar.show_day(receipt.written_on) in text
    for caption in ("新增", "修改", "移除", "照片和材料"):
        assert caption in text


def test_that_a_package_nobody_brought_has_no_receipt(district):
    for name in ("0" * 32, "abcd"):
        with pytest.raises(InputError) as refused:
            receipts.receipt_of(district, name)
        assert refused.value.code == "no_such_package"


def test_that_the_sender_is_told_how_far_it_was_delivered(office, district, sent, tmp_path):
    assert receipts.delivered(office) == ("涧西区还没有回执",)
    desk.take_folder(district, sent)
    down = package.write_package(district, tmp_path, to=office.unit.code).file
    package.merge_package(office, down)
    (said,) = receipts.delivered(office)
    assert said.startswith("已送达涧西区到第 1 号（")


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=32, max_size=32))
def test_that_codes_differ_with_all_they_are_about(identity, digest):
    given_ = (identity.hex(), digest.hex(), "410305", "merged")
    code = receipts.code_of(*given_)
    assert len(code) == 9
    others = (
        (digest.hex()[:32], *given_[1:]),
        (given_[0], identity.hex() * 2, *given_[2:]),
        (*given_[:2], "410305001", "merged"),
        (*given_[:3], "refused"),
    )
    assert code not in {receipts.code_of(*each) for each in others if each != given_}
