"""Which province a place lies in that people wrote."""

import pytest

from jianxi_desktop.domain.regions import province_of


@pytest.mark.parametrize(("place", "code"), [
    ("江苏苏州", "32"), ("苏州工业园区", "32"), ("河南郑州", "41"), ("郑州市金水区", "41"),
    ("洛阳市洛龙区", "41"), ("上海", "31"), ("上海市浦东新区", "31"), ("新疆乌鲁木齐", "65"),
    ("广东省深圳市", "44"), ("西藏", "54"), ("重庆", "50"), ("海南三亚", "46"), ("吉林长春", "22"),
    ("从陕西西安来", "61"), ("亲戚家", None), ("中国一拖集团", None), ("", None),
])  # fmt: skip
def test_that_the_place_named_first_decides(place, code):
    assert province_of(place) == code
