// Serves the built dashboard: assets that never change for a year, its page for every address, and the wall's for a big screen.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Express } from 'express';
import { BalefireError } from '../errors.ts';
import { nonceOf } from './security-headers.ts';

/** In the page's text this stands where the nonce of the answer goes. */
const NONCE_PLACE = '__CSP_NONCE__';
/** A name with a hash of its content in it, as the dashboard's build makes them. */
const HASHED = /[/\\]assets[/\\].*-[A-Za-z0-9_-]{8}\.\w+$/;

/** A new build is noticed within so long. */
const BUILD_GOOD_FOR_MS = 30_000;

const NOT_BUILT = `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>烽燧 Balefire</title></head><body>
<h1>烽燧 Balefire</h1>
<p>网关正在运行，但看板尚未构建。请执行 <code>npm run build</code> 后刷新。</p>
<p>The gateway is running, but the dashboard has not been built. Run <code>npm run build</code> and reload.</p>
<p><a href="/api-docs">API</a></p></body></html>
`;

/** `folder`: where the build put `index.html`. Mounted last: what no other route took is the dashboard's. */
export function mountDashboard(app: Express, folder: string): void {
  app.use(
    express.static(folder, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      setHeaders(response, path) {
        if (path.endsWith('.html')) response.setHeader('Cache-Control', 'no-store');
        else response.setHeader('Cache-Control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
      },
    }),
  );
  app.use((request, response, next) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && !/\.\w+$/.test(request.path);
    if (!isPage) throw new BalefireError('not-found', { what: request.path.slice(0, 200) });
    response.set('Cache-Control', 'no-store');
    readFile(join(folder, request.path.startsWith('/screen/') ? 'screen.html' : 'index.html'), 'utf8').then(
      (page) => response.type('html').send(page.replaceAll(NONCE_PLACE, nonceOf(response))),
      (error: unknown) => {
        if (isMissing(error)) response.status(503).type('html').send(NOT_BUILT);
        else next(error);
      },
    );
  });
}

/** Which build of the wall is served: the name of its entry, with a hash of its content in it. Empty where there is none. */
export function wallBuild(folder: string): () => string {
  let known = '';
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - at > BUILD_GOOD_FOR_MS) {
      at = performance.now();
      readFile(join(folder, 'screen.html'), 'utf8').then(
        (page) => {
          known = /src="\/assets\/([^"]+)"/.exec(page)?.[1] ?? '';
        },
        () => undefined,
      );
    }
    return known;
  };
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
