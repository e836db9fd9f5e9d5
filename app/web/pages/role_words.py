"""Roles by the names that people read."""

from typing import Final

from app.domain.marked import marked

NAMES: Final = {
    "city-government-office": marked("City government office"),
    "office-director": marked("Director of the city government office"),
    "assisting-secretary": marked("Assisting secretary"),
    "deputy-mayor": marked("Deputy mayor"),
    "mayor": marked("Mayor"),
    "party-committee": marked("Party committee"),
    "inspection-office": marked("Inspection office"),
    "supervision-bureau": marked("Supervision bureau"),
    "hotline": marked("Hotline office"),
    "petition-bureau": marked("Petition bureau"),
    "emergency-office": marked("Emergency office"),
    "proposal-section": marked("Proposal section"),
    "legal-office": marked("Legal office"),
    "investment-office": marked("Investment office"),
    "service-centre": marked("Service centre"),
    "window": marked("Window of the service hall"),
    "complaint-centre": marked("Complaint centre"),
    "unit-head": marked("Head of the unit"),
    "handler": marked("Handler"),
    "reviewer": marked("Reviewer"),
    "enforcer": marked("Enforcer"),
    "designer": marked("Process designer"),
    "operator": marked("Operator"),
    "auditor": marked("Auditor"),
    "system-admin": marked("System administrator"),
    "security-admin": marked("Security administrator"),
}
"""In English; a catalogue translates them."""
