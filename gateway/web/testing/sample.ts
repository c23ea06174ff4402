// Makes a request that a schema takes: so that a route which somebody adds tomorrow is tested without a line written.
import { z } from 'zod';

interface Form {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Form[];
  readonly properties?: Readonly<Record<string, Form>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly minLength?: number;
}

/** `known`: what to put into a field of that name. Fields that may be left out are put in only where they are known. */
export function sampleOf(schema: z.ZodType, known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const form = z.toJSONSchema(schema, { io: 'input' }) as Form;
  const sample: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(form.properties ?? {})) {
    const isNeeded = (form.required ?? []).includes(name);
    if (Object.hasOwn(known, name)) sample[name] = known[name];
    else if (isNeeded) sample[name] = madeUp(field);
  }
  return sample;
}

function madeUp(field: Form): unknown {
  if (field.const !== undefined) return field.const;
  if (field.enum) return field.enum[0];
  if (field.anyOf?.[0]) return madeUp(field.anyOf[0]);
  const type = typeof field.type === 'string' ? field.type : field.type?.[0];
  switch (type) {
    case 'number':
    case 'integer':
      return Math.max(1, field.minimum ?? 1);
    case 'boolean':
      return true;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries((field.required ?? []).map((name) => [name, madeUp(field.properties?.[name] ?? {})]));
    default:
      return textOf(field);
  }
}

function textOf({ pattern, minLength = 1 }: Form): string {
  const candidates = ['sample-1', 'a'.repeat(minLength), 'Sample 示例'];
  return candidates.find((text) => text.length >= minLength && (pattern === undefined || new RegExp(pattern, 'u').test(text))) ?? 'x';
}
