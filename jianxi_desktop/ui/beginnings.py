"""What an empty list says: how its ledger begins, and where; and what a new record begins with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal
from uuid import UUID

from PySide6.QtWidgets import QPushButton

from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import as_primary


@dataclass(frozen=True)
class Beginning:
    """How a ledger begins.

    Attributes:
        text: One or two sentences.
        ways: Buttons that lead to pages: what they say, the key of the page.
        first: What is usually done first: ``new``, ``roster``, or ``page`` where the page makes the
            records and nobody brings a roster of them.
    """

    text: str
    ways: tuple[tuple[str, str], ...] = ()
    first: Literal["new", "roster", "page"] = "new"


_USUAL: Final = Beginning("手头有表格的，导入进来；没有的，逐条新增。")
BEGINNINGS: Final[Mapping[str, Beginning]] = {
    "organisation": Beginning(
        "先登记本单位的党委或党总支，再登记下面的党支部、党小组；有花名册的可以一次导入。",
        (("到组织架构里登记", "organisation"),),
    ),
    "organisation_change": Beginning(
        "更名、改隶、升格、合并、撤销在“组织架构”里办，办完自动记在这里。以前的变动可以补记。",
        (("到组织架构", "organisation"),),
    ),
    "leadership_term": Beginning(
        "每个党组织现在这一届从哪天开始、任期几年，登记一条，到届前会提醒。",
        (("到换届", "terms"),),
    ),
    "post_holding": Beginning(
        "把现任书记、副书记、委员登记进来，有班子名册的可以导入。办换届选举的，当选的人自动记在这里。",
        (("到换届", "terms"),),
    ),
    "territory": Beginning(
        "街道、社区已经在名单里；小区、网格、楼栋从上往下逐级新增，或者导入一张网格表。",
    ),
    "person": Beginning(
        "有党员花名册（Excel、WPS）的，按“导入”，先看一遍再写进来，导错了能整批撤回。"
        "入党申请人也登记在这里。",
        first="roster",
    ),
    "member_movement": Beginning(
        "转入、转出、流动、失去联系在“组织关系办理”里一步步办，办完自动记在这里。",
        (("到组织关系办理", "movements"),),
        first="page",
    ),
    "contact_log": Beginning(
        "谁和谁谈了心、去看望了谁，一次记一条：日期、去的人、谈了什么。",
    ),
    "development_case": Beginning(
        "一份入党申请一条。收到申请书就新增，以后各步在“发展党员”里办。",
        (("到发展党员", "development"),),
    ),
    "dues_standard": Beginning(
        "每名党员按什么基数、什么比例交党费，先核定标准；以前登记过缴费的，在“党费收缴”里按“补建标准”一次补齐。",
        (("到党费收缴", "dues"),),
    ),
    "dues_record": Beginning(
        "在“党费收缴”里选支部和月份，逐人收，收一笔这里多一条。以前的可以导入。",
        (("到党费收缴", "dues"),),
        first="page",
    ),
    "member_record": Beginning(
        "民主评议结果、表彰、处分、培训学时，一人一次一条；整支部的评议结果可以用表格导入。",
    ),
    "activity": Beginning(
        "开一次会、办一次活动，记一条；到会的人在下面点选。各支部该开没开的，到“组织生活台”看。",
        (("到组织生活台", "meeting_board"),),
    ),
    "activity_report": Beginning(
        "双月座谈会上各单位的汇报在“双月座谈会”里记，会后自动在这里。述职评议直接新增。",
        (("到双月座谈会", "symposium"),),
    ),
    "lecturer": Beginning("先登记讲师，排课、记讲习时就能选到。有讲师名册的可以导入。"),
    "course": Beginning(
        "开什么课、谁讲、多少学时，一门课一条；排到哪天在“讲习课表”里看。",
        (("到讲习课表", "lecture_hall"),),
    ),
    "showcase": Beginning("党建品牌、宣传作品、先进典型，一个一条。"),
    "venue": Beginning(
        "先登记党群服务中心，再登记里面的功能室（“所属阵地”选这个中心）。有阵地一览表的可以导入。",
    ),
    "booking": Beginning(
        "谁要用哪间屋，在“预约日程”里点一个空着的时间就登记好了。",
        (("到预约日程", "bookings"),),
    ),
    "menu_item": Beginning("基地能开展哪些活动，一项一条，预约时可以点单。先登记阵地。"),
    "expenditure": Beginning("给阵地花的钱，一笔一条：哪个阵地、做什么、多少、从哪里出。"),
    "unit": Beginning(
        "辖区里的机关、企业、社会组织、学校、物业，一个单位一条；有驻区单位名册的导入最快。",
        first="roster",
    ),
    "organisation_unit": Beginning(
        "和哪些单位共驻共建、谁是联席会成员，一种关系一条。先在“驻区单位台账”里登记单位。",
        (("到区域共建", "joint_work"),),
    ),
    "need": Beginning(
        "群众和单位需要什么，收到一件记一件；和资源对接在“三张清单”里办。",
        (("到三张清单", "matching"),),
    ),
    "resource": Beginning(
        "驻区单位能拿出什么共享，一样一条；和需求对接在“三张清单”里办。",
        (("到三张清单", "matching"),),
    ),
    "project": Beginning(
        "一件需求接上资源，就成一个项目：在“三张清单”里选中需求，按“对接成项目”。也可以直接新增。",
        (("到三张清单", "matching"),),
    ),
    "problem": Beginning(
        "观摩、座谈会、走访里发现的问题，一件一条：谁负责、什么时候整改好。",
    ),
    "service_contract": Beginning("向社会组织买的服务，一份合同一条。"),
    "service_registration": Beginning(
        "在职党员来社区报到，一人一条；在“组织关系办理”里登记也会记在这里。有报到名册的可以导入。",
        (("到组织关系办理", "movements"),),
    ),
    "work_plan": Beginning(
        "一项工作一本台账：试点、年度、专项、整顿。写好思路，再一条一条写措施、责任人和时限。",
        (("到台账看板", "plans"),),
    ),
    "work_plan_item": Beginning(
        "先有一本工作台账，再在它下面写各项措施；进展在“台账看板”里看。",
        (("到台账看板", "plans"),),
        first="page",
    ),
    "organisation_rating": Beginning("每个党组织一个期次定一次级，一次一条；可以用表格一次导入。"),
    "target": Beginning("今年申报哪一级的先进，一年一条。"),
    "self_rating": Beginning("一年或半年自评一次，一次一条，下面逐项打分、写佐证材料。"),
    "policy_document": Beginning("收到、发出的文件，一份一条；发展党员、换届的批复也可以登记。"),
    "inspection": Beginning("领导来调研，一次一条：看了什么、提了什么要求、怎样落实。"),
    "attachment": Beginning(
        "照片和文件一般在活动、观摩点那一页拖进去，自动登记在这里。单独的材料按“新增”。",
    ),
    "observation_round": Beginning(
        "一轮观摩在“观摩安排”里新建：选指标、排路线、定检查人。",
        (("到观摩安排", "observation"),),
        first="page",
    ),
    "printed_form": Beginning(
        "在“打印”里打印带表号的检查表，打一份自动登记一份，收回、录入都记在这里。",
        (("到打印", "print"),),
        first="page",
    ),
    "indicator_set": Beginning(
        "观摩看什么、怎样打分，一套一条。第一次新建观摩时自动装入三套现成的。",
        (("到观摩安排", "observation"),),
    ),
    "grade_band": Beginning("不填就用程序自带的定级标准；要改，一个等次一条，写上依据文件。"),
    "return_filing": Beginning(
        "在“上报报表”里算好一期、点“上报”，自动登记在这里。",
        (("到上报报表", "return"),),
        first="page",
    ),
    "code_item": Beginning("程序自带的选项够用就不必填。要给选项加一项、改名、停用，新增一条。"),
    "issued_definition": Beginning("程序自带的规则和报表够用就不必填，区里要改才新增。"),
}


def beginning_of(ledger: Ledger) -> Beginning:
    """Give how a ledger begins."""
    return BEGINNINGS.get(ledger.key, _USUAL)


def first_buttons(desk: Desk, ledger: Ledger, *, roster: bool) -> list[QPushButton]:
    """Make the buttons of an empty list, the likeliest first.

    Args:
        desk: The desk.
        ledger: Whose list it is.
        roster: Whether a roster of it can be imported.
    """
    beginning = beginning_of(ledger)
    ways = [_lead(desk, caption, key) for caption, key in beginning.ways if desk.has_screen(key)]
    new = desk.commands.button("record.new")
    rosters = [desk.commands.button("list.import")] if roster else []
    if beginning.first == "page":
        given = [*ways, new]
    elif beginning.first == "roster":
        given = [*rosters, new, *ways]
    else:
        given = [new, *rosters, *ways]
    as_primary(given[0])
    return given


def _lead(desk: Desk, caption: str, key: str) -> QPushButton:
    act: Callable[[], None] = partial(desk.open_screen, key)
    button = QPushButton(caption)
    button.clicked.connect(lambda _checked=False: act())
    return button


def usual_values(desk: Desk, ledger: Ledger) -> dict[str, UUID]:
    """Give what a new record begins with: it belongs to the organisation chosen in the tree."""
    if desk.within is None:
        return {}
    links = (field for field in ledger.form_fields if isinstance(field, Link))
    own = next((field.key for field in links if field.target == "organisation"), None)
    return {} if own is None else {own: desk.within}
