// The cross in a search field that empties it, with its name: that of Ant Design is called “close-circle” in every language.
import { useWords } from './language.ts';

export function ClearSign() {
  const { t } = useWords();
  return (
    <>
      <span aria-hidden="true">✕</span>
      <span className="hidden-text">{t('button.empty')}</span>
    </>
  );
}
