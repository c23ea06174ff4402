// The slow figures of a wall: devices heard, high-rises connected, water at hand, and the high-rises one by one.
import type { WallFigures, WallState } from '../../gateway/web/wall-contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';

const RING = 2 * Math.PI * 52;

/** A share as a ring with its number. `percent`: null of nothing. `target`: a mark on the ring, percent. */
function Ring({
  percent,
  target = null,
  label,
}: {
  readonly percent: number | null;
  readonly target?: number | null;
  readonly label: string;
}) {
  const angle = ((target ?? 0) / 100) * 2 * Math.PI - Math.PI / 2;
  return (
    <svg className="ring" viewBox="0 0 136 136" role="img" aria-label={`${label} ${percent === null ? '—' : `${Math.floor(percent)}%`}`}>
      <circle cx="68" cy="68" r="52" className="ring-track" />
      <circle cx="68" cy="68" r="52" className="ring-value" strokeDasharray={`${((percent ?? 0) / 100) * RING} ${RING}`} />
      {target === null ? null : (
        <line
          x1={68 + 42 * Math.cos(angle)}
          y1={68 + 42 * Math.sin(angle)}
          x2={68 + 63 * Math.cos(angle)}
          y2={68 + 63 * Math.sin(angle)}
          className="ring-target"
        />
      )}
      <text x="68" y="77" className="ring-number">
        {percent === null ? '—' : `${Math.floor(percent)}%`}
      </text>
    </svg>
  );
}

export function Devices({ devices: { devices, online, silent } }: Pick<WallFigures, 'devices'>) {
  const { t } = useWords();
  return (
    <div className="with-ring" data-testid="wall-devices">
      <Ring percent={devices === 0 ? null : (100 * online) / devices} label={t('wall.online')} />
      <ul className="facts">
        <Fact label={t('wall.devices-all')} value={devices} />
        <Fact label={t('wall.online')} value={online} />
        <Fact label={t('wall.silent')} value={silent} of={silent > 0 ? 'fault' : 'none'} />
      </ul>
    </div>
  );
}

export function Rate({ rate: { all, connected, lost, percent, target } }: Pick<WallFigures, 'rate'>) {
  const { t } = useWords();
  const isShort = target !== null && percent !== null && percent < target;
  return (
    <div className="with-ring" data-testid="wall-rate">
      <Ring percent={percent} target={target} label={t('wall.rate')} />
      <ul className="facts">
        <Fact label={t('wall.connected')} value={`${connected} / ${all}`} />
        <Fact label={t('wall.contact-lost')} value={lost} of={lost > 0 ? 'fault' : 'none'} />
        <Fact label={t('wall.target')} value={target === null ? t('wall.no-target') : `${target}%`} of={isShort ? 'supervisory' : 'none'} />
      </ul>
    </div>
  );
}

function Fact({ label, value, of = 'none' }: { readonly label: string; readonly value: number | string; readonly of?: string }) {
  return (
    <li data-class={of}>
      <span>{label}</span>
      <b className="numbers">{value}</b>
    </li>
  );
}

export function Water({ water: { tanks, hydrants, worst } }: Pick<WallFigures, 'water'>) {
  const { t } = useWords();
  return (
    <div data-testid="wall-water">
      <div className="pair">
        <Share label={t('wall.tanks')} {...tanks} />
        <Share label={t('wall.hydrants')} {...hydrants} />
      </div>
      {worst.length === 0 ? (
        <p className="nothing">{t(tanks.all + hydrants.all === 0 ? 'wall.water-unset' : 'wall.water-well')}</p>
      ) : (
        <ol className="rows">
          {worst.map((one) => (
            <li key={`${one.building} ${one.of}`} data-class="supervisory">
              <span className="clip">{one.building}</span>
              <span className="quiet nowrap">{t(one.of === 'hydrant' ? 'wall.top-hydrant' : `tank.${one.of}`)}</span>
              <em className="nowrap">{t(one.state === 'good' ? 'wall.well' : `live.${one.state}`)}</em>
              <b className="numbers nowrap">
                {one.value === null ? '' : one.of === 'hydrant' ? `${one.value.toFixed(2)} MPa` : `${one.value.toFixed(1)} h`}
              </b>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Share({ label, all, good }: { readonly label: string; readonly all: number; readonly good: number }) {
  return (
    <div className="figure" data-class={good < all ? 'supervisory' : 'none'}>
      <b className="numbers">
        {good}
        <small> / {all}</small>
      </b>
      <span>{label}</span>
    </div>
  );
}

/** Where no map can be drawn: the high-rises, those not well first. */
export function Buildings({ buildings, worst }: Pick<WallFigures, 'buildings'> & Pick<WallState, 'worst'>) {
  const { t } = useWords();
  if (buildings.length === 0) return <p className="nothing">{t('wall.no-buildings')}</p>;
  return (
    <ul className="building-wall" data-testid="wall-buildings">
      {buildings.map(({ id, name, contact, pressure }) => {
        const of = worst[id] ?? (contact === 'lost' || pressure === 'low' ? 'supervisory' : 'normal');
        return (
          <li key={id} data-class={of}>
            <ClassShape of={of} />
            <strong className="clip">{name}</strong>
            <span className="quiet">{t(`contact.${contact}`)}</span>
          </li>
        );
      })}
    </ul>
  );
}
