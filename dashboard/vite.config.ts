// How the dashboard is built: one bundle for the gateway to serve, with charts in a chunk of their own.
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { buildFiles } from './build-files.ts';
import { pdfFiles } from './pdf-files.ts';

/** The gateway that the development server hands the API and the live socket on to. */
const GATEWAY = 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), pdfFiles(), buildFiles('push-worker')],
  // The gateway puts a fresh nonce in this place for every request of the page.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    target: 'es2020',
    // Every browser of the target knows modulepreload.
    modulePreload: { polyfill: false },
    // The strict policy knows no data: fonts or scripts; small pictures may stay inline.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        main: join(import.meta.dirname, 'index.html'),
        // The big screen: a page of its own, without the forms and tables of the rest.
        wall: join(import.meta.dirname, 'screen.html'),
        'push-worker': join(import.meta.dirname, 'push/worker.ts'),
      },
      output: {
        // A worker counts for the pages beside and below its own address, and its name must stay the same for ever.
        entryFileNames: ({ name }) => (name === 'push-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router)\// },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api/': GATEWAY,
      '/api-docs': GATEWAY,
      '/healthz': GATEWAY,
      '/socket.io': { target: GATEWAY, ws: true },
    },
  },
});
