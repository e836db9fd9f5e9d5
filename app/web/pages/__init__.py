"""The pages: each a translation from a question's answer to a template, or from a form to a command."""

from flask import Flask, Response, request

from app.domain.rejection import Rejection
from app.web.pages import (
    access_log,
    access_log_export,
    account,
    accounts,
    bulk,
    bulletins,
    calendar_years,
    case,
    correction,
    deadline,
    deadline_clock,
    decisions,
    definitions,
    deviations,
    documents,
    dossier,
    events,
    events_export,
    extension,
    hand_over,
    import_people,
    incidents,
    keeping,
    lapsed_task,
    lateness,
    migrations,
    modification,
    moves,
    new_people,
    notices,
    own_password,
    paper_cases,
    paper_decisions,
    paper_templates,
    paper_wording,
    papers,
    people,
    people_changes,
    points,
    posts,
    preferences,
    provider,
    public,
    receipt,
    received,
    reference,
    replay,
    retention,
    roles,
    samples,
    sign_in,
    start,
    statistics,
    statistics_files,
    supervision,
    task,
    typed_words,
    verification,
    work_list,
    writer_questions,
)
from app.web.pages import cases as case_pages
from app.web.pages.frame import guard, prepare
from app.web.pages.refusal import rejection_page

__all__ = ["register", "rejection_page"]


def register(application: Flask) -> None:
    """Add the pages to an application."""
    prepare(application)
    of_tasks = (work_list, bulk, task, moves, lapsed_task, decisions, paper_decisions, notices, incidents, migrations)
    of_papers = (documents, papers, bulletins, receipt, received)
    of_a_case = (case, typed_words, modification, keeping, writer_questions, correction, deadline, deadline_clock, extension)
    of_cases = (*of_tasks, *of_a_case, case_pages, *of_papers, supervision, points, start)
    of_statistics = (statistics, statistics_files, lateness, deviations)
    across = (replay, dossier, definitions, events, events_export, samples, verification, *of_statistics, retention)
    of_people = (people, people_changes, new_people, hand_over, import_people, posts, roles, accounts, access_log, access_log_export)
    of_city = (*of_people, paper_cases, calendar_years, paper_templates, paper_wording)
    for blueprint in (sign_in, provider, account, own_password, preferences, reference, *of_cases, *across, *of_city, public):
        application.register_blueprint(blueprint.blueprint)
    application.before_request(_before)


def _before() -> Response | None:
    if request.path.startswith(("/v2/", "/casework/", "/static/")):
        return None
    try:
        guard()
    except Rejection as rejection:
        return rejection_page(rejection)
    return None
