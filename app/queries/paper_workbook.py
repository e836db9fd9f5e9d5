"""The workbook in which the running paper cases of one procedure are listed, to be filled in."""

import io
from collections.abc import Sequence
from typing import Any, Final

from app.audit.paper_procedure import Field, PaperProcedure
from app.diagram.document import DiagramElement, Process
from app.diagram.way_in import BEHIND, BY_CHOICE, Stand, WayIn, done_on_some, way_in
from app.domain.paper_sheet import ATTACHED, BODY, CLOCK_COLUMNS, COLUMNS, PART_COLUMNS, PARTS, SHEET, STOPPED_SINCE, head_of
from app.feel import FeelWorld
from app.form.form import CHOICES
from app.form.may_be_offered import may_be_offered
from app.queries.holder_names import HolderName

STEPS: Final = "步骤"
FIELDS: Final = "字段"
HOLDERS: Final = "单位和岗位"
_EXPLAINED: Final = (
    ("流程", "每行都填流程的名称或者代码，本表为 {name} 或者 {process}"),
    ("纸质编号", "纸质案卷上的编号，同一流程内不得重复；重复导入同一份文件不会多出案件"),
    ("标题", "可不填，不填时由系统按流程拟定"),
    ("收到时间", "收到当日（如 2026-11-03），需要时加时间（2026-11-03 09:30）；不写时间的，从当日零时起算"),
    (
        "当前步骤",
        "现在办到哪一步，填“步骤”表中的名称或者代码；几步同时在办的，用顿号隔开，"
        "例如 各部门并联审批、已办完 登记会议交办工作、落实帮办人员",
    ),
    ("进入时间", "进入当前步骤的时间；期限从过去的时间起算"),
    ("经办人或单位", "可不填；填第一个当前步骤的经办人的姓名或者用户名，或者单位、岗位、角色，见“单位和岗位”表；重名的填用户名、代码"),
    ("延期至", "纸上已经批准延期的，填延期后的日期（如 2026-12-11）；期限从接入起就按这一天算。逐项办理的，填在分项表里"),
    ("延期批准人、延期文号", "谁批准的、批准延期的文件编号；有延期的都要填"),
    ("停止计时起", "纸上停止过计时的，填从什么时候起（如 2026-11-13 10:00）；停过几次的，按先后用顿号隔开"),
    ("停止计时止", "纸上已经恢复计时的，填恢复的时间（如 2026-11-16 08:30），次序同上；现在还停着的，最后一次不填，恢复计时在系统里办"),
    ("停止计时依据", "依据哪条规定停止计时，例如 听证期间，行政许可法第45条；几次依据不同的，按先后用分号隔开"),
    ("分项表：环节", "要逐项办理的环节，填名称或者代码，见“步骤”表；没有写到的项，从头办起，期限照常计算"),
    ("分项表：项", "第几项，或者能认出这一项的单位（名称或者代码）；内层的项写成 2/1"),
    ("分项表：当前步骤", "这一项办到哪一步；已经办完的，写“已办完”加最后办的步骤，例如 已办完 提出审批意见"),
    ("分项表：进入时间", "这一项到达这一步、或者办完的时间；不填的，同案件的进入时间"),
    ("附件", "扫描件另打成一个 zip，与本表一起上传；这里填文件名，几个的用顿号隔开。其余的，接入以后在案件的“材料”页补充"),
)
_EXTENDABLE, _SUSPENDABLE = "deadline.extendable", "deadline.suspendable"
CLOCKS: Final = (_EXTENDABLE, _SUSPENDABLE)
CLOCKS_OF: Final = {column: _SUSPENDABLE if column.startswith("停止") else _EXTENDABLE for column in CLOCK_COLUMNS}
"""The property of a diagram without which a column makes no sense: a workbook has only those that its procedure can use."""

_REFUSED: Final = {
    BY_CHOICE: "之前的分支不一定都走，从分支之前接入",
    BEHIND: "之前由另一流程办理，从那里接入",
}
_KINDS: Final = {
    "checkbox": "是或者否",
    "number": "数字",
    "datetime": "日期，如 2026-11-03",
    "dynamiclist": "列表，按 JSON 书写",
    "checklist": "可填多项，用顿号隔开",
    "taglist": "可填多项，用顿号隔开",
}


def called_fields(procedure: PaperProcedure, world: FeelWorld) -> dict[str, str]:
    """Return what people call the fields of a procedure's forms, by key."""
    return {key: asked.component.label.fill({}, world) for key, asked in procedure.fields.items()}


def paper_workbook(procedure: PaperProcedure, world: FeelWorld, names: Sequence[HolderName]) -> bytes:
    """Return a workbook with its sheets: the cases, their parts, the steps at which one can stand, who can hold one, and what each column
    means. names: of holder_names."""
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    allowed = {name for one in procedure.process.elements.values() for name in CLOCKS if one.properties.get(name) == "true"}
    clocks = [column for column in CLOCK_COLUMNS if CLOCKS_OF[column] in allowed]
    labels = called_fields(procedure, world)
    own = [key for key, asked in procedure.fields.items() if not all(_around(procedure, step) for step in asked.steps)]
    parts = [key for key, asked in procedure.fields.items() if any(_around(procedure, step) for step in asked.steps)]
    _write(book, SHEET, [*COLUMNS, *clocks, ATTACHED, *(head_of(labels[key], key) for key in own)], [[procedure.detail.id]])
    if any(one.loop is not None for one in procedure.process.elements.values()):
        _write(book, PARTS, [*PART_COLUMNS, *clocks, *(head_of(labels[key], key) for key in parts)], [])
    steps = [
        [way.step.id, way.step.title, can_stand(procedure.process, way), _done_before(procedure.process, way)] for way in procedure.ways
    ]
    _write(book, STEPS, ["代码", "名称", "能否从此步导入", "此前已在纸上办完的步骤"], steps)
    fixed = [[name, text.format(process=procedure.detail.id, name=procedure.detail.name), "", ""] for name, text in _EXPLAINED]
    fields = [
        [head_of(labels[key], key), _meaning(asked), _options(asked, world), _asked_at(procedure, asked)]
        for key, asked in procedure.fields.items()
    ]
    _write(book, FIELDS, ["列", "怎么填", "可选项", "哪一步要填（* 为必填）"], fixed + fields)
    _write(book, HOLDERS, ["种类", "名称", "代码", "说明"], [[*one] for one in names])
    book.close()
    return target.getvalue()


def _done_before(process: Process, way: WayIn) -> str:
    done, some = ("、".join(step.title for step in steps) for steps in (way.done, done_on_some(process, way)))
    return done + (f"（视所填还有：{some}）" if some else "")


def _around(procedure: PaperProcedure, step: str) -> DiagramElement | None:
    """Return what is done for each of several items around a step, the innermost; None for a step of the case itself."""
    element = procedure.process.elements.get(step)
    return next((one for one in procedure.process.around(element) if one.loop is not None), None) if element is not None else None


def can_stand(process: Process, way: WayIn) -> str:
    """Return how a sheet says that a case stands at a step, or why it cannot stand there."""
    body = next((one for one in process.around(way.step) if one.loop is not None), None)
    if body is not None:
        inner = way_in(process, body.id, Stand((way.step.id,)), alone=True)
        if inner.refusal is None:
            stopped = f"；到这一步时期限已停止计时，{STOPPED_SINCE}必填" if inner.is_stopped else ""
            return f"可以：在“{PARTS}”表中逐项写明，{BODY}填“{body.title}”{stopped}"
        return "不可以：" + _REFUSED.get(inner.refusal.template, "从它之前的步骤接入")
    if way.refusal is not None:
        return "不可以：" + _REFUSED.get(way.refusal.template, "没有从登记通到这一步的路")
    needs = [f"{STOPPED_SINCE}必填：到这一步时期限已停止计时"] if way.is_stopped else []
    needs += [f"在“{PARTS}”表中写明“{one.title}”的各项都已办完" for one in way.crossed]
    strict = way_in(process, process.id, Stand((way.step.id,)))
    if strict.refusal is not None:
        needs.append("与它同时进行的步骤一并写明，办完的分支写“已办完”加这一分支最后办的步骤")
    return "可以" + ("：" + "；".join(needs) if needs else "")


def _write(book: Any, name: str, heads: list[str], lines: list[list[str]]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "bottom": 1})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _meaning(asked: Field) -> str:
    return _KINDS.get(asked.component.kind, "选一项" if asked.component.kind in CHOICES else "文字")


def _options(asked: Field, world: FeelWorld) -> str:
    labels = "、".join(option.label for option in may_be_offered(asked.component, world))
    if asked.component.options_from is None:
        return labels
    return f"{labels}（能选哪些由案件算出，核对时逐行查）" if labels else "由案件算出，核对时逐行列出；单位填名称或者代码"


def _asked_at(procedure: PaperProcedure, asked: Field) -> str:
    names = ["登记" if not step else procedure.process.elements[step].title for step in asked.steps]
    return ("*" if asked.component.rules.required else "") + "、".join(names)
