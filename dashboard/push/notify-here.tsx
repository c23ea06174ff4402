// "Notify me on this device": switches notices on and off in this browser, and shows the other ones of the same person.
import { Button } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { PushBrowser, PushBrowsers } from '../../gateway/web/notify-contract.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { useWords } from '../language.ts';
import { Answered, FailedLine } from '../states.tsx';
import { dateTime } from '../time.ts';
import { useAnswer } from '../use-answer.ts';
import { endNotices } from './own-browser.ts';
import { idOf, isForbidden, nameOfBrowser, pushSupport, subscribeHere, subscriptionHere } from './this-browser.ts';

export function NotifyHere({ login }: { readonly login: string }) {
  const { t } = useWords();
  const answer = useAnswer<PushBrowsers>('/session/browsers');
  return (
    <section className="panel tile stack" aria-labelledby="notify-here" data-testid="notify-here">
      <h2 id="notify-here">{t('push.title')}</h2>
      <Answered answer={answer}>{(known) => <Browsers known={known} changed={answer.again} />}</Answered>
      <p className="quiet">{t('push.address', { login })}</p>
    </section>
  );
}

function Browsers({ known, changed }: { readonly known: PushBrowsers; readonly changed: () => void }) {
  const { t } = useWords();
  const [here, setHere] = useState<string | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [refused, setRefused] = useState(false);
  const support = pushSupport();
  const look = useCallback(async () => {
    const subscription = support === 'able' ? await subscriptionHere() : null;
    setHere(subscription === null ? null : await idOf(subscription));
  }, [support]);
  useEffect(() => void look(), [look]);

  /** Whatever it was, what stands is looked at anew. */
  async function doing(what: string, deed: () => Promise<unknown>): Promise<void> {
    setBusy(what);
    setProblem(null);
    try {
      await deed();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    await look();
    setBusy(null);
    changed();
  }

  async function switchOn(key: string): Promise<void> {
    setRefused(false);
    const subscription = await subscribeHere(key).catch(() => null);
    if (subscription === null) {
      setRefused(true);
      return;
    }
    const { endpoint, keys } = subscription.toJSON();
    try {
      await send<PushBrowser>('POST', '/session/browsers', { subscription: { endpoint, keys }, name: nameOfBrowser() });
    } catch (thrown) {
      // The gateway does not know of it: nothing would ever come.
      await subscription.unsubscribe();
      throw thrown;
    }
  }

  const isOn = here !== null && known.items.some(({ id }) => id === here);
  const { key } = known;
  const why = whyNot(support, key);
  return (
    <>
      {why === null && key !== null ? (
        <div className="row">
          <span className={isOn ? 'chip solid' : 'chip faint'} data-testid="push-state" data-on={isOn}>
            {t(isOn ? 'push.is-on' : 'push.is-off')}
          </span>
          {isOn ? null : (
            <Button
              type="primary"
              size="large"
              loading={busy === 'on'}
              onClick={() => void doing('on', () => switchOn(key))}
              data-testid="push-on"
            >
              {t('push.on')}
            </Button>
          )}
        </div>
      ) : (
        <p data-testid="push-why">{why === null ? null : t(why)}</p>
      )}
      {refused ? (
        <p className="problem-line" role="alert" data-testid="push-refused">
          {t('push.refused')}
        </p>
      ) : null}
      <FailedLine problem={problem} />
      {known.items.length === 0 ? null : (
        <ul className="own-browsers">
          {known.items.map(({ id, name, at }) => (
            <li key={id} className="row" data-testid="own-browser">
              <span className="grow">
                {name} {id === here ? <span className="chip">{t('push.here')}</span> : null}
              </span>
              <span className="quiet numbers nowrap">{dateTime(at)}</span>
              <Button
                loading={busy === id}
                aria-label={t('push.off-of', { name })}
                onClick={() => void doing(id, () => endNotices(id))}
                data-testid="push-off"
              >
                {t('push.off')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function whyNot(support: ReturnType<typeof pushSupport>, key: string | null) {
  if (support === 'insecure') return 'push.insecure' as const;
  if (support === 'unable') return 'push.unable' as const;
  if (key === null) return 'push.no-channel' as const;
  return isForbidden() ? ('push.forbidden' as const) : null;
}
