// The layers below the map as an administrator sets them: files of the house, or tiles that the gateway fetches.
import { App, Button, Drawer, Popconfirm } from 'antd';
import { useState } from 'react';
import type { MapLayer } from '../../gateway/web/map-contract.ts';
import { asProblem, send } from '../api.ts';
import { useFocusBack } from '../dialog.tsx';
import { useWords } from '../language.ts';
import { Nothing } from '../states.tsx';
import { SYSTEM_NAMES } from './coordinates.ts';
import { LayerForm } from './layer-form.tsx';

interface Props {
  readonly layers: readonly MapLayer[];
  readonly close: () => void;
  readonly onChanged: () => void;
}

export function LayerSettings({ layers, close, onChanged }: Props) {
  const { t, say } = useWords();
  useFocusBack();
  const { message } = App.useApp();
  /** `new` for one that is not there yet. */
  const [edited, setEdited] = useState<MapLayer | 'new' | null>(null);
  async function remove(layer: MapLayer): Promise<void> {
    try {
      await send('DELETE', `/map/layers/${encodeURIComponent(layer.id)}`);
      onChanged();
    } catch (thrown) {
      message.error(say(asProblem(thrown).words));
    }
  }
  return (
    <Drawer open onClose={close} title={t('layers.title')} size={520} data-testid="layers">
      <div className="stack">
        <p className="quiet">{t('layers.what')}</p>
        {layers.length === 0 && edited === null ? <Nothing title={t('layers.none')} /> : null}
        <ul className="stack">
          {layers.map((layer) => (
            <li key={layer.id} className="panel layer-row" data-testid="layer-row">
              <span className="grow">
                <strong>{layer.name}</strong> <span className="mono quiet">{layer.id}</span>
                <br />
                <span className="quiet">
                  {t(`layers.kind-${layer.kind}`)} · {SYSTEM_NAMES[layer.coordinates]} · {layer.approval || t('map.approval-none')}
                </span>
              </span>
              <span className="row">
                <Button onClick={() => setEdited(layer)}>{t('layers.edit')}</Button>
                <Popconfirm
                  title={t('layers.remove-sure', { name: layer.name })}
                  onConfirm={() => remove(layer)}
                  okText={t('layers.remove')}
                  cancelText={t('button.cancel')}
                >
                  <Button>{t('layers.remove')}</Button>
                </Popconfirm>
              </span>
            </li>
          ))}
        </ul>
        {edited === null ? (
          <Button type="primary" onClick={() => setEdited('new')} data-testid="layer-add">
            {t('layers.add')}
          </Button>
        ) : (
          <LayerForm
            key={edited === 'new' ? 'new' : edited.id}
            layer={edited === 'new' ? null : edited}
            close={() => setEdited(null)}
            onSaved={() => {
              setEdited(null);
              onChanged();
            }}
          />
        )}
      </div>
    </Drawer>
  );
}
