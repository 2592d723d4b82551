"""`bin/evu COMMAND`: reads the command line, catches what ends a command early."""

import argparse
import os
import re
import signal
import sys
from types import FrameType

from launcher import demo, place, prove, servers
from launcher.say import Interrupted, Stop, say

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Their arguments belong to another program and are passed on unread.
PASSED_ON = {"test": prove.test, "bench": prove.bench}


def main(arguments: list[str]) -> int:
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, _interrupt)
    try:
        return _run(arguments)
    except Stop as sentence:
        print(f"evu: {sentence}", file=sys.stderr, flush=True)
        return 1
    except Interrupted:
        say("stopped")
        return 130
    except BrokenPipeError:  # whoever read our lines has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    # One is enough: a second Ctrl-C must not cut the cleaning up short.
    for other in SIGNALS:
        signal.signal(other, signal.SIG_IGN)
    raise Interrupted


def _run(arguments: list[str]) -> int:
    if arguments[:1] and arguments[0] in PASSED_ON:
        return PASSED_ON[arguments[0]](place.find(), arguments[1:])
    options = _parser().parse_args(arguments)
    where = place.find()
    if options.command == "check":
        return prove.check(where)
    if options.command == "demo":
        chosen = demo.Options(port=options.port, fresh=options.fresh)
        return demo.status(where) if options.status else demo.demo(where, chosen)
    if options.stop:
        return servers.stop(where)
    return (servers.detach if options.detach else servers.serve)(where, options.database)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/evu", description="Starts EVU from nothing.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    show = commands.add_parser("demo", help="a working site with demo data on this machine")
    show.add_argument("--port", type=_port, help=f"instead of {demo.PORT}")
    show.add_argument("--fresh", action="store_true", help="throw away all demo data first")
    show.add_argument("--status", action="store_true", help="say whether it is running, and where")
    commands.add_parser("test", help="all checks and tests; with arguments: pytest with those")
    commands.add_parser("check", help="the static checks alone")
    commands.add_parser("bench", help="python -m bench, with its arguments, on fresh servers")
    serve = commands.add_parser("servers", help="PostgreSQL and Valkey for running pytest by hand")
    serve.add_argument("--detach", action="store_true", help="leave them running in the background")
    serve.add_argument("--stop", action="store_true", help="stop those in the background")
    serve.add_argument("--database", default="evu", type=_database, help="name in DATABASE_URL")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _database(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name):
        raise argparse.ArgumentTypeError("a name of small letters, digits and _")
    return name
