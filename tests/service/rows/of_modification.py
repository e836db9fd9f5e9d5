"""A case moved outside its course."""

from app.domain.modification import End, Given, Modification, Move
from app.service.modify_instance import ModifyInstance
from app.service.work import Command
from tests.service.rows.row import IN_UNIT, SEE_ALL, Row, case_at_handle, row

BACK = Modification(move=(Move(source=End(element="handle"), target="take", given=(Given(variables={"worth": 5}),)),))

ROWS: dict[type[Command], Row] = {
    ModifyInstance: row(
        lambda city: ModifyInstance(case_at_handle(city), BACK, "registered wrongly"),
        "operator",
        "instance_modified",
        "instance_modified variable_written task_cancelled deadline_voided element_cancelled element_entered task_created",
        {"user_task", "task_candidate", "subscription", "deadline", "variable", "notice"},
        {"operator", "demo"},
        SEE_ALL | IN_UNIT,
    ),
}
