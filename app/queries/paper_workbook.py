"""The workbook in which the running paper cases of one procedure are listed, to be filled in."""

import io
from typing import Any, Final

from app.audit.paper_procedure import PaperProcedure
from app.domain.paper_sheet import COLUMNS, SHEET, head_of
from app.feel import FeelWorld

STEPS: Final = "步骤"
FIELDS: Final = "字段"
_EXPLAINED: Final = (
    ("流程", "每行都填流程代码，本表为 {process}"),
    ("纸质编号", "纸质案卷上的编号，同一流程内不得重复；重复导入同一份文件不会多出案件"),
    ("标题", "可不填，不填时由系统按流程拟定"),
    ("收到时间", "收到当日（如 2026-11-03），需要时加时间（2026-11-03 09:30）；不写时间的，从当日零时起算"),
    ("当前步骤", "现在办到哪一步，填“步骤”表中的代码"),
    ("进入时间", "进入当前步骤的时间；期限从过去的时间起算"),
    ("经办人或单位", "可不填；填经办人的用户名，或者单位代码"),
)
_KINDS: Final = {
    "checkbox": "是或者否",
    "number": "数字",
    "datetime": "日期，如 2026-11-03",
    "dynamiclist": "列表，按 JSON 书写",
    "checklist": "可填多项，用顿号隔开",
    "taglist": "可填多项，用顿号隔开",
}


def paper_workbook(procedure: PaperProcedure, world: FeelWorld) -> bytes:
    """Return a workbook with three sheets: the cases, the steps at which one can stand, and what each column means."""
    import xlsxwriter  # a tenth of a second that only those pay who take a spreadsheet

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    labels = {key: asked.component.label.fill({}, world) for key, asked in procedure.fields.items()}
    heads = [*COLUMNS, *(head_of(labels[key], key) for key in procedure.fields)]
    _write(book, SHEET, heads, [[procedure.detail.id]])
    steps = [
        [
            way.step.id,
            way.step.title,
            "可以" if way.refusal is None else "不可以：" + str(way.refusal),
            "、".join(step.title for step in way.done),
        ]
        for way in procedure.ways
    ]
    _write(book, STEPS, ["代码", "名称", "能否从此步导入", "此前已在纸上办完的步骤"], steps)
    fixed = [[name, text.format(process=procedure.detail.id), "", ""] for name, text in _EXPLAINED]
    fields = [
        [head_of(labels[key], key), _meaning(asked), _options(asked), _asked_at(procedure, asked)]
        for key, asked in procedure.fields.items()
    ]
    _write(book, FIELDS, ["列", "怎么填", "可选项", "哪一步要填（* 为必填）"], fixed + fields)
    book.close()
    return target.getvalue()


def _write(book: Any, name: str, heads: list[str], lines: list[list[str]]) -> None:
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True, "bottom": 1})
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, bold)
    for number, line in enumerate(lines, 1):
        for place, text in enumerate(line):
            sheet.write_string(number, place, text)
    sheet.freeze_panes(1, 0)
    sheet.autofit()


def _meaning(asked: Any) -> str:
    return _KINDS.get(asked.component.kind, "选一项" if asked.component.options else "文字")


def _options(asked: Any) -> str:
    return "、".join(option.label for option in asked.component.options)


def _asked_at(procedure: PaperProcedure, asked: Any) -> str:
    names = ["登记" if not step else procedure.process.elements[step].title for step in asked.steps]
    return ("*" if asked.component.rules.required else "") + "、".join(names)
