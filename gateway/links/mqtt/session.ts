// One connection of one device, from TCP to its end.
import type { Socket } from 'node:net';
import type { Client } from 'aedes';
import { plainAddress } from '../peer.ts';
import type { Gate } from './gate.ts';
import { type Hello, topicsOf } from './hello.ts';
import type { Intake } from './intake.ts';

/** What is known of a device once it is admitted. */
export interface Identity {
  readonly device: string;
  /** The site whose enrolment key let it in; undefined for a placed device with its own secret. */
  readonly site: string | undefined;
  readonly topics: ReturnType<typeof topicsOf>;
}

export class Session {
  readonly socket: Socket;
  readonly intake: Intake;
  readonly gate: Gate;
  /** For a person's eye: address and port. */
  readonly peer: string;
  client: Client | undefined;
  hello: Hello | undefined;
  /** The will as aedes will publish it, the same object. */
  will: object | undefined;
  identity: Identity | undefined;
  /** CONNACK is out. */
  isReady = false;
  isSubscribed = false;
  /** Commands being written. */
  commands = 0;
  /** Set when the gateway ends it: the reason has been counted. */
  isEnded = false;
  /** What it says from now on is not taken: its secret is no longer good. */
  isRevoked = false;

  constructor(socket: Socket, intake: Intake, gate: Gate) {
    this.socket = socket;
    this.intake = intake;
    this.gate = gate;
    this.peer = `${plainAddress(socket.remoteAddress ?? '')}:${socket.remotePort ?? 0}`;
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  identify(device: string, site: string | undefined): Identity {
    this.identity = { device, site, topics: topicsOf(device) };
    return this.identity;
  }

  /** For a log line. */
  about(): { peer: string; device: string } {
    return { peer: this.peer, device: this.identity?.device ?? this.hello?.clientId ?? '' };
  }

  end(): void {
    this.isEnded = true;
    this.intake.halt();
    this.socket.destroy();
  }
}
