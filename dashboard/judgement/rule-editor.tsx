// The builder: a rule of one's own as a sentence with blanks, read back as a sentence, and tried on the last 7 days.
import { App, Select, Switch } from 'antd';
import { useEffect, useId, useState } from 'react';
import { QUANTITIES } from '../../device-drivers/quantity.ts';
import type { OwnRuleView, RuleCheck, RuleView } from '../../gateway/web/rule-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { send } from '../api.ts';
import { KINDS } from '../estate/kinds.ts';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { useWords, type WordKey } from '../language.ts';
import { Editor } from '../notify/editor.tsx';
import { Field } from '../notify/field.tsx';
import { TextField } from '../notify/text-field.tsx';
import { isBehind, part, useWritten } from '../notify/written.ts';
import { JoinedConditions } from './condition-fields.tsx';
import { DeviceChoice } from './device-choice.tsx';
import { HoldField } from './hold-field.tsx';
import {
  draftOf,
  hoursPath,
  idOf,
  kindsFor,
  missingIn,
  newDraft,
  newSingle,
  nextOwnLimit,
  ownLimitsIn,
  parametersFor,
  type RuleDraft,
  ruleOf,
  timesOf,
  type Written,
  withRaise,
} from './rule-draft.ts';
import { RuleHours } from './rule-hours.tsx';
import type { RuleVersion } from './rule-versions.tsx';
import { Trying } from './trying.tsx';

interface Props {
  /** Null: a new one. */
  readonly from: OwnRuleView | null;
  readonly rules: readonly RuleView[];
  readonly places: readonly PlaceChoice[];
  readonly close: () => void;
  readonly onSaved: (id: string) => void;
  /** Somebody else was first: what stands now is to be asked for. */
  readonly onBehind: () => void;
  /** An older version that is taken up; null: the last one. */
  readonly taken: RuleVersion | null;
}

/** How long a sentence waits for the next key. */
const PREVIEW_MS = 400;

export function RuleEditor({ from, taken, rules, places, close, onSaved, onBehind }: Props) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const switchId = useId();
  const latchId = useId();
  const original = from === null ? newDraft('water.pressure') : draftOf(from.id, from.version, taken?.rule ?? from.rule);
  const written = useWritten<RuleDraft>(`rule ${from?.id ?? 'new'} ${taken?.version ?? ''}`, original, (draft) =>
    missingIn(draft, (key) => t(key as WordKey)),
  );
  const { value, change } = written;
  const { rule } = value;
  const { watches } = rule;
  const check = useCheck(value);
  const put = (more: Partial<RuleDraft['rule']>, touched?: string): void => change({ ...value, rule: { ...rule, ...more } }, touched);
  const watch = (more: Partial<Written['watches']>, touched?: string): void =>
    put({ watches: withoutEmpty({ ...watches, ...more }) }, touched);
  const isFire = rule.class === 'fire';

  function save(): void {
    void written.save(async (draft) => {
      const [id, rule, reason] = [idOf(draft), ruleOf(draft), draft.reason];
      const saved =
        from === null
          ? await send<OwnRuleView>('POST', '/own-rules', { id, rule, reason })
          : await send<OwnRuleView>('PUT', `/own-rules/${encodeURIComponent(id)}`, { rule, version: from.version, reason });
      message.success(t(saved.waiting === null ? 'own-rule.saved' : 'own-rule.waits'));
      onSaved(id);
    }, onBehind);
  }

  function takeQuantity(quantity: Written['watches']['quantity']): void {
    const single = newSingle(kindsFor(quantity)[0] ?? 'state');
    const { points: _points, exceptPoints: _except, ...rest } = watches;
    change({ ...value, rule: { ...rule, watches: { ...rest, quantity } }, raise: { join: 'all', parts: [single] }, clear: null });
  }

  const text = (of: 'title' | 'advice', language: 'zh' | 'en') => (
    <TextField
      label={t(`own-rule.${of}-${language}`)}
      path={part('rule', of, language)}
      value={rule[of][language]}
      maxLength={of === 'title' ? 80 : 200}
      change={(next) => put({ [of]: { ...rule[of], [language]: next } }, part('rule', of, language))}
      testId={`rule-${of}-${language}`}
    />
  );
  const parameters = parametersFor(rules, watches.quantity);
  const times = timesOf(rules);
  const bound = useBound(watches, places);

  return (
    <Editor
      title={t(from === null ? 'own-rule.new' : 'own-rule.edit')}
      written={written}
      save={save}
      close={close}
      isBehind={isBehind(from, value)}
      keepMine={() => change({ ...value, version: from?.version ?? 0 })}
    >
      <section className="rule-sentence" aria-live="polite" data-testid="rule-sentence">
        {check?.sentence ? (
          <>
            <strong>
              {say(check.sentence)} → {t(`class.${rule.class}`)}
            </strong>
            <span className="quiet">{say(check.sentence) === check.sentence.zh ? check.sentence.en : check.sentence.zh}</span>
            <span className="rule-bound">{bound}</span>
            <span className="quiet">{check.clears ? `${t('own-rule.clear')} · ${say(check.clears)}` : t('own-rule.clear-default')}</span>
            <span className={check.devices === 0 ? 'chip loud' : 'chip'}>{t('own-rule.devices', { n: check.devices })}</span>
            {check.needsSecond ? <span className="chip loud">{t('own-rule.needs-second')}</span> : null}
          </>
        ) : (
          <span className="quiet">{t('own-rule.incomplete')}</span>
        )}
      </section>
      <fieldset className="written-group">
        <legend>{t('own-rule.when')}</legend>
        <div className="written-line">
          <Field label={t('own-rule.quantity')} path="rule.watches.quantity">
            {(attributes) => (
              <Select
                {...attributes}
                className="rule-quantity"
                value={watches.quantity}
                onChange={takeQuantity}
                showSearch={{ optionFilterProp: 'label' }}
                options={Object.entries(QUANTITIES).map(([id, one]) => ({ value: id as keyof typeof QUANTITIES, label: say(one.title) }))}
                popupMatchSelectWidth={false}
                data-testid="rule-quantity"
              />
            )}
          </Field>
        </div>
        <JoinedConditions
          of="raiseWhen"
          quantity={watches.quantity}
          parameters={parameters}
          times={times}
          own={{ limits: [], next: nextOwnLimit(value.raise, idOf(value), from?.versions.map((one) => one.rule) ?? []) }}
          hasHours={value.hours !== null}
          value={value.raise}
          change={(raise) => change(withRaise(value, raise))}
        />
        {isFire ? (
          <p className="quiet">{t('own-rule.fire-waits-not')}</p>
        ) : (
          <div className="written-line">
            <HoldField
              value={rule.holdFor}
              times={times}
              change={(holdFor) => {
                const { holdFor: _old, ...rest } = rule;
                change({ ...value, rule: holdFor === undefined ? rest : { ...rest, holdFor } }, 'rule.holdFor');
              }}
            />
          </div>
        )}
      </fieldset>
      <RuleHours
        value={value.hours}
        pathOf={(nth, count) => hoursPath(value.raise, nth, count)}
        change={(hours) => change({ ...value, hours })}
      />
      <fieldset className="written-group">
        <legend>{t('own-rule.where')}</legend>
        <div className="written-grid whole">
          <Many
            label={t('own-rule.places')}
            hint={t('own-rule.places-detail')}
            path="rule.watches.places"
            value={watches.places}
            options={places}
            change={(chosen) => watch({ places: chosen }, 'rule.watches.places')}
          />
          <DeviceChoice
            value={watches.devices}
            known={from?.where ?? null}
            change={(chosen) => watch({ devices: chosen }, 'rule.watches.devices')}
          />
          <Many
            label={t('own-rule.kinds')}
            hint={t('own-rule.kinds-detail')}
            path="rule.watches.kinds"
            value={watches.kinds}
            options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
            change={(chosen) => watch({ kinds: chosen as Written['watches']['kinds'] }, 'rule.watches.kinds')}
          />
          <Many
            label={t('own-rule.points')}
            hint={t('own-rule.points-detail')}
            path="rule.watches.points"
            value={watches.points}
            change={(chosen) => watch({ points: chosen }, 'rule.watches.points')}
          />
        </div>
      </fieldset>
      <fieldset className="written-group">
        <legend>{t('own-rule.then')}</legend>
        <div className="written-grid whole">
          <Field label={t('own-rule.class')} path="rule.class">
            {(attributes) => (
              <Select
                {...attributes}
                value={rule.class}
                onChange={(of: Written['class']) => {
                  const { holdFor, ...rest } = rule;
                  const latching = of === 'fire' || of === 'pre-alarm';
                  const kept = of === 'fire' || holdFor === undefined ? rest : { ...rest, holdFor };
                  change({ ...value, rule: { ...kept, class: of, latching } });
                }}
                options={CLASS_ORDER.map((each) => ({ value: each, label: t(`class.${each}`) }))}
                data-testid="rule-class"
              />
            )}
          </Field>
          {text('title', 'zh')}
          {text('title', 'en')}
          {text('advice', 'zh')}
          {text('advice', 'en')}
          <TextField
            label={t('own-rule.id')}
            path="id"
            value={value.name}
            hint={t('own-rule.id-detail')}
            prefix="own-"
            isFixed={from !== null}
            maxLength={50}
            change={(name) => change({ ...value, name }, 'id')}
            testId="rule-name"
          />
        </div>
        <div className="row rule-switches">
          <span className="row switch">
            <Switch
              id={latchId}
              checked={rule.latching}
              onChange={(latching) => put({ latching }, 'rule.latching')}
              disabled={isFire || rule.class === 'pre-alarm'}
            />
            <label htmlFor={latchId}>{t('rules.latching')}</label>
          </span>
          <span className="row switch">
            <Switch id={switchId} checked={rule.enabled} onChange={(enabled) => put({ enabled })} data-testid="rule-enabled" />
            <label htmlFor={switchId}>{t('own-rule.enabled')}</label>
          </span>
        </div>
      </fieldset>
      <fieldset className="written-group">
        <legend>{t('own-rule.clear')}</legend>
        <div className="row switch">
          <Switch
            checked={value.clear !== null}
            aria-label={t('own-rule.clear-own')}
            onChange={(own) => change({ ...value, clear: own ? value.raise : null })}
            data-testid="rule-clear-own"
          />
          <span>{t(value.clear === null ? 'own-rule.clear-default' : 'own-rule.clear-own')}</span>
        </div>
        {value.clear === null ? null : (
          <JoinedConditions
            of="clearWhen"
            quantity={watches.quantity}
            parameters={[]}
            times={[]}
            own={{ limits: ownLimitsIn(value.raise), next: null }}
            value={value.clear}
            change={(clear) => change({ ...value, clear })}
          />
        )}
      </fieldset>
      <Trying draft={value} />
      <TextField
        label={t('own-rule.reason')}
        path="reason"
        value={value.reason}
        maxLength={200}
        change={(reason) => change({ ...value, reason }, 'reason')}
        testId="rule-reason"
      />
    </Editor>
  );
}

interface ManyProps {
  readonly label: string;
  readonly hint: string;
  readonly path: string;
  readonly value: readonly string[] | undefined;
  /** Left out: whatever is typed. */
  readonly options?: readonly PlaceChoice[];
  readonly change: (next: string[]) => void;
}

function Many({ label, hint, path, value = [], options, change }: ManyProps) {
  return (
    <Field label={label} path={path} hint={hint}>
      {(attributes) => (
        <Select<string[]>
          {...attributes}
          mode={options === undefined ? 'tags' : 'multiple'}
          value={[...value]}
          onChange={change}
          showSearch={{ optionFilterProp: 'label' }}
          options={[...(options ?? [])]}
          {...(options === undefined ? { open: false, suffixIcon: null } : {})}
          data-testid={path}
        />
      )}
    </Field>
  );
}

/** Where it holds, in one line. */
function useBound(watches: Written['watches'], places: readonly PlaceChoice[]): string {
  const { t, list } = useWords();
  const parts = [
    ...(watches.places ?? []).map((id) => places.find((place) => place.value === id)?.label ?? id),
    ...(watches.devices ? [t('own-rule.bound-devices', { n: watches.devices.length })] : []),
    ...(watches.kinds ?? []).map((kind) => t(`kind.${kind}`)),
    ...(watches.points ? [`${t('own-rule.points')} ${list(watches.points)}`] : []),
  ];
  return `${t('own-rule.where')} ${parts.length === 0 ? t('rules.everywhere') : parts.join(' · ')}`;
}

/** What nobody chose is not named: it means everything. */
function withoutEmpty(watches: Written['watches']): Written['watches'] {
  const kept = Object.entries(watches).filter(([, one]) => !Array.isArray(one) || one.length > 0);
  return Object.fromEntries(kept) as Written['watches'];
}

/** What the gateway makes of it so far; null while it is not whole. */
function useCheck(draft: RuleDraft): RuleCheck | null {
  const [check, setCheck] = useState<RuleCheck | null>(null);
  const body = JSON.stringify({ id: idOf(draft), rule: ruleOf(draft) });
  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => {
      send<RuleCheck>('POST', '/rule-checks', JSON.parse(body)).then(
        (said) => (isOver ? undefined : setCheck(said)),
        () => (isOver ? undefined : setCheck(null)),
      );
    }, PREVIEW_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [body]);
  return check;
}
