// The limits that count for one device: rules, and what was set for it or for its places.
import { useCallback } from 'react';
import type { DeviceView, Place } from '../../gateway/web/contract.ts';
import type { ParameterView, RuleView } from '../../gateway/web/rule-contract.ts';
import type { Page } from '../api.ts';
import { useMay } from '../session.tsx';
import { useAnswer } from '../use-answer.ts';
import { type LimitLine, limitLines, settingOf } from './limit-lines.ts';

/** None until the rules are known, and for who may not read them. */
export function useLimits(device: DeviceView): (quantity: string) => readonly LimitLine[] {
  const may = useMay();
  const rules = useAnswer<Page<RuleView>>(may('rule.read') ? '/rules' : null).value?.items;
  const settings = useAnswer<Page<ParameterView>>(may('rule.read') ? '/parameters' : null).value?.items;
  const isSet = settings !== undefined && settings.length > 0;
  const places = useAnswer<Page<Place>>(isSet ? '/places' : null).value?.items;
  return useCallback(
    (quantity) => {
      // A line at the default where the site may have set another would be wrong: better none for a moment.
      if (rules === undefined || settings === undefined || (isSet && places === undefined)) return [];
      return limitLines(rules, { kind: device.kind, model: device.model, quantity }, settingOf(device, places ?? [], settings));
    },
    [rules, settings, places, isSet, device],
  );
}
