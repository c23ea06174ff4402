// How to get to an incident: on the house's own map, or in a map app of the phone, each told the spot in its own coordinates.
import { Link } from 'react-router';
import type { IncidentView } from '../../gateway/web/incident-contract.ts';
import { Dialog } from '../dialog.tsx';
import { useWords } from '../language.ts';
import { written } from '../map/coordinates.ts';
import { onOwnMap } from '../map/own-map.ts';
import { waysTo } from './ways-to.ts';

interface Props {
  readonly spot: NonNullable<IncidentView['spot']>;
  readonly name: string;
  readonly close: () => void;
}

export default function WayThere({ spot, name, close }: Props) {
  const { t } = useWords();
  return (
    <Dialog title={t('field.way')} buttons={null} close={close}>
      <nav className="way-there" aria-label={t('field.way')}>
        <Link to={onOwnMap(spot, name)} onClick={close} data-testid="way-own">
          {t('field.way-own')}
        </Link>
        {waysTo(spot, name).map(({ app, href }) => (
          <a key={app} href={href} rel="noreferrer" data-testid={`way-${app}`}>
            {t(`field.way-${app}`)}
          </a>
        ))}
      </nav>
      <p className="quiet numbers">WGS-84 {written([spot.longitude, spot.latitude])}</p>
    </Dialog>
  );
}
