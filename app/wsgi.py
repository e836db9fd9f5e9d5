"""For a WSGI server: `gunicorn app.wsgi:application`."""

from app.assemble import assemble, make_web, start_log
from app.settings import read_settings

start_log()
application = make_web(assemble(read_settings()))
