// An alarm of a part behind a transmission device: which loop and point, what it is, and which device tells of it.
import { Link } from 'react-router';
import type { AlarmView, DeviceView } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { partNumber, partType } from '../transmission/part-words.ts';
import { useAnswer } from '../use-answer.ts';

interface Props {
  readonly device: string;
  readonly part: NonNullable<AlarmView['device']['part']>;
}

/** The alarm tells where the part stands on its panel; behind which device is asked for, by who may look at devices. */
export function PartOfAlarm({ device, part }: Props) {
  const { t, say } = useWords();
  const may = useMay();
  const { value } = useAnswer<DeviceView>(may('device.read') ? `/devices/${encodeURIComponent(device)}` : null);
  const of = value?.part?.of;
  const number = partNumber(part);
  return (
    <p className="row card-part" data-testid="alarm-part">
      <strong>{say(partType(part))}</strong>
      {number === '' ? null : (
        <span>
          <span className="quiet">{t('part.number')}</span> <strong className="numbers">{number}</strong>
        </span>
      )}
      {part.partType === null ? null : (
        <span>
          <span className="quiet">{t('part.system')}</span> {say(part.system)} {part.systemAddress}
        </span>
      )}
      {of === undefined ? null : (
        <span>
          <span className="quiet">{t('part.behind')}</span>{' '}
          <Link className="link big-link" to={`/devices/${encodeURIComponent(of.id)}`}>
            {of.name}
          </Link>
        </span>
      )}
    </p>
  );
}
