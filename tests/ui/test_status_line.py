"""The line below the page says what is going on in one way, whoever named the work."""

import pytest

from jianxi_desktop.ui.status_line import StatusLine


@pytest.mark.parametrize("title", ["导出", "正在导出"])
def test_that_work_is_said_to_be_going_on(qtbot, jobs, title):
    line = StatusLine(jobs)
    qtbot.addWidget(line)

    jobs.started.emit(title)

    assert line.doing.text() == "正在导出…"
