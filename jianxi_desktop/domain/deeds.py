"""What people do to records, as the journal names it, and who does it."""

from dataclasses import dataclass
from uuid import UUID

# Key in the journal (frozen once released: it travels), and what people call it.
ACTIONS = {
    "found": "建立数据库",
    "create": "新增",
    "change": "修改",
    "remove": "移除",
    "restore": "恢复移除的记录",
    "attendance": "登记出席",
    "organisation_rename": "党组织更名",
    "organisation_move": "党组织改隶",
    "organisation_upgrade": "党组织升格或改建",
    "organisation_merge": "党组织合并",
    "organisation_dissolve": "撤销党组织",
    "member_transfer": "转移党员",
    "letter_out": "开具组织关系介绍信",
    "letter_receipt": "登记介绍信回执",
    "letter_withdraw": "作废介绍信",
    "transfer_in": "转入组织关系",
    "go_away": "登记流动党员",
    "come_back": "结束流动或失联",
    "lose_contact": "登记失去联系",
    "suspend": "停止党籍",
    "restore_member": "恢复党籍",
    "member_exit": "登记出党",
    "decease": "登记党员去世",
    "sign_on": "登记在职党员报到",
    "sign_off": "结束在职党员报到",
    "serve": "登记报到服务",
    "import": "导入名册",
    "merge_persons": "合并两名党员",
    "plan_round": "新建观摩轮次",
    "print_forms": "打印检查表",
    "enter_scores": "录入观摩得分",
    "check_scores": "复核观摩得分",
    "return_forms": "登记检查表收回",
    "void_form": "作废检查表",
    "attach_scans": "收下扫描件",
    "attach": "添加附件",
    "plan_route": "调整观摩路线",
    "install_sets": "装入现成指标集",
    "new_edition": "另立指标集新版",
    "copy_set": "复制指标集",
    "gaps_to_problems": "观摩差距转为问题",
    "adopt_grades": "按观摩结果定等次",
    "plan_symposium": "安排座谈会",
    "order_reports": "调整汇报顺序",
    "write_reports": "登记座谈汇报",
    "hand_out_tasks": "交办座谈会任务",
    "hand_down_task": "下达任务",
    "report_task": "反馈任务进展",
    "move_item": "改变事项进展",
    "finish_item": "办结事项",
    "close_plan": "办结工作台账",
    "claim": "认领项目",
    "finish_project": "完成项目",
    "collect_dues": "收缴党费",
    "dues_payment": "登记党费",
    "dues_standard": "核定党费标准",
    "dues_receipts": "编党费收据号",
    "match": "需求对接资源",
    "stop_project": "终止项目",
    "rate_project": "登记群众评价",
    "prepare_election": "筹备换届选举",
    "keep_election": "登记换届选举",
    "finish_election": "完成换届",
    "cancel_election": "取消换届选举",
    "extend_term": "登记延期换届",
    "file_return": "登记报表",
    "set_figure": "填写报表数字",
    "clear_figure": "恢复报表计算数",
    "complete_return": "报表填报完成",
    "submit_return": "上报报表",
    "take_back_return": "撤回报表",
    "give_back_return": "退回报表",
    "accept_return": "接收报表",
    "lock_return": "报表归档",
    "enter_applicant": "登记入党申请人",
    "enter_step": "登记发展党员步骤",
    "prolong_probation": "延长预备期",
    "stop_development": "终止培养",
    "take_in_member": "登记为预备党员",
    "turn_full_member": "登记为正式党员",
    "demo": "生成演示数据",
    "divisions": "更新区划",
    "merge": "合并数据包",
    "resolve": "处理冲突",
    "adopt": "登记旧记录",
    "adopt_merged": "登记以前合并来的记录",
    "undo": "撤销",
    "redo": "恢复撤销的操作",
    "revert": "恢复以前的值",
    "erase": "依法彻底删除",
}
# They repeat what another office wrote, out of packages of the first kind: such a copy yields to
# what that office itself sends, and nobody asks whether their author might have written it.
COPYING = frozenset({"merge", "adopt_merged"})
# What is only noted: it wrote no record.
EVENTS = {
    "unlock": "打开数据库",
    "lock": "锁定",
    "failed_login": "密码输入错误",
    "reveal": "查看完整号码",
    "export": "导出",
    "print": "打印",
    "pack": "写数据包",
    "take": "收下数据包",
    "trust": "信任名片",
    "certify": "授权单位密钥",
    "withdraw": "撤销信任",
    "renew_keys": "更换单位密钥",
    "rekey": "更换数据库密钥",
    "recovery_key": "更换恢复密钥",
    "password": "设置密码",
    "account_add": "新增用户",
    "account_change": "修改用户",
    "account_disable": "停用用户",
    "backup": "备份",
    "restore_backup": "从备份恢复",
    "new_replica": "换用新的副本编号",
}


@dataclass(frozen=True)
class Deed:
    """One action of one person, as it stands in the journal.

    Attributes:
        action: Key of ``ACTIONS`` or ``EVENTS``.
        account: Who; ``None`` while a database is founded.
        reason: Why, in the person's own words.
        undoes: First number of the action that this one takes back.
    """

    action: str
    account: UUID | None = None
    reason: str | None = None
    undoes: int | None = None
