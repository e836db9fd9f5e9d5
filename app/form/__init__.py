"""Forms: form-js schemas as documents, drawn and checked on the server."""

from app.form.check_answers import Checked, check_answers
from app.form.form import Form
from app.form.posted import read_posted
from app.form.read_form import read_form
from app.form.translate_form import translate_form
from app.form.view_form import FieldView, view_form

__all__ = ["Checked", "FieldView", "Form", "check_answers", "read_form", "read_posted", "translate_form", "view_form"]
