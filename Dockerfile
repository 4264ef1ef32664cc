# Three stages: what building needs, the build, and what runs. The last one holds Node, the bundles and the program that serves
# them, and nothing that could build, fetch or test anything.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund

FROM dependencies AS build
COPY . .
RUN node scripts/build.ts

FROM node:24-bookworm-slim AS runtime
# npm, yarn and corepack could install things into a running container.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /usr/local/bin/yarn* /opt/yarn*
WORKDIR /app
COPY --from=build /build/dist ./dist
COPY LICENSE ./
# The places that can be written to, each a folder of the host or a volume; the rest of the file system is read-only.
RUN mkdir logs models cache data && chown node:node logs models cache data

ARG BUILD_DATE=unknown
ARG VCS_REF=unknown
ARG VERSION=0.0.0
LABEL org.opencontainers.image.title="TradingBot AI Backend" \
      org.opencontainers.image.description="Takes TradingView-style alerts and trades on them: none lost, none twice, each accounted for" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.created="${BUILD_DATE}" \
      org.opencontainers.image.revision="${VCS_REF}"

# A crash leaves a report in logs/, without the environment, which holds secrets. The compile cache halves the time of a start.
ENV NODE_OPTIONS="--enable-source-maps --max-semi-space-size=8 --max-old-space-size=256 --report-on-fatalerror --report-exclude-env --report-directory=/app/logs" \
    NODE_COMPILE_CACHE=/app/cache/node \
    MALLOC_ARENA_MAX=2
USER node
EXPOSE 8001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --start-interval=1s --retries=3 \
  CMD ["node", "/app/dist/host/health.mjs"]
ENTRYPOINT ["node", "/app/dist/host/entrypoint.mjs"]
CMD ["serve"]
