// The whole dashboard: theme and language around it, and the way from an address to a screen.
import { App as AntApp, ConfigProvider } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { AlarmBoard } from './alarms/board.tsx';
import { antLocale } from './ant-locale.ts';
import type { ThemeName } from './colours.ts';
import { BehindDoor } from './frame/behind-door.tsx';
import { Shell } from './frame/shell.tsx';
import { useWords } from './language.ts';
import { Mishap } from './mishap.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { PhoneDuties } from './phone/phone-duties.tsx';
import { ToDevice } from './phone/to-device.tsx';
import { FollowNotices } from './push/follow-notices.tsx';
import { rememberedTheme, rememberTheme, ThemeContext, usePhone, useStill } from './screen.ts';
import { screenLater } from './screen-later.tsx';
import { SessionHolder, useSession } from './session.tsx';
import { Failed, Loading } from './states.tsx';
import { antTheme } from './theme.ts';
import { paint } from './theme-colours.ts';

// The alarm board comes with the first load; every other screen when it is first looked at.
const ClosedAlarms = screenLater(() => import('./alarms/closed.tsx'));
const Isolations = screenLater(() => import('./isolations/isolations.tsx'));
const WalkTests = screenLater(() => import('./walk-test/walk-test.tsx'));
const ChecklistsPage = screenLater(() => import('./workbench/checklists-page.tsx'));
const IncidentPage = screenLater(() => import('./alarms/incident-page.tsx'));
const ShiftPage = screenLater(() => import('./shift/shift-page.tsx'));
const Estate = screenLater(() => import('./estate/estate.tsx'));
const PlanPage = screenLater(() => import('./plans/plan-page.tsx'));
const Labels = screenLater(() => import('./estate/labels.tsx'));
const DevicePage = screenLater(() => import('./estate/device-page.tsx'));
const OneMap = screenLater(() => import('./map/map.tsx'));
const Duty = screenLater(() => import('./duty/duty.tsx'));
const Notify = screenLater(() => import('./notify/notify.tsx'));
const Quality = screenLater(() => import('./quality/quality.tsx'));
const Units = screenLater(() => import('./units/units.tsx'));
const UnitPage = screenLater(() => import('./units/unit-page.tsx'));
const BuildingPage = screenLater(() => import('./units/building-page.tsx'));
const HighRises = screenLater(() => import('./units/high-rises.tsx'));
const Water = screenLater(() => import('./water/water.tsx'));
const Held = screenLater(() => import('./pages/held.tsx'));
const People = screenLater(() => import('./pages/people.tsx'));
const Audit = screenLater(() => import('./pages/audit.tsx'));
const BigScreens = screenLater(() => import('./pages/big-screens.tsx'));
const Rules = screenLater(() => import('./judgement/rules.tsx'));
const StatusPage = screenLater(() => import('./pages/status.tsx'));
const FieldPage = screenLater(() => import('./phone/field-page.tsx'));
const WaitingPage = screenLater(() => import('./phone/waiting-page.tsx'));
const ScanPage = screenLater(() => import('./phone/scan/scan-page.tsx'));
const Me = screenLater(() => import('./pages/me.tsx'));

/** `nonce`: what the page's policy asks of every style element that is made later. */
export function App({ nonce }: { readonly nonce: string }) {
  return (
    <Look nonce={nonce}>
      <BrowserRouter>
        <SessionHolder>
          <Mishap of="all">
            <Inside />
          </Mishap>
        </SessionHolder>
      </BrowserRouter>
    </Look>
  );
}

/**
 * Where dialogs and menus stand. In the body itself a dialog would lock its scrolling by a style element without the
 * nonce, which the policy refuses; our body never scrolls, so nothing is lost.
 */
function popups(): HTMLElement {
  return document.getElementById('popups') ?? document.body;
}

function Look({ nonce, children }: { readonly nonce: string; readonly children: ReactNode }) {
  const { language } = useWords();
  const phone = usePhone();
  const still = useStill();
  const [name, setName] = useState<ThemeName>(rememberedTheme);
  useEffect(() => paint(document.documentElement, name), [name]);
  const theme = useMemo(() => antTheme(name, still, phone), [name, still, phone]);
  const chosen = useMemo(
    () => ({
      name,
      change: (next: ThemeName) => {
        rememberTheme(next);
        setName(next);
      },
    }),
    [name],
  );
  return (
    <ThemeContext value={chosen}>
      <ConfigProvider
        csp={{ nonce }}
        theme={theme}
        locale={antLocale(language)}
        button={{ autoInsertSpace: false }}
        getPopupContainer={popups}
        form={{ scrollToFirstError: { block: 'center', focus: true } }}
      >
        <AntApp component={false}>{children}</AntApp>
      </ConfigProvider>
    </ThemeContext>
  );
}

function Inside() {
  const { standing, askWho } = useSession();
  if (standing.is === 'asking') return <Loading />;
  if (standing.is === 'failed') return <Failed problem={standing.problem} again={askWho} />;
  if (standing.is === 'nobody') return <SignIn />;
  const { session, ended } = standing;
  return (
    <>
      <BehindDoor key={session.person.id} isShut={ended}>
        {ended ? null : <PhoneDuties />}
        <FollowNotices />
        <Ways />
      </BehindDoor>
      {ended ? <SignIn whoseEnded={session.person} /> : null}
    </>
  );
}

/** The way from an address to a screen. */
function Ways() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<AlarmBoard />} />
        <Route path="alarms/:id" element={<AlarmBoard />} />
        <Route path="isolations" element={<Isolations />} />
        <Route path="walk-test" element={<WalkTests />} />
        <Route path="incidents/:id" element={<IncidentPage />} />
        <Route path="checklists/:place" element={<ChecklistsPage />} />
        <Route path="closed" element={<ClosedAlarms />} />
        <Route path="closed/:id" element={<ClosedAlarms />} />
        <Route path="shift" element={<ShiftPage />} />
        <Route path="estate" element={<Estate />} />
        <Route path="plans/:place" element={<PlanPage />} />
        <Route path="devices/:id" element={<DevicePage />} />
        <Route path="labels" element={<Labels />} />
        <Route path="map" element={<OneMap />} />
        <Route path="duty" element={<Duty />} />
        <Route path="notify" element={<Notify />} />
        <Route path="quality" element={<Quality />} />
        <Route path="units" element={<Units />} />
        <Route path="units/:id" element={<UnitPage />} />
        <Route path="buildings/:id" element={<BuildingPage />} />
        <Route path="high-rises" element={<HighRises />} />
        <Route path="water" element={<Water />} />
        <Route path="held" element={<Held />} />
        <Route path="people" element={<People />} />
        <Route path="audit" element={<Audit />} />
        <Route path="big-screens" element={<BigScreens />} />
        <Route path="rules" element={<Rules />} />
        <Route path="status" element={<StatusPage />} />
        <Route path="field/:id" element={<FieldPage />} />
        <Route path="waiting" element={<WaitingPage />} />
        <Route path="scan" element={<ScanPage />} />
        <Route path="d/:id" element={<ToDevice />} />
        <Route path="me" element={<Me />} />
        <Route path="*" element={<Navigate to="/" replace />} />
      </Route>
    </Routes>
  );
}
