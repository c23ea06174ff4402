// The OpenAPI document taken apart for the page that shows it.
import { FAKE_OPENAPI } from '../testing/fake-openapi.ts';
import { fieldsOf, operationsByTag, schemaLine } from './openapi.ts';

describe('the API page', () => {
  it('shows every operation under its tag, tags in the document’s order', () => {
    const byTag = operationsByTag(FAKE_OPENAPI);
    expect([...byTag].map(([tag, operations]) => [tag, operations.length])).toEqual([
      ['alarms', 2],
      ['devices', 1],
    ]);
    expect(byTag.get('alarms')?.[1]).toMatchObject({ method: 'POST', path: '/api/v1/alarms/{id}/judge', parameters: [{ name: 'id' }] });
  });

  it('tells a schema in one line', () => {
    expect(schemaLine({ type: 'array', items: { $ref: '#/components/schemas/Alarm' } })).toBe('Alarm[]');
    expect(schemaLine({ enum: ['real', 'false'] })).toBe('"real" | "false"');
    expect(schemaLine({ type: 'integer', minimum: 1, maximum: 500 })).toBe('integer ≥ 1 ≤ 500');
    expect(schemaLine({ type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })).toBe('integer');
    expect(schemaLine({ anyOf: [{ type: 'number' }, { type: 'null' }] })).toBe('number | null');
    expect(schemaLine({})).toBe('any');
  });

  it('tells which fields must be there', () => {
    expect(fieldsOf(FAKE_OPENAPI.components.schemas.Words)?.map(({ name, required }) => [name, required])).toEqual([
      ['zh', true],
      ['en', true],
    ]);
    expect(fieldsOf({ type: 'string' })).toBeNull();
  });

  it('survives a document with nothing in it', () => {
    expect(operationsByTag({}).size).toBe(0);
  });
});
