// The OpenAPI text against laws of its form, and against the routes that the server runs.
import { aWeb, Browser, type TestWeb } from './testing/a-web.ts';

type Part = Readonly<Record<string, unknown>>;
interface Operation extends Part {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: Part }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

let test: TestWeb;
let document: Part;
let operations: { path: string; method: string; operation: Operation }[];
beforeAll(async () => {
  test = await aWeb();
  document = (await new Browser(test.address).get('/openapi.json')).body as Part;
  operations = Object.entries(document['paths'] as Record<string, Record<string, Operation>>).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(async () => {
  await test.close();
});

/** Every part of a document, with where it stands. */
function* walk(part: unknown, at = '#'): Generator<{ at: string; part: Part }> {
  if (typeof part !== 'object' || part === null) return;
  if (!Array.isArray(part)) yield { at, part: part as Part };
  for (const [name, inner] of Object.entries(part)) yield* walk(inner, `${at}/${name}`);
}

function find(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((part, name) => (part as Part | undefined)?.[name], document);
}

describe('the OpenAPI text', () => {
  it('is of version 3.1 and tells of exactly the routes that the server runs', () => {
    expect(document['openapi']).toBe('3.1.0');
    const told = operations.map(({ path, method, operation }) => `${method} ${path} ${operation.operationId}`).sort();
    expect(told).toEqual(test.web.routes.map((route) => `${route.method} ${route.path} ${route.id}`).sort());
    expect(told.length).toBeGreaterThanOrEqual(35);
  });

  it('has one name for one operation', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is not there, and holds nothing that nobody refers to', () => {
    const references = [...walk(document)].flatMap(({ part }) => (typeof part['$ref'] === 'string' ? [part['$ref']] : []));
    for (const reference of references) expect([reference, typeof find(reference)]).toEqual([reference, 'object']);
    expect(references.length).toBeGreaterThan(100);
    expect(find('#/components/schemas/NoSuchThing')).toBeUndefined();
    for (const name of ['Alarm', 'AlarmStory', 'Device', 'Session', 'Status', 'Problem']) {
      expect(references).toContain(`#/components/schemas/${name}`);
    }
  });

  it('declares every parameter of every path, and no other as one of the path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = operation.parameters.filter((one) => one.in === 'path');
      expect([path, declared.map((one) => one.name)]).toEqual([path, inPath]);
      expect(declared.every((one) => one.required)).toBe(true);
      for (const { schema } of operation.parameters) expect(schema['type'] ?? schema['enum']).toBeDefined();
    }
  });

  it('gives every operation an answer that is described, and every body a form', () => {
    for (const { path, method, operation } of operations) {
      const answers = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
      expect([path, answers.length]).toEqual([path, 1]);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '401', '403', '404', '429']));
      if (method === 'get') expect(operation['requestBody']).toBeUndefined();
      expect(operation['security']).toBeDefined();
      expect(operation['summary']).toMatch(/\p{Script=Han}.* · \w/u);
    }
  });

  it('holds no keyword that stands only at the top of a schema document', () => {
    for (const { at, part } of walk(document)) expect([at, part['$schema'], part['$id']]).toEqual([at, undefined, undefined]);
  });

  it('says of each part of a form what it is', () => {
    const schemas = document['components'] as { schemas: Record<string, Part> };
    for (const [name, schema] of Object.entries(schemas.schemas)) {
      const isSaid = ['type', '$ref', 'anyOf', 'allOf'].some((word) => word in schema);
      // What the OpenAPI route answers is this very document: any JSON.
      expect([name, isSaid || name === 'ReadOpenApiAnswer']).toEqual([name, true]);
    }
  });
});
