// The verifier of evidence bundles goes into each bundle as it is: the compiler does not touch it, so it is copied.
import { cpSync } from 'node:fs';

const from = new URL('../gateway/evidence/verifier/', import.meta.url);
cpSync(from, new URL('../dist/gateway/evidence/verifier/', import.meta.url), { recursive: true });
