"""County codes of identity numbers."""

import pytest

from jianxi_desktop.domain.regions import is_known


@pytest.mark.parametrize("code", ["410305", "110101", "810000", "830000"])
def test_that_a_code_that_was_given_out_is_known(code):
    assert is_known(code)


@pytest.mark.parametrize("code", ["990101", "000000", "41030", ""])
def test_that_a_code_never_given_out_is_not_known(code):
    assert not is_known(code)
