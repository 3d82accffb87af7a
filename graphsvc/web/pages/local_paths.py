"""Where to go after signing in: a path of this service and nothing else."""

import re

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f]*")
_LONGEST = 2000


def local_path(wanted: str) -> str:
    """``wanted`` where it is a path of this service, else ``/``.

    ``//host`` and ``/\\host`` name another host, ``https:...`` another scheme; browsers drop tabs and line ends inside an
    address, so any control character could hide one of these.
    """
    if len(wanted) > _LONGEST or not _LOCAL.fullmatch(wanted):
        return "/"
    path = wanted.split("?")[0].split("#")[0]
    return "/" if path.startswith(("/sign-in", "/sign-out")) else wanted
