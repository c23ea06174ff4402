// A mail server on loopback: greets, takes a password (AUTH PLAIN and LOGIN), records the mail, and fails on demand.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Taken } from './fake-server.ts';

/** `busy`: 421 at the greeting; `greylist`: 451 for a stranger; `no-such-person`: 550; `gibberish`: speaks no SMTP; `early`: ends in the midst of the mail. */
export type MailFailure = 'busy' | 'greylist' | 'no-such-person' | 'spam' | 'hang' | 'close' | 'gibberish' | 'early';

export interface FakeSmtp {
  readonly port: number;
  /** `raw`: the body as it came over the wire. */
  readonly taken: readonly (Taken & { readonly headers: string; readonly raw: string })[];
  fail(how: MailFailure | null): void;
  close(): Promise<void>;
}

export async function startFakeSmtp({ user, password }: { user: string; password: string }): Promise<FakeSmtp> {
  const taken: (Taken & { headers: string; raw: string })[] = [];
  const sockets = new Set<Socket>();
  let failure: MailFailure | null = null;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    serve(
      socket,
      { user, password },
      () => failure,
      (mail) => taken.push(mail),
    ).catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A test that fails before it closes its double must not keep the whole run waiting.
  server.unref();
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    fail: (how) => {
      failure = how;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(
  socket: Socket,
  account: { user: string; password: string },
  failure: () => MailFailure | null,
  take: (mail: Taken & { headers: string; raw: string }) => void,
): Promise<void> {
  const say = (text: string): void => void socket.write(`${text}\r\n`);
  const how = failure();
  if (how === 'hang') return;
  if (how === 'close') return void socket.destroy();
  if (how === 'gibberish') return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  if (how === 'busy') return void socket.end('421 too many connections\r\n');
  say('220 mail.example.org ESMTP');
  let isKnown = false;
  let expects: 'command' | 'login-user' | 'login-password' | 'data' = 'command';
  let loginUser = '';
  let to: string[] = [];
  let mail: string[] = [];
  const judge = (name: string, secret: string): void => {
    isKnown = name === account.user && secret === account.password;
    say(isKnown ? '235 2.7.0 OK' : `535 5.7.8 authentication failed for ${name} with ${secret}`);
  };
  for await (const line of createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (expects === 'data') {
      if (how === 'early') return void socket.destroy();
      if (line !== '.') {
        mail.push(line.replace(/^\./, ''));
        continue;
      }
      expects = 'command';
      if (how === 'spam') say('554 5.7.1 looks like spam');
      else {
        take({ to, ...readMail(mail) });
        say('250 2.0.0 queued as 4711');
      }
      continue;
    }
    if (expects === 'login-user') {
      loginUser = Buffer.from(line, 'base64').toString();
      expects = 'login-password';
      say('334 UGFzc3dvcmQ6');
      continue;
    }
    if (expects === 'login-password') {
      expects = 'command';
      judge(loginUser, Buffer.from(line, 'base64').toString());
      continue;
    }
    const [verb = '', argument = ''] = line.split(/\s+(.*)/);
    switch (verb.toUpperCase()) {
      case 'EHLO':
        say('250-mail.example.org');
        say('250-AUTH PLAIN LOGIN');
        say('250 SIZE 1000000');
        break;
      case 'AUTH': {
        const [method, initial = ''] = argument.split(' ');
        if (method === 'LOGIN') {
          expects = 'login-user';
          say('334 VXNlcm5hbWU6');
        } else {
          const [, name = '', secret = ''] = Buffer.from(initial, 'base64').toString().split('\0');
          judge(name, secret);
        }
        break;
      }
      case 'MAIL':
        to = [];
        mail = [];
        say(isKnown ? '250 2.1.0 OK' : '530 5.7.0 sign in first');
        break;
      case 'RCPT':
        if (how === 'greylist') say('451 4.7.1 greylisted, try again later');
        else if (how === 'no-such-person') say(`550 5.1.1 no such person: ${argument}`);
        else {
          to.push(argument.replace(/^TO:<(.*?)>.*$/i, '$1'));
          say('250 2.1.5 OK');
        }
        break;
      case 'DATA':
        expects = 'data';
        say('354 go ahead');
        break;
      case 'QUIT':
        socket.end('221 bye\r\n');
        break;
      default:
        say('502 5.5.1 not known');
    }
  }
}

/** Subject and body as a person reads them. */
function readMail(mail: readonly string[]): { text: string; headers: string; raw: string } {
  const gap = mail.indexOf('');
  const headers = mail
    .slice(0, gap)
    .join('\n')
    .replace(/\n[ \t]+/g, ' ');
  const body = mail.slice(gap + 1).join('\n');
  const subject = /^Subject: (.*)$/m.exec(headers)?.[1] ?? '';
  const encoding = /^Content-Transfer-Encoding: (.*)$/m.exec(headers)?.[1] ?? '';
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString()
      : encoding === 'quoted-printable'
        ? Buffer.from(unquotedBytes(body.replace(/=\n/g, '')), 'latin1').toString()
        : body;
  return { headers, raw: body, text: `${words(subject)}\n${text}` };
}

function words(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString('latin1') : unquotedBytes(text.replaceAll('_', ' ')),
    )
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString());
}

function unquotedBytes(text: string): string {
  return text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
