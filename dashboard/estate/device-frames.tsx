// The last frames of a device as they came, asked for only when a person opens them; live while the switch is on.
import { Button, Switch } from 'antd';
import { useId, useState } from 'react';
import type { RawFrame } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { Answered, Nothing } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { RawFrames } from './raw-frames.tsx';

const SHOWN = 50;
/** While a technician looks on, the frames are asked for so often. */
const LIVE_MS = 3_000;

export function DeviceFrames({ device }: { readonly device: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <section className="stack" aria-label={t('frames.title')}>
      <div className="row">
        <h2>{t('frames.title')}</h2>
        <Button onClick={() => setOpen(!open)} aria-expanded={open} data-testid="frames-open">
          {open ? t('frames.close') : t('frames.open')}
        </Button>
      </div>
      {open ? <Opened device={device} /> : null}
    </section>
  );
}

function Opened({ device }: { readonly device: string }) {
  const { t } = useWords();
  const switchId = useId();
  const [live, setLive] = useState(true);
  const answer = useAnswer<Page<RawFrame>>(`/devices/${encodeURIComponent(device)}/frames`, { limit: SHOWN }, live ? LIVE_MS : undefined);
  return (
    <>
      <div className="row switch">
        <Switch id={switchId} checked={live} onChange={setLive} />
        <label htmlFor={switchId}>{t('frames.live')}</label>
      </div>
      <Answered answer={answer}>
        {({ items }) => (items.length === 0 ? <Nothing title={t('frames.none')} /> : <RawFrames frames={items} />)}
      </Answered>
    </>
  );
}
