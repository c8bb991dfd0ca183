"""A statement that runs for long ends when the work is stopped, and the connection goes on."""

import pytest

from jianxi_desktop.db.checking import driver_of
from jianxi_desktop.db.heeding import heeding
from jianxi_desktop.domain.progress import StoppedError

_ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


def test_that_a_statement_without_end_is_given_up_when_a_person_stops_it(office):
    told = []

    def progress(done, total):
        told.append((done, total))
        if len(told) == 2:
            raise StoppedError("stopped", user_message="已停止。", code="stopped")

    with driver_of(office.store) as driver:
        with pytest.raises(StoppedError), heeding(driver, progress, lambda: (3, 4)):
            driver.execute(_ENDLESS).fetchall()

        assert told == [(3, 4), (3, 4)]
        assert driver.execute("SELECT count(*) FROM person").fetchone()[0] >= 0
