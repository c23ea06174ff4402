// The reading side: whatever the chunks and the stalls, every byte comes through once, in order, a packet at a time.
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { Bucket } from '../rate.ts';
import { Intake, SharedBudget } from './intake.ts';
import { DEFAULT_MQTT_LIMITS, type MqttLimits } from './mqtt-limits.ts';
import { connect, PINGREQ, publish, Splitter, TYPE } from './testing/packets.ts';

/** A wire that the test pushes chunks into. */
class Wire extends Duplex {
  override _read(): void {}
  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }
}

interface Reader {
  readonly wire: Wire;
  readonly intake: Intake;
  readonly refused: string[];
  /** What has come through. */
  readonly bytes: () => Buffer;
  /** Resolves at the end of the stream. */
  readonly ended: Promise<void>;
}

/** Reads as aedes does: a reading when told that there is something, and again when done with what came. */
function reader(limits: Partial<MqttLimits>, budget: SharedBudget, afterEach: (packets: number, intake: Intake) => Promise<void>): Reader {
  const wire = new Wire({ highWaterMark: 64 * 1024 });
  const refused: string[] = [];
  const intake = new Intake(wire, { ...DEFAULT_MQTT_LIMITS, ...limits }, budget, (why) => refused.push(why));
  const taken: Buffer[] = [];
  const splitter = new Splitter();
  const readOn = (): void => {
    const chunk = wire.read() as Buffer | null;
    if (!chunk) return;
    taken.push(chunk);
    const publishes = splitter.push(chunk).filter(({ type }) => type === TYPE.publish).length;
    void afterEach(publishes, intake).then(readOn);
  };
  wire.on('readable', readOn);
  const ended = new Promise<void>((resolve) => wire.on('end', resolve));
  return { wire, intake, refused, bytes: () => Buffer.concat(taken), ended };
}

const unhindered = (): Bucket => new Bucket({ perSecond: 1e9, burst: 1e9 }, 0);

describe('the intake', () => {
  const packet = fc.oneof(
    fc.constant(PINGREQ),
    fc
      .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 400 }), fc.boolean())
      .map(([qos, size, isBig]) => publish('balefire/a/up', Buffer.alloc(isBig ? size * 200 : size, 7), { qos: qos % 3, id: 1 })),
  );

  it('hands on every byte once and in order, never more publishes than may be in flight', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(packet, { minLength: 1, maxLength: 40 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 3_000 })),
        async (packets, sizes) => {
          const hello = connect({ clientId: 'a' });
          const sent = Buffer.concat([hello, ...packets]);
          let inFlight = 0;
          let most = 0;
          const under = reader({ inFlight: 3 }, new SharedBudget(1e9), async (publishes, intake) => {
            intake.admit(unhindered());
            inFlight += publishes;
            most = Math.max(most, inFlight);
            await new Promise((resolve) => setImmediate(resolve));
            inFlight -= publishes;
            for (let i = 0; i < publishes; i += 1) intake.released(0);
          });
          for (let at = 0; at < sent.length; ) {
            const size = sizes.next().value ?? 1;
            under.wire.push(sent.subarray(at, at + size));
            at += size;
            if (size % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
          }
          under.wire.push(null);
          await under.ended;
          expect(under.bytes().equals(sent)).toBe(true);
          expect(under.refused).toEqual([]);
          expect(most).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows nothing behind the CONNECT before the device is admitted', async () => {
    const hello = connect({ clientId: 'a' });
    const under = reader({}, new SharedBudget(1e9), async () => {});
    under.wire.push(Buffer.concat([hello, publish('balefire/a/up', 'early', { id: 1 })]));
    await new Promise((resolve) => setImmediate(resolve));
    expect(under.bytes().equals(hello)).toBe(true);
    under.intake.admit(unhindered());
    under.wire.emit('readable');
    expect(under.bytes().toString('latin1')).toContain('early');
  });

  it('waits for room in the budget of all, and goes on by itself when there is some', async () => {
    const budget = new SharedBudget(1_000);
    const under = reader({}, budget, async (_, intake) => intake.admit(unhindered()));
    budget.add(2_000);
    under.wire.push(connect({ clientId: 'a' }));
    await new Promise((resolve) => setImmediate(resolve));
    under.wire.push(publish('balefire/a/up', 'late', { id: 1 }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(under.bytes().toString('latin1')).not.toContain('late');
    budget.remove(1_500);
    expect(under.bytes().toString('latin1')).toContain('late');
  });

  it('reads nothing any more when it is halted', async () => {
    const under = reader({}, new SharedBudget(1e9), async () => {});
    under.intake.halt();
    under.wire.push(connect({ clientId: 'a' }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(under.bytes()).toHaveLength(0);
  });
});
