"""Every page made by hand, and the commands they answer."""

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ui import merging, record_actions
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.screen import Screen
from jianxi_desktop.ui.screens.accounts import AccountScreen
from jianxi_desktop.ui.screens.arrivals import ArrivalsScreen
from jianxi_desktop.ui.screens.arrivals_commands import ARRIVAL_COMMANDS
from jianxi_desktop.ui.screens.audit import AuditScreen
from jianxi_desktop.ui.screens.backups import BackupScreen
from jianxi_desktop.ui.screens.bookings import BookingScreen
from jianxi_desktop.ui.screens.bookings_commands import BOOKING_COMMANDS
from jianxi_desktop.ui.screens.development import DevelopmentScreen
from jianxi_desktop.ui.screens.development_commands import DEVELOPMENT_COMMANDS
from jianxi_desktop.ui.screens.dues import DuesScreen
from jianxi_desktop.ui.screens.dues_commands import DUES_COMMANDS
from jianxi_desktop.ui.screens.election import ElectionScreen
from jianxi_desktop.ui.screens.entry_commands import ENTRY_COMMANDS
from jianxi_desktop.ui.screens.filling import FillScreen
from jianxi_desktop.ui.screens.filling_commands import FILL_COMMANDS
from jianxi_desktop.ui.screens.home import HomeScreen
from jianxi_desktop.ui.screens.home_calendar import HOME_COMMANDS
from jianxi_desktop.ui.screens.importing import ImportScreen
from jianxi_desktop.ui.screens.joint_commands import JOINT_COMMANDS
from jianxi_desktop.ui.screens.joint_work import JointWorkScreen
from jianxi_desktop.ui.screens.lecture_hall import LectureHallScreen
from jianxi_desktop.ui.screens.matching import MatchingScreen
from jianxi_desktop.ui.screens.matching_commands import MATCHING_COMMANDS
from jianxi_desktop.ui.screens.meeting_board import MeetingBoardScreen
from jianxi_desktop.ui.screens.meeting_commands import MEETING_COMMANDS
from jianxi_desktop.ui.screens.movements import MovementScreen
from jianxi_desktop.ui.screens.movements_commands import MOVEMENT_COMMANDS
from jianxi_desktop.ui.screens.observation import ObservationScreen
from jianxi_desktop.ui.screens.observation_commands import OBSERVATION_COMMANDS
from jianxi_desktop.ui.screens.observation_entry import EntryScreen
from jianxi_desktop.ui.screens.observation_results import ResultsScreen
from jianxi_desktop.ui.screens.observation_scan import ScanScreen
from jianxi_desktop.ui.screens.organisation import OrganisationScreen
from jianxi_desktop.ui.screens.organisation_commands import ORGANISATION_COMMANDS
from jianxi_desktop.ui.screens.package import PackageScreen
from jianxi_desktop.ui.screens.package_commands import PACKAGE_COMMANDS
from jianxi_desktop.ui.screens.party_years import PartyYearsScreen
from jianxi_desktop.ui.screens.plan_commands import PLAN_COMMANDS
from jianxi_desktop.ui.screens.plans import PlanScreen
from jianxi_desktop.ui.screens.preview import PrintScreen
from jianxi_desktop.ui.screens.results_commands import RESULT_COMMANDS
from jianxi_desktop.ui.screens.return_board import ReturnBoardScreen
from jianxi_desktop.ui.screens.return_commands import RETURN_COMMANDS
from jianxi_desktop.ui.screens.returns import ReturnScreen
from jianxi_desktop.ui.screens.review import ReviewScreen
from jianxi_desktop.ui.screens.review_commands import REVIEW_COMMANDS
from jianxi_desktop.ui.screens.rules import RULE_COMMANDS, RulesScreen
from jianxi_desktop.ui.screens.scan_commands import SCAN_COMMANDS
from jianxi_desktop.ui.screens.study_hours import StudyScreen
from jianxi_desktop.ui.screens.symposium import SymposiumScreen
from jianxi_desktop.ui.screens.symposium_commands import SYMPOSIUM_COMMANDS
from jianxi_desktop.ui.screens.terms import TermsScreen
from jianxi_desktop.ui.screens.terms_commands import TERM_COMMANDS

SCREENS: tuple[type[Screen], ...] = (
    HomeScreen,
    OrganisationScreen,
    TermsScreen,
    ElectionScreen,
    MeetingBoardScreen,
    SymposiumScreen,
    DevelopmentScreen,
    DuesScreen,
    PlanScreen,
    StudyScreen,
    PartyYearsScreen,
    MovementScreen,
    BookingScreen,
    LectureHallScreen,
    MatchingScreen,
    JointWorkScreen,
    ObservationScreen,
    EntryScreen,
    ScanScreen,
    ResultsScreen,
    ImportScreen,
    FillScreen,
    PrintScreen,
    ReturnScreen,
    ReturnBoardScreen,
    PackageScreen,
    ReviewScreen,
    ArrivalsScreen,
    BackupScreen,
    AccountScreen,
    AuditScreen,
    RulesScreen,
)

COMMANDS: tuple[Command, ...] = (
    *HOME_COMMANDS,
    *ORGANISATION_COMMANDS,
    *TERM_COMMANDS,
    *MEETING_COMMANDS,
    *SYMPOSIUM_COMMANDS,
    *DEVELOPMENT_COMMANDS,
    *DUES_COMMANDS,
    *PLAN_COMMANDS,
    *MOVEMENT_COMMANDS,
    *BOOKING_COMMANDS,
    *MATCHING_COMMANDS,
    *JOINT_COMMANDS,
    *RESULT_COMMANDS,
    *OBSERVATION_COMMANDS,
    *ENTRY_COMMANDS,
    *SCAN_COMMANDS,
    *FILL_COMMANDS,
    *RETURN_COMMANDS,
    *REVIEW_COMMANDS,
    *ARRIVAL_COMMANDS,
    *PACKAGE_COMMANDS,
    *RULE_COMMANDS,
    *record_actions.COMMANDS,
    *merging.COMMANDS,
    Command(
        "import.choose",
        "选择文件",
        "",
        "Ctrl+O",
        "open",
        "选择要导入的名册",
        idle=True,
        right=Right.IMPORT,
    ),
    Command("import.template", "下载空白模板", "", "", "list", "按本台账的列做一份空表", idle=True),
    Command(
        "import.run",
        "导入",
        "",
        "Ctrl+Return",
        "import",
        "把看过的内容写进台账",
        idle=True,
        right=Right.IMPORT,
    ),
    Command(
        "import.report",
        "导出问题清单",
        "",
        "",
        "export",
        "没收下的行和原因，改好可再导入",
        idle=True,
    ),
    Command("print.run", "打印", "", "", "print", "送到打印机", idle=True, right=Right.PRINT),
    Command(
        "print.save",
        "保存为 PDF",
        "",
        "Ctrl+Shift+S",
        "save",
        "保存成 PDF 文件",
        idle=True,
        right=Right.PRINT,
    ),
    Command(
        "print.picture",
        "保存为图片",
        "",
        "",
        "picture",
        "把正在看的这一页保存成图片",
        idle=True,
        right=Right.PRINT,
    ),
    Command(
        "print.full",
        "显示完整号码",
        "",
        "",
        "eye",
        "写明用途，号码不遮挡地打印或保存",
        idle=True,
        right=Right.REVEAL,
    ),
    Command("print.larger", "放大", "", "Ctrl++;Ctrl+=", "add", "显示得大一些"),
    Command("print.smaller", "缩小", "", "Ctrl+-", "minus", "显示得小一些"),
    Command("print.page", "到第几页", "", "Ctrl+G", "", "输入页码"),
    Command("package.card", "导出本单位名片", "", "", "export", "给对方登记用", idle=True),
    Command(
        "package.paper",
        "打印本单位名片",
        "",
        "",
        "print",
        "一页纸：二维码和指纹，对方扫描或拍照登记",
        idle=True,
        right=Right.PRINT,
    ),
    Command(
        "package.renew",
        "更换密钥",
        "",
        "",
        "key",
        "换一套新密钥，旧的仍能打开以前的数据包",
        idle=True,
        right=Right.KEYS,
    ),
    Command(
        "package.withdraw",
        "撤销信任",
        "",
        "",
        "remove",
        "选中的单位以后写的数据包不再接收",
        idle=True,
        right=Right.KEYS,
    ),
    Command("package.lost", "电脑遗失", "", "", "problem", "遗失以后一步一步怎么办", idle=True),
    Command(
        "package.trust",
        "信任对方名片",
        "",
        "",
        "lock",
        "先打电话核对指纹",
        idle=True,
        right=Right.KEYS,
    ),
    Command(
        "backup.run",
        "立即备份",
        "",
        "Ctrl+B",
        "backup",
        "做一份加密的备份并核对",
        idle=True,
        right=Right.BACKUP,
    ),
    Command(
        "backup.second",
        "第二份放在哪里",
        "",
        "",
        "folder",
        "移动盘或别的硬盘上再放一份",
        right=Right.BACKUP,
    ),
    Command("backup.verify", "检查数据库", "", "", "search", "从头到尾检查一遍", idle=True),
    Command(
        "backup.drill",
        "试恢复",
        "",
        "",
        "eye",
        "看这份备份能不能用，不改动",
        idle=True,
        right=Right.BACKUP,
    ),
    Command(
        "backup.restore",
        "恢复这份备份",
        "",
        "",
        "undo",
        "换回备份那时的数据",
        idle=True,
        right=Right.RESTORE,
    ),
    Command(
        "account.add",
        "新增用户",
        "",
        "",
        "add",
        "让又一个人用自己的密码打开",
        right=Right.ACCOUNTS,
    ),
    Command(
        "account.change", "修改用户", "", "", "signing", "名字、角色、权限", right=Right.ACCOUNTS
    ),
    Command(
        "account.password",
        "重设密码",
        "",
        "",
        "key",
        "忘了密码的、停用后回来的",
        right=Right.ACCOUNTS,
    ),
    Command(
        "account.disable",
        "停用",
        "",
        "",
        "remove",
        "离开的人不能再打开，密钥同时更换",
        idle=True,
        right=Right.ACCOUNTS,
    ),
    Command(
        "account.rekey",
        "更换密钥",
        "",
        "",
        "refresh",
        "整个数据库重新加密",
        idle=True,
        right=Right.KEYS,
    ),
    Command(
        "account.recovery",
        "更换恢复密钥",
        "",
        "",
        "key",
        "旧的那张纸作废",
        idle=True,
        right=Right.KEYS,
    ),
    Command("audit.older", "更早的", "", "", "down", "再往前读一页", right=Right.AUDIT),
)
