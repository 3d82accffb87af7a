# The service as a container. Neo4j runs in another one: see docker-compose.yml. Not run in the tests.
FROM python:3.11-slim AS build
WORKDIR /source
COPY . .
RUN python -m venv /opt/graphsvc && /opt/graphsvc/bin/pip install --no-cache-dir .

FROM python:3.11-slim
LABEL org.opencontainers.image.title="graphsvc" org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 graphsvc \
    && useradd --uid 10001 --gid 10001 --home-dir /var/lib/graphsvc --no-create-home --shell /usr/sbin/nologin graphsvc \
    && install --directory --owner=graphsvc --group=graphsvc --mode=0700 /var/lib/graphsvc
COPY --from=build /opt/graphsvc /opt/graphsvc
ENV PATH=/opt/graphsvc/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    GRAPHSVC_DATA_DIR=/var/lib/graphsvc \
    GRAPHSVC_WEB__HOST=0.0.0.0
USER 10001:10001
WORKDIR /var/lib/graphsvc
VOLUME /var/lib/graphsvc
EXPOSE 8321
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8321/api/health', timeout=4)"]
CMD ["graphsvc", "serve"]
