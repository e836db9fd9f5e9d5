"""For a WSGI server: `gunicorn app.wsgi:application`."""

from app.assemble import assemble, make_web
from app.settings import read_settings

application = make_web(assemble(read_settings()))
