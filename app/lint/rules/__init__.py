"""The rules of the linter, one a file. docs/rules has a page for each."""

from typing import Final

from app.lint.decision_rule import DecisionRule
from app.lint.form_rule import FormRule
from app.lint.rule import Rule
from app.lint.rules.branches_keep_apart import branches_keep_apart
from app.lint.rules.called_process_exists import called_process_exists
from app.lint.rules.calls_wait import calls_wait
from app.lint.rules.cell_fits_its_input import cell_fits_its_input
from app.lint.rules.choice_flows_are_named import choice_flows_are_named
from app.lint.rules.choice_has_a_default import choice_has_a_default
from app.lint.rules.choice_has_conditions import choice_has_conditions
from app.lint.rules.collected_list_is_declared import collected_list_is_declared
from app.lint.rules.condition_leaves_a_choice import condition_leaves_a_choice
from app.lint.rules.cycle_only_beside_the_work import cycle_only_beside_the_work
from app.lint.rules.deadline_has_an_article import deadline_has_an_article
from app.lint.rules.deadline_is_there import deadline_is_there
from app.lint.rules.deadline_value import deadline_value
from app.lint.rules.decision_calls_known_functions import decision_calls_known_functions
from app.lint.rules.decision_exists import decision_exists
from app.lint.rules.decision_has_logic import decision_has_logic
from app.lint.rules.decision_reads_known_entries import decision_reads_known_entries
from app.lint.rules.decision_reads_known_names import decision_reads_known_names
from app.lint.rules.decision_types_meet import decision_types_meet
from app.lint.rules.element_is_named import element_is_named
from app.lint.rules.event_fits_its_place import event_fits_its_place
from app.lint.rules.event_gateway_waits import event_gateway_waits
from app.lint.rules.event_names_what_it_means import event_names_what_it_means
from app.lint.rules.every_element_is_reached import every_element_is_reached
from app.lint.rules.every_rule_can_hit import every_rule_can_hit
from app.lint.rules.everything_is_drawn import everything_is_drawn
from app.lint.rules.expressions_parse import expressions_parse
from app.lint.rules.extension_is_complete import extension_is_complete
from app.lint.rules.flow_stays_in_its_scope import flow_stays_in_its_scope
from app.lint.rules.flows_are_orthogonal import flows_are_orthogonal
from app.lint.rules.flows_cross_no_shape import flows_cross_no_shape
from app.lint.rules.flows_dock_at_the_border import flows_dock_at_the_border
from app.lint.rules.flows_keep_apart import flows_keep_apart
from app.lint.rules.flows_run_to_the_right import flows_run_to_the_right
from app.lint.rules.foreign_extension import foreign_extension
from app.lint.rules.form_exists import form_exists
from app.lint.rules.form_translation_is_read import form_translation_is_read
from app.lint.rules.form_types_meet import form_types_meet
from app.lint.rules.four_eyes_is_earlier import four_eyes_is_earlier
from app.lint.rules.function_is_called import function_is_called
from app.lint.rules.group_exists import group_exists
from app.lint.rules.group_is_held import group_is_held
from app.lint.rules.has_an_end import has_an_end
from app.lint.rules.inputs_keep_rules_apart import inputs_keep_rules_apart
from app.lint.rules.inside_task_is_known import inside_task_is_known
from app.lint.rules.known_element import known_element
from app.lint.rules.known_function import known_function
from app.lint.rules.known_name import known_name
from app.lint.rules.known_property import known_property
from app.lint.rules.labels_are_clear import labels_are_clear
from app.lint.rules.link_has_its_other_end import link_has_its_other_end
from app.lint.rules.loop_names_its_collection import loop_names_its_collection
from app.lint.rules.loop_waits import loop_waits
from app.lint.rules.names_fit_their_shapes import names_fit_their_shapes
from app.lint.rules.no_ad_hoc import no_ad_hoc
from app.lint.rules.no_compensation import no_compensation
from app.lint.rules.no_complex_gateway import no_complex_gateway
from app.lint.rules.no_conditional_event import no_conditional_event
from app.lint.rules.no_data_store import no_data_store
from app.lint.rules.no_dead_end import no_dead_end
from app.lint.rules.no_loop_cardinality import no_loop_cardinality
from app.lint.rules.no_silence_on_a_loop import no_silence_on_a_loop
from app.lint.rules.no_standard_loop import no_standard_loop
from app.lint.rules.no_transaction import no_transaction
from app.lint.rules.one_event_definition import one_event_definition
from app.lint.rules.one_flow_between_a_pair import one_flow_between_a_pair
from app.lint.rules.one_start import one_start
from app.lint.rules.output_fits_its_type import output_fits_its_type
from app.lint.rules.paper_exists import paper_exists
from app.lint.rules.points_can_be_moved import points_can_be_moved
from app.lint.rules.process_has_a_version_tag import process_has_a_version_tag
from app.lint.rules.process_is_executable import process_is_executable
from app.lint.rules.process_is_named import process_is_named
from app.lint.rules.property_in_its_place import property_in_its_place
from app.lint.rules.property_value import property_value
from app.lint.rules.public_has_a_name import public_has_a_name
from app.lint.rules.receipt_code import receipt_code
from app.lint.rules.requirement_is_drawn import requirement_is_drawn
from app.lint.rules.reserved_name_is_not_written import reserved_name_is_not_written
from app.lint.rules.return_to_is_earlier import return_to_is_earlier
from app.lint.rules.role_is_known import role_is_known
from app.lint.rules.rules_do_not_contradict import rules_do_not_contradict
from app.lint.rules.service_has_its_inputs import service_has_its_inputs
from app.lint.rules.shapes_are_aligned import shapes_are_aligned
from app.lint.rules.shapes_do_not_overlap import shapes_do_not_overlap
from app.lint.rules.shapes_lie_inside import shapes_lie_inside
from app.lint.rules.silence_has_a_timer import silence_has_a_timer
from app.lint.rules.size_limit import size_limit
from app.lint.rules.table_answers_every_row import table_answers_every_row
from app.lint.rules.table_answers_null_too import table_answers_null_too
from app.lint.rules.table_can_be_judged import table_can_be_judged
from app.lint.rules.task_has_a_group import task_has_a_group
from app.lint.rules.task_says_what_it_does import task_says_what_it_does
from app.lint.rules.texts_are_quoted import texts_are_quoted
from app.lint.rules.timer_says_when import timer_says_when
from app.lint.rules.translation_is_read import translation_is_read
from app.lint.rules.types_meet import types_meet
from app.lint.rules.variable_name import variable_name

RULES: Final[tuple[Rule, ...]] = (
    branches_keep_apart,
    called_process_exists,
    calls_wait,
    choice_flows_are_named,
    choice_has_a_default,
    choice_has_conditions,
    condition_leaves_a_choice,
    cycle_only_beside_the_work,
    deadline_has_an_article,
    deadline_is_there,
    deadline_value,
    decision_exists,
    element_is_named,
    event_fits_its_place,
    event_gateway_waits,
    event_names_what_it_means,
    every_element_is_reached,
    everything_is_drawn,
    expressions_parse,
    extension_is_complete,
    flow_stays_in_its_scope,
    flows_are_orthogonal,
    flows_cross_no_shape,
    flows_dock_at_the_border,
    flows_keep_apart,
    flows_run_to_the_right,
    foreign_extension,
    form_exists,
    four_eyes_is_earlier,
    function_is_called,
    group_exists,
    group_is_held,
    has_an_end,
    inside_task_is_known,
    known_element,
    known_function,
    known_name,
    known_property,
    labels_are_clear,
    link_has_its_other_end,
    loop_names_its_collection,
    loop_waits,
    names_fit_their_shapes,
    no_ad_hoc,
    no_compensation,
    no_complex_gateway,
    no_conditional_event,
    no_data_store,
    no_dead_end,
    no_loop_cardinality,
    no_silence_on_a_loop,
    no_standard_loop,
    no_transaction,
    one_event_definition,
    one_flow_between_a_pair,
    one_start,
    paper_exists,
    points_can_be_moved,
    process_has_a_version_tag,
    process_is_executable,
    process_is_named,
    property_in_its_place,
    property_value,
    public_has_a_name,
    receipt_code,
    reserved_name_is_not_written,
    return_to_is_earlier,
    role_is_known,
    shapes_are_aligned,
    shapes_do_not_overlap,
    shapes_lie_inside,
    silence_has_a_timer,
    size_limit,
    task_has_a_group,
    task_says_what_it_does,
    timer_says_when,
    translation_is_read,
    types_meet,
    variable_name,
)
FORM_RULES: Final[tuple[FormRule, ...]] = (form_translation_is_read, form_types_meet)

DECISION_RULES: Final[tuple[DecisionRule, ...]] = (
    cell_fits_its_input,
    collected_list_is_declared,
    decision_calls_known_functions,
    decision_has_logic,
    decision_reads_known_entries,
    decision_reads_known_names,
    decision_types_meet,
    every_rule_can_hit,
    inputs_keep_rules_apart,
    output_fits_its_type,
    requirement_is_drawn,
    rules_do_not_contradict,
    service_has_its_inputs,
    table_answers_every_row,
    table_answers_null_too,
    table_can_be_judged,
    texts_are_quoted,
)
