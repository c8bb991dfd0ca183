"""What tables from above call things, where a ledger's own captions do not say it.

The earlier caption is the nearer one: where a blank has two that mean the same, it gets the value.
"""

from typing import Final

Said = dict[str, tuple[str, ...]]

# Of every ledger: the running number, and who fills it in where and when.
EVERYWHERE: Final[Said] = {
    "@number": ("序号", "序", "NO", "NO."),
    "@account": ("填表人", "填报人", "制表人", "经办人", "填表人签字"),
    "@today": ("填表日期", "填报日期", "填表时间", "填报时间", "制表日期", "报送日期", "上报日期"),
    "@office": ("填报单位", "填表单位", "报送单位", "上报单位", "填报党组织", "制表单位"),
}
# What stands beside a table; 日期 and 单位 alone say enough there.
BESIDE: Final[Said] = {
    "@account": ("填表", "制表", "填表人签名", "填报"),
    "@today": ("日期", "时间", "填表日", "年月日"),
    "@office": (
        "单位",
        "单位名称",
        "党组织名称",
        "党组织",
        "单位盖章",
        "所在党组织",
        "填报单位盖章",
    ),
}
_DEVELOPMENT = "development_case/"
_PERSON: Final[Said] = {
    "phone|landline": ("联系电话", "电话", "联系方式", "电话号码", "本人电话", "联系电话手机"),
    "born_on:month": ("出生年月",),
    "born_on:month_years": ("出生年月(岁)", "出生年月(年龄)", "出生年月及年龄"),
    "born_on:years": ("年龄", "周岁", "实足年龄"),
    "joined_on:month": ("入党年月",),
    "joined_on:years": ("党龄", "党龄(年)"),
    "full_on:month": ("转正年月",),
    "id_number:last6": ("身份证后六位", "身份证号后六位", "身份证号码后六位", "身份证号后6位"),
    "workplace+job": ("工作单位及职务", "单位及职务", "工作单位及岗位", "单位职务"),
    "school+major": ("毕业院校及专业", "毕业学校及专业", "毕业院校系及专业", "毕业院校和专业"),
    "education+degree": ("学历学位", "学历及学位"),
    "status:politics": ("政治面貌",),
    "status": ("党籍状态", "党员类别", "人员类别", "党员类型", "正式或预备", "党员身份"),
    _DEVELOPMENT + "applied_on": (
        "提交书面申请书时间",
        "申请入党时间",
        "申请入党日期",
        "入党申请时间",
    ),
    _DEVELOPMENT + "activist_on": (
        "确定为入党积极分子时间",
        "确定积极分子日期",
        "列为积极分子时间",
    ),
    _DEVELOPMENT + "candidate_on": ("确定为发展对象时间", "确定发展对象日期", "列为发展对象时间"),
    _DEVELOPMENT + "introducers": ("入党介绍人",),
    _DEVELOPMENT + "contacts": ("培养联系人",),
    _DEVELOPMENT + "form_number": ("入党志愿书编号", "志愿书编号"),
    "member_record=appraisal/result": ("评议结果", "民主评议结果", "评议等次", "民主评议等次"),
    "member_record=award*title": ("表彰奖励", "奖励情况", "获奖情况", "表彰奖励情况"),
    "member_record=award,punishment*title": ("党内奖惩情况", "奖惩情况"),
    "branch.parent": ("上级党组织", "上级组织", "上级党组织名称"),
    "branch.secretary": (
        "支部书记",
        "支部书记姓名",
        "党支部书记",
        "党支部书记姓名",
        "组织关系书记",
    ),
    "dues_record/base": ("党费计算基数", "缴费基数", "交纳党费基数"),
}
_STEP = "development_step={}/{}".format
SAID: Final[dict[str, Said]] = {
    "person": _PERSON,
    "development_case": {
        "applied_on": ("递交入党申请书时间1", "递交入党申请书时间"),
        _STEP("02", "done_on"): ("谈话时间1", "党组织派人谈话时间"),
        _STEP("02", "handled_by"): ("谈话人1",),
        "contacts": ("指定培养联系人2",),
        _STEP("04", "done_on"): ("报党委备案时间2", "积极分子备案时间"),
        "introducers": ("确定入党介绍人3", "确定入党介绍人"),
        _STEP("10", "done_on"): ("政治审查时间3", "政治审查时间", "政审时间"),
        _STEP("11", "done_on"): ("集中培训时间3", "发展对象培训时间", "集中培训时间"),
        _STEP("12", "done_on"): ("支委会审查时间4", "支委会审查时间"),
        _STEP("13", "done_on"): ("上级党委预审时间4", "上级党委预审时间", "预审时间"),
        _STEP("15", "done_on"): ("支部大会通过时间4", "支部大会讨论接收时间"),
        _STEP("16", "done_on"): ("上级党委谈话时间4",),
        _STEP("16", "handled_by"): ("谈话人4",),
        _STEP("17", "done_on"): ("上级党委通过时间4", "上级党委审批时间"),
        _STEP("19", "done_on"): ("编入党支部和党小组时间5", "编入党支部和党小组时间"),
        _STEP("20", "done_on"): ("入党宣誓时间5", "入党宣誓时间", "宣誓时间"),
        _STEP("22", "done_on"): ("提出转正申请时间5", "提出转正申请时间", "转正申请时间"),
        _STEP("23", "done_on"): ("支部大会通过时间5", "支部大会讨论转正时间"),
        _STEP("24", "done_on"): ("上级党委通过时间5", "上级党委审批转正时间"),
    },
    "member_movement": {
        "moved_on": ("变动日期", "转入办理时间", "转出办理时间", "办理时间", "转接时间"),
        "dues_paid_to:month": ("党费缴纳至年月", "党委缴纳至年月", "党费交至年月", "党费缴至年月"),
        "receipt_on:given": ("是否有回执", "是否收到回执", "有无回执"),
    },
    "activity": {
        "topic": (
            "活动主题",
            "会议主题",
            "主题",
            "会议议题",
            "议题",
            "支委会主题",
            "会议名称",
            "活动名称",
        ),
        "attendance=leave,absent*person:reason": ("缺席人员及原因", "请假缺席人员及原因"),
        "attendance=leave,absent*person": ("缺席人员", "缺席人员名单"),
        "attendance=leave*person": ("请假人员", "请假人员名单"),
        "attendance=present*person": (
            "参会人员",
            "参加人员",
            "出席人员",
            "到会人员",
            "参加人员名单",
        ),
    },
    "unit": {
        "coverage:built": ("是否建立党组织", "是否建立党支部"),
        "party_organisation.secretary": ("党组织书记", "党支部书记姓名", "支部书记姓名"),
    },
    "organisation": {
        "name": ("党组织名称", "组织"),
        "name:members": ("党员数", "党员人数", "党员总数", "党员总人数", "现有党员数"),
        "name:full": ("正式党员数", "正式党员人数", "其中正式党员", "正式党员"),
        "name:probationary": ("预备党员数", "预备党员人数", "其中预备党员", "预备党员"),
        "leadership_term/starts_on": ("换届时间", "换届日期", "最近一次换届时间", "本届开始时间"),
        "leadership_term/due_on": ("届满时间", "届满日期", "到届日期", "应换届时间"),
    },
}
# What a roster's caption is taken for, and a blank's column is not filled with: it asks for
# something else as often as not.
LEFT: Final[dict[str, tuple[str, ...]]] = {
    "": ("类别", "类型", "编号", "年度", "状态", "情况", "名称及编号"),
    "person": ("户籍所在派出所", "现状"),
    "venue": ("建筑面积",),
}
# Who stands above an organisation that a record is linked to.
ABOVE: Final[Said] = {
    "^committee": (
        "所属分党委",
        "所在分党委",
        "联系分党委",
        "分党委",
        "分党委名称",
        "二级党委",
        "二级党委名称",
        "二级党组织",
        "二级党组织名称",
        "所属党委",
        "所在党委",
        "联系党委",
        "上级党委",
        "基层党委",
        "党委名称",
        "所属党委名称",
    ),
    "^community.territory|^community": ("所属社区", "所在社区", "社区", "社区名称", "村社区"),
    "^street.territory|^street": (
        "所属街道",
        "所在街道",
        "街道",
        "街道名称",
        "乡镇街道",
        "所属乡镇街道",
        "街道乡镇",
        "镇街",
    ),
    "^district.territory|^district": ("所属区县", "区县", "县区", "所在区县", "县市区"),
}
CODES: Final = ("编码", "编号", "代码")
# Behind the name of a linked organisation, by its field.
OF_ORGANISATIONS: Final[Said] = {
    "code": CODES,
    "secretary": ("书记", "书记姓名", "负责人"),
    "phone": ("联系电话", "电话", "书记联系电话"),
    "contact": ("联系人",),
    "address": ("地址", "联系地址"),
    "parent": ("上级党组织", "上级组织"),
}
# Two columns that mean one of these, under different names, both get it.
REPEATED: Final = frozenset({"branch"})
# Lines above captions that say nothing of whom the captions are about.
NEUTRAL: Final = (
    "信息", "情况", "基本", "个人", "党员", "概况", "明细", "组织关系", "党籍", "联系方式", "入党",
)  # fmt: skip
OTHERS: Final = ("家庭", "配偶", "子女", "父", "母", "介绍人", "联系人", "书记", "社会关系", "成员")
