// The catalogue of errors and the page that lists it are held to each other, in both directions.
import { readFileSync } from 'node:fs';
import { BalefireError, ERRORS } from './errors.ts';

const page = readFileSync(new URL('../docs/operate.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([a-z-]+)` *\| (\d{3}) *\| (.*?) *\| (.*?) *\|$/gm)].map(([, code, status, zh, en]) => [
  code,
  Number(status),
  zh,
  en,
]);

it('docs/operate.md lists every error, with its status and its words, and no other', () => {
  expect(rows).toEqual(Object.entries(ERRORS).map(([code, { status, text }]) => [code, status, text.zh, text.en]));
});

it('an error fills its details into both languages', () => {
  const error = new BalefireError('port-taken', { port: 8080 });
  expect(error.words).toEqual({ zh: '端口 8080 已被占用', en: 'Port 8080 is taken by another program' });
  expect(error.status).toBe(500);
});
