"""Log lines carry the request id, in the web process and in the tasks it led to."""

import structlog


def line_formatter() -> structlog.stdlib.ProcessorFormatter:
    """One line per event, key=value; whoever collects logs can read it without our help."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.ExceptionRenderer(),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
    )
