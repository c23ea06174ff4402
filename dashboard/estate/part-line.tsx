// Of a part behind a transmission device: loop and point, and what it is.
import type { DeviceRow } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { partNumber, partType } from '../transmission/part-words.ts';

export function PartLine({ row }: { readonly row: DeviceRow }) {
  const { say } = useWords();
  if (row.part === null) return null;
  const number = partNumber(row.part);
  return (
    <span className="part-line quiet" data-testid="part-line">
      {number === '' ? null : <span className="numbers">{number} · </span>}
      {say(partType(row.part))}
    </span>
  );
}
