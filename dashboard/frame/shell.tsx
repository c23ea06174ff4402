// The frame of every screen of a person who is signed in: header, troubles, lamps, rail or bottom tabs.
import { useEffect } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';
import { Mishap } from '../mishap.tsx';
import { NewVersion } from '../phone/new-version.tsx';
import { WaitingChip } from '../phone/waiting-chip.tsx';
import { usePhone } from '../screen.ts';
import { useMay } from '../session.tsx';
import { ShiftStrip } from '../shift/shift-strip.tsx';
import { SoundHolder } from '../sound/sound.tsx';
import { useLive } from '../use-live.ts';
import { WalkTestBands } from '../walk-test/walk-test-bands.tsx';
import { ConnectionChip, GatewayClock } from './connection.tsx';
import './frame.css';
import { KeyHelp } from './key-help.tsx';
import { LampStrip } from './lamps.tsx';
import { LanguageSwitch, PersonMenu, ThemeSwitch } from './switches.tsx';
import { TroubleBands } from './troubles.tsx';
import { UplinkChip } from './uplink-chip.tsx';
import { WayBadge } from './way-badge.tsx';
import { ICONS, type IconName, WAYS, wayOf } from './ways.ts';

function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} fill="none" stroke="currentColor" strokeWidth="1.800" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

export function Shell() {
  const { t } = useWords();
  const { pathname } = useLocation();
  const phone = usePhone();
  useTitle();
  return (
    <div className="shell" data-phone={phone}>
      <a className="skip" href="#main">
        {t('header.skip')}
      </a>
      <header className="header">
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <strong>烽燧</strong>
          <span className="quiet">Balefire</span>
        </Link>
        <span className="grow" />
        <WaitingChip />
        <UplinkChip />
        <ConnectionChip />
        {phone ? null : (
          <>
            <GatewayClock />
            <LanguageSwitch />
            <ThemeSwitch />
            <PersonMenu />
          </>
        )}
      </header>
      <SoundHolder>
        <NewVersion />
        <ShiftStrip />
        {phone ? null : <KeyHelp />}
        <TroubleBands />
        <WalkTestBands />
        <LampStrip />
        <div className="middle">
          {phone ? null : <Rail />}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a page may have nothing else that the keyboard reaches (WCAG 2.1.1) */}
          <main id="main" tabIndex={0} className="main">
            <Mishap of={pathname}>
              <Outlet />
            </Mishap>
          </main>
        </div>
        {phone ? <Tabs /> : null}
      </SoundHolder>
    </div>
  );
}

function Rail() {
  const { t } = useWords();
  const may = useMay();
  const here = wayOf(useLocation().pathname);
  return (
    <nav className="rail" aria-label={t('header.ways')}>
      {WAYS.filter((way) => way.permission === null || may(way.permission)).map((way) => (
        <Link
          key={way.to}
          to={way.to}
          className={way.to === here ? 'rail-way active' : 'rail-way'}
          aria-current={way.to === here ? 'page' : undefined}
          ref={way.to === here ? intoSight : undefined}
        >
          <Icon name={way.icon} />
          <span>{t(way.title)}</span>
          <WayBadge to={way.to} />
        </Link>
      ))}
    </nav>
  );
}

/** 警情 / 扫码 / 地图 / 设备 / 我的. */
function Tabs() {
  const { t } = useWords();
  const here = wayOf(useLocation().pathname);
  const tabs = [
    { to: '/', icon: 'alarm', title: 'tab.alarms' },
    { to: '/scan', icon: 'scan', title: 'tab.scan' },
    { to: '/map', icon: 'map', title: 'tab.map' },
    { to: '/estate', icon: 'estate', title: 'tab.devices' },
    { to: '/me', icon: 'me', title: 'tab.me' },
  ] as const;
  return (
    <nav className="tabs" aria-label={t('header.ways')}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} className={tab.to === here ? 'active' : ''} aria-current={tab.to === here ? 'page' : undefined}>
          <Icon name={tab.icon} />
          {t(tab.title)}
        </Link>
      ))}
    </nav>
  );
}

/** The browser's tab tells of a fire too: `(2 火警) 烽燧`. */
function useTitle(): void {
  const { t } = useWords();
  const fires = useLive((view) => view.tally.lamps.fire.open);
  const title = fires > 0 ? t('header.title-fires', { n: fires }) : t('header.title');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
