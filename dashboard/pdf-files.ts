// The build's part that lays beside the bundle what pdf.js fetches when a file needs it: Chinese code tables, and JPEG 2000.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const LIBRARY = join(import.meta.dirname, '../node_modules/pdfjs-dist');
/** Of the simplified Chinese character collection; drawings of here carry their fonts or name one of these. */
const CHINESE = /^(?:GB|UniGB|Adobe-GB1).*\.bcmap$|^LICENSE$/;
/** Reads JPEG 2000 without WebAssembly, which the page's policy does not allow. */
const SCANS = ['openjpeg_nowasm_fallback.js', 'LICENSE_OPENJPEG', 'LICENSE_PDFJS_OPENJPEG'];

export function pdfFiles(): Plugin {
  return {
    name: 'pdf-files',
    generateBundle() {
      const lay = (from: string, name: string, to: string): void => {
        this.emitFile({ type: 'asset', fileName: to, source: readFileSync(join(LIBRARY, from, name)) });
      };
      for (const name of readdirSync(join(LIBRARY, 'cmaps'))) if (CHINESE.test(name)) lay('cmaps', name, `pdf/cmaps/${name}`);
      for (const name of SCANS) lay('wasm', name, `pdf/${name}`);
    },
  };
}
