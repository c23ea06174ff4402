// The door: name and secret.
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { Person } from '../../gateway/web/contract.ts';
import { type ApiProblem, asProblem } from '../api.ts';
import { putProblem, useFields } from '../form-problems.ts';
import { LanguageSwitch, ThemeSwitch } from '../frame/switches.tsx';
import { useWords } from '../language.ts';
import { useSession } from '../session.tsx';
import './pages.css';

interface Fields {
  readonly login: string;
  readonly secret: string;
}

/** Where the code on a device's label leads; most who read it have no name here. */
const LABEL = '/d/';

/** For whoever reads a label in passing: what it is, and whom to call. Nothing of the device is told. */
function PasserBy() {
  const { t } = useWords();
  return (
    <section className="passer-by" data-testid="passer-by">
      <strong>{t('label.what')}</strong>
      <span>{t('label.leave')}</span>
      <a className="big-link call-119" href="tel:119">
        ☎ {t('label.call')}
      </a>
      <span className="quiet">{t('label.staff')}</span>
    </section>
  );
}

/** `whoseEnded`: whose session the gateway no longer knows; what that person was writing stands behind this door. */
export function SignIn({ whoseEnded }: { readonly whoseEnded?: Pick<Person, 'login' | 'name'> }) {
  const { t, say } = useWords();
  const { signIn } = useSession();
  const form = useFields<Fields>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);

  async function submit({ login, secret }: Fields): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await signIn(login.trim(), secret);
    } catch (thrown) {
      const said = asProblem(thrown);
      setProblem(putProblem(form, said, say) ? null : said);
      setBusy(false);
    }
  }

  return (
    <main className="sign-in" data-ended={whoseEnded !== undefined}>
      <div className="sign-in-switches">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <Form<Fields>
        form={form}
        layout="vertical"
        className="panel sign-in-form"
        name="sign-in"
        requiredMark={false}
        onFinish={submit}
        {...(whoseEnded === undefined ? {} : { initialValues: { login: whoseEnded.login } })}
      >
        <div className="sign-in-brand">
          <img src="/favicon.svg" alt="" width="56" height="56" />
          <div>
            <h1>烽燧 Balefire</h1>
            <p className="quiet">{t('session.what')}</p>
          </div>
        </div>
        {location.pathname.startsWith(LABEL) ? <PasserBy /> : null}
        {whoseEnded === undefined ? null : (
          <div className="problem-line sign-in-ended" role="alert" data-testid="session-ended">
            <strong>{t('session.ended', { name: whoseEnded.name })}</strong>
            <span>{t('session.ended-deaf')}</span>
          </div>
        )}
        <Form.Item
          name="login"
          label={t('person.login')}
          rules={[{ required: true, whitespace: true, message: t('field.missing', { field: t('person.login') }) }]}
        >
          <Input size="large" autoFocus={whoseEnded === undefined} autoComplete="username" maxLength={64} data-testid="sign-in-login" />
        </Form.Item>
        <Form.Item
          name="secret"
          label={t('person.secret')}
          rules={[{ required: true, message: t('field.missing', { field: t('person.secret') }) }]}
        >
          <Input.Password
            size="large"
            autoFocus={whoseEnded !== undefined}
            autoComplete="current-password"
            maxLength={256}
            data-testid="sign-in-secret"
          />
        </Form.Item>
        {problem === null ? null : (
          <p className="problem-line" role="alert" data-testid="sign-in-problem">
            {say(problem.words)}
          </p>
        )}
        <Button type="primary" size="large" block htmlType="submit" loading={busy} data-testid="sign-in-submit">
          {t('session.sign-in')}
        </Button>
      </Form>
    </main>
  );
}
