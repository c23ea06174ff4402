// What people are told of the way to other houses: what is not delivered, what was refused for good, whose receipt is late.
import type { Words } from '../../device-drivers/words.ts';
import type { Troubles } from '../troubles.ts';
import type { ParcelRecord, Parcels } from './parcels.ts';

export class NorthTroubles {
  readonly #troubles: Pick<Troubles, 'raise' | 'clear'>;
  readonly #parcels: Pick<Parcels, 'hasRoom' | 'givenUp'>;

  constructor(troubles: Pick<Troubles, 'raise' | 'clear'>, parcels: Pick<Parcels, 'hasRoom' | 'givenUp'>) {
    this.#troubles = troubles;
    this.#parcels = parcels;
  }

  delivered(target: string): void {
    this.#troubles.clear(idOf(target));
    if (this.#parcels.hasRoom(target)) this.#troubles.clear(`${idOf(target)}:full`);
    if (target === 'dc09') this.#troubles.clear('northbound:dc09:line');
    this.lookForGivenUp(target);
  }

  undelivered(target: string, why: string): void {
    this.#fault(idOf(target), { zh: `上行 ${target} 未送达`, en: `Northbound ${target} is not delivered` }, asItIs(why));
  }

  /** Stands over restarts too, until the target takes something later about the same thing or a person has seen it. */
  lookForGivenUp(target: string): void {
    const id = `${idOf(target)}:given-up`;
    const all = this.#parcels.givenUp(target);
    const [newest] = all;
    if (!newest) {
      this.#troubles.clear(id);
      return;
    }
    const said = `${newest.about}: ${newest.why}`;
    const detail =
      all.length === 1 ? asItIs(said) : { zh: `${all.length} 条，最近 ${said}`, en: `${all.length} of them, the newest ${said}` };
    this.#fault(id, { zh: `上行 ${target} 拒收，已放弃`, en: `Northbound ${target} refused for good` }, detail);
  }

  /** Confirmed fires without a receipt in time, the oldest first: said to everybody, until the receipt is there. */
  late(late: readonly ParcelRecord[]): void {
    const [first] = late;
    if (!first) {
      this.#troubles.clear('northbound:receipt');
      return;
    }
    const title = {
      zh: '已确认的火警未收到火警信息终端回执，请电话报警',
      en: 'The fire-alarm terminal gave no receipt for a confirmed fire: call by telephone',
    };
    const detail = { zh: `${late.length} 起，最早 ${first.about}`, en: `${late.length} of them, the oldest ${first.about}` };
    this.#troubles.raise('northbound:receipt', 'fire', title, detail);
  }

  /** What a test of the line to the receiving centre came to. */
  line(isThere: boolean): void {
    const id = 'northbound:dc09:line';
    if (isThere) this.#troubles.clear(id);
    else
      this.#fault(
        id,
        { zh: '报警接收中心无应答', en: 'The alarm receiving centre does not answer' },
        { zh: '链路测试失败', en: 'The link test failed' },
      );
  }

  full(target: string): void {
    const detail = { zh: '较早的非火警信息已让位，火警不受影响', en: 'Older messages that are no fire made room; no fire did' };
    this.#fault(`${idOf(target)}:full`, { zh: `上行 ${target} 积压过多`, en: `Too much waits for northbound ${target}` }, detail);
  }

  /** The disk refused. */
  broken(): void {
    const detail = { zh: '未送出的信息保存在内存，将重试', en: 'What was not told is kept in memory and tried again' };
    this.#fault('northbound', { zh: '上行队列无法写盘', en: 'The queue north cannot be written' }, detail);
  }

  /** The disk took it. */
  works(): void {
    this.#troubles.clear('northbound');
  }

  #fault(id: string, title: Words, detail: Words): void {
    this.#troubles.raise(id, 'fault', title, detail);
  }
}

function idOf(target: string): string {
  return `northbound:${target}`;
}

function asItIs(text: string): Words {
  return { zh: text, en: text };
}
