// The server as a browser meets it: signing in, requests of other sites, pages, headers, figures.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLog } from '../log.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { openWeb } from './open-web.ts';
import { aWeb, Browser, SECRET, type TestWeb } from './testing/a-web.ts';

let test: TestWeb;
let built: { path: string; remove: () => void };
beforeAll(async () => {
  built = scratchFolder('dashboard');
  mkdirSync(join(built.path, 'assets'));
  writeFileSync(join(built.path, 'index.html'), '<html><style nonce="__CSP_NONCE__"></style><meta nonce="__CSP_NONCE__"></html>');
  writeFileSync(join(built.path, 'assets', 'main-Bx3_9-Za.js'), 'export {};');
  writeFileSync(join(built.path, 'favicon.svg'), '<svg/>');
  writeFileSync(join(built.path, '.secret'), 'no');
  test = await aWeb({ dashboard: built.path });
});
afterAll(async () => {
  await test.close();
  built.remove();
});

describe('signing in', () => {
  it('sets a cookie that no script reads and no other site sends, and says what the person may', async () => {
    const browser = await test.person('operator');
    const answer = await browser.signIn(browser.session?.person.login ?? '', SECRET);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^balefire=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(answer.body).toMatchObject({
      person: { role: 'operator' },
      permissions: expect.arrayContaining(['device.command']),
      idleMinutes: 30,
      timeZone: 'Asia/Shanghai',
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/hash|argon/);
    expect((await browser.get('/session')).body).toEqual(answer.body);
  });

  it('is refused in the same words for a stranger as for a wrong secret', async () => {
    const browser = await test.person('operator');
    const wrong = await new Browser(test.address).signIn(browser.session?.person.login ?? '', 'wrong');
    const strange = await new Browser(test.address).signIn('nobody-of-that-name', 'wrong');
    expect(wrong.status).toBe(401);
    expect(strange.body).toEqual(wrong.body);
    expect(wrong.body).toMatchObject({ code: 'wrong-secret', words: { zh: '账号或密码不对' } });
    expect(wrong.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('ends with signing out, for everybody who holds the cookie', async () => {
    const browser = await test.person('operator');
    expect((await browser.ask('DELETE', '/session')).status).toBe(204);
    expect((await browser.get('/session')).status).toBe(401);
  });

  it('stands in the audit, and so does a failure, with nothing of what was typed as a secret', async () => {
    const admin = await test.person('administrator');
    await new Browser(test.address).signIn('my-secret-in-the-wrong-field', 'another-secret');
    await new Browser(test.address).signIn(admin.session?.person.login ?? '', 'another-secret');
    await test.tell('smoke-1', {});
    const { body } = await admin.get('/audit?limit=20');
    const rows = (body as { items: { what: string; about: string; name: string }[] }).items;
    expect(rows).toContainEqual(expect.objectContaining({ what: 'sign-in', about: admin.session?.person.id }));
    expect(rows).toContainEqual(expect.objectContaining({ what: 'sign-in-failed', about: admin.session?.person.id }));
    expect(rows).toContainEqual(expect.objectContaining({ what: 'sign-in-failed', about: 'unknown', name: '?' }));
    expect(JSON.stringify(rows)).not.toMatch(/secret-in-the-wrong-field|another-secret/);
  });

  it('locks out after five failures, and says for how long', async () => {
    const browser = new Browser(test.address);
    // The address is this machine's, which other tests need: the failures stand for five accounts of it no more.
    const lockable = await aWeb();
    try {
      const there = new Browser(lockable.address);
      for (let i = 0; i < 5; i += 1) expect((await there.signIn('admin', 'wrong')).status).toBe(401);
      const locked = await there.signIn('admin', 'wrong');
      expect(locked.status).toBe(429);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(locked.body).toMatchObject({ code: 'locked-out', words: { en: expect.stringMatching(/wait \d+ s/) } });
    } finally {
      await lockable.close();
    }
    expect((await browser.get('/session')).status).toBe(401);
  });
});

describe('a request that changes something', () => {
  it.each([
    ['another site', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['no site', { origin: '' }],
    ['an opaque page', { origin: 'null' }],
    ['our site, without the token', { 'x-balefire-csrf': '' }],
    ['our site, with another token', { 'x-balefire-csrf': 'A'.repeat(43) }],
  ])('is refused from %s', async (_from, headers) => {
    const browser = await test.person('administrator');
    const refused = await browser.ask('PATCH', '/devices/hydrant-1', { name: '改名' }, headers as Record<string, string>);
    expect(refused).toMatchObject({ status: 403, body: { code: 'cross-site' } });
    expect(test.house.estate.record('hydrant-1')?.name).toBe('12层消火栓');
  });

  it('goes through from our own page', async () => {
    const browser = await test.person('administrator');
    expect(await browser.ask('PATCH', '/devices/hydrant-1', { name: '12层消火栓' })).toMatchObject({ status: 200 });
  });

  it('is refused as signing in from another site, too', async () => {
    const answer = await new Browser(test.address).ask('POST', '/session', { login: 'a', secret: 'b' }, { origin: 'http://evil.example' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross-site' } });
  });

  it('finds no door for other sites in the answers', async () => {
    const answer = await new Browser(test.address).ask('OPTIONS', '/devices', undefined, { origin: 'http://evil.example' });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('behind a proxy that speaks https', () => {
  it('has a cookie for this host alone, the browser’s address, and believes nobody else’s headers', async () => {
    const proxied = await aWeb({ site: 'https://fire.example.org' });
    try {
      const browser = await proxied.person('administrator');
      const forwarded = { origin: 'https://fire.example.org', 'x-forwarded-for': '8.8.8.8, 203.0.113.9', 'x-forwarded-proto': 'https' };
      const login = browser.session?.person.login ?? '';
      const answer = await new Browser(proxied.address).ask('POST', '/session', { login, secret: SECRET }, forwarded);
      const cookie = answer.headers.getSetCookie()[0] ?? '';
      expect(cookie).toMatch(/^__Host-balefire=.*; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
      expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=/);
      const session = answer.body as { csrf: string };
      const asked = { ...forwarded, cookie: cookie.split(';')[0] ?? '', 'x-balefire-csrf': session.csrf };
      expect((await new Browser(proxied.address).ask('PATCH', '/devices/smoke-1', { name: '烟感' }, asked)).status).toBe(200);
      const { body } = await browser.get('/audit?limit=5');
      expect((body as { items: unknown[] }).items).toContainEqual(expect.objectContaining({ what: 'change-device', from: '203.0.113.9' }));
      const plain = await new Browser(test.address).ask('POST', '/session', { login: 'a', secret: 'b' }, forwarded);
      expect(plain.body).toMatchObject({ code: 'cross-site' });
    } finally {
      await proxied.close();
    }
  });
});

describe('the pages', () => {
  it('have a strict policy with a nonce of their own each time', async () => {
    const [one, other] = await Promise.all([fetch(test.address), fetch(`${test.address}/alarms/a1`)]);
    const policy = one.headers.get('content-security-policy') ?? '';
    const nonce = /style-src 'self' 'nonce-([\w-]+)'/.exec(policy)?.[1] ?? '';
    expect(await one.text()).toBe(`<html><style nonce="${nonce}"></style><meta nonce="${nonce}"></html>`);
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    expect(await other.text()).not.toContain(nonce);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "connect-src 'self'",
      "worker-src 'self' blob:",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/unsafe|upgrade-insecure/);
    expect(one.headers.get('x-content-type-options')).toBe('nosniff');
    expect(one.headers.get('x-powered-by')).toBeNull();
    expect(one.headers.get('cache-control')).toBe('no-store');
  });

  it('leave a connection standing longer than a reverse proxy does, which may hand on a request until it gives it up itself', async () => {
    const { headers } = await fetch(test.address);
    const seconds = Number(/timeout=(\d+)/.exec(headers.get('keep-alive') ?? '')?.[1]);
    expect(seconds).toBeGreaterThan(60);
  });

  it('keep what has a hash in its name for good, and the rest for minutes', async () => {
    const hashed = await fetch(`${test.address}/assets/main-Bx3_9-Za.js`);
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${test.address}/favicon.svg`)).headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('do not answer with the page for a file that is not there', async () => {
    for (const path of ['/assets/old-12345678.js', '/.secret', '/../package.json', '/%2e%2e/package.json', '/nothing.png']) {
      expect((await fetch(`${test.address}${path}`)).status).toBe(404);
    }
  });

  it('say what to do where the dashboard has not been built', async () => {
    const bare = await openWeb(
      { ...test.house, config: { ...test.house.config, web: { ...test.house.config.web, host: '127.0.0.1', port: 0 } } },
      '0.0.0',
      openLog('silent'),
      { dashboard: join(built.path, 'nowhere') },
    );
    try {
      const page = await fetch(`http://127.0.0.1:${bare.port}/`);
      expect(page.status).toBe(503);
      expect(await page.text()).toContain('npm run build');
    } finally {
      await bare.close();
    }
  });

  it('show the API without a script', async () => {
    const page = await fetch(`${test.address}/api-docs`);
    const text = await page.text();
    expect(text).toContain('/alarms/{id}/acknowledge');
    expect(text).toContain('确认');
    expect(text).not.toContain('<script');
    const nonce = /'nonce-([\w-]+)'/.exec(page.headers.get('content-security-policy') ?? '')?.[1];
    expect(text).toContain(`<style nonce="${nonce}">`);
  });
});

describe('the figures', () => {
  it('are well-formed Prometheus text with the house’s main numbers and no names', async () => {
    await test.tell('smoke-1', { smoke: 'alarm' });
    const answer = await fetch(`${test.address}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"\n]*"(,[a-z]+="[^"\n]*")*\})? -?[\d.e+-]+)$/);
    }
    expect(text).toMatch(/^balefire_alarms_open\{class="fire",drill="false"\} [1-9]/m);
    for (const name of [
      'balefire_journal_commit_seconds',
      'process_resident_memory_bytes',
      'balefire_history_waiting',
      'balefire_devices',
    ]) {
      expect(text).toContain(`\n${name}`);
    }
    expect(text).toMatch(/balefire_event_loop_delay_seconds\{quantile="0.99"\} 0\.\d+/);
    expect(text).not.toMatch(/smoke-1|示范|operator\d/);
  });

  it('are for this machine alone, not for whoever comes through a proxy', async () => {
    const answer = await fetch(`${test.address}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(answer.status).toBe(403);
  });

  it('say that the gateway is well', async () => {
    const answer = await fetch(`${test.address}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok', journal: 'storing' });
  });
});

describe('a port that is not to be had', () => {
  const web = (port: number, host = '127.0.0.1') =>
    openWeb({ ...test.house, config: { ...test.house.config, web: { host, port } } }, '0.0.0', openLog('silent'));

  it('is said in one line', async () => {
    await expect(web(test.web.port)).rejects.toMatchObject({ code: 'port-taken', details: { port: test.web.port } });
    await expect(web(0, '203.0.113.77')).rejects.toMatchObject({ code: 'port-refused' });
  });
});
