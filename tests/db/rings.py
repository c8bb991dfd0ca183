"""Keyrings of tests: passwords that cost next to nothing."""

import uuid

from jianxi_desktop.db.keyring import Cost, CostPolicy

QUICK = Cost(memory_kib=64, iterations=1)
POLICY = CostPolicy(cost=QUICK, least=QUICK)
DATABASE = uuid.UUID("01890000-0000-7000-8000-000000000001")
PASSWORD = "社区党委 2026!"
