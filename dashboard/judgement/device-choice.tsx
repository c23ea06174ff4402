// Single devices of a rule: looked for by name, number or place, each named with where it stands; one that is gone says so.
import { Select } from 'antd';
import { useState } from 'react';
import type { DeviceRow } from '../../gateway/web/contract.ts';
import type { RuleBound } from '../../gateway/web/rule-contract.ts';
import { placeLine } from '../alarms/alarm-words.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { Field } from '../notify/field.tsx';
import { useAnswer } from '../use-answer.ts';

const PATH = 'rule.watches.devices';
/** So many found ones are shown: who sees more types another letter. */
const FOUND = 20;

interface Props {
  readonly value: readonly string[] | undefined;
  /** What the rule is bound to already, by name. */
  readonly known: readonly RuleBound[] | null;
  readonly change: (next: string[]) => void;
}

export function DeviceChoice({ value = [], known, change }: Props) {
  const { t } = useWords();
  const [search, setSearch] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const wanted = search.trim();
  const found = useAnswer<Page<DeviceRow>>(wanted === '' ? null : '/devices', { search: wanted, limit: FOUND });
  const rows = found.value?.items ?? [];
  const labelOf = (id: string): string => {
    const bound = known?.find((one) => one.of === 'device' && one.id === id);
    if (bound?.gone) return t('own-rule.device-gone', { name: bound.name });
    return bound?.name ?? names.get(id) ?? id;
  };
  const offered = rows.map((row) => ({ value: row.id, label: `${row.name} · ${placeLine(row.place)}` }));
  const chosen = value.filter((id) => !rows.some((row) => row.id === id)).map((id) => ({ value: id, label: labelOf(id) }));
  return (
    <Field label={t('own-rule.devices-single')} path={PATH} hint={t('own-rule.devices-detail')}>
      {(attributes) => (
        <Select<string[]>
          {...attributes}
          mode="multiple"
          value={[...value]}
          onChange={(next) => {
            setNames(new Map([...names, ...rows.map((row) => [row.id, row.name] as const)]));
            setSearch('');
            change(next);
          }}
          showSearch={{ filterOption: false, searchValue: search, onSearch: setSearch }}
          options={wanted === '' ? chosen : offered}
          labelRender={({ value: id }) => rows.find((row) => row.id === id)?.name ?? labelOf(String(id))}
          loading={found.loading}
          notFoundContent={t(
            found.problem !== null ? 'own-rule.devices-failed' : wanted === '' ? 'own-rule.devices-type' : 'own-rule.devices-none',
          )}
          data-testid={PATH}
        />
      )}
    </Field>
  );
}
