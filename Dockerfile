# The custodian, for production: no development tools, no tests, no embedded PostgreSQL.
FROM node:24-bookworm-slim AS parts
WORKDIR /opt/cunguan
COPY package.json package-lock.json ./
# The image brings its own Node 24, and the database is somewhere else: what is optional is for machines without them.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production CUNGUAN_MODE=production CUNGUAN_HOST=0.0.0.0 CUNGUAN_DATA=/var/lib/cunguan \
    NODE_COMPILE_CACHE=/tmp/node-cache
RUN useradd --uid 10001 --home-dir /var/lib/cunguan --shell /usr/sbin/nologin cunguan \
    && install -d -o cunguan -g cunguan -m 700 /var/lib/cunguan
WORKDIR /opt/cunguan
COPY --from=parts /opt/cunguan/node_modules node_modules
COPY package.json LICENSE NOTICE ./
COPY bin bin
COPY migrations migrations
COPY sdk sdk
COPY sandbox-bank sandbox-bank
COPY demo demo
COPY src src
USER 10001
VOLUME /var/lib/cunguan
EXPOSE 8080
# Node itself, so that signals reach it: the launcher becomes the process.
ENTRYPOINT ["node", "bin/cunguan.js"]
CMD ["serve"]
