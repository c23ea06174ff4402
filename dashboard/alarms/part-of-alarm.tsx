// An alarm of a part behind a transmission device: which loop and point, what it is, and which device tells of it.
import { Link } from 'react-router';
import type { AlarmView, DeviceView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { partNumber, partType } from '../transmission/part-words.ts';
import { useAnswer } from '../use-answer.ts';

/** The alarm tells only the part's name and kind; where it stands on its panel is asked for, by who may look at devices. */
export function PartOfAlarm({ device }: { readonly device: AlarmView['device'] }) {
  const { t, say } = useWords();
  const may = useMay();
  const { value } = useAnswer<DeviceView>(may('device.read') ? `/devices/${encodeURIComponent(device.id)}` : null);
  const part = value?.part ?? null;
  if (part === null) return null;
  const number = partNumber(part);
  return (
    <p className="row card-part" data-testid="alarm-part">
      <strong>{say(partType(part))}</strong>
      {number === '' ? null : (
        <span>
          <span className="quiet">{t('part.number')}</span> <strong className="numbers">{number}</strong>
        </span>
      )}
      <span>
        <span className="quiet">{t('part.behind')}</span>{' '}
        <Link className="link big-link" to={`/devices/${encodeURIComponent(part.of.id)}`}>
          {part.of.name}
        </Link>
      </span>
    </p>
  );
}
