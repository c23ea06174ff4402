// A small OpenAPI document with one of everything the API page shows.
const ok = (ref: string) => ({
  '200': { description: 'done', content: { 'application/json': { schema: { $ref: `#/components/schemas/${ref}` } } } },
});
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };

export const FAKE_OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Balefire 烽燧', version: '0.1.0', description: 'An invented extract.' },
  tags: [
    { name: 'alarms', description: '警情 · Alarms' },
    { name: 'devices', description: '设备 · Devices' },
  ],
  paths: {
    '/api/v1/alarms': {
      get: {
        operationId: 'listAlarms',
        tags: ['alarms'],
        summary: '警情列表 · Alarms',
        parameters: [
          { name: 'open', in: 'query', schema: { type: 'boolean' } },
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 500 } },
        ],
        responses: {
          '200': {
            description: 'a page',
            content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Alarm' } } } },
          },
        },
      },
    },
    '/api/v1/alarms/{id}/judge': {
      post: {
        operationId: 'judgeAlarm',
        tags: ['alarms'],
        summary: '判定 · Judge',
        parameters: [id],
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['verdict'],
                properties: { verdict: { enum: ['real', 'false', 'test', 'undetermined'] }, note: { type: 'string', maxLength: 500 } },
              },
            },
          },
        },
        responses: ok('Alarm'),
      },
    },
    '/api/v1/devices/{id}': { get: { tags: ['devices'], summary: '设备 · Device', parameters: [id], responses: ok('Device') } },
  },
  components: {
    schemas: {
      Words: { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } },
      Device: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'string' },
          title: { $ref: '#/components/schemas/Words' },
          values: { type: 'array', items: { type: 'number' } },
        },
      },
      Alarm: {
        type: 'object',
        required: ['id', 'device'],
        properties: {
          id: { type: 'string' },
          device: { $ref: '#/components/schemas/Device' },
          value: { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'null' }] },
        },
      },
    },
  },
} as const;
