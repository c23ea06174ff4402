// The build's part that tells the service worker which files it holds, so that a phone opens the app without a network.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** A file larger than this comes when it is first needed, bytes: charts, maps and the reader of codes. The first load is held whatever its size. */
const HELD_UP_TO = 120_000;
/** Beside the bundle: pictures of the app and its manifest. */
const BESIDE = ['/favicon.svg', '/icon.svg', '/icon-maskable.svg', '/manifest.webmanifest'];
const PLACE = /(["'`])__BUILD_FILES__\1/;

/** `worker`: the entry whose text has the place. */
export function buildFiles(worker: string): Plugin {
  return {
    name: 'build-files',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const all = Object.values(bundle);
        const chunks = all.flatMap((one) => (one.type === 'chunk' ? [one] : []));
        const first = new Set<string>();
        const reach = (name: string): void => {
          const chunk = chunks.find(({ fileName }) => fileName === name);
          if (!chunk || first.has(name)) return;
          first.add(name);
          for (const other of chunk.imports) reach(other);
        };
        for (const { isEntry, name, fileName } of chunks) if (isEntry && name !== worker) reach(fileName);
        const files = all
          .filter(({ fileName }) => /^assets\/.+\.(js|css)$/.test(fileName))
          .filter((one) => first.has(one.fileName) || (one.type === 'chunk' ? one.code.length : one.source.length) <= HELD_UP_TO)
          .map(({ fileName }) => `/${fileName}`)
          .sort();
        const text = [...files, ...BESIDE];
        const version = createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 16);
        const chunk = chunks.find(({ name }) => name === worker);
        if (!chunk || !PLACE.test(chunk.code)) throw new Error(`${worker} has no place for the files of the build`);
        chunk.code = chunk.code.replace(PLACE, () => JSON.stringify(JSON.stringify({ version, files: text })));
      },
    },
  };
}
