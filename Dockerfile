# Balefire in a container: the same commands as the README, built in one stage and run in another without tools.
FROM node:20-bookworm AS build
WORKDIR /balefire
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production BALEFIRE_DATA=/var/lib/balefire
WORKDIR /balefire
COPY --from=build /balefire/package.json ./
COPY --from=build /balefire/node_modules ./node_modules
COPY --from=build /balefire/dist ./dist
RUN useradd --system --uid 10001 --home-dir /var/lib/balefire --create-home balefire
USER balefire
VOLUME /var/lib/balefire
EXPOSE 8080 1883 26875 26875/udp
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The flags of `npm start`: a small young generation keeps the memory flat.
CMD ["node", "--max-semi-space-size=4", "--heap-growing-percent=30", "dist/gateway/main.js", "start"]
