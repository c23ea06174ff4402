// The page that shows the API: plain HTML from the OpenAPI text, without a script.
import { ERRORS } from '../errors.ts';
import { html } from './html.ts';
import type { Json } from './openapi.ts';

/** `nonce`: for the page's one style element. */
export function apiDocsPage(document: Json, nonce: string): string {
  const doc = objectOf(document);
  const operations = Object.entries(objectOf(doc['paths'])).flatMap(([path, item]) =>
    Object.entries(objectOf(item)).map(([method, operation]) => operationHtml(path, method, objectOf(operation))),
  );
  const schemas = Object.entries(objectOf(objectOf(doc['components'])['schemas'])).map(
    ([name, schema]) => `<details id="${html(name)}"><summary><code>${html(name)}</code></summary>${jsonHtml(schema)}</details>`,
  );
  const errors = Object.entries(ERRORS).map(
    ([code, { status, text }]) =>
      `<tr><td><code>${html(code)}</code></td><td>${status}</td><td>${html(text.zh)}<br>${html(text.en)}</td></tr>`,
  );
  const info = objectOf(doc['info']);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>烽燧 API</title><style nonce="${html(nonce)}">${STYLE}</style></head>
<body><main><h1>烽燧 Balefire API <small>${html(textOf(info['version']))}</small></h1>
<p>${html(textOf(info['description']))}</p>
<p>机器可读 · For machines: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1)</p>
<h2>接口 · Routes</h2>${operations.join('\n')}
<h2>数据 · Schemas</h2>${schemas.join('\n')}
<h2>错误 · Errors</h2><table>${errors.join('\n')}</table></main></body></html>
`;
}

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1rem; }
details { border: 1px solid #8886; border-radius: 6px; margin: .4rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
pre { overflow: auto; font-size: 13px; } b { display: inline-block; min-width: 4.5em; }
td { padding: .2rem .8rem .2rem 0; vertical-align: top; } small { font-weight: normal; opacity: .7; }`;

function operationHtml(path: string, method: string, operation: Readonly<Record<string, Json>>): string {
  const parameters = arrayOf(operation['parameters']).map((one) => {
    const { name, required, schema } = objectOf(one);
    return `<tr><td><code>${html(textOf(name))}</code>${required === true ? ' *' : ''}</td><td><code>${html(JSON.stringify(schema))}</code></td></tr>`;
  });
  const permission = textOf(operation['x-permission']);
  const answer = Object.entries(objectOf(operation['responses'])).find(([status]) => status.startsWith('2'));
  return `<details><summary><b>${html(method.toUpperCase())}</b> <code>${html(path)}</code> — ${html(textOf(operation['summary']))}</summary>
${permission === '' ? '' : `<p>权限 · Permission: <code>${html(permission)}</code></p>`}
${parameters.length === 0 ? '' : `<table>${parameters.join('')}</table>`}
${bodyHtml('内容 · Body', operation['requestBody'])}${bodyHtml(`回答 · Answer ${answer?.[0] ?? ''}`, answer?.[1])}</details>`;
}

function bodyHtml(title: string, part: Json | undefined): string {
  const reference = textOf(objectOf(objectOf(objectOf(objectOf(part)['content'])['application/json'])['schema'])['$ref']);
  const name = reference.split('/').at(-1) ?? '';
  return name === '' ? '' : `<p>${html(title)}: <a href="#${html(name)}"><code>${html(name)}</code></a></p>`;
}

function jsonHtml(schema: Json): string {
  return `<pre>${html(JSON.stringify(schema, null, 2))}</pre>`;
}

function objectOf(part: Json | undefined): Readonly<Record<string, Json>> {
  return typeof part === 'object' && part !== null && !Array.isArray(part) ? (part as Readonly<Record<string, Json>>) : {};
}

function arrayOf(part: Json | undefined): readonly Json[] {
  return Array.isArray(part) ? part : [];
}

function textOf(part: Json | undefined): string {
  return typeof part === 'string' ? part : '';
}
