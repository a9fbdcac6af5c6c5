"""How gunicorn serves Motcua: MOTCUA_HOST, PORT, WEB_CONCURRENCY and WEB_THREADS from the environment."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

bind = f"{os.environ.get('MOTCUA_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
# Shorter than the supervisor's patience, so that a stop never ends in a kill.
graceful_timeout = 8
keepalive = 5
limit_request_line = 8190
# Workers are replaced now and then; the jitter keeps them from going all at once.
max_requests = 5000
max_requests_jitter = 500
loglevel = os.environ.get("LOG_LEVEL", "warning")
accesslog = os.environ.get("ACCESS_LOG") or None
# The path without its query, which may hold the words of a search.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(b)s %(M)sms'
errorlog = "-"
control_socket_disable = True


def post_worker_init(_worker: Any) -> None:
    """What a worker holds from its start lives as long as it does: collections need not look through it again."""
    gc.collect()
    gc.freeze()


# The heartbeat file must not wait for a disk.
if Path("/dev/shm").is_dir():  # noqa: S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108
