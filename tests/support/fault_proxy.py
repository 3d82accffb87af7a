"""A TCP proxy between the driver and Bolt that breaks the line where a test says: a faulty network, made on purpose.

It understands just enough of Bolt to count the client's messages and know their kind: the handshake, chunks, and the
signature byte of a message.
"""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass
from enum import Enum, auto
from types import TracebackType

KINDS = {0x01: "HELLO", 0x0F: "RESET", 0x10: "RUN", 0x11: "BEGIN", 0x12: "COMMIT", 0x13: "ROLLBACK", 0x3F: "PULL"}
_MANIFEST = b"\x00\x00\x01\xff"


class Fault(Enum):
    """What happens to the line."""

    CUT_BEFORE = auto()
    """The message never reaches the server: both sides are closed."""
    LOSE_REPLY = auto()
    """The server acts on the message and answers; the answer is thrown away and both sides are closed."""
    HALF_CLOSE = auto()
    """As LOSE_REPLY, but only the direction towards the client is closed."""
    BLACKHOLE = auto()
    """Nothing passes any more, and nothing is closed."""


@dataclass
class Plan:
    """Where to break the line: at the ``nth`` client message of this ``kind`` ("": any), ``times`` times in all."""

    fault: Fault
    kind: str = ""
    nth: int = 1
    times: int = 1


class FaultProxy:
    """Listens on loopback and passes everything on to Bolt, but for the planned fault. Use as a context manager."""

    def __init__(self, port: int, plan: Plan | None = None, delay_s: float = 0.0) -> None:
        self._target = ("127.0.0.1", port)
        self._plan = plan
        self._delay_s = delay_s
        self._lock = threading.Lock()
        self._seen = 0
        self.faults = 0
        """How often the line was broken."""
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def uri(self) -> str:
        """Where to connect to."""
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> "FaultProxy":
        self._start(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        for held in [self._listener, *self._sockets]:
            _close(held)
        for thread in self._threads:
            thread.join(5)

    def _start(self, run: object, *with_these: object) -> None:
        thread = threading.Thread(target=run, args=with_these, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        line = _Line(client, socket.create_connection(self._target))
        self._sockets += [client, line.server]
        with contextlib.suppress(OSError, EOFError):
            line.handshake()
            self._start(self._answers, line)
            while True:
                message, kind = line.client_message()
                time.sleep(self._delay_s)
                fault = self._due(kind)
                if fault:
                    line.fault = fault
                if fault in (Fault.CUT_BEFORE, Fault.BLACKHOLE):
                    break
                line.server.sendall(message)
        if line.fault is not Fault.BLACKHOLE:
            line.hang_up()

    def _answers(self, line: "_Line") -> None:
        with contextlib.suppress(OSError):
            while data := line.server.recv(65536):
                if line.fault is Fault.BLACKHOLE:
                    return
                if line.fault:
                    break
                line.client.sendall(data)
            if line.fault is Fault.HALF_CLOSE:
                line.client.shutdown(socket.SHUT_WR)
                return
        if line.fault is not Fault.BLACKHOLE:
            line.hang_up()

    def _due(self, kind: str) -> Fault | None:
        with self._lock:
            plan = self._plan
            if plan is None or self.faults >= plan.times or plan.kind not in ("", kind):
                return None
            self._seen += 1
            if self._seen < plan.nth:
                return None
            self.faults += 1
            self._seen = 0
            return plan.fault


class _Line:
    """One connection: the client's side and the server's."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client = client
        self.server = server
        self.fault: Fault | None = None

    def handshake(self) -> None:
        """Pass the handshake on, in either of its forms."""
        self.server.sendall(_exactly(self.client, 20))
        chosen = _exactly(self.server, 4)
        self.client.sendall(chosen)
        if chosen == _MANIFEST:
            count, raw = _varint(self.server)
            rest = _exactly(self.server, 4 * count)
            self.client.sendall(raw + rest + _varint(self.server)[1])
            version = _exactly(self.client, 4)
            self.server.sendall(version + _varint(self.client)[1])

    def client_message(self) -> tuple[bytes, str]:
        """The client's next whole message as it was framed, and its kind."""
        raw, body = b"", b""
        while True:
            head = _exactly(self.client, 2)
            size = int.from_bytes(head, "big")
            chunk = _exactly(self.client, size)
            raw, body = raw + head + chunk, body + chunk
            if size == 0 and body:
                return raw, KINDS.get(body[1], "")

    def hang_up(self) -> None:
        """Close both sides."""
        _close(self.client)
        _close(self.server)


def _exactly(source: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = source.recv(count - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _varint(source: socket.socket) -> tuple[int, bytes]:
    value, raw = 0, b""
    while True:
        byte = _exactly(source, 1)
        value |= (byte[0] & 0x7F) << (7 * len(raw))
        raw += byte
        if not byte[0] & 0x80:
            return value, raw


def _close(held: socket.socket) -> None:
    with contextlib.suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)
    held.close()
