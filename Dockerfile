# syntax=docker/dockerfile:1
# Image untested: no Docker engine was at hand. Its steps were run one by one in a virtual environment.
#
#   docker build -t schemawarden .
#   docker run --rm -i -v "$PWD:/workspace" -v /etc/schemawarden:/etc/schemawarden:ro -v shop-data:/data \
#     -v schemawarden-state:/var/lib/schemawarden schemawarden serve --stdio --config /etc/schemawarden/schemawarden.toml
#
# The config is the operator's: never inside the workspace, and owned by root or by uid 10001.

FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock ./
COPY server/engine/toolchain.lock server/engine/
# Every package is fetched here, once, and checked against its hash; later steps have no index.
RUN pip download --no-cache-dir --require-hashes --only-binary :all: --dest /wheels -r requirements.lock \
 && python -m venv /build \
 && /build/bin/pip install --no-cache-dir --require-hashes -r server/engine/toolchain.lock \
 && /build/bin/pip install --no-cache-dir --no-index --find-links /wheels hatchling
COPY . .
RUN /build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
 && python -m venv --without-pip /opt/schemawarden \
 && pip --python /opt/schemawarden/bin/python install --no-cache-dir --no-index --find-links /wheels schemawarden

FROM python:3.13-slim
COPY --from=build /opt/schemawarden /opt/schemawarden
RUN useradd --system --uid 10001 --home-dir /var/lib/schemawarden --create-home --shell /usr/sbin/nologin schemawarden \
 && chmod 700 /var/lib/schemawarden
ENV PATH=/opt/schemawarden/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_STATE_HOME=/var/lib/schemawarden
USER 10001
WORKDIR /workspace
VOLUME /var/lib/schemawarden
HEALTHCHECK NONE
ENTRYPOINT ["schemawarden"]
CMD ["serve", "--stdio"]
