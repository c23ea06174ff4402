// The bar above the map: the base, a way to coordinates, measuring, the legend.
import { Button, Input, Popover, Select } from 'antd';
import { useState } from 'react';
import type { Coordinates, MapLayer } from '../../gateway/web/map-contract.ts';
import { useWords } from '../language.ts';
import { type Degrees, readDegrees, SYSTEM_NAMES, turned } from './coordinates.ts';
import { SignMark, StateMark } from './sign-mark.tsx';
import type { SignName } from './signs.ts';
import { STATES } from './standing.ts';
import type { Drawing, Tool } from './use-drawing.ts';

const SYSTEMS = ['wgs84', 'gcj02', 'bd09'] as const satisfies readonly Coordinates[];
const TOOLS = ['line', 'area'] as const satisfies readonly Tool[];
/** Value of the built-in base in the choice: no layer's id is empty. */
const BUILT_IN = '';

interface BaseProps {
  readonly layers: readonly MapLayer[];
  readonly layer: MapLayer | null;
  readonly choose: (id: string | null) => void;
}

export function BaseChoice({ layers, layer, choose }: BaseProps) {
  const { t } = useWords();
  return (
    <Select
      value={layer?.id ?? BUILT_IN}
      onChange={(id: string) => choose(id === BUILT_IN ? null : id)}
      options={[{ value: BUILT_IN, label: t('map.base-blank') }, ...layers.map(({ id, name }) => ({ value: id, label: name }))]}
      aria-label={t('map.base')}
      className="base-choice"
      data-testid="map-base"
    />
  );
}

/** A spot typed in any of the systems; it is looked at, and so is what is near it. */
export function GoTo({ go }: { readonly go: (spot: Degrees) => void }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [system, setSystem] = useState<Coordinates>('wgs84');
  const [isWrong, setWrong] = useState(false);
  const submit = (): void => {
    const spot = readDegrees(text);
    setWrong(spot === null);
    if (spot === null) return;
    setOpen(false);
    go(turned(spot, system, 'wgs84'));
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      title={t('map.go-title')}
      content={
        <form
          className="stack go-to"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Select
            value={system}
            onChange={setSystem}
            options={SYSTEMS.map((value) => ({ value, label: SYSTEM_NAMES[value] }))}
            aria-label={t('map.go-system')}
          />
          <Input
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="104.7412, 35.8106"
            aria-label={t('map.go-field')}
            aria-invalid={isWrong}
            status={isWrong ? 'error' : ''}
            data-testid="go-field"
          />
          {isWrong ? (
            <span className="problem-line" role="alert">
              {t('map.go-wrong')}
            </span>
          ) : null}
          <Button type="primary" htmlType="submit" data-testid="go-submit">
            {t('map.go')}
          </Button>
        </form>
      }
    >
      <Button data-testid="go-open">{t('map.go')}</Button>
    </Popover>
  );
}

/** What is measured with. The bar they stand in is the same whether one is in hand or not: the map must not move under it. */
export function DrawTools({ drawing }: { readonly drawing: Drawing }) {
  const { t } = useWords();
  return (
    <fieldset className="draw-tools">
      <legend className="hidden-text">{t('map.tools')}</legend>
      {TOOLS.map((tool) => (
        <Button
          key={tool}
          type={drawing.tool === tool ? 'primary' : 'default'}
          aria-pressed={drawing.tool === tool}
          onClick={() => drawing.choose(drawing.tool === tool ? null : tool)}
          data-testid={`tool-${tool}`}
        >
          {t(`map.tool-${tool}`)}
        </Button>
      ))}
    </fieldset>
  );
}

/** Over the map while a tool is in hand: how it is used, and what it can do without a click on the map. */
export function ToolInHand({ drawing, addCentre }: { readonly drawing: Drawing; readonly addCentre: () => void }) {
  const { t } = useWords();
  if (drawing.tool === null) return null;
  return (
    <div className="map-hint">
      <span role="status">{t('map.tool-hint')}</span>
      <div className="row">
        <Button onClick={drawing.finish} data-testid="tool-done">
          {t('map.tool-done')}
        </Button>
        <Button onClick={addCentre} data-testid="tool-centre">
          {t('map.tool-centre')}
        </Button>
        <Button onClick={drawing.back} disabled={drawing.corners === 0}>
          {t('map.tool-back')}
        </Button>
      </div>
    </div>
  );
}

/** What was measured, in words: on the map it is drawn. */
export function Measures({ drawing }: { readonly drawing: Drawing }) {
  const { t } = useWords();
  const named = drawing.shapes.flatMap(({ name }) => name ?? []);
  if (drawing.shapes.length === 0) return null;
  return (
    <div className="map-measures">
      <ul className="numbers" aria-label={t('map.tools')} aria-live="polite" data-testid="measures">
        {named.map((name, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are only added and never change places
          <li key={at}>{name}</li>
        ))}
      </ul>
      {drawing.tool === null ? (
        <Button onClick={drawing.clear} data-testid="tool-clear">
          {t('map.tool-clear')}
        </Button>
      ) : null}
    </div>
  );
}

const LEGEND = [
  'unit',
  'building',
  'farm',
  'station',
  'post',
  'checkpoint',
  'water',
  'hydrant',
  'tank',
  'detector',
  'callpoint',
  'electrical',
] as const;

export function Legend() {
  const { t, term } = useWords();
  const nameOf = (sign: (typeof LEGEND)[number]): string => {
    if (sign === 'hydrant' || sign === 'tank' || sign === 'callpoint' || sign === 'electrical') return term('kind', sign);
    if (sign === 'detector') return term('kind', 'smoke');
    return t(`place-kind.${sign}`);
  };
  const signs: readonly [SignName, string][] = [
    ...LEGEND.map((sign): [SignName, string] => [sign, nameOf(sign)]),
    ['voice', t('resource.voice-post')],
  ];
  return (
    <Popover
      trigger="click"
      content={
        <div className="legend" data-testid="legend">
          <h3>{t('map.legend-states')}</h3>
          <ul>
            {STATES.map((state) => (
              <li key={state}>
                <StateMark of={state} />
              </li>
            ))}
          </ul>
          <h3>{t('map.legend-kinds')}</h3>
          <ul>
            {signs.map(([sign, name]) => (
              <li key={sign}>
                <SignMark of={sign} /> {name}
              </li>
            ))}
          </ul>
          <p className="quiet">{t('map.around-hint')}</p>
        </div>
      }
    >
      <Button data-testid="legend-open">{t('map.legend')}</Button>
    </Popover>
  );
}
