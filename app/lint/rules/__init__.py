"""The rules of the linter, one a file. docs/rules has a page for each."""

from typing import Final

from app.lint.rule import Rule
from app.lint.rules.called_process_exists import called_process_exists
from app.lint.rules.calls_wait import calls_wait
from app.lint.rules.choice_has_a_default import choice_has_a_default
from app.lint.rules.choice_has_conditions import choice_has_conditions
from app.lint.rules.condition_leaves_a_choice import condition_leaves_a_choice
from app.lint.rules.cycle_only_beside_the_work import cycle_only_beside_the_work
from app.lint.rules.decision_exists import decision_exists
from app.lint.rules.event_fits_its_place import event_fits_its_place
from app.lint.rules.event_gateway_waits import event_gateway_waits
from app.lint.rules.event_names_what_it_means import event_names_what_it_means
from app.lint.rules.every_element_is_reached import every_element_is_reached
from app.lint.rules.flow_stays_in_its_scope import flow_stays_in_its_scope
from app.lint.rules.form_exists import form_exists
from app.lint.rules.has_an_end import has_an_end
from app.lint.rules.inside_task_is_known import inside_task_is_known
from app.lint.rules.known_element import known_element
from app.lint.rules.link_has_its_other_end import link_has_its_other_end
from app.lint.rules.loop_names_its_collection import loop_names_its_collection
from app.lint.rules.loop_waits import loop_waits
from app.lint.rules.no_ad_hoc import no_ad_hoc
from app.lint.rules.no_compensation import no_compensation
from app.lint.rules.no_complex_gateway import no_complex_gateway
from app.lint.rules.no_conditional_event import no_conditional_event
from app.lint.rules.no_data_store import no_data_store
from app.lint.rules.no_dead_end import no_dead_end
from app.lint.rules.no_loop_cardinality import no_loop_cardinality
from app.lint.rules.no_standard_loop import no_standard_loop
from app.lint.rules.no_transaction import no_transaction
from app.lint.rules.one_event_definition import one_event_definition
from app.lint.rules.one_flow_between_a_pair import one_flow_between_a_pair
from app.lint.rules.one_start import one_start
from app.lint.rules.size_limit import size_limit
from app.lint.rules.task_says_what_it_does import task_says_what_it_does
from app.lint.rules.timer_says_when import timer_says_when

RULES: Final[tuple[Rule, ...]] = (
    called_process_exists,
    calls_wait,
    choice_has_a_default,
    choice_has_conditions,
    condition_leaves_a_choice,
    cycle_only_beside_the_work,
    decision_exists,
    event_fits_its_place,
    event_gateway_waits,
    event_names_what_it_means,
    every_element_is_reached,
    flow_stays_in_its_scope,
    form_exists,
    has_an_end,
    inside_task_is_known,
    known_element,
    link_has_its_other_end,
    loop_names_its_collection,
    loop_waits,
    no_ad_hoc,
    no_compensation,
    no_complex_gateway,
    no_conditional_event,
    no_data_store,
    no_dead_end,
    no_loop_cardinality,
    no_standard_loop,
    no_transaction,
    one_event_definition,
    one_flow_between_a_pair,
    one_start,
    size_limit,
    task_says_what_it_does,
    timer_says_when,
)
