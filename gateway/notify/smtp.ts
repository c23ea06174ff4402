// Mail over SMTP, to an address that was looked at first. The only file that knows nodemailer.
import { connect, type Socket } from 'node:net';
import { createTransport, type NodemailerError } from 'nodemailer';
import { type Words, words } from '../../device-drivers/words.ts';
import { failureOf, type Outgoing, type OutgoingFailure, pinned } from './outgoing.ts';

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte (465); `starttls`: turned on before anything is told (587), or nothing is sent; `none`: open. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How the text goes over the wire; left out: as the library thinks best. */
  readonly encoding?: 'quoted-printable';
}

/** What the server said: `code` is that of SMTP, 4xx for now, 5xx for good; undefined where the two did not understand each other. */
export interface MailRefusal {
  readonly no: 'sign-in' | 'recipient' | 'message' | 'tls';
  readonly code: number | undefined;
}

export async function sendMail(
  server: MailServer,
  mail: Mail,
  outgoing: Outgoing,
): Promise<{ receipt: string } | MailRefusal | OutgoingFailure> {
  const reached = await outgoing.reach(server.host);
  if ('failed' in reached) return reached;
  const socket = connect({ host: server.host, port: server.port, lookup: pinned(reached) });
  let isLate = false;
  const patience = setTimeout(() => {
    isLate = true;
    socket.destroy(new Error('too late'));
  }, outgoing.patienceMs);
  try {
    await connected(socket);
    return { receipt: await deliver(server, mail, socket) };
  } catch (error) {
    if (isLate) return { failed: 'timeout', detail: lateWords(server.host) };
    return refusalIn(error) ?? failureOf(causeOf(error), server.host);
  } finally {
    clearTimeout(patience);
    socket.destroy();
  }
}

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    // Stays: an error after the library has let go of the socket must not end the process.
    socket.on('error', reject);
  });
}

async function deliver({ host, port, security, user, password }: MailServer, mail: Mail, connection: Socket): Promise<string> {
  const transport = createTransport({
    host,
    port,
    connection,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { minVersion: 'TLSv1.2' },
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const { id, from, to, subject, text, headers, encoding } = mail;
  const { response } = await transport.sendMail({
    ...{ messageId: id, from, to, subject, text, headers: { ...headers } },
    ...(encoding === undefined ? {} : { textEncoding: encoding }),
  });
  return response;
}

function lateWords(host: string): Words {
  return words(`邮件服务器 ${host} 未在限定时间内答复`, `The mail server ${host} did not answer in time`);
}

function isOfMail(error: unknown): error is NodemailerError {
  return typeof error === 'object' && error !== null && 'code' in error;
}

function refusalIn(error: unknown): MailRefusal | undefined {
  if (!isOfMail(error)) return undefined;
  const code = typeof error.responseCode === 'number' && error.responseCode >= 400 ? error.responseCode : undefined;
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH') return { no: 'sign-in', code };
  if (error.code === 'EENVELOPE') return { no: 'recipient', code };
  if (error.code === 'ETLS' || error.code === 'EREQUIRETLS') return { no: 'tls', code };
  return code === undefined ? undefined : { no: 'message', code };
}

/** The library wraps the error of a socket and keeps its code beside its own. */
function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'originalCode' in error ? { code: error.originalCode } : error;
}
