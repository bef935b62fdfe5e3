"""Runs one function over many tasks: here, on the cores of this machine, or on a Dask cluster."""

import asyncio
import re
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from concurrent.futures import BrokenExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Any

from analysis.lexicon.errors import InputError

_ADDRESS = re.compile(r"(?:tcp|tls)://[^\s/:]+:\d{1,5}")
_WAIT = 10  # seconds for a scheduler to answer
_DEAF = signal.SIGINT, signal.SIG_IGN  # a process that leaves Ctrl-C to the one that started it
_LOST = "workers were lost, and with them their work; what was done is kept, so run the command again."


def read_jobs(given: str) -> int | str:
    """What a user wrote after --jobs: a number of processes, or the address of a Dask scheduler.

    Raises:
        InputError: it is neither.
    """
    if given.isdecimal() and int(given) > 0:
        return int(given)
    if _ADDRESS.fullmatch(given):
        return given
    raise InputError(
        f"--jobs takes a number of processes, such as 4, or a scheduler's address, such as tcp://host:8786, "
        f"not '{given}'."
    )


def run(function: Callable[..., Any], tasks: Iterable[tuple], jobs: int | str = 1) -> Iterator[Any]:
    """function(*task) for each task, in their order whatever the engine; tasks are taken as they are needed.

    Args:
        function: pure, and importable where it runs.
        tasks: its arguments.
        jobs: processes on this machine, or the address of a Dask scheduler.

    Raises:
        InputError: a cluster is asked for and its client is not installed.
        RuntimeError: no scheduler answers, or workers were lost more often than the scheduler allows.
    """
    if jobs == 1:
        yield from (function(*task) for task in tasks)
        return
    from joblib import Parallel, delayed, parallel_config

    try:
        with ExitStack() as stack:
            starting: AbstractContextManager = nullcontext()
            if isinstance(jobs, str):
                stack.enter_context(_connect(jobs))
                stack.enter_context(parallel_config("dask"))
                jobs = -1
            else:
                stack.enter_context(parallel_config("loky", initializer=signal.signal, initargs=_DEAF))
                starting = _deaf_from_the_start()
            parallel = Parallel(n_jobs=jobs, return_as="generator")
            with starting:
                results = parallel(delayed(function)(*task) for task in tasks)
            try:
                for result in results:  # noqa: UP028 (yield from would close them before _close can)
                    yield result
            finally:
                _close(results)
    except (BrokenExecutor, futures.CancelledError, asyncio.CancelledError) as error:
        raise RuntimeError(_LOST) from error
    except Exception as error:
        if type(error).__module__.startswith("distributed."):
            raise RuntimeError(_LOST) from error
        raise


def _close(results: Any) -> None:
    """Ends what is under way, without joblib's advice to whoever stops early."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        results.close()


@contextmanager
def _deaf_from_the_start() -> Iterator[None]:
    """Processes started within do not hear Ctrl-C even while they import; nor does this one, for that instant."""
    heard = signal.getsignal(signal.SIGINT)
    if heard is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(*_DEAF)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _connect(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(
            "A cluster needs the package 'distributed': install it here and on every worker "
            "(pip install 'country-resolutions[cluster]')."
        ) from error
    try:
        return Client(address, timeout=_WAIT, set_as_default=True)
    except (OSError, TypeError, ValueError) as error:
        raise RuntimeError(f"no scheduler answers at {address}; start it, or correct the address.") from error
