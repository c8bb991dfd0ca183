"""Errors are said once, in Chinese, and never quote what people typed."""

import logging

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.errors import InputError
from jianxi_desktop.ui.report_error import describe_error


def test_that_a_deliberate_failure_speaks_its_own_words():
    error = InputError("no", user_message="请写明原因。", code="no_reason", details=["第3行"])

    report = describe_error(error)

    assert (report.text, report.code, report.details) == ("请写明原因。", "no_reason", ("第3行",))


def test_that_a_bug_is_logged_by_number_and_place_without_its_values(caplog):
    with caplog.at_level(logging.ERROR):
        try:
            int("王伟 13800001234")
        except ValueError as error:
            report = describe_error(error)

    assert "程序出错" in report.text
    assert report.code in report.text
    assert report.code in caplog.text
    assert "ValueError" in caplog.text
    assert "王伟" not in caplog.text + report.text
    assert "138" not in caplog.text


def test_that_the_same_bug_has_the_same_number():
    codes = set()
    for text in ("a", "b"):
        try:
            int(text)
        except ValueError as error:
            codes.add(describe_error(error).code)

    assert len(codes) == 1


def test_that_a_stop_is_no_failure():
    error = StoppedError("stopped", user_message="已停止。", code="stopped")

    assert describe_error(error).stopped
