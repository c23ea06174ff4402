// InfluxDB 2 and 3 are in no package at hand: here a loopback server checks the form of what we send, and what we do with its answers.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { HistoryBucket } from '../history.ts';
import { endServers, isInstalled, realServer, SERVERS } from '../testing/real-servers.ts';
import { aReading, delivered, NOON, until } from '../testing/some-readings.ts';
import { removeFolders, temporaryFolder } from '../testing/temporary-folder.ts';
import { type InfluxHistory, type InfluxHistoryOptions, openInfluxHistory } from './influx-history.ts';

interface Heard {
  readonly method: string;
  readonly path: string;
  readonly parameters: Record<string, string>;
  readonly authorization: string | undefined;
  readonly packed: boolean;
  readonly body: string;
}

interface Loopback {
  readonly url: string;
  readonly heard: Heard[];
  answer: (request: Heard, response: ServerResponse) => void;
  readonly server: Server;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const servers: Server[] = [];
const opened: InfluxHistory[] = [];

async function loopback(): Promise<Loopback> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const bytes = await bodyOf(request);
    const url = new URL(request.url ?? '', 'http://loopback');
    const packed = request.headers['content-encoding'] === 'gzip';
    const one = {
      method: request.method ?? '',
      path: url.pathname,
      parameters: Object.fromEntries(url.searchParams),
      authorization: request.headers.authorization,
      packed,
      body: (packed ? gunzipSync(bytes) : bytes).toString('utf8'),
    };
    heard.push(one);
    it.answer(one, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const it: Loopback = {
    url: `http://127.0.0.1:${address.port}`,
    heard,
    server,
    answer: (_, response) => response.writeHead(204).end(),
  };
  return it;
}

async function open(given: Partial<InfluxHistoryOptions> & { url: string }): Promise<InfluxHistory> {
  const history = await openInfluxHistory({ spoolFolder: temporaryFolder(), now: () => NOON, ...given });
  opened.push(history);
  return history;
}

const TWO = { token: 'secret-token', org: 'fire & water', bucket: 'district 7' };

afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterAll(async () => {
  await endServers();
  removeFolders();
});

describe('InfluxDB 2', () => {
  it('gets lines by its write path, with the token, in milliseconds, packed when they are many', async () => {
    const server = await loopback();
    const history = await open({ url: server.url, ...TWO });
    history.append(
      [
        aReading({ device: 'a b,c=d', value: 0.425 }),
        aReading({ device: 'x\\', point: 'capOpen', quantity: 'hydrant.capOpen', value: true }),
        aReading({ device: 'smoke', point: 'smoke', quantity: 'smoke.alarm', value: 'alarm' }),
      ],
      1,
    );
    await delivered(history);
    history.append(
      Array.from({ length: 100 }, (_, i) => aReading({ at: NOON + i })),
      2,
    );
    await delivered(history);
    const [first, second] = server.heard;
    expect(first).toEqual({
      method: 'POST',
      path: '/api/v2/write',
      parameters: { org: 'fire & water', bucket: 'district 7', precision: 'ms' },
      authorization: 'Token secret-token',
      packed: false,
      body: [
        `water.pressure,device=a\\ b\\,c\\=d,point=pressure value=0.425 ${NOON}`,
        `hydrant.capOpen,device=x\\_,point=capOpen flag=true ${NOON}`,
        `smoke.alarm,device=smoke,point=smoke state="alarm" ${NOON}`,
      ].join('\n'),
    });
    expect(second?.packed).toBe(true);
    expect(second?.body.split('\n').length).toBe(100);
    expect(history.state()).toMatchObject({ waiting: 0, dialect: 'influxdb2' });
  });

  it('is asked again when it refuses the token, is busy, or fails, and no line is given up', async () => {
    const server = await loopback();
    const refusals = [401, 429, 503, 500];
    server.answer = (_, response) => {
      const status = refusals.shift();
      response.writeHead(status ?? 204, status === 429 ? { 'retry-after': '1' } : {}).end(status === undefined ? undefined : 'no');
    };
    const history = await open({ url: server.url, ...TWO });
    history.append([aReading()], 1);
    await until('the refusal is told', () => history.state().trouble?.en.includes('401') ?? false);
    expect(history.state().waiting).toBe(1);
    await delivered(history);
    expect(server.heard.length).toBe(5);
    expect(history.state()).toMatchObject({ parked: 0, dropped: 0 });
    expect(history.state().trouble).toBeUndefined();
  });

  it('gets smaller portions when one is too large, and only the bad lines are put aside', async () => {
    const server = await loopback();
    const taken = new Set<string>();
    server.answer = ({ body }, response) => {
      const lines = body.split('\n');
      if (lines.length > 300) return response.writeHead(413).end();
      if (lines.some((line) => line.includes('value=66 '))) return response.writeHead(400).end('{"message":"unable to parse"}');
      for (const line of lines) taken.add(line);
      return response.writeHead(204).end();
    };
    const history = await open({ url: server.url, ...TWO });
    history.append(
      Array.from({ length: 1_000 }, (_, i) => aReading({ at: NOON + i, value: i === 300 || i === 301 || i === 999 ? 66 : 1 })),
      1,
    );
    await delivered(history);
    expect(taken.size).toBe(997);
    expect(history.state()).toMatchObject({ parked: 3, dropped: 0 });
  });

  it('that hangs is left after a deadline, while readings go on being taken in', async () => {
    const server = await loopback();
    let hanging = true;
    server.answer = (_, response) => {
      if (!hanging) response.writeHead(204).end();
    };
    const history = await open({ url: server.url, deadlineMs: 500, ...TWO });
    history.append([aReading()], 1);
    await until('it is asked', () => server.heard.length > 0);
    history.append([aReading({ at: NOON + 1 })], 2);
    await history.flush();
    expect(history.position()).toBe(2);
    expect(history.state().waiting).toBe(2);
    hanging = false;
    await delivered(history);
  });

  it('answers charts in Flux, thinned by itself', async () => {
    const server = await loopback();
    const csv = (rows: string[][], columns: string[], types: string[]): string =>
      [
        `#datatype,string,long,${types.join(',')}`,
        `#group,false,false,${types.map(() => 'false').join(',')}`,
        `#default,_result,,${types.map(() => '').join(',')}`,
        `,result,table,${columns.join(',')}`,
        ...rows.map((row) => `,${row.join(',')}`),
        '',
        '',
      ].join('\r\n');
    const time = (at: number): string => new Date(at).toISOString();
    server.answer = ({ body }, response) => {
      const { query } = JSON.parse(body) as { query: string };
      response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' });
      if (query.includes('|> group(columns: ["_field"]) |> count()')) {
        response.end(csv([['', '0', 'value', query.includes('"few"') ? '2' : '9']], ['_field', '_value'], ['string', 'long']));
      } else if (query.includes('aggregateWindow')) {
        const told = (name: string, type: string, values: string[]): string =>
          csv(
            values.map((value, i) => [name, '0', time(NOON + i * 250), value]),
            ['_time', '_value'],
            ['dateTime:RFC3339', type],
          );
        response.end(
          told('count', 'long', ['4', '5']) +
            told('min', 'double', ['0.1', '0.2']) +
            told('max', 'double', ['0.3', '0.4']) +
            told('mean', 'double', ['0.2', '0.3']) +
            told('last', 'double', ['0.3', '0.25']),
        );
      } else
        response.end(
          csv(
            [
              ['', '0', time(NOON + 1), '0.1'],
              ['', '0', time(NOON + 2), '0.2'],
            ],
            ['_time', '_value'],
            ['dateTime:RFC3339', 'double'],
          ),
        );
    };
    const history = await open({ url: server.url, ...TWO });
    const ask = (device: string): Promise<HistoryBucket[]> =>
      history.query({ device, point: 'p', from: NOON, to: NOON + 1_000, buckets: 4 });
    expect(await ask('few')).toEqual([
      { at: NOON + 1, count: 1, lowest: 0.1, highest: 0.1, mean: 0.1, last: 0.1 },
      { at: NOON + 2, count: 1, lowest: 0.2, highest: 0.2, mean: 0.2, last: 0.2 },
    ]);
    expect(await ask(`many "of" ${'$'}{them}`)).toEqual([
      { at: NOON, count: 4, lowest: 0.1, highest: 0.3, mean: 0.2, last: 0.3 },
      { at: NOON + 250, count: 5, lowest: 0.2, highest: 0.4, mean: 0.3, last: 0.25 },
    ]);
    const queries = server.heard.map(({ body }) => (JSON.parse(body) as { query: string }).query);
    expect(server.heard.every((one) => one.path === '/api/v2/query' && one.authorization === 'Token secret-token')).toBe(true);
    expect(queries[1]).toBe(
      `from(bucket: "district 7") |> range(start: ${time(NOON)}, stop: ${time(NOON + 1_000)}) ` +
        `|> filter(fn: (r) => r.device == "few" and r.point == "p" and (r._field == "value")) |> group() |> sort(columns: ["_time"])`,
    );
    expect(queries[3]).toContain(`r.device == "many \\"of\\" \\${'$'}{them}"`);
    expect(queries[3]).toContain(
      `aggregateWindow(every: 250ms, offset: ${NOON % 250}ms, createEmpty: false, timeSrc: "_start", fn: mean) |> yield(name: "mean")`,
    );
  });
});

describe('InfluxDB 3', () => {
  it('gets lines by the write path of 2 and is asked in InfluxQL, both with the token', async () => {
    const server = await loopback();
    server.answer = ({ path, parameters }, response) => {
      if (path !== '/query') return response.writeHead(204).end();
      const counting = parameters['q']?.includes('count(value)') ?? false;
      const columns = counting ? ['time', 'value', 'flag', 'state'] : ['time', 'last'];
      const values = counting ? [[0, 1, null, null]] : [[NOON, 0.5]];
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ results: [{ statement_id: 0, series: [{ name: 'water.pressure', columns, values }] }] }));
    };
    const history = await open({ url: server.url, token: 't', database: 'fire' });
    history.append([aReading({ device: `o'neill` })], 1);
    await delivered(history);
    expect(server.heard[0]).toMatchObject({
      path: '/api/v2/write',
      parameters: { bucket: 'fire', precision: 'ms' },
      authorization: 'Token t',
    });
    const answer = await history.query({ device: `o'neill`, point: 'pressure', from: NOON, to: NOON + 1, buckets: 5 });
    expect(answer).toEqual([{ at: NOON, count: 1, lowest: 0.5, highest: 0.5, mean: 0.5, last: 0.5 }]);
    expect(server.heard.at(-1)).toMatchObject({ path: '/query', parameters: { db: 'fire', epoch: 'ms' }, authorization: 'Token t' });
    expect(server.heard.at(-1)?.parameters['q']).toContain(`device = 'o\\'neill'`);
  });
});

const victoria = SERVERS.find((kind) => kind.name === 'victoriametrics');
const suite = victoria !== undefined && isInstalled(victoria) ? describe : describe.skip;
suite("the write path of InfluxDB 2 (needs Debian's package victoria-metrics, which has it)", () => {
  it('is taken by a server that was not written by us', async () => {
    if (victoria === undefined) return;
    const real = await realServer(victoria);
    await real.start();
    const history = await open({ url: real.url, ...TWO, now: Date.now });
    // One look at the clock: with one for each, two readings could fall on one millisecond and be one point.
    const now = Date.now();
    history.append(
      Array.from({ length: 50 }, (_, i) => aReading({ at: now - 1_000 - i, value: i / 1000 })),
      1,
    );
    let values: number[] = [];
    await until('all values are there', async () => {
      await history.flush();
      await fetch(`${real.url}/internal/force_flush`);
      const exported = await fetch(`${real.url}/api/v1/export?match[]=${encodeURIComponent('{device="hydrant-1"}')}`);
      const [line = ''] = (await exported.text()).split('\n');
      values = line === '' ? [] : (JSON.parse(line) as { values: number[] }).values;
      return values.length >= 50;
    });
    expect(history.state()).toMatchObject({ waiting: 0, parked: 0, dropped: 0 });
    expect(values.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i / 1000));
    await real.end('SIGTERM');
  });
});
