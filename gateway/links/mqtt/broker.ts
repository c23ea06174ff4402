// aedes as Balefire uses it: it speaks MQTT with the devices, takes in, confirms, and passes nothing on by itself.
import type { EventEmitter } from 'node:events';
import { Aedes, type AedesOptions, type Client, type PublishPacket } from 'aedes';
import type { MqttLimits } from './mqtt-limits.ts';
import { NoSessions } from './no-sessions.ts';

type Done = (error?: Error) => void;

export type Hooks = Required<
  Pick<AedesOptions, 'preConnect' | 'authenticate' | 'authorizePublish' | 'authorizeSubscribe' | 'authorizeForward'>
>;

/**
 * A publish is over when the gate has let it pass: no device may hear another, so retained store, offline queues and
 * the way through the emitter are left out (they cost 37 µs a message), and so are the broker's own `$SYS` messages.
 */
export class DeviceBroker extends Aedes {
  /** `onError`: an error of the broker itself; unheard it would end the process. */
  constructor(limits: MqttLimits, hooks: Hooks, onError: (error: Error) => void) {
    super({
      ...hooks,
      persistence: new NoSessions(),
      // No queue between devices: with one, a reader that stops reading holds up all the others.
      concurrency: 0,
      connectTimeout: limits.connectWithinMs,
      drainTimeout: limits.drainWithinMs,
      maxInflightInbound: limits.openHandshakes,
      // MQTT 3.1 allows 23 characters; its clients send longer ids all the same.
      maxClientsIdLength: 65_535,
    });
    hearErrors(this, onError);
  }

  override publish(_packet: PublishPacket, clientOrDone: Client | null | Done, done?: Done): void {
    if (typeof clientOrDone === 'function') clientOrDone();
    else done?.();
  }
}

/** The typings of aedes leave this event out. */
function hearErrors(broker: EventEmitter, onError: (error: Error) => void): void {
  broker.on('error', onError);
}
