// What a list of parts would do, or did: counts, the first rows, and what is wrong in which row and column.
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { ListImport } from '../../gateway/web/list-import-contract.ts';
import type { PartImport } from '../../gateway/web/transmission-contract.ts';
import { csvOf, download } from '../csv.ts';
import { type Column, DataTable } from '../data-table.tsx';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { usePhone } from '../screen.ts';

export function ImportCounts({ result }: { readonly result: ListImport }) {
  const { t } = useWords();
  const isWrong = result.wrong > 0;
  const rows = result.added + result.changed + result.unchanged;
  const counts = [
    ['import.added', result.added],
    ['import.changed', result.changed],
    ['import.unchanged', result.unchanged],
    ['import.places', result.places],
  ] as const;
  return (
    <section className="import-counts" data-testid="import-counts" data-done={result.done} data-wrong={isWrong}>
      <strong role="status" className={isWrong ? 'mark import-word' : 'import-word'} data-class="fault">
        {isWrong ? <ClassShape of="fault" /> : null}
        {result.done
          ? t('import.done')
          : isWrong
            ? t('import.wrong', { n: result.wrong })
            : result.added + result.changed === 0
              ? t('import.nothing-new', { rows })
              : t('import.ready', { rows })}
      </strong>
      {isWrong ? null : (
        <dl>
          {counts.map(([key, count]) => (
            <div key={key}>
              <dt>{t(key)}</dt>
              <dd className="numbers">{count}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

interface BoxProps {
  readonly label: string;
  /** Its table has more columns than a phone is wide. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function ScrollBox({ label, wide = false, children }: BoxProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and the keyboard must be able to scroll it
    <section className={wide ? 'import-table preview' : 'import-table'} aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

type Wrong = ListImport['errors'][number];
const keyOf = (one: Wrong): string => `${one.row} ${one.column} ${one.value}`;

export function ImportErrors({ result, file }: { readonly result: ListImport; readonly file: string }) {
  const { t, say } = useWords();
  const phone = usePhone();
  const wrongValue = ({ value }: Wrong): ReactNode =>
    value === '' ? <span className="quiet">{t('import.value-empty')}</span> : <q className="import-value mono">{value}</q>;
  const columns: readonly Column<Wrong>[] = [
    { key: 'row', title: t('import.row'), cell: (one) => <span className="numbers">{one.row}</span> },
    { key: 'column', title: t('import.column'), cell: (one) => <strong className="nowrap">{one.column}</strong> },
    { key: 'value', title: t('import.value'), cell: wrongValue },
    { key: 'what', title: t('import.what'), cell: (one) => say(one.words) },
  ];

  function save(): void {
    const head = [t('import.row'), t('import.column'), t('import.value'), t('import.what')];
    const lines = result.errors.map((one) => [one.row, one.column, one.value, say(one.words)]);
    download(t('import.errors-name', { file: file.replace(/\.\w+$/, '') }), csvOf([head, ...lines]));
  }

  return (
    <div className="stack">
      <div className="row">
        <h3>{t('import.errors')}</h3>
        {result.wrong > result.errors.length ? (
          <span className="quiet numbers">{t('import.errors-first', { n: result.errors.length, of: result.wrong })}</span>
        ) : null}
        <span className="grow" />
        <Button onClick={save} data-testid="import-errors-save">
          {t('import.errors-save')}
        </Button>
      </div>
      <ScrollBox label={t('import.errors')}>
        {phone ? (
          <ul className="cards">
            {result.errors.map((one) => (
              <li key={keyOf(one)} className="import-error">
                <strong>{t('import.where', { row: one.row, column: one.column })}</strong> {wrongValue(one)}
                <p>{say(one.words)}</p>
              </li>
            ))}
          </ul>
        ) : (
          <DataTable<Wrong> label={t('import.errors')} columns={columns} rows={result.errors} keyOf={keyOf} />
        )}
      </ScrollBox>
    </div>
  );
}

type Previewed = PartImport['preview'][number];
/** An outline beside the word: added and changed are told apart without their colour. */
const SIGNS: Readonly<Record<Previewed['change'], string>> = { added: '+', changed: '≠', unchanged: '=' };

export function ChangeChip({ change }: { readonly change: Previewed['change'] }) {
  const { t } = useWords();
  return (
    <span className={change === 'unchanged' ? 'chip faint' : 'chip loud'}>
      <i aria-hidden="true">{SIGNS[change]}</i> {t(`import.${change}`)}
    </span>
  );
}

/** The first rows of a list, in the columns of its kind. `of`: all rows of the file. */
export function PreviewTable<Row extends { readonly row: number }>({
  columns,
  rows,
  of,
}: {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly of: number;
}) {
  const { t } = useWords();
  if (rows.length === 0) return null;
  return (
    <div className="stack">
      <h3>
        {t('import.preview')}{' '}
        {rows.length < of ? <span className="quiet numbers">{t('import.preview-first', { n: rows.length, of })}</span> : null}
      </h3>
      <ScrollBox label={t('import.preview')} wide>
        <DataTable<Row> label={t('import.preview')} columns={columns} rows={rows} keyOf={(one) => String(one.row)} />
      </ScrollBox>
    </div>
  );
}

export function ImportPreview({ rows, of }: { readonly rows: readonly Previewed[]; readonly of: number }) {
  const { t, say } = useWords();
  const columns: readonly Column<Previewed>[] = [
    { key: 'row', title: t('import.row'), cell: (one) => <span className="numbers quiet">{one.row}</span> },
    { key: 'change', title: t('import.change'), cell: (one) => <ChangeChip change={one.change} /> },
    { key: 'number', title: t('part.number'), cell: (one) => <span className="numbers nowrap">{`${one.loop}-${one.point}`}</span> },
    { key: 'type', title: t('part.type'), cell: (one) => say(one.type) },
    { key: 'description', title: t('part.description'), cell: (one) => one.description },
    { key: 'floor', title: t('import.floor'), cell: (one) => <span className="nowrap">{one.floor}</span> },
    { key: 'room', title: t('import.room'), cell: (one) => one.room },
  ];
  return <PreviewTable<Previewed> columns={columns} rows={rows} of={of} />;
}
