"""The arguments of every command."""

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from jianxi_desktop.cli.attachment_commands import add_attachment_commands
from jianxi_desktop.cli.attention_commands import add_attention_commands
from jianxi_desktop.cli.conflict_commands import add_conflict_commands
from jianxi_desktop.cli.desk_parser import add_desk_commands
from jianxi_desktop.cli.filing_parser import add_filing_commands
from jianxi_desktop.cli.fill_parser import fill_arguments
from jianxi_desktop.cli.find_commands import add_find_commands
from jianxi_desktop.cli.import_parser import add_import_commands
from jianxi_desktop.cli.key_parser import add_key_commands
from jianxi_desktop.cli.narrowing import add_narrowing
from jianxi_desktop.cli.waiting_commands import add_waiting_commands
from jianxi_desktop.errors import UsageError

_PERIOD = "2026、2026H1、2026Q3、2026-06 或 2026-06-30；写了更早的 --as-of 则统计到那天"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in Chinese instead of ending the program."""

    def parse_known_args(  # type: ignore[override]  # two overloads for one way that is used
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Override: a field to sort downwards by begins with a dash and is no option."""
        given = list(args or ())
        for place in range(len(given) - 2, -1, -1):
            if given[place] == "--order":
                given[place : place + 2] = [f"--order={given[place + 1]}"]
        return super().parse_known_args(given, namespace)

    def error(self, message: str) -> NoReturn:
        """Override: refuse the arguments."""
        raise UsageError(
            f"usage: {message}",
            user_message=f"命令写得不对：{message}。用 --help 查看写法。",
            code="usage",
        )


def make_parser() -> argparse.ArgumentParser:
    """Build the parser; each command names the function that runs it."""
    parser = _Parser(
        prog="jianxi", description="涧西党建工作台：命令行", parents=[_globals(first=True)]
    )
    commands = parser.add_subparsers(metavar="命令", required=True, parser_class=_Parser)
    _office_commands(commands)
    _record_commands(commands)
    add_find_commands(commands, _add)
    _history_commands(commands)
    _organisation_commands(commands)
    _paper_commands(commands)
    add_filing_commands(commands, _add, _Parser)
    add_attention_commands(commands, _add)
    _observe_commands(commands)
    add_key_commands(commands, _add, _Parser, _day)
    _package_commands(commands)
    add_conflict_commands(commands, _add)
    _backup_commands(commands)
    _account_commands(commands)
    return parser


def _globals(*, first: bool) -> argparse.ArgumentParser:
    """Options that may stand before or after the command."""

    def default(value: Any) -> Any:
        return value if first else argparse.SUPPRESS

    options = argparse.ArgumentParser(add_help=False)
    options.add_argument("--database", default=default(None), help="数据库文件")
    options.add_argument(
        "--json", action="store_true", default=default(value=False), help="以 JSON 回答"
    )
    options.add_argument("--password-file", default=default(None), help="写有密码的文件")
    options.add_argument("--user", default=default(None), help="用户名")
    options.add_argument("--as-of", type=_day, default=default(None), help="截至日期 YYYY-MM-DD")
    options.add_argument(
        "--quiet", action="store_true", default=default(value=False), help="不显示进度"
    )
    return options


def _add(
    commands: Any, name: str, run: str, text: str, *, needs_office: bool = True
) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text, parents=[_globals(first=False)]
    )
    made.set_defaults(run=run, needs_office=needs_office)
    return made


def _office_commands(commands: Any) -> None:
    init = _add(commands, "init", "office_commands.found", "建立本单位的数据库", needs_office=False)
    init.add_argument("--unit", required=True, help="区划代码：6位区、9位街道、12位社区")
    init.add_argument("--level", choices=("community", "street", "district"))
    init.add_argument("--name", help="单位名称")
    demo = _add(
        commands,
        "demo",
        "office_commands.demo",
        "建立演示数据库（人员均为虚构）",
        needs_office=False,
    )
    scales = ("community", "street", "district", "city")
    demo.add_argument("--scale", choices=scales, default="community")
    demo.add_argument("--seed", type=int, default=1)
    places = _add(commands, "divisions", "division_commands.divisions_of", "区划与代码表的出入")
    places.add_argument("--on", type=_day, help="按哪一天的代码表；不写为今天")
    places.add_argument("--apply", action="store_true", help="照代码表更新（可撤销）")
    _add(commands, "ledgers", "office_commands.ledgers", "列出全部台账和字段", needs_office=False)


def _record_commands(commands: Any) -> None:
    listing = _add(commands, "list", "record_commands.list_ledger", "列出台账记录")
    _selection(listing)
    listing.add_argument("--order", default="", help="按字段排序；前加 - 为倒序")
    listing.add_argument("--limit", type=_number, default=100, help="最多几行")
    listing.add_argument("--after", type=int, help="上一页给出的 next")
    _revealing(listing)
    add = _add(commands, "add", "record_commands.add", "新增一条记录")
    add.add_argument("ledger")
    add.add_argument("values", nargs="+", metavar="字段=值")
    change = _add(commands, "change", "record_commands.change", "修改一条记录")
    change.add_argument("ledger")
    change.add_argument("id")
    change.add_argument("values", nargs="+", metavar="字段=值")
    remove = _add(commands, "remove", "record_commands.remove", "移除一条记录（可恢复）")
    remove.add_argument("ledger")
    remove.add_argument("id")
    remove.add_argument("--reason", required=True)
    add_import_commands(commands, _add)
    export = _add(commands, "export", "record_commands.export", "导出台账")
    _selection(export, file=True)
    export.add_argument("--order", default="", help="按字段排序；前加 - 为倒序")
    which = export.add_mutually_exclusive_group()
    which.add_argument("--columns", metavar="字段,字段", help="只要这些列，按此次序；不写是全部")
    which.add_argument("--listed", action="store_true", help="与窗口列表的列一致")
    _revealing(export)
    fill = _add(commands, "fill", "fill_commands.fill_blank", "填写上级发来的空白表")
    fill_arguments(fill)
    _revealing(fill)
    add_attachment_commands(commands, _add)


def _history_commands(commands: Any) -> None:
    shown = _add(commands, "history", "history_commands.show_history", "一条记录的修改历史")
    shown.add_argument("ledger")
    shown.add_argument("id")
    _add(commands, "undo", "history_commands.undo", "撤销自己的上一步操作")
    _add(commands, "redo", "history_commands.redo", "恢复刚才撤销的操作")
    erase = _add(commands, "erase", "history_commands.erase", "依法彻底删除一条记录（不能恢复）")
    erase.add_argument("ledger")
    erase.add_argument("id")
    erase.add_argument("--request", required=True, help="依据：哪份申请、文号")
    book = _add(commands, "rules", "rule_commands.show_rules", "程序所依据的规则和来源")
    book.add_argument("--unverified", action="store_true", help="只列待核实的")
    events = _add(commands, "audit", "history_commands.show_audit", "操作记录")
    events.add_argument("--limit", type=_number, default=100, help="最多几条")


def _organisation_commands(commands: Any) -> None:
    org = commands.add_parser("org", help="党组织的更名、改隶、升格、合并、撤销")
    inside = org.add_subparsers(metavar="动作", required=True, parser_class=_Parser)
    rename = _decision(inside, "rename", "党组织更名")
    rename.add_argument("name", metavar="新名称")
    move = _decision(inside, "move", "党组织改隶到另一个上级，下级随它一起")
    move.add_argument("--to", required=True, help="新的上级党组织，名称或标识")
    upgrade = _decision(inside, "upgrade", "党组织升格或改建")
    upgrade.add_argument("--form", required=True, help="新的组织类别，如 党总支")
    upgrade.add_argument("--name", help="新名称")
    upgrade.add_argument("--to", help="新的上级党组织，名称或标识")
    merge = _decision(inside, "merge", "并入另一个党组织，党员和下级随之转过去")
    merge.add_argument("--to", required=True, help="并入的党组织，名称或标识")
    _decision(inside, "dissolve", "撤销没有党员和下级的党组织")


def _decision(inside: Any, name: str, text: str) -> argparse.ArgumentParser:
    made = _add(inside, name, f"organisation_commands.{name}", text)
    made.add_argument("id", metavar="党组织", help="名称或标识")
    made.add_argument("--on", type=_day, help="从哪一天起 YYYY-MM-DD；不写是 --as-of 或今天")
    made.add_argument("--document", help="批准文号")
    made.add_argument("--reason", help="原因")
    return made


def _selection(command: argparse.ArgumentParser, *, file: bool = False) -> None:
    command.add_argument("ledger")
    if file:
        command.add_argument("file")
    add_narrowing(command)


def _revealing(command: argparse.ArgumentParser) -> None:
    command.add_argument("--reveal", action="store_true", help="显示完整号码，要写原因")
    command.add_argument("--reason", help="原因，记入操作记录")


def _paper_commands(commands: Any) -> None:
    _add(commands, "returns", "paper_commands.list_returns", "列出报表", needs_office=False)
    make = _add(commands, "return", "paper_commands.make_return", "生成报表")
    make.add_argument("code", help="returns 列出的代号；几张放进一本的用逗号隔开，如 P01,P02,P06")
    make.add_argument("--period", help=_PERIOD)
    make.add_argument("-o", "--output", metavar="OUT.xlsx")
    behind = _add(commands, "behind", "paper_commands.list_behind", "报表里一个数字背后的记录")
    behind.add_argument("code", help="returns 列出的代号，如 R0")
    behind.add_argument("figure", help="数字的序号，如 A07")
    behind.add_argument("--period", help=_PERIOD)
    behind.add_argument("--limit", type=_number, default=-1, help="最多几条；不写是全部")
    _add(commands, "forms", "paper_commands.list_forms", "列出打印件", needs_office=False)
    paper = _add(commands, "print", "paper_commands.print_form", "生成打印件 PDF")
    paper.add_argument("form", help="forms 列出的名称；list 与 --ledger 同用")
    paper.add_argument("--ledger", help="打印这个台账的一览表")
    paper.add_argument("-o", "--output", required=True, metavar="OUT.pdf")
    paper.add_argument("--round", help="观摩轮次的标识或名称")
    paper.add_argument("--forms", metavar="表号,表号", help="只打印这些观摩检查表")
    paper.add_argument("--copies", type=_number, default=1, help="每张观摩检查表几份")
    paper.add_argument("--double-sided", action="store_true", help="双面打印：检查表各从新纸开始")
    paper.add_argument("--org", help="组织架构图从哪个党组织画起，政治生日是谁的党员")
    paper.add_argument("--period", help="政治生日的月份，如 2026-07")
    paper.add_argument("--record", help="签到册、整改通知单等单据是哪一条记录的，写标识")
    add_narrowing(paper)
    _revealing(paper)


def _observe_commands(commands: Any) -> None:
    observe = commands.add_parser("observe", help="观摩")
    inside = observe.add_subparsers(metavar="步骤", required=True, parser_class=_Parser)
    plan = _add(inside, "plan", "observe_commands.plan_round", "新建一轮观摩")
    plan.add_argument("--step", required=True)
    plan.add_argument("--period", required=True)
    plan.add_argument("--leader")
    plan.add_argument("--title")
    plan.add_argument("--set", metavar="指标集", help="名称；不写用最新的综合观摩")
    plan.add_argument("--start", metavar="YYYY-MM-DD", help="开始日期；不写则日期时间以后再排")
    plan.add_argument("--per-day", type=_number, metavar="N", help="一天几个点")
    plan.add_argument("--first", metavar="HH:MM", help="每天第一个点到达的时间")
    plan.add_argument("--minutes", type=_number, metavar="N", help="每个点几分钟")
    plan.add_argument(
        "--org",
        action="append",
        default=[],
        metavar="社区",
        help="按路线顺序，可写多次；不写是全部",
    )
    plan.add_argument("--inspectors", metavar="甲、乙", help="检查人")
    plan.add_argument("--scheme", help="定级办法")
    plan.add_argument("--drop-extremes", action="store_true", help="去掉一个最高分和一个最低分")
    plan.add_argument("--double-entry", action="store_true", help="要求两遍录入")
    covered = _add(inside, "coverage", "observe_commands.show_coverage", "各社区是否都排到了")
    covered.add_argument("--period", required=True)
    covered.add_argument("--step", help="只看这一步")
    _entry_commands(inside)
    _result_commands(inside)


def _result_commands(inside: Any) -> None:
    module = "observe_result_commands"
    ranked = _add(inside, "rank", f"{module}.rank", "一轮观摩的排名、等次和上轮对比")
    grades = _add(inside, "grades", f"{module}.adopt", "按一轮观摩的结果定等次，记入分类定级台账")
    gaps = _add(inside, "problems", f"{module}.problems", "一轮观摩的差距和问题，差距转为问题")
    for each in (ranked, grades, gaps):
        each.add_argument("--round", required=True, help="观摩名称或标识")
    ranked.add_argument("-o", "--output", metavar="OUT.xlsx", help="同时把排名写成表格")
    gaps.add_argument("--make", action="store_true", help="把列出的差距都登记为问题")
    gaps.add_argument("--due", type=_day, metavar="YYYY-MM-DD", help="整改时限，默认按规定天数")
    gaps.add_argument("--person", metavar="姓名", help="责任人，默认各社区的书记")


def _entry_commands(inside: Any) -> None:
    score = _add(inside, "score", "entry_commands.score", "录入一张检查表上一个人的打分")
    score.add_argument("form", metavar="表号")
    score.add_argument(
        "scores", nargs="*", metavar="序号=分数", help="序号照纸上的，也可写听1、观摩内容原文"
    )
    score.add_argument("--scorer", required=True, help="打分人")
    score.add_argument("--visited", metavar="日期", help="观摩日期")
    score.add_argument("--highlights", help="亮点")
    score.add_argument("--gaps", help="差距与问题")
    enter = _add(inside, "enter", "entry_commands.enter", "从表格录入打分，或写一份打分空表")
    enter.add_argument("file", nargs="?", metavar="文件.xlsx")
    enter.add_argument("--scorer", help="打分人，表格里没有写时用")
    enter.add_argument("--sheet", help="工作表")
    enter.add_argument("--trial", action="store_true", help="只试一遍，不保存")
    enter.add_argument("--template", metavar="OUT.xlsx", help="写一份打分空表")
    enter.add_argument("--round", metavar="轮次", help="空表是哪一轮的：名称或标识")
    scan = _add(inside, "scan", "scan_commands.scan", "识读扫描的检查表；没有把握的从不保存")
    scan.add_argument("files", nargs="+", metavar="扫描件", help="PDF、PNG、JPG、TIFF，页序不限")
    scan.add_argument("--round", metavar="轮次", help="应是哪一轮的：名称或标识")
    scan.add_argument("--keep", action="store_true", help="把页面图像存到各观摩点，登记收回")
    scan.add_argument("--scorer", metavar="姓名", help="打分人，与 --accept-sure 一起用")
    scan.add_argument("--copy", type=int, default=1, metavar="N", help="保存第几份，默认第1份")
    scan.add_argument("--accept-sure", action="store_true", help="不经核对保存读准的分数")
    missing = _add(inside, "missing", "entry_commands.list_missing", "一轮观摩还有哪些表没有录")
    missing.add_argument("--round", required=True, metavar="轮次")


def _package_commands(commands: Any) -> None:
    pack = _add(commands, "pack", "package_commands.pack", "写数据包到 U 盘")
    pack.add_argument("folder")
    pack.add_argument("--to", help="接收单位的区划代码")
    pack.add_argument("--full", action="store_true", help="全部数据（目前总是全部）")
    inspect = _add(commands, "inspect", "package_commands.inspect", "查看数据包")
    inspect.add_argument("file")
    add_desk_commands(commands, _add)
    add_waiting_commands(commands, _add)


def _backup_commands(commands: Any) -> None:
    backup = _add(commands, "backup", "backup_commands.backup", "备份数据库")
    backup.add_argument("folder", nargs="?", help="备份到这个文件夹；不写则在数据库旁边的 backups")
    restore = _add(
        commands,
        "restore",
        "backup_commands.restore",
        "用备份换回数据库（原来的文件会保留）",
        needs_office=False,
    )
    restore.add_argument("file", help="备份文件，旁边要有 .keys")
    _add(commands, "verify", "backup_commands.verify", "检查整个数据库和备份")


def _account_commands(commands: Any) -> None:
    _add(commands, "users", "account_commands.list_users", "列出用户")
    users = commands.add_parser("user", help="用户和密码")
    inside = users.add_subparsers(metavar="动作", required=True, parser_class=_Parser)
    add = _account(inside, "add", "add", "添加用户")
    _rights(add)
    _new_password(add)
    _rights(_account(inside, "role", "change_role", "改用户的角色、范围和权限"))
    rename = _account(inside, "rename", "rename", "改用户名")
    rename.add_argument("new_name", metavar="新用户名")
    disable = _account(inside, "disable", "disable", "停用离开的用户，并更换数据库密钥")
    disable.add_argument("--reason", required=True, help="原因，如 调离")
    _new_password(_account(inside, "password", "set_password", "设新密码（停用的用户随之启用）"))
    recovery = _add(
        inside,
        "recovery",
        "account_commands.recover",
        "忘记密码：用恢复密钥设新密码（--user 指明给谁，不写是第一位管理员）",
        needs_office=False,
    )
    recovery.add_argument("--recovery-file", required=True, help="写有恢复密钥四行的文件")
    _new_password(recovery)
    _add(commands, "rekey", "account_commands.rekey", "更换数据库密钥，全部重新加密")
    paper = commands.add_parser("recovery", help="恢复密钥")
    new = paper.add_subparsers(metavar="动作", required=True, parser_class=_Parser)
    _add(new, "new", "account_commands.new_recovery_key", "更换恢复密钥（原来的立即作废）")


def _account(inside: Any, name: str, run: str, text: str) -> argparse.ArgumentParser:
    made = _add(inside, name, f"account_commands.{run}", text)
    made.add_argument("name", metavar="用户名")
    return made


def _rights(command: argparse.ArgumentParser) -> None:
    command.add_argument("--role", required=True, help="administrator、editor 或 viewer")
    command.add_argument("--org", help="只限这个党组织及其下级；写空的是整个单位")
    for option, text in (("--grant", "另外给予的权限"), ("--withhold", "取消的权限")):
        command.add_argument(option, action="append", default=[], metavar="RIGHT", help=text)


def _new_password(command: argparse.ArgumentParser) -> None:
    command.add_argument("--new-password-file", help="写有新密码的文件")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"“{text}”不是大于零的整数")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是 YYYY-MM-DD 的日期") from None
