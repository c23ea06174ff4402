// The web server: the API, health and figures, the API's page, the live socket and the dashboard on one port.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { BalefireError } from '../errors.ts';
import { isLocal } from './access/origin.ts';
import { apiDocsPage } from './api-docs.ts';
import { mountDashboard } from './dashboard-files.ts';
import type { Metrics } from './metrics.ts';
import { type MountOptions, mountApi, mountErrors } from './mount.ts';
import { openApi } from './openapi.ts';
import { nonceOf, securityHeaders } from './security-headers.ts';
import type { StatusSources } from './status-sources.ts';

/** A browser that has not sent its request by then never will (slow-loris); the largest body takes a second on a phone. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/**
 * A connection without a request is closed after so long: a reverse proxy gives its own up before (nginx: after 60 s), and hands no
 * request to one that is just being closed.
 */
const IDLE_TIMEOUT_MS = 65_000;
/** Connections at once: each screen holds one to three; the bound keeps file handles for devices and disk. */
const MOST_CONNECTIONS = 4_000;
/** Sessions that are over are ended within so long. */
const SWEEP_EVERY_MS = 5_000;
/** After so long at the stop, requests that still run are cut. */
const STOP_PATIENCE_MS = 2_000;

/** The live socket, as the server knows it. */
interface LiveDoor {
  attach(server: Server): void;
  close(): Promise<void>;
}

export interface WebOptions extends MountOptions {
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Folder of the built dashboard. */
  readonly dashboard: string;
  readonly sources: StatusSources;
  readonly metrics: Metrics;
  readonly live: LiveDoor;
  /** Puts pages of the gateway's own on the wire, before the dashboard's. */
  mountPages(app: Express): void;
  /** With it `/metrics` may be read from other machines, as `Authorization: Bearer …`; without it only from this one. */
  readonly metricsSecret?: string | undefined;
}

export interface Web {
  readonly port: number;
  close(): Promise<void>;
}

/** Begins to listen. Throws `port-taken` or `port-refused` in a person's words. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const app = appOf(options);
  const timeouts = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS, keepAliveTimeout: IDLE_TIMEOUT_MS };
  const server = createServer({ ...timeouts, connectionsCheckingInterval: 5_000 }, app);
  server.maxConnections = MOST_CONNECTIONS;
  options.live.attach(server);
  try {
    await listen(server, options.port, options.address);
  } catch (error) {
    options.metrics.stop();
    await options.live.close();
    throw error;
  }
  const sweeper = setInterval(() => options.access.sweep(), SWEEP_EVERY_MS);
  sweeper.unref();
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    clearInterval(sweeper);
    options.metrics.stop();
    await options.live.close();
    const closed = new Promise<void>((done) => server.close(() => done()));
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), STOP_PATIENCE_MS);
    await closed;
    clearTimeout(cut);
  };
  return { port, close };
}

function appOf(options: WebOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(securityHeaders(options.site));
  app.get('/healthz', (_request, response) => {
    const isStoring = options.sources.isStoring();
    response.set('Cache-Control', 'no-store').status(isStoring ? 200 : 503);
    response.json({ status: isStoring ? 'ok' : 'failing', journal: isStoring ? 'storing' : 'refused' });
  });
  app.get('/metrics', (request, response) => {
    if (!mayRead(request, options.metricsSecret)) throw new BalefireError('not-allowed');
    response.set('Cache-Control', 'no-store').type('text/plain; version=0.0.4; charset=utf-8').send(options.metrics.text());
  });
  app.get('/api-docs', (_request, response) => {
    response.type('html').send(apiDocsPage(openApi(options.routes, options.sources.version), nonceOf(response)));
  });
  mountApi(app, options);
  options.mountPages(app);
  mountDashboard(app, options.dashboard);
  mountErrors(app, options.log);
  return app;
}

function mayRead(request: IncomingMessage, secret: string | undefined): boolean {
  if (isLocal(request)) return true;
  if (secret === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${secret}`));
}

function listen(server: Server, port: number, address: string): Promise<void> {
  return new Promise((done, fail) => {
    const refused = (error: Error & { code?: string }): void => {
      fail(
        error.code === 'EADDRINUSE'
          ? new BalefireError('port-taken', { port }, error)
          : new BalefireError('port-refused', { address: `${address}:${port}`, detail: error.code ?? error.message }, error),
      );
    };
    server.once('error', refused);
    server.listen(port, address, () => {
      server.off('error', refused);
      done();
    });
  });
}
