// A gateway killed while a phone hands in pictures and check-ins, and what of them it has after its start.
import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { PICTURE, type phoneStage } from './phone-stage.ts';
import type { SignedIn } from './signed-in.ts';

type PhoneStage = Pick<ReturnType<typeof phoneStage>, 'incident' | 'reports' | 'killAndStart' | 'admin'>;

/** A picture like no other. */
function aPicture(name: string): Buffer<ArrayBuffer> {
  const said = Buffer.from(`name\0${name}`);
  const chunk = Buffer.alloc(12 + said.length);
  chunk.writeUInt32BE(said.length, 0);
  chunk.write('tEXt', 4, 'latin1');
  said.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + said.length)), 8 + said.length);
  return Buffer.concat([PICTURE.subarray(0, -12), chunk, PICTURE.subarray(-12)]);
}

/** Eight pictures and eight check-ins on their way at once, the gateway killed when two pictures and a check-in at least are confirmed; and what of them it has then. `keeper` sends, `told` asks afterwards. */
export async function killedAmidstDeeds(stage: PhoneStage, keeper: SignedIn, told: SignedIn) {
  const { incident, reports, killAndStart } = stage;
  const { id } = await incident();
  const sent = Array.from({ length: 8 }, randomUUID).map((key) => ({ key, report: randomUUID(), picture: aPicture(key) }));
  const captured = Date.now();
  const arrive = (key: string, by = keeper) => by.hand(`/incidents/${id}/arrive`, key, { captured, sent: captured, position: null });
  const confirmed = new Set<string>();
  let heard = (): void => undefined;
  const some = new Promise<void>((resolve) => {
    heard = () => sent.filter(({ key }) => confirmed.has(key)).length >= 2 && confirmed.size >= 3 && resolve();
  });
  const answers = sent.flatMap(({ key, report, picture }) => [
    keeper.hand(`/incidents/${id}/media`, key, picture).then((status) => {
      if (status === 201) confirmed.add(key);
      heard();
    }),
    arrive(report).then((status) => {
      if (status === 200) confirmed.add(report);
      heard();
    }),
  ]);
  await some;
  await killAndStart();
  await Promise.all(answers);
  const entries = async () =>
    (await told.ask<{ entries: { id: string; media: { id: string; hash: string } | null }[] }>(`/incidents/${id}/work`)).entries;
  /** Those of the pictures that are not there, byte for byte. */
  const lost = async (keys: readonly string[]): Promise<string[]> => {
    const all = await entries();
    const read = keys.map(async (key) => {
      const media = all.find((entry) => entry.id === key)?.media;
      const file = media && (await stage.admin().file(`/pictures/${media.id}?original=true`));
      return file?.equals(sent.find((one) => one.key === key)?.picture ?? Buffer.alloc(0)) === true ? [] : [key];
    });
    return (await Promise.all(read)).flat();
  };
  /** Those of the check-ins that do not stand there once. */
  const lostCheckIns = async (keys: readonly string[]): Promise<string[]> => {
    const stand = (await reports()).map((report) => report.id);
    return keys.filter((key) => stand.filter((one) => one === key).length !== 1);
  };
  return {
    sent,
    entries,
    lost,
    lostCheckIns,
    /** What was confirmed before the gateway was gone. */
    pictures: sent.map(({ key }) => key).filter((key) => confirmed.has(key)),
    checkIns: sent.map(({ report }) => report).filter((report) => confirmed.has(report)),
    again: async ({ key, report, picture }: (typeof sent)[number]) => [
      await told.hand(`/incidents/${id}/media`, key, picture),
      await arrive(report, told),
    ],
  };
}
