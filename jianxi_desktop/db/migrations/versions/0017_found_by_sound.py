"""Organisations, places and themes are found by their whole pinyin, and as 重 is read in 重庆.

Why: the index knew the initials of texts only, and one reading of a character: 重庆路 was found by
zql and by nothing else. The way back indexes them as the program that goes back does by itself.
"""

from collections.abc import Mapping

from alembic import op

from jianxi_desktop.db import search

revision = "0017"
down_revision = "0016"

# What was searched when this step was written.
SEARCHED: Mapping[str, Mapping[str, search.Kind]] = {
    "organisation": {"name": "text", "short_name": "text", "secretary": "name"},
    "organisation_change": {"document": "text"},
    "leadership_term": {"name": "text"},
    "election_candidate": {"name": "name"},
    "post_holding": {"name": "name"},
    "territory": {"name": "text"},
    "territory_change": {"document": "text"},
    "person": {"name": "name", "id_number": "number", "phone": "number"},
    "member_movement": {"letter_number": "text"},
    "development_case": {"form_number": "text"},
    "development_step": {"document": "text"},
    "member_record": {"title": "text"},
    "activity": {"topic": "text", "speaker": "name"},
    "lecturer": {"name": "name", "field_of_work": "text"},
    "course": {"name": "text"},
    "showcase": {"name": "text", "person": "name"},
    "venue": {"name": "text", "address": "text"},
    "booking": {"visitor": "text", "contact": "name"},
    "menu_item": {"title": "text"},
    "expenditure": {"title": "text"},
    "unit": {"name": "text"},
    "need": {"title": "text"},
    "resource": {"title": "text"},
    "project": {"title": "text"},
    "problem": {"title": "text"},
    "service_contract": {"title": "text"},
    "service_registration": {"name": "name", "workplace": "text", "number": "text"},
    "service_entry": {"content": "text"},
    "work_plan": {"title": "text"},
    "work_plan_item": {"content": "text"},
    "organisation_rating": {"period": "text"},
    "target": {"document": "text"},
    "self_rating": {"period": "text"},
    "self_rating_line": {"item": "text"},
    "policy_document": {"title": "text", "number": "text", "issuer": "text"},
    "inspection": {"leader": "name", "theme": "text"},
    "attachment": {"title": "text", "file_name": "text"},
    "indicator_set": {"title": "text"},
    "indicator": {"item": "text"},
    "observation_round": {"title": "text"},
    "observation_visit": {"form_number": "text"},
    "observation_criterion": {"item": "text"},
    "observation_score": {"scorer": "name"},
    "printed_form": {"form_number": "text", "title": "text"},
    "return_filing": {"code": "text", "title": "text"},
    "return_value": {"figure": "text"},
    "code_item": {"code": "text", "label": "text"},
    "issued_definition": {"name": "text", "title": "text"},
}


def upgrade() -> None:
    """Index every record anew of the tables that hold any."""
    connection = op.get_bind()
    for name, fields in SEARCHED.items():
        anything = f"SELECT 1 FROM {name} LIMIT 1"  # noqa: S608 - a table's name
        if connection.exec_driver_sql(anything).first() is not None:
            search.rebuild(connection, name, fields)


def downgrade() -> None:
    """Leave what finds more than it did."""
