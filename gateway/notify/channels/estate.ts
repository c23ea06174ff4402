// Our own sounders, broadcasts and voice posts: what still speaks when the internet is gone.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Arguments } from '../../../device-drivers/command.ts';
import { words } from '../../../device-drivers/words.ts';
import type { Notice } from '../notice.ts';
import { ok, refused, retry, toEach, unreachable } from './answer.ts';
import { defineChannel, type Sent } from './channel.ts';
import { titleOf } from './message.ts';
import { labelled, must } from './settings.ts';

/** What a device takes at once. */
const LONGEST_SPOKEN = 200;

const settings = z.strictObject({
  seat: labelled(
    '值班席的声光警报器或广播（设备编号）',
    "The seat's sounder or voice post (id of the device)",
    z.string().min(1).max(64).optional(),
  ),
  repeat: labelled('播报遍数', 'How many times it is said', z.number().int().min(1).max(20, must('1 至 20 遍', 'from 1 to 20')).default(3)),
  volume: labelled('音量（%）', 'Volume (%)', z.number().min(0).max(100, must('0 至 100', 'from 0 to 100')).default(80)),
  seconds: labelled(
    '声光警报持续时间（秒）',
    'Seconds for which a sounder sounds',
    z.number().int().min(5).max(1_800, must('5 至 1800 秒', 'from 5 to 1800')).default(300),
  ),
});

/** `Recipient.to` is the id of a device: one's own contact, or the one beside the seat. What the device knows decides: it speaks, or else it sounds. */
export const estate = defineChannel({
  id: 'estate',
  title: words('本地声光警报与广播', 'Sounders and broadcasts of our own'),
  settings,
  secrets: [],
  recipient: 'device',
  limits: { perRecipient: { perMinute: 4 } },
  send: (notice, recipients, given, { estate: voices }) =>
    toEach(recipients, async ({ to: device }) => {
      const known = voices?.commandsOf(device);
      if (!voices || !known) return refused(words('没有这台设备', 'There is no such device'));
      const order = orderFor(notice, known, given);
      if ('is' in order) return order;
      if (order.command === 'silence' && voices.isCalledElsewhere(notice)) {
        return unreachable(words('另有警情无人确认，继续鸣响', 'Another alarm waits for somebody, so it sounds on'));
      }
      const answer = await voices.give({ id: orderId(notice, device), device, ...order });
      return answer === 'given' ? ok() : retry(answer);
    }),
});

/** The same for a repetition, and within the 64 characters of a command's id. */
function orderId({ id }: Notice, device: string): string {
  return createHash('sha256').update(`${id} ${device}`).digest('hex').slice(0, 32);
}

function orderFor(
  notice: Notice,
  known: readonly string[],
  { repeat, volume, seconds }: z.output<typeof settings>,
): { command: string; arguments: Arguments } | Sent {
  if (known.includes('play')) return { command: 'play', arguments: { text: spoken(notice), repeat, volume } };
  if (!known.includes('sound')) return refused(words('这台设备不会播报也不会鸣响', 'This device can neither speak nor sound'));
  // A sounder has no words: nobody near it could tell the drill from a fire.
  if (notice.drill) {
    return unreachable(words('声光警报器无法说明这是演练，故不启动', 'A sounder cannot say that this is a drill, so it stays silent'));
  }
  return notice.phase === 'resolved' ? { command: 'silence', arguments: {} } : { command: 'sound', arguments: { seconds } };
}

/** Read aloud, so without brackets and in Chinese. */
function spoken(notice: Notice): string {
  const text = [titleOf(notice), ...notice.lines].map(({ zh }) =>
    zh
      .replace(/[【】]/g, ' ')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim(),
  );
  return [...text.filter((part) => part !== '').join('。')].slice(0, LONGEST_SPOKEN).join('');
}
