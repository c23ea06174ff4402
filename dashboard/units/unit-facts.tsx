// The file of a unit to be read: legal data, people with a number to call, systems, contracts, certificates.
import type { ReactNode } from 'react';
import type { UnitView } from '../../gateway/web/unit-contract.ts';
import { useWords, type WordKey } from '../language.ts';
import { Nothing } from '../states.tsx';
import { NO_VALUE } from '../values.ts';

export function UnitFacts({ unit }: { readonly unit: UnitView }) {
  const { t } = useWords();
  const { file } = unit;
  if (file === null) return <Nothing title={t('file.nobody')} />;
  return (
    <div className="tiles">
      <section className="panel tile">
        <h2>{t('unit.legal')}</h2>
        <dl className="facts">
          <Fact name="file-field.legalName">{file.legalName}</Fact>
          <Fact name="file-field.creditCode">{file.creditCode}</Fact>
          <Fact name="file-field.address">{file.address}</Fact>
          <Fact name="file-field.note">{file.note === '' ? null : file.note}</Fact>
        </dl>
      </section>
      <Group title="file-field.contacts" empty={file.contacts.length === 0}>
        {file.contacts.map(({ id, role, name, phone }) => (
          <li key={id} className="paper" data-testid="contact-row">
            <span className="chip">{t(`contact-role.${role}`)}</span>
            <strong className="grow">{name}</strong>
            {phone === null ? (
              <span className="quiet">{t('unit.no-phone')}</span>
            ) : (
              <a className="call numbers" href={`tel:${phone.replaceAll(' ', '')}`}>
                {phone}
              </a>
            )}
          </li>
        ))}
      </Group>
      <Group title="file-field.certificates" empty={file.certificates.length === 0}>
        {file.certificates.map(({ id, kind, name, number, issued, expires }) => (
          <li key={id} className="paper">
            <span className="chip">{t(`certificate.${kind}`)}</span>
            <strong className="grow">{name}</strong>
            <span className="quiet numbers">{[number, days(issued, expires)].filter((text) => text !== '').join(' · ')}</span>
          </li>
        ))}
      </Group>
      <Group title="file-field.contracts" empty={file.contracts.length === 0}>
        {file.contracts.map(({ id, kind, party, from, to }) => (
          <li key={id} className="paper">
            <span className="chip">{t(`contract.${kind}`)}</span>
            <strong className="grow">{party}</strong>
            <span className="quiet numbers">{days(from, to)}</span>
          </li>
        ))}
      </Group>
      <Group title="file-field.systems" empty={file.systems.length === 0}>
        {file.systems.map(({ id, system, note, installed }) => (
          <li key={id} className="paper">
            <span className="chip">{t(`system.${system}`)}</span>
            <span className="grow">{note}</span>
            <span className="quiet numbers">{installed ?? ''}</span>
          </li>
        ))}
      </Group>
    </div>
  );
}

function days(from: string | null, to: string | null): string {
  return from === null && to === null ? '' : `${from ?? '…'} – ${to ?? '…'}`;
}

function Fact({ name, children }: { readonly name: WordKey; readonly children: string | null }) {
  const { t } = useWords();
  return (
    <>
      <dt>{t(name)}</dt>
      <dd>{children ?? NO_VALUE}</dd>
    </>
  );
}

function Group({ title, empty, children }: { readonly title: WordKey; readonly empty: boolean; readonly children: ReactNode }) {
  const { t } = useWords();
  return (
    <section className="panel tile">
      <h2>{t(title)}</h2>
      {empty ? <p className="quiet">{t('unit.nothing-entered')}</p> : <ul>{children}</ul>}
    </section>
  );
}
