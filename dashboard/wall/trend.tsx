// The alarms of a week as bars, and of today by class; drawn as plain SVG.
import type { WallFigures } from '../../gateway/web/wall-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';

const [WIDTH, HEIGHT, BAR] = [400, 112, 26];

export function Trend({ days, today }: Pick<WallFigures, 'days' | 'today'>) {
  const { t } = useWords();
  const most = Math.max(1, ...days.map(({ fires, others }) => fires + others));
  const tall = (count: number): number => (count === 0 ? 0 : Math.max(3, (HEIGHT * count) / most));
  const all = CLASS_ORDER.reduce((sum, one) => sum + today[one], 0);
  return (
    <div data-testid="wall-trend">
      <div className="today">
        <b className="numbers">{all}</b>
        <span>{t('wall.today')}</span>
        <span className="grow" />
        {CLASS_ORDER.slice(0, 5).map((one) => (
          <span key={one} className="today-class" data-class={today[one] > 0 ? one : 'none'}>
            <ClassShape of={one} />
            <i className="numbers">{today[one]}</i>
          </span>
        ))}
      </div>
      <svg className="bars" viewBox={`0 0 ${WIDTH} ${HEIGHT + 50}`} role="img" aria-label={t('wall.trend')}>
        <line x1="0" x2={WIDTH} y1={HEIGHT + 22} y2={HEIGHT + 22} className="axis" />
        {days.map(({ day, fires, others }, nth) => {
          const middle = (WIDTH / days.length) * (nth + 0.5);
          const [red, blue] = [tall(fires), tall(others)];
          return (
            <g key={day} data-today={nth === days.length - 1}>
              <rect x={middle - BAR / 2} y={HEIGHT + 22 - red - blue} width={BAR} height={blue} className="bar" />
              <rect x={middle - BAR / 2} y={HEIGHT + 22 - red} width={BAR} height={red} className="bar-fire" />
              <text x={middle} y={HEIGHT + 14 - red - blue} className="count">
                {fires + others}
              </text>
              <text x={middle} y={HEIGHT + 44} className="day">
                {day}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
