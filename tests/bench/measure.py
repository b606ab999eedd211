"""Load from this process, and what it cost the others, from /proc."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

import psutil

from tests.bench.paths import Visit
from tests.servers.visitor import Visitor

CLIENTS = 8


@dataclass(frozen=True)
class Cost:
    """What one visit cost, and how long it took."""

    server_ms: float
    database_ms: float
    per_second: float
    p50: float
    p99: float


def cost(
    visit: Visit, port: int, seconds: float, server: Callable[[], Sequence[int]], database: Callable[[], Sequence[int]]
) -> Cost:
    """Visit for `seconds` with several clients, after a short warm-up."""
    drive(visit, port, min(1.0, seconds / 4))
    before, began = (spent(server()), spent(database())), time.perf_counter()
    times = drive(visit, port, seconds)
    lasted = time.perf_counter() - began
    after = (spent(server()), spent(database()))
    cuts = quantiles(times, n=100)
    each = [1000 * (late - early) / len(times) for early, late in zip(before, after, strict=True)]
    return Cost(*each, per_second=len(times) / lasted, p50=1000 * cuts[49], p99=1000 * cuts[98])


def drive(visit: Visit, port: int, seconds: float) -> list[float]:
    """How long each visit took; the first error of a client ends the run."""
    times: list[float] = []
    errors: list[Exception] = []
    until = time.perf_counter() + seconds

    def client() -> None:
        visitor = Visitor(port)
        try:
            while time.perf_counter() < until and not errors:
                began = time.perf_counter()
                visit(visitor)
                times.append(time.perf_counter() - began)
        except (OSError, RuntimeError) as error:
            errors.append(error)
        finally:
            visitor.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return times


def spent(processes: Sequence[int]) -> float:
    """Seconds of CPU that these processes have used so far."""
    used = [psutil.Process(number).cpu_times() for number in processes]
    return sum(times.user + times.system for times in used)
