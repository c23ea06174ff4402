// 我的: who I am here, what I may do, how the screen looks, and on a phone the ways that have no tab.
import { Button } from 'antd';
import { Link } from 'react-router';
import { LanguageSwitch, ThemeSwitch, useSignOut } from '../frame/switches.tsx';
import { WayBadge } from '../frame/way-badge.tsx';
import { API_PAGE, WAYS } from '../frame/ways.ts';
import { useWords } from '../language.ts';
import { OnThisPhone } from '../phone/on-this-phone.tsx';
import { NotifyHere } from '../push/notify-here.tsx';
import { useMay, useSession } from '../session.tsx';
import { OwnShift } from '../shift/own-shift.tsx';
import { OwnSecret } from './own-secret.tsx';
import './pages.css';

export default function Me() {
  const { t } = useWords();
  const { standing } = useSession();
  const may = useMay();
  const leave = useSignOut();
  if (standing.is !== 'signed-in') return null;
  const { person, permissions, idleMinutes } = standing.session;
  return (
    <div className="page">
      <section className="panel tile">
        <h1>{person.name}</h1>
        <dl className="facts">
          <dt>{t('person.login')}</dt>
          <dd className="mono">{person.login}</dd>
          <dt>{t('person.role')}</dt>
          <dd>{t(`role.${person.role}`)}</dd>
          <dt>{t('me.may')}</dt>
          <dd>{/* No line begins with the dot. */ permissions.map((permission) => t(`permission.${permission}`)).join('\u00a0· ')}</dd>
          <dt>{t('me.idle')}</dt>
          <dd>{t('me.idle-minutes', { n: idleMinutes })}</dd>
        </dl>
      </section>
      <OwnShift />
      <section className="panel tile row">
        <span>{t('me.look')}</span>
        <LanguageSwitch />
        <ThemeSwitch />
      </section>
      <nav className="panel me-ways" aria-label={t('header.ways')}>
        {WAYS.filter((way) => way.to !== '/' && way.to !== '/estate' && (way.permission === null || may(way.permission))).map((way) => (
          <Link key={way.to} to={way.to}>
            <span>
              {t(way.title)} <WayBadge to={way.to} />
            </span>
            <span aria-hidden="true">›</span>
          </Link>
        ))}
        <a href={API_PAGE}>
          {t('way.api')} <span aria-hidden="true">›</span>
        </a>
      </nav>
      <NotifyHere login={person.login} />
      <OnThisPhone />
      <OwnSecret />
      <Button size="large" onClick={leave} data-testid="sign-out">
        {t('session.sign-out')}
      </Button>
    </div>
  );
}
