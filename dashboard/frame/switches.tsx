// Language, theme and the person: the small switches of the header and of the page 我的.
import { App, Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { asProblem } from '../api.ts';
import { changeLanguage, useWords } from '../language.ts';
import { useOutgoing } from '../phone/use-outgoing.ts';
import { useThemeName } from '../screen.ts';
import { useSession } from '../session.tsx';
import { API_PAGE } from './ways.ts';

/** Says the language that it changes to, in that language. */
export function LanguageSwitch() {
  const { language } = useWords();
  const other = language === 'zh' ? 'en' : 'zh';
  return (
    <Button type="text" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => changeLanguage(other)} data-testid="language">
      {other === 'zh' ? '中文' : 'English'}
    </Button>
  );
}

export function ThemeSwitch() {
  const { t } = useWords();
  const { name, change } = useThemeName();
  const other = name === 'dark' ? 'light' : 'dark';
  return (
    <Button
      type="text"
      onClick={() => change(other)}
      aria-label={t(`theme.to-${other}`)}
      title={t(`theme.to-${other}`)}
      data-testid="theme"
    >
      <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
        {other === 'light' ? (
          <path
            d="M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10zM12 1.500v2.500M12 20v2.500M1.500 12H4M20 12h2.500M4.600 4.600l1.700 1.700M17.700 17.700l1.700 1.700M19.400 4.600l-1.700 1.700M6.300 17.700l-1.700 1.700"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.800"
            strokeLinecap="round"
          />
        ) : (
          <path d="M20 14.500A8.500 8.500 0 1 1 9.500 4a7 7 0 0 0 10.500 10.500z" fill="none" stroke="currentColor" strokeWidth="1.800" />
        )}
      </svg>
    </Button>
  );
}

/**
 * Signs out, after a word where something would be lost that was not sent yet, or where notices come to this browser: they end, for
 * whoever has it next is not to read them. Says so where the gateway did not hear it.
 */
export function useSignOut(): () => void {
  const { message, modal } = App.useApp();
  const { t, say } = useWords();
  const { signOut } = useSession();
  const { waiting, refused } = useOutgoing();
  const unsent = waiting.length + refused.length;
  const complain = (thrown: unknown): void => void message.error(say(asProblem(thrown).words));
  const ask = async (): Promise<void> => {
    const { ownBrowserHere, endNotices } = await import('../push/own-browser.ts');
    const told = await ownBrowserHere();
    const leave = async (): Promise<void> => {
      if (told !== null) await endNotices(told);
      await signOut();
    };
    if (unsent === 0 && told === null) return leave();
    void modal.confirm({
      title: t('session.sign-out'),
      content: (
        <>
          {unsent === 0 ? null : <p>{t('outgoing.lost', { n: unsent })}</p>}
          {told === null ? null : <p>{t('push.ends')}</p>}
        </>
      ),
      okText: t('session.sign-out'),
      okButtonProps: { danger: true, 'data-testid': 'leave-sure' },
      cancelText: t('button.cancel'),
      onOk: () => leave().catch(complain),
    });
  };
  return () => void ask().catch(complain);
}

export function PersonMenu() {
  const { t } = useWords();
  const { standing } = useSession();
  const leave = useSignOut();
  const go = useNavigate();
  if (standing.is !== 'signed-in') return null;
  const { person } = standing.session;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'me', label: t('way.me') },
          { key: 'api', label: <a href={API_PAGE}>{t('way.api')}</a> },
          { type: 'divider' },
          { key: 'leave', label: t('session.sign-out') },
        ],
        onClick: ({ key, domEvent }) => {
          if (key === 'leave') leave();
          else if (key === 'me') go('/me');
          // A click goes by the link itself, with whatever keys were held; Enter reaches only the menu.
          else if (domEvent.type !== 'click') window.location.assign(API_PAGE);
        },
      }}
    >
      <Button type="text" className="person" data-testid="person">
        {person.name} <span className="quiet">{t(`role.${person.role}`)}</span>
      </Button>
    </Dropdown>
  );
}
