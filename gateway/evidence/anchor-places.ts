// Places outside the gateway where the head of the chain is written: a file on another disk, a syslog server.
import { createSocket } from 'node:dgram';
import { open, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { type Anchor, anchorLine } from './anchor-line.ts';

/** Somewhere that the gateway writes to and does not change afterwards. */
export interface AnchorPlace {
  /** For a person's eye, and unique: `file /mnt/other/heads.log`. */
  readonly name: string;
  /** Resolves when it stands there, as far as the place can say; rejects where it does not. */
  write(anchor: Anchor): Promise<void>;
  /** What stands there, where it can be read back. */
  read?(): Promise<string>;
}

type PlaceConfig =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'syslog'; readonly host: string; readonly port: number; readonly transport: 'udp' | 'tcp' };

/** The places that the configuration names. */
export function anchorPlaces(config: readonly PlaceConfig[]): AnchorPlace[] {
  return config.map((one) => (one.kind === 'file' ? filePlace(one.file) : syslogPlace(one)));
}

/** After this a connection is given up; whoever writes has stopped waiting by then. */
const SOCKET_PATIENCE_MS = 5_000;

/**
 * Appends a line and forces it to the disk. The folder is not made: where it is missing, the disk that it should be on
 * is not there, and writing beside the gateway instead would be no anchor.
 */
function filePlace(file: string): AnchorPlace {
  return {
    name: `file ${file}`,
    async write(anchor) {
      const handle = await open(file, 'a', 0o600);
      try {
        await handle.appendFile(`${anchorLine(anchor)}\n`);
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
