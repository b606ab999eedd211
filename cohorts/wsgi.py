"""What a WSGI server loads, once in each of its workers: `cohorts.wsgi:app`."""

from cohorts import create_app
from cohorts.supervisor import end_with_parent

end_with_parent()
app = create_app()
