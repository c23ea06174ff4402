// What stands in the place of the map where the browser cannot draw it, or draws it no more.
import { Button } from 'antd';
import { useWords } from '../language.ts';

export function NoMap({ isLost, again }: { readonly isLost: boolean; readonly again: () => void }) {
  const { t } = useWords();
  return (
    <div className="state no-map" role="status" data-testid="no-map">
      <strong>{isLost ? t('map.lost') : t('map.no-webgl')}</strong>
      <p>{t('map.no-webgl-detail')}</p>
      {isLost ? <Button onClick={again}>{t('map.lost-again')}</Button> : null}
    </div>
  );
}
