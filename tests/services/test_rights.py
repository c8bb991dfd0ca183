"""Rights: each service names the one it needs, and asks for it before anything else."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import jianxi_desktop
from jianxi_desktop import services
from jianxi_desktop.domain.rights import GRANTABLE, Right, Role, rights_of
from jianxi_desktop.errors import InputError, JianxiError
from jianxi_desktop.services import records, returns, revealing
from jianxi_desktop.services.rights import NEEDED, WHOLE
from tests import factory
from tests.conftest import open_copy

# What takes an office and needs no right, and why. A new service declares its right with
# ``needs``; it is named here only if nobody could do anything by calling it.
FREE = {
    "development_facts.applications": "called by development and by what is due",
    "accounts.own_user": "gives the caller's own account",
    "accounts.set_password": "one's own is everybody's; for another's it asks inside",
    "audit.note": "only services call it, about what they did with a right of their own",
    "passes.passes_of": "only accounts calls it, past its own check",
    "inbox.folder": "only names a folder of locked files",
    "outgoing.work_folder": "only names a folder of locked files",
    "package.checked_package": "only looks; taking asks for the right",
    "packing.load_for": "only outgoing calls it, past its own check",
    "packing.waiting": "only counts, for outgoing.pending, which asks",
    "snapshots.take": "only package.take_package calls it, past its own check",
    "learning.learn": "only opening calls it; what it folds was taken with a right",
    "recovery_paper.recovery_sheet": "draws a key that the caller holds already",
    "leaving.signature": "gives the caller's own name and the time",
    "leaving.note_file": "as audit.note",
    "revealing.require_leave": "only refuses",
    "rights.require_whole": "only refuses",
    "meeting_board.require_seen": "only refuses",
    "meeting_look.look": "only looks, for a form that asks for the right",
    "desk_files.note_refusal": "as desk_files.look_for",
    "desk_files.look_for": "only the desk calls it, past its own check",
    "find_everywhere.best_first": "only orders what was found",
    "find_everywhere.finder": "only the two searches call it, past their own check",
    "find_everywhere.group_of": "only the two searches call it, past their own check",
    "scope.require_writable": "only refuses",
    "scope.require_inside": "only refuses",
    "scope.require_links_inside": "only refuses",
    "scope.require_not_top": "only refuses",
    "scope.require_owner_inside": "only refuses",
    "scope.require_no_other": "only refuses",
    "membership_rules.keep_membership": "only refuses",
    "membership_rules.keep_person": "only refuses",
    "membership_rules.against_ended": "only says what would be refused",
    "election_records.term_row": "only elections calls it, past its own check",
    "election_records.candidates_of": "only elections calls it, past its own check",
    "election_records.keep_all": "only elections calls it, past its own check",
    "election_records.keep_candidates": "only elections calls it, past its own check",
    "election_records.hand_over": "only elections calls it, past its own check",
    "election_records.name_secretary": "only elections calls it, past its own check",
    "term_papers.due_table": "only lays out what terms.board gave, which asks",
    "term_rules.keep_term": "only save_rules calls it, inside a saving that asked",
    "term_rules.keep_candidate": "only save_rules calls it, inside a saving that asked",
    "term_rules.close_earlier": "as term_rules.keep_term",
    "term_rules.look_at_term": "only says what is odd about values that a form holds",
    "term_rules.look_at_post": "only says what is odd about values that a form holds",
    "deed_names.name_deed": "only history calls it, past its own check",
    "conflicts.count_in": "only attention counts, past its own check",
    "conflicts.read_many": "only services call it, past their own check",
    "conflict_versions.unit_names": "only gives the names of offices",
    "removing.hanging": "only says what would be refused",
    "records.write_record": "only services call it, past their own check",
    "removing.take_out": "only services call it, past their own check",
    "doubles.find_doubles": "only conflicts calls it, past its own check",
    "doubles.told_apart": "only says which pairs are decided",
    "doubles.tell_apart": "only conflicts calls it, past its own check",
    "doubles.links_of": "only conflicts calls it, past its own check",
    "doubles.make_one": "only conflicts calls it, past its own check",
    "person_links.plan": "only person_merging calls it, past its own check",
    "putting_back.against_putting_back": "only says what would be refused",
    "putting_back.require_standing": "only refuses",
    "organisation_rows.look": "only says on a form what would be refused",
    "organisation_rules.keep_structure": "only save_record calls it, past its own check",
    "organisation_rules.keep_territory": "only refuses",
    "organisation_work.deciding": "only organisations calls it, past its own checks",
    "visit_rules.look": "only says what the saving of a visit would refuse",
    "movement_facts.person_row": "only services call it, past their own check",
    "movement_facts.open_membership": "only services call it, past their own check",
    "movement_facts.open_movements": "only services call it, past their own check",
    "movement_facts.next_number": "only gives the next number of this office's letters",
    "movement_facts.own_names": "only gives the names of the office's own organisation",
    "movement_writing.put_movement": "only services call it, past their own check",
    "movement_writing.change_membership": "only services call it, past their own check",
    "movement_writing.end_stays": "only services call it, past their own check",
    "movement_writing.require_order": "only refuses",
    "movement_writing.movement_row": "only services call it, past their own check",
    "movement_writing.known_person": "only services call it, past their own check",
    "movement_writing.new_person": "only services call it, past their own check",
    "movement_writing.organisation_name": "names an organisation",
    "registration_rules.against_doubled": "only says what would be refused",
    "registration_rules.look": "only says what the saving of a registration would refuse",
    "registration_rules.may_be_saved": "only refuses",
    "dues_rules.look_at_payment": "only says on a form what is odd",
    "dues_rules.look_at_standard": "as dues_rules.look_at_payment",
    "booking_rules.look": "only says what the saving of a booking would refuse",
    "booking_rules.may_be_saved": "only refuses",
    "indicator_rules.keep_set": "only refuses",
    "indicator_rules.keep_indicator": "only refuses",
    "indicator_rules.keep_criterion": "only refuses",
    "indicator_rules.require_changeable": "only refuses",
    "indicator_sets.choose_set": "only plan_round calls it, past its own check",
    "indicator_sets.indicators_of": "only services call it, past their own check",
    "ready_indicators.install_missing": "only services call it, past their own check",
    "indicator_sets.take_indicators": "only plan_round calls it, past its own check",
    "indicator_sets.usual_set": "only services call it, past their own check",
    "observation_stops.communities_of": "only services call it, past their own check",
    "observation_stops.inspecting": "names the streets, which everybody knows",
    "observation_stops.last_number": "as observation_stops.put_stops",
    "observation_stops.put_stops": "only services that change a route call it",
    "observation_stops.read_inspectors": "only reads what was typed",
    "observation_times.times_of": "only reads what was typed",
    "visit_rules.above_of_kind": "names the streets, which everybody knows",
    "visit_rules.communities": "only services call it, past their own check",
    "visit_rules.keep_round": "only refuses",
    "visit_rules.keep_visit": "only refuses",
    "code_rules.reason_against": "only says whose an entry is",
    "code_rules.may_be_saved": "only refuses",
    "standing_rules.above": "names the organisations above, which everybody knows",
    "standing_rules.require_own": "only refuses",
    "issued_definitions.may_be_saved": "only refuses",
    "code_rules.require_own": "only refuses",
    "code_rules.row_issues": "only refuses",
    "filing_rules.keep_filing": "only refuses",
    "filing_rules.keep_value": "only refuses",
    "filing_rules.require_changeable": "only refuses",
    "filing_records.row_of": "reads within a service that has its right",
    "filing_records.rows_named": "as filing_records.row_of",
    "filing_records.values_of": "as filing_records.row_of",
    "filing_records.sides": "tells whose turn it is",
    "filing_records.require_step": "only refuses",
    "filing_records.move": "only filing_steps and filing call it, past their own checks",
    "filing_records.keep_values": "as filing_records.move",
    "filing_figures.require_step": "as filing_records.row_of",
    "filing_figures.read_filled": "as filing_records.row_of; the count asks for its own right",
    "filing_numbers.handed_in": "as filing_records.row_of",
    "filing_numbers.last_numbers": "as filing_records.row_of",
    "filing_steps.has_left": "tells whether a package was written",
    "return_board.reminders": "words for rows that board gave",
    "joint_reading.read_organisations": "reads within a service that has its right",
    "joint_reading.read_rows": "as joint_reading.read_organisations",
    "joint_reading.read_names": "as joint_reading.read_organisations",
    "joint_papers.open_table": "words for the lists that matching.lists gave",
    "joint_papers.work_table": "words for what joint_work.overviews gave",
    "save_rules.require_changeable": "only refuses",
    "save_rules.after_saving": "asked inside the saving of a record, which has its right",
    "scope.outside": "tells which of known records to refuse",
    "observation_sheets.read_round": "reads within a service that has its right",
    "observation_sheets.sheets_of": "as read_round",
    "observation_sheets.sheets_with": "as read_round",
    "observation_sheets.find_sheet": "as read_round",
    "entry_stock.stock_of": "as read_round",
    "entry_writing.write": "writes within a service that has its right",
    "entry_writing.note_problems": "as entry_writing.write",
    "entry_writing.note_returned": "as entry_writing.write",
}


def services_of_an_office():
    """Give every public function of the services whose first argument is an office."""
    for module in pkgutil.iter_modules(services.__path__):
        loaded = importlib.import_module(f"{services.__name__}.{module.name}")
        for name, function in vars(loaded).items():
            own = inspect.isfunction(function) and function.__module__ == loaded.__name__
            if own and not name.startswith("_"):
                first = next(iter(inspect.signature(function).parameters.values()), None)
                if first is not None and "Office" in str(first.annotation):
                    yield f"{module.name}.{name}", function


SERVICES = dict(services_of_an_office())
GUARDED = {name: each for name, each in SERVICES.items() if hasattr(each, NEEDED)}
CASES = [(role, name) for role in Role for name in GUARDED]


@pytest.fixture(scope="module")
def office(founded, tmp_path_factory):
    """One office for all of them: what is refused changes nothing."""
    opened = open_copy(founded, "community", tmp_path_factory.mktemp("rights"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def trial(founded, tmp_path_factory):
    """Another one, for what is allowed: some services need no more to go to work."""
    opened = open_copy(founded, "community", tmp_path_factory.mktemp("trial"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def before(office):
    return factory.dump(office)


def as_somebody(office, role, *adjusted, organisation=None):
    return factory.limited(office, organisation, role, *adjusted)


def refusal(office, service):
    """Call a service with nothing of use; give the code of its refusal, if it was one."""
    given = [
        None
        for each in list(inspect.signature(service).parameters.values())[1:]
        if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]
    named = {
        each.name: None
        for each in inspect.signature(service).parameters.values()
        if each.default is each.empty and each.kind is each.KEYWORD_ONLY
    }
    try:
        service(office, *given, **named)
    except JianxiError as error:
        return error.code
    except Exception:  # noqa: BLE001 - past the check it may stumble over the missing arguments
        return None
    return None


def test_that_every_service_declares_its_right_or_says_why_it_needs_none():
    assert set(SERVICES) - set(GUARDED) == set(FREE)


@pytest.mark.parametrize(("role", "name"), CASES, ids=str)
def test_that_a_role_may_do_what_its_rights_say_and_nothing_else(office, trial, before, role, name):
    service = GUARDED[name]
    if getattr(service, NEEDED) in rights_of(role):
        assert refusal(as_somebody(trial, role), service) != "not_allowed"
    else:
        assert refusal(as_somebody(office, role), service) == "not_allowed"
        assert factory.dump(office) == before


@pytest.mark.parametrize("right", GRANTABLE)
def test_that_a_right_can_be_given_and_taken_away_beside_the_role(office, before, right):
    given = as_somebody(office, Role.VIEWER, f"+{right}")
    taken = as_somebody(office, Role.EDITOR, f"-{right}")
    given.require(right)
    for name, service in GUARDED.items():
        if getattr(service, NEEDED) == right:
            assert refusal(taken, service) == "not_allowed", name
    assert factory.dump(office) == before


@pytest.mark.parametrize("right", sorted(set(Right) - set(GRANTABLE)))
def test_that_other_rights_go_with_the_role_alone(right):
    assert rights_of(Role.VIEWER, [f"+{right}"]) == rights_of(Role.VIEWER)
    assert rights_of(Role.EDITOR, [f"-{right}"]) == rights_of(Role.EDITOR)
    assert rights_of(Role.ADMINISTRATOR, [f"-{right}"]) == frozenset(Right)


@pytest.mark.parametrize("name", [n for n, each in GUARDED.items() if getattr(each, WHOLE)])
def test_that_whoever_is_limited_does_nothing_for_the_whole_office(office, before, name):
    top = office.unit.organisation
    limited = as_somebody(office, Role.ADMINISTRATOR, organisation=top)
    assert refusal(limited, GUARDED[name]) == "not_allowed"
    assert factory.dump(office) == before


def test_that_the_message_names_the_right_and_whom_to_ask(office):
    with pytest.raises(InputError) as refused:
        records.save_record(as_somebody(office, Role.VIEWER), office.catalog["venue"], {})
    assert "录入和修改" in refused.value.user_message
    assert "管理员" in refused.value.user_message


def test_that_a_return_is_looked_at_by_all_and_taken_out_by_those_who_may(office, tmp_path):
    viewer = as_somebody(office, Role.VIEWER)
    day = factory.date(2026, 11, 20)
    assert returns.make_return(viewer, "R2", as_of=day).path is None
    with pytest.raises(InputError) as refused:
        returns.make_return(viewer, "R2", as_of=day, path=tmp_path / "r.xlsx")
    assert refused.value.code == "not_allowed"
    assert list(tmp_path.iterdir()) == []


def test_that_leave_to_read_numbers_is_for_its_account_and_ledger(office):
    people, venues = office.catalog["person"], office.catalog["venue"]
    leave = factory.leave(office, people)
    for somebody, ledger in (
        (office, venues),
        (as_somebody(office, Role.ADMINISTRATOR), people),
        (dataclasses.replace(office, account=as_somebody(office, Role.EDITOR).account), people),
    ):
        with pytest.raises(InputError) as refused:
            revealing.require_leave(somebody, ledger, leave)
        assert refused.value.code == "not_allowed"


def test_that_nothing_but_its_service_gives_leave_to_read_numbers():
    """Whoever could make a ``Reveal`` would read numbers that nobody noted."""
    package = Path(jianxi_desktop.__file__).parent
    makers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reveal"
    }
    assert makers == {"services/revealing.py"}
