// What is given out with a secret of its own, tokens and big screens: the list, making one, its secret shown once, and revoking it at once.
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { type Page, send } from '../api.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { Dialog } from '../dialog.tsx';
import { useSubmit } from '../form-problems.ts';
import { useWords, type WordKey } from '../language.ts';
import { usePhone } from '../screen.ts';
import { SecretOnce } from '../secret-once.tsx';
import { Answered, Nothing } from '../states.tsx';
import type { Answer } from '../use-answer.ts';
import { NamedCards } from './named-cards.tsx';

/** Whose words are spoken. */
const WORDS = {
  token: {
    what: 'token.what',
    none: 'token.none',
    begin: 'token.new',
    once: 'token.once',
    revoke: 'token.revoke',
    revokeOne: 'token.revoke-one',
    revoked: 'token.revoke-detail',
  },
  screens: {
    what: 'screens.what',
    none: 'screens.none',
    begin: 'screens.new',
    once: 'screens.once',
    revoke: 'screens.revoke',
    revokeOne: 'screens.revoke-one',
    revoked: 'screens.revoke-detail',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, WordKey>>>>;

interface Given {
  readonly id: string;
  readonly name: string;
}

interface Props<T extends Given> {
  readonly of: keyof typeof WORDS;
  /** Under which the gateway knows them. */
  readonly path: '/api-tokens' | '/big-screens';
  readonly answer: Answer<Page<T>>;
  /** Of the table; the column that revokes is added. */
  readonly columns: readonly Column<T>[];
  /** What a phone shows of one below its name. */
  readonly card: (one: T) => ReactNode;
  /** Whether there is still something to revoke. */
  readonly isWorking: (one: T) => boolean;
  readonly label: string;
  /** Above the list; `make` opens the form. */
  readonly head: (make: () => void) => ReactNode;
  /** The form of a new one; `onMade` takes the secret that is shown once. */
  readonly form: (onMade: (secret: string) => void) => ReactNode;
  /** Above the secret. */
  readonly made: string;
}

export function GivenOut<T extends Given>({ of, path, answer, columns, card, isWorking, label, head, form, made }: Props<T>) {
  const { t } = useWords();
  const phone = usePhone();
  const words = WORDS[of];
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<T | null>(null);
  const revoke = (one: T): ReactNode =>
    isWorking(one) ? (
      <Button
        onClick={() => setRevoking(one)}
        aria-label={t(words.revokeOne, { name: one.name })}
        data-testid={of === 'token' ? 'token-revoke' : 'screen-revoke'}
      >
        {t(words.revoke)}
      </Button>
    ) : null;
  const all: readonly Column<T>[] = [...columns, { key: 'revoke', title: t(words.revoke), isTitleHidden: true, cell: revoke }];
  return (
    <>
      {head(() => setMaking(true))}
      <p className="quiet wide">{t(words.what)}</p>
      <Answered answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t(words.none)} />
          ) : phone ? (
            <NamedCards items={items} deed={revoke} card={card} />
          ) : (
            <DataTable<T> label={label} columns={all} rows={items} keyOf={(one) => one.id} />
          )
        }
      </Answered>
      <Drawer open={making} onClose={() => setMaking(false)} size={phone ? '100%' : 480} destroyOnHidden title={t(words.begin)}>
        {form((shown) => {
          setMaking(false);
          setSecret(shown);
          answer.again();
        })}
      </Drawer>
      <SecretOnce secret={secret} title={made} said={t(words.once)} close={() => setSecret(null)} />
      {revoking === null ? null : (
        <Revocation
          of={of}
          path={path}
          given={revoking}
          close={() => {
            setRevoking(null);
            answer.again();
          }}
        />
      )}
    </>
  );
}

interface RevocationProps extends Pick<Props<Given>, 'of' | 'path'> {
  readonly given: Given;
  readonly close: () => void;
}

function Revocation({ of, path, given, close }: RevocationProps) {
  const { t } = useWords();
  const words = WORDS[of];
  const { busy, problem, submit } = useSubmit();
  const revoke = (): Promise<void> =>
    submit(async () => {
      await send<unknown>('DELETE', `${path}/${encodeURIComponent(given.id)}`);
      close();
    });
  return (
    <Dialog
      title={t(words.revokeOne, { name: given.name })}
      close={close}
      problem={problem}
      onOk={revoke}
      confirmLoading={busy}
      okText={t(words.revoke)}
      okButtonProps={{ danger: true }}
    >
      <p>{t(words.revoked)}</p>
    </Dialog>
  );
}
