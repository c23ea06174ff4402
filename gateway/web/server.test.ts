// The server as a browser meets it: signing in, pages, headers, figures.
import { aWeb, Browser, SECRET, type TestWeb } from './testing/a-web.ts';

let test: TestWeb;
beforeAll(async () => {
  test = await aWeb();
});
afterAll(async () => {
  await test.close();
});

describe('the web', () => {
  it('signs a person in and says what they may', async () => {
    const browser = await test.person('operator');
    const answer = await browser.get('/session');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ person: { role: 'operator' }, csrf: browser.csrf });
  });
});
