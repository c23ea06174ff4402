// The OpenAPI 3.1 text of the API, made from the very declarations that the server runs on.
import { z } from 'zod';
import * as apiTokenContract from './api-token-contract.ts';
import * as contract from './contract.ts';
import * as dutyContract from './duty-contract.ts';
import * as incidentContract from './incident-contract.ts';
import * as northboundContract from './northbound-contract.ts';
import * as notifyContract from './notify-contract.ts';
import * as planContract from './plan-contract.ts';
import * as qualityContract from './quality-contract.ts';
import type { Route } from './route.ts';
import * as ruleContract from './rule-contract.ts';
import * as sketchContract from './sketch-contract.ts';
import * as transmissionContract from './transmission-contract.ts';
import * as walkTestContract from './walk-test-contract.ts';
import * as workContract from './work-contract.ts';

/** A part of a JSON document. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const SCHEMAS = '#/components/schemas/';

/** Answers of the contract that others refer to, by the name they have there. */
const NAMED: Readonly<Record<string, z.ZodType>> = Object.fromEntries(
  [
    apiTokenContract,
    contract,
    dutyContract,
    incidentContract,
    northboundContract,
    notifyContract,
    planContract,
    qualityContract,
    ruleContract,
    sketchContract,
    transmissionContract,
    walkTestContract,
    workContract,
  ]
    .flatMap((one) => Object.entries(one))
    .flatMap(([name, one]) => (one instanceof z.ZodType ? [[capital(name), one]] : [])),
);

/** What every route may answer with, beside its own: status → when. */
const PROBLEMS: Readonly<Record<string, string>> = {
  '400': '请求有误 · The request is not right',
  '401': '未登录 · Not signed in',
  '403': '无权限，或来源不对 · No right to it, or sent by another site',
  '404': '没有，或不在可见范围 · Not there, or not in one’s subtree',
  '409': '与现状冲突 · In conflict with what is there',
  '429': '过于频繁 · Too many requests',
  '503': '未写盘，未予确认 · Not on the disk, not confirmed',
};

/** The document for these routes. */
export function openApi(routes: readonly Route[], version: string): Json {
  const names: Names = { answers: answersOf(routes), bodies: bodiesOf(routes) };
  const schemas = { ...schemasOf(names.answers, 'output'), ...schemasOf(names.bodies, 'input') };
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    paths[route.path] = item;
    item[route.method] = operation(route, names);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '烽燧 Balefire',
      version,
      description:
        '消防设施与林区传感器网关。修改请求须带 `X-Balefire-CSRF`（登录时取得）与同源 `Origin`。 · ' +
        'Requests that change something need `X-Balefire-CSRF` (given at sign-in) and an `Origin` of the same site.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: BEARER },
        session: { type: 'apiKey', in: 'cookie', name: 'balefire' },
        csrf: { type: 'apiKey', in: 'header', name: 'X-Balefire-CSRF' },
      },
    },
  };
}

const BEARER = '只读令牌，在“人员”页新建；仅限 GET · A token that reads, made on the page of people; for GET alone';

/** A machine's token opens what a permission opens for reading. */
function securityOf({ method, needs }: Route): Json {
  if (method !== 'get') return [{ session: [], csrf: [] }];
  return needs === 'signed-in' ? [{ session: [] }] : [{ session: [] }, { bearer: [] }];
}

function answersOf(routes: readonly Route[]): Map<z.ZodType, string> {
  const names = new Map<z.ZodType, string>(Object.entries(NAMED).map(([name, schema]) => [schema, name]));
  for (const route of routes)
    if (route.status !== 204 && route.download === undefined && route.media === undefined && !names.has(route.answer))
      names.set(route.answer, `${capital(route.id)}Answer`);
  return names;
}

function bodiesOf(routes: readonly Route[]): Map<z.ZodType, string> {
  return new Map(
    routes.flatMap((route) => (route.body && route.upload === undefined ? [[route.body, `${capital(route.id)}Body`] as const] : [])),
  );
}

function schemasOf(names: ReadonlyMap<z.ZodType, string>, io: 'input' | 'output'): Record<string, Json> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `${SCHEMAS}${id}`, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

/** What each schema is called in the document. */
interface Names {
  readonly answers: ReadonlyMap<z.ZodType, string>;
  readonly bodies: ReadonlyMap<z.ZodType, string>;
}

function operation(route: Route, { answers, bodies }: Names): Json {
  const success: Json =
    route.status === 204
      ? { description: '完成 · Done' }
      : route.download !== undefined
        ? { description: '文件 · A file', content: { [route.download]: BINARY } }
        : { description: '成功 · Success', content: contentOf(route, answers) };
  const problem: Json = { 'application/problem+json': { schema: { $ref: `${SCHEMAS}Problem` } } };
  const needs = route.needs === 'public' || route.needs === 'signed-in' ? {} : { 'x-permission': route.needs };
  return {
    operationId: route.id,
    summary: `${route.summary.zh} · ${route.summary.en}`,
    ...needs,
    ...(route.needs === 'public' ? { security: [] } : { security: securityOf(route) }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query'), ...(route.isKeyed ? [KEY] : [])],
    ...(route.upload === undefined ? {} : { requestBody: { required: true, content: FILE } }),
    ...(route.body && route.upload === undefined
      ? { requestBody: { required: true, content: { 'application/json': { schema: referenceTo(bodies, route.body) } } } }
      : {}),
    responses: {
      [String(route.status)]: success,
      ...Object.fromEntries(Object.entries(PROBLEMS).map(([code, description]) => [code, { description, content: problem }])),
    },
  };
}

function contentOf({ media, answer }: Route, answers: Names['answers']): Json {
  return media === undefined
    ? { 'application/json': { schema: referenceTo(answers, answer) } }
    : { [media]: { schema: { type: 'string' } } };
}

function parameters(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = plain(z.toJSONSchema(schema, { io: 'input' })) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: one,
  }));
}

function referenceTo(names: ReadonlyMap<z.ZodType, string>, schema: z.ZodType): Json {
  return { $ref: `${SCHEMAS}${names.get(schema) ?? 'Problem'}` };
}

/** JSON and nothing else; the keywords that OpenAPI 3.1 sets for the whole document are taken out. */
function plain(schema: object): { readonly [name: string]: Json } {
  const { $schema: _dialect, $id: _id, ...rest } = JSON.parse(JSON.stringify(schema)) as Record<string, Json>;
  return rest;
}

/** How a request is called by its sender. */
const KEY: Json = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', format: 'uuid' } };

/** A file as it is. */
const BINARY: Json = { schema: { type: 'string', format: 'binary' } };
const FILE: Json = { 'application/octet-stream': BINARY };

function capital(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
