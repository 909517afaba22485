# The site of a hub, as an image: locked dependencies, no account of root, nothing to write to but the home.
FROM python:3.13-slim AS built
WORKDIR /src
RUN python -m venv /opt/vestibule
COPY requirements/run.txt requirements/run.txt
RUN /opt/vestibule/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN /opt/vestibule/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin vestibule \
    && install -d -m 0700 -o vestibule -g vestibule /var/lib/vestibule
COPY --from=built /opt/vestibule /opt/vestibule
ENV PATH=/opt/vestibule/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    VESTIBULE_HOME=/var/lib/vestibule
USER vestibule
VOLUME /var/lib/vestibule
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as ask; ask.urlopen('http://localhost:8000/sante/', timeout=4)"]
ENTRYPOINT ["vestibule"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--no-worker"]
