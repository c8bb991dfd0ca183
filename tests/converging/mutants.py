"""All planted bugs; the machine must find every one."""

from tests.converging import planted_rule, planted_ways
from tests.converging.planted import MUTANTS, PROFILES

__all__ = ["MUTANTS", "PROFILES", "planted_rule", "planted_ways"]
