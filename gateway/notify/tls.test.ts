// TLS on the way out: asked for by the name and not by the pinned address, and never with a certificate that nobody vouches for.
import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { Networks } from '../networks.ts';
import { email } from './channels/email.ts';
import { PinnedOutgoing } from './outgoing.ts';
import { SELF_SIGNED } from './testing/self-signed.ts';
import { realNotice, SOME_TIME } from './testing/some-notice.ts';

const outgoing = new PinnedOutgoing(new Networks(['127.0.0.0/8']), {
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
});

let server: Server;
afterEach(() => {
  server.close();
});

function noting(asked: string[]): (name: string, done: (error: Error | null) => void) => void {
  return (name, done) => {
    asked.push(name);
    done(null);
  };
}

it('a request asks for the name, and refuses a certificate that nobody vouches for', async () => {
  const asked: string[] = [];
  let requests = 0;
  server = createHttpsServer({ ...SELF_SIGNED, SNICallback: noting(asked) }, (_, answer) => {
    requests += 1;
    answer.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = { method: 'POST' as const, url: `https://hooks.example.org:${port}/`, headers: {}, body: '' };
  expect(await outgoing.request(request)).toMatchObject({ failed: 'tls' });
  expect(asked).toEqual(['hooks.example.org']);
  expect(requests).toBe(0);
});

it('mail too, and the password is not told to a stranger', async () => {
  const asked: string[] = [];
  let heard = '';
  server = createTlsServer({ ...SELF_SIGNED, SNICallback: noting(asked) }, (socket: TLSSocket) => {
    socket
      .on('error', () => undefined)
      .on('data', (bytes: Buffer) => {
        heard += bytes.toString();
      });
    socket.write('220 mail.example.org\r\n');
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const settings = { host: 'hooks.example.org', port, security: 'tls', from: 'duty@example.org', user: 'duty', password: 'right-password' };
  const around = { outgoing, now: () => SOME_TIME, timeZone: 'Asia/Shanghai' };
  expect(await email.send(realNotice(), [{ name: '张工', to: 'zhang@example.org' }], settings, around)).toMatchObject({ is: 'refused' });
  expect(asked).toEqual(['hooks.example.org']);
  expect(heard).toBe('');
});
