// How the fake gateway takes in a list of parts: enough of the real one's judgement for every answer that a screen must show.
import type { Response } from 'express';
import { PART_TYPES } from '../../device-drivers/gb26875/names.ts';
import type { DeviceView } from '../../gateway/web/contract.ts';
import type { PartImport } from '../../gateway/web/transmission-contract.ts';
import type { FieldProblem } from '../api.ts';
import { refuse } from './fake-answers.ts';

const both = (zh: string, en: string) => ({ zh, en });
type Preview = PartImport['preview'][number];
/** As many rows as the real one shows. */
const SHOWN = 50;

export function importList(parts: DeviceView[], device: string, bytes: Buffer, dry: boolean, response: Response) {
  const wrong = (words: FieldProblem['words']): void =>
    refuse(response, 400, 'bad-request', '请求有误：body', 'The request is not right: body', [{ path: 'body', message: '', words }]);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return wrong(both('文件编码无法识别，请另存为“CSV UTF-8”', 'The encoding is not known: save it as CSV UTF-8'));
  }
  const [header = '', ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (!header.startsWith('回路,位号')) return wrong(both('表头缺少“回路”', 'The header lacks “Loop”'));

  const errors: PartImport['errors'] = [];
  const preview: Preview[] = [];
  for (const [nth, line] of lines.entries()) {
    const row = nth + 2;
    const [loop = '', point = '', type = '', description = '', floor = '', room = ''] = line.split(',');
    if (!/^\d+$/.test(loop))
      errors.push({ row, column: '回路', value: loop, words: both('应为 0 至 65535 的整数', 'A whole number, 0 to 65535') });
    if (!/^\d+$/.test(point))
      errors.push({ row, column: '位号', value: point, words: both('应为 0 至 65535 的整数', 'A whole number, 0 to 65535') });
    const found = [...PART_TYPES].find(([code, words]) => String(code) === type || words.zh === type);
    if (found === undefined) {
      const words = both('不是部件类型的名称或代码', 'Neither the name nor the code of a part type');
      errors.push({ row, column: '类型', value: type, words });
      continue;
    }
    if (!/^\d+$/.test(loop) || !/^\d+$/.test(point)) continue;
    const known = parts.find((one) => one.part?.of.id === device && one.part.loop === Number(loop) && one.part.point === Number(point));
    const change = known === undefined ? 'added' : known.name === description ? 'unchanged' : 'changed';
    preview.push({ row, loop: Number(loop), point: Number(point), type: found[1], description, floor, room, change });
    if (!dry && known !== undefined) known.name = description;
  }
  const count = (change: Preview['change']): number => preview.filter((one) => one.change === change).length;
  const answer: PartImport = {
    rows: lines.length,
    added: count('added'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    places: new Set(preview.filter((one) => one.change === 'added').map((one) => one.floor)).size,
    done: !dry && errors.length === 0,
    errors: errors.slice(0, 200),
    wrong: errors.length,
    preview: preview.slice(0, SHOWN),
  };
  return response.json(answer);
}
