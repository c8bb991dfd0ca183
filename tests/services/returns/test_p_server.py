"""The national tables of an office whose records a server keeps: the same figures as of a file."""

import pytest

from tests.postgres import EITHER_PLACE
from tests.services.returns.national import Sheet

CODES = ("P01", "P02", "P06", "P08", "P09", "P15", "P25", "P41", "P42", "PL")


@pytest.fixture(params=EITHER_PLACE)
def office(request):
    """A community's office, kept in a file and kept by a server."""
    return request.getfixturevalue(f"office_{request.param}")


def test_that_each_table_is_counted_wherever_the_records_are(office):
    sheet = Sheet(office, "P01")
    branch, own = sheet.branch(), sheet.own
    who = sheet.member(branch, floating=True, person={"sex": "2", "born_on": "1980-05"})
    fresh = sheet.member(branch, joined_on="2017-06-01", status="probationary")
    gone = sheet.member(branch, status="deceased", until="2018-03")
    for person, kind, day, place in ((gone, "deceased", "2018-03", None),
                                     (who, "flow_out", "2018-05-01", "上海")):  # fmt: skip
        sheet.insert("member_movement", person=person, kind=kind, moved_on=day, to_place=place)
    for kind in ("appraisal", "award", "training", "service"):
        sheet.insert("member_record", person=who, kind=kind, recorded_on="2018-06", title="记录",
                     result="合格", hours=800)  # fmt: skip
    sheet.insert("post_holding", organisation=own, name="王芳", person=who, post="secretary")
    case = sheet.insert("development_case", person=fresh, organisation=branch,
                        applied_on="2015", stage="probationary")  # fmt: skip
    sheet.insert("development_step", development_case=case, step="23", done_on="2018-06-05",
                 note="延长预备期")  # fmt: skip
    sheet.insert("activity", topic="评议", kind="appraisal", held_on="2017-12", organisation=branch)
    sheet.insert("organisation_rating", organisation=own, scheme="three_classes", period="2018",
                 grade="lagging")  # fmt: skip
    centre = sheet.insert("venue", name="中心", kind="service_centre", organisation=own,
                          service_area=300)  # fmt: skip
    sheet.insert("expenditure", venue=centre, title="事项", amount=100, spent_on="2018-06",
                 source="donation")  # fmt: skip
    found = {code: Sheet(office, code) for code in CODES}
    assert found["P01"].column()["r12"] == 1
    assert found["P01"].failed() == []
    assert [found["P02"].cells()[key] for key in "abc"] == [2, 1, 1]
    assert found["P06"].cells()["f"] == 1
    assert found["P08"].cells("r03")["b"] == 1
    assert [found["P09"].cells()[key] for key in "abf"] == [1, 1, 1]
    assert [found["P15"].cells()[key] for key in "abf"] == [1, 1, 1]
    assert found["P25"].cells()["b"] == 1
    assert found["P41"].cells("r03")["a"] == 1
    assert [found["P42"].cells("r02")[key] for key in "tpvw"] == [1, 1, 1, 1]
    assert found["PL"].cells()["a"] == 1
    assert found["P02"].behind("c") <= found["P02"].behind("a")
