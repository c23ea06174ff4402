// The part of an OpenAPI 3.1 document that the page reads, taken apart without trusting it.

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface RawOperation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
}

export interface OpenApi {
  readonly info?: { readonly title?: string; readonly version?: string; readonly description?: string };
  readonly servers?: readonly { readonly url: string }[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | null;
  readonly responses: readonly { readonly status: string; readonly description: string; readonly schema: Schema | null }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The operations by tag, tags in the document's order; those without one by the first part of their path. */
export function operationsByTag(document: OpenApi): ReadonlyMap<string, readonly Operation[]> {
  const byTag = new Map<string, Operation[]>((document.tags ?? []).map(({ name }) => [name, []]));
  const base = document.servers?.[0]?.url.replace(/\/$/, '') ?? '';
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const raw = item[method] as RawOperation | undefined;
      if (raw === undefined) continue;
      const tag = raw.tags?.[0] ?? path.replace(/^\/api\/v1/, '').split('/')[1] ?? '';
      const shared = (item['parameters'] as readonly Parameter[] | undefined) ?? [];
      const found = byTag.get(tag) ?? [];
      byTag.set(tag, found);
      found.push({
        id: raw.operationId ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path: `${base}${path}`,
        summary: raw.summary ?? '',
        description: raw.description ?? '',
        parameters: [...shared, ...(raw.parameters ?? [])],
        body: schemaOf(raw.requestBody?.content),
        responses: Object.entries(raw.responses ?? {}).map(([status, response]) => ({
          status,
          description: response.description ?? '',
          schema: schemaOf(response.content),
        })),
      });
    }
  }
  for (const [tag, operations] of byTag) if (operations.length === 0) byTag.delete(tag);
  return byTag;
}

function schemaOf(content: Content | undefined): Schema | null {
  if (content === undefined) return null;
  return (content['application/json'] ?? Object.values(content)[0])?.schema ?? null;
}

/** The name at the end of a reference into the document's schemas. */
export function refName(ref: string): string {
  return decodeURIComponent(ref.slice(ref.lastIndexOf('/') + 1));
}

/** A schema in one line: `string`, `Alarm`, `Alarm[]`, `"real" | "false"`, `number ≥ 1 ≤ 5000`. */
export function schemaLine(schema: Schema): string {
  if (schema.$ref !== undefined) return refName(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  const among = schema.anyOf ?? schema.oneOf;
  if (among !== undefined) return among.map(schemaLine).join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map(schemaLine).join(' & ');
  if (schema.items !== undefined) {
    const line = schemaLine(schema.items);
    return line.includes(' ') ? `(${line})[]` : `${line}[]`;
  }
  const type = typeof schema.type === 'string' ? schema.type : (schema.type ?? []).join(' | ');
  if (schema.additionalProperties !== undefined && typeof schema.additionalProperties === 'object')
    return `{ [name]: ${schemaLine(schema.additionalProperties)} }`;
  const bounds = [
    schema.format === undefined ? '' : `(${schema.format})`,
    schema.minimum === undefined || schema.minimum <= Number.MIN_SAFE_INTEGER ? '' : `≥ ${schema.minimum}`,
    schema.maximum === undefined || schema.maximum >= Number.MAX_SAFE_INTEGER ? '' : `≤ ${schema.maximum}`,
    schema.minLength === undefined ? '' : `≥ ${schema.minLength} chars`,
    schema.maxLength === undefined ? '' : `≤ ${schema.maxLength} chars`,
  ];
  return [type === '' ? 'any' : type, ...bounds].filter((part) => part !== '').join(' ');
}

/** The fields of an object, or of the things in a list of objects; null where the schema has none. */
export function fieldsOf(schema: Schema): readonly { readonly name: string; readonly required: boolean; readonly schema: Schema }[] | null {
  if (schema.properties !== undefined) {
    const required = new Set(schema.required ?? []);
    return Object.entries(schema.properties).map(([name, each]) => ({ name, required: required.has(name), schema: each }));
  }
  if (schema.items !== undefined) return fieldsOf(schema.items);
  if (schema.allOf !== undefined) {
    const all = schema.allOf.flatMap((each) => fieldsOf(each) ?? []);
    return all.length === 0 ? null : all;
  }
  return null;
}
