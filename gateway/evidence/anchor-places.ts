// Places outside the gateway where the head of the chain is written: a file on another disk, a syslog server, a mailbox.
import { createSocket } from 'node:dgram';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import type { Outgoing } from '../notify/outgoing.ts';
import { type MailServer, sendMail } from '../notify/smtp.ts';
import { type Anchor, anchorLine } from './anchor-line.ts';

/** Somewhere that the gateway writes to and does not change afterwards. */
export interface AnchorPlace {
  /** For a person's eye, and unique: `file /mnt/other/heads.log`. */
  readonly name: string;
  /** Resolves when it stands there, as far as the place can say; rejects where it does not. */
  write(anchor: Anchor): Promise<void>;
  /** How long it may take, ms; left out: as a disk or server on the same site. */
  readonly patienceMs?: number;
  /** How often it is written to, ms; left out: every hour. */
  readonly everyMs?: number;
  /** What stands there, where it can be read back. */
  read?(): Promise<string>;
}

type PlaceConfig =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'syslog'; readonly host: string; readonly port: number; readonly transport: 'udp' | 'tcp' }
  | (MailPlace & { readonly kind: 'mail' });

/** A mailbox, and who sends to it. `everyHours`: a mailbox that people read is not for every hour. */
interface MailPlace extends MailServer {
  readonly from: string;
  readonly to: string;
  readonly everyHours: number;
}

/** What the mail goes out by: `reach` and `patienceMs` of the real way out. */
type MailingBy = (patienceMs: number) => Outgoing;

/** The places that the configuration names. */
export function anchorPlaces(config: readonly PlaceConfig[], mailingBy: MailingBy): AnchorPlace[] {
  return config.map((one) => {
    if (one.kind === 'file') return filePlace(one.file);
    return one.kind === 'syslog' ? syslogPlace(one) : mailPlace(one, mailingBy);
  });
}

/** After this a connection is given up; whoever writes has stopped waiting by then. */
const SOCKET_PATIENCE_MS = 5_000;

/**
 * Appends a line and forces it to the disk; behind one that a full disk or a power cut tore, on a line of its own. The folder
 * is not made: where it is missing, the disk that it should be on is not there, and writing beside the gateway instead would
 * be no anchor.
 */
function filePlace(file: string): AnchorPlace {
  return {
    name: `file ${file}`,
    async write(anchor) {
      const handle = await open(file, 'a+', 0o600);
      try {
        const { size } = await handle.stat();
        const isTorn = size > 0 && (await handle.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString() !== '\n';
        await handle.appendFile(`${isTorn ? '\n' : ''}${anchorLine(anchor)}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    read: () => readFile(file, 'utf8'),
  };
}

/** Facility 13 (log audit), severity 5 (notice): RFC 5424, 6.2.1. */
const PRIORITY = 13 * 8 + 5;

/** A message of RFC 5424 that carries an anchor. */
function syslogMessage(anchor: Anchor, host: string): string {
  const name = host.replace(/[^\x21-\x7e]/g, '-').slice(0, 255) || '-';
  return `<${PRIORITY}>1 ${new Date(anchor.at).toISOString()} ${name} balefire ${process.pid} ANCHOR - ${anchorLine(anchor)}`;
}

/** To a syslog server; by `tcp` framed by octet count (RFC 6587, 3.4.1). By `udp` nobody says whether it arrived. */
function syslogPlace({ host, port, transport }: { host: string; port: number; transport: 'udp' | 'tcp' }): AnchorPlace {
  return {
    name: `syslog ${transport}://${host}:${port}`,
    write(anchor) {
      const message = Buffer.from(syslogMessage(anchor, hostname()));
      return transport === 'udp' ? sendDatagram(message, host, port) : sendFramed(message, host, port);
    },
  };
}

function sendDatagram(message: Buffer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.send(message, port, host, (error) => {
      socket.close();
      if (error) reject(error);
      else resolve();
    });
  });
}

/** Resolves when the server took the end of the stream, or closed it: all that the protocol can say. */
function sendFramed(message: Buffer, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: SOCKET_PATIENCE_MS });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${SOCKET_PATIENCE_MS} ms`)));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]), resolve);
      socket.resume();
    });
  });
}

const HOUR_MS = 3_600_000;
/** A mail server signs in, looks names up and may put a stranger off: slower than a disk by far. */
const MAIL_PATIENCE_MS = 20_000;

/**
 * A mail to a mailbox whose owner is not the gateway's. It stands there when the server has taken it (250); what came
 * of it after that is the mailbox's word. Saved as it is, `balefire verify --anchor` reads it.
 */
function mailPlace({ from, to, everyHours, ...server }: MailPlace, mailingBy: MailingBy): AnchorPlace {
  return {
    name: `mail ${to}`,
    patienceMs: MAIL_PATIENCE_MS,
    everyMs: everyHours * HOUR_MS,
    async write(anchor) {
      const { number, hash } = anchor;
      const domain = from.slice(from.indexOf('@') + 1);
      const mail = {
        id: `<anchor-${number}-${hash.slice(0, 16)}@${domain}>`,
        from,
        to,
        subject: `烽燧证据链存证 第 ${number} 条 / Balefire evidence anchor, record ${number}`,
        text: `请原样保存本邮件，用于核验证据链。 / Keep this mail as it is: the evidence chain is verified with it.\n\n${anchorLine(anchor)}\n`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        encoding: 'quoted-printable' as const,
      };
      const sent = await sendMail(server, mail, mailingBy(MAIL_PATIENCE_MS));
      if ('receipt' in sent) return;
      throw new Error('failed' in sent ? sent.detail.en : `${sent.no}${sent.code === undefined ? '' : ` ${sent.code}`}`);
    },
  };
}
