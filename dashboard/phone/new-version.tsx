// 新版本: a newer build of the app is here; the person says when the page is loaded anew.
import { useWords } from '../language.ts';
import { useNewVersion } from './app-on-phone.ts';
import './phone.css';

export function NewVersion() {
  const { t } = useWords();
  const take = useNewVersion();
  if (take === null) return null;
  return (
    <div className="band version-band" role="status" data-testid="new-version">
      <strong>{t('app.new-version')}</strong>
      <button type="button" className="band-button" onClick={take} data-testid="take-version">
        {t('app.take-version')}
      </button>
    </div>
  );
}
