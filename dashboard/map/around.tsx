// What is near a spot: how many of each within the usual distances, and the nearest of each with its way and direction.
import { Button } from 'antd';
import type { Nearby } from '../../gateway/web/map-contract.ts';
import { useWords } from '../language.ts';
import { Answered } from '../states.tsx';
import { type Answer, useAnswer } from '../use-answer.ts';
import { type Degrees, written } from './coordinates.ts';
import { lengthText } from './measure.ts';
import { SignMark } from './sign-mark.tsx';
import { RESOURCE_SIGNS } from './signs.ts';

export interface Around {
  readonly spot: Degrees;
  /** Whose surroundings they are; empty for a spot of the ground. */
  readonly name: string;
}

const HEADINGS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

interface Props {
  readonly around: Around;
  readonly near: Answer<Nearby>;
  readonly choose: (key: string) => void;
}

/** What is near a spot; nothing is asked where there is none. */
export function useNear(spot: Degrees | null): Answer<Nearby> {
  const query = spot === null ? {} : { longitude: spot[0].toFixed(7), latitude: spot[1].toFixed(7) };
  return useAnswer<Nearby>(spot === null ? null : '/map/nearby', query);
}

export function AroundPanel({ around, near, choose }: Props) {
  const { t } = useWords();
  return (
    <section className="around" aria-label={t('map.around')} data-testid="map-around">
      <h3>{t('map.around')}</h3>
      {around.name === '' ? <p className="mono quiet">{written(around.spot)}</p> : null}
      <Answered answer={near}>{(nearby) => <Told nearby={nearby} choose={choose} />}</Answered>
      <p className="quiet">{t('map.around-straight')}</p>
    </section>
  );
}

function Told({ nearby, choose }: { readonly nearby: Nearby; readonly choose: (key: string) => void }) {
  const { t } = useWords();
  return (
    <>
      <table className="around-table">
        <thead>
          <tr>
            <td />
            {nearby.radii.map((radius) => (
              <th key={radius} scope="col" className="numbers">
                {t('map.around-within', { radius: radius < 1_000 ? `${radius} m` : `${radius / 1_000} km` })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {nearby.groups.map(({ resource, counts }) => (
            <tr key={resource} data-testid={`around-${resource}`}>
              <th scope="row">
                <SignMark of={RESOURCE_SIGNS[resource]} /> {t(`resource.${resource}`)}
              </th>
              {counts.map((count, at) => (
                <td key={nearby.radii[at]} className={count === 0 ? 'numbers quiet' : 'numbers'}>
                  {count}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t('map.around-nearest')}</h3>
      {nearby.groups.every(({ nearest }) => nearest.length === 0) ? <p className="quiet">{t('map.around-none')}</p> : null}
      {nearby.groups
        .filter(({ nearest }) => nearest.length > 0)
        .map(({ resource, nearest }) => (
          <div key={resource} className="around-group">
            <span className="quiet">{t(`resource.${resource}`)}</span>
            <ul>
              {nearest.map((one) => (
                <li key={`${one.of}:${one.id}`}>
                  <Button type="text" block className="around-one" onClick={() => choose(`${one.of}:${one.id}`)}>
                    <span className="grow around-name">{one.name}</span>
                    <span className="numbers nowrap">
                      {t(`heading.${HEADINGS[Math.round(one.bearing / 45) % 8] ?? 0}`)} {lengthText(one.metres)}
                    </span>
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </>
  );
}
