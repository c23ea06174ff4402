// The builder: a rule of one's own as a sentence with blanks, read back as a sentence, and tried on the last 7 days.
import { App, Button, Input, Select, Switch } from 'antd';
import { useEffect, useId, useState } from 'react';
import { QUANTITIES } from '../../device-drivers/quantity.ts';
import type { OwnRuleView, RuleCheck, RuleTrial, RuleView } from '../../gateway/web/rule-contract.ts';
import { CLASS_ORDER } from '../alarm-classes.ts';
import { type ApiProblem, asProblem, send } from '../api.ts';
import { KINDS } from '../estate/kinds.ts';
import type { PlaceChoice } from '../estate/place-paths.ts';
import { useWords, type WordKey } from '../language.ts';
import { Editor } from '../notify/editor.tsx';
import { Field } from '../notify/field.tsx';
import { part, useWritten } from '../notify/written.ts';
import { FailedLine } from '../states.tsx';
import { AmountField, JoinedConditions } from './condition-fields.tsx';
import { draftOf, kindsFor, missingIn, newDraft, newSingle, parametersFor, type RuleDraft, ruleOf, type Written } from './rule-draft.ts';
import { TrialResult } from './trial-result.tsx';

interface Props {
  /** Null: a new one. */
  readonly from: OwnRuleView | null;
  readonly rules: readonly RuleView[];
  readonly places: readonly PlaceChoice[];
  readonly close: () => void;
  readonly onSaved: () => void;
}

/** How long a sentence waits for the next key. */
const PREVIEW_MS = 400;

export function RuleEditor({ from, rules, places, close, onSaved }: Props) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const switchId = useId();
  const latchId = useId();
  const original = from === null ? newDraft('water.pressure') : draftOf(from.id, from.rule);
  const written = useWritten<RuleDraft>(`rule ${from?.id ?? 'new'}`, original);
  const { value, change } = written;
  const { rule } = value;
  const { watches } = rule;
  const check = useCheck(value);
  const put = (more: Partial<RuleDraft['rule']>, touched?: string): void => change({ ...value, rule: { ...rule, ...more } }, touched);
  const watch = (more: Partial<Written['watches']>, touched?: string): void =>
    put({ watches: withoutEmpty({ ...watches, ...more }) }, touched);
  const isFire = rule.class === 'fire';

  function save(): void {
    void written.save(
      async (draft) => {
        const [id, rule, reason] = [`own-${draft.name}`, ruleOf(draft), draft.reason];
        const saved =
          from === null
            ? await send<OwnRuleView>('POST', '/own-rules', { id, rule, reason })
            : await send<OwnRuleView>('PUT', `/own-rules/${encodeURIComponent(id)}`, { rule, version: from.version, reason });
        message.success(t(saved.waiting === null ? 'own-rule.saved' : 'own-rule.waits'));
        onSaved();
      },
      missingIn(value, (key) => t(key as WordKey)),
    );
  }

  function takeQuantity(quantity: Written['watches']['quantity']): void {
    const single = newSingle(kindsFor(quantity)[0] ?? 'state');
    const { points: _points, exceptPoints: _except, ...rest } = watches;
    change({ ...value, rule: { ...rule, watches: { ...rest, quantity } }, raise: { join: 'all', parts: [single] }, clear: null });
  }

  const text = (of: 'title' | 'advice', language: 'zh' | 'en') => (
    <Field label={t(`own-rule.${of}-${language}`)} path={part('rule', of, language)}>
      {(attributes) => (
        <Input
          {...attributes}
          value={rule[of][language]}
          maxLength={of === 'title' ? 80 : 200}
          autoComplete="off"
          onChange={({ target }) => put({ [of]: { ...rule[of], [language]: target.value } }, part('rule', of, language))}
          data-testid={`rule-${of}-${language}`}
        />
      )}
    </Field>
  );
  const parameters = parametersFor(rules, watches.quantity);
  const where = (watches.places ?? []).map((id) => places.find((place) => place.value === id)?.label ?? id).join('、');

  return (
    <Editor title={t(from === null ? 'own-rule.new' : 'own-rule.edit')} written={written} save={save} close={close}>
      <section className="rule-sentence" aria-live="polite" data-testid="rule-sentence">
        {check?.sentence ? (
          <>
            <strong>
              {say(check.sentence)}
              {where === '' ? '' : ` ${t('own-rule.where')} ${where}`} → {t(`class.${rule.class}`)}
            </strong>
            <span className="quiet">{say(check.sentence) === check.sentence.zh ? check.sentence.en : check.sentence.zh}</span>
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
          value={value.raise}
          change={(raise) => change({ ...value, raise })}
        />
        {isFire ? (
          <p className="quiet">{t('own-rule.fire-waits-not')}</p>
        ) : (
          <div className="written-line">
            <AmountField
              path="rule.holdFor"
              label={t('own-rule.hold')}
              unit={t('span.second-unit')}
              parameters={[]}
              value={rule.holdFor ?? 0}
              change={(holdFor) => {
                const { holdFor: _old, ...rest } = rule;
                change({ ...value, rule: holdFor === 0 || holdFor === null ? rest : { ...rest, holdFor } }, 'rule.holdFor');
              }}
            />
          </div>
        )}
      </fieldset>
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
          <Field label={t('own-rule.id')} path="id" hint={t('own-rule.id-detail')}>
            {(attributes) => (
              <Input
                {...attributes}
                prefix="own-"
                value={value.name}
                disabled={from !== null}
                maxLength={50}
                autoComplete="off"
                onChange={({ target }) => change({ ...value, name: target.value }, 'id')}
                data-testid="rule-name"
              />
            )}
          </Field>
        </div>
        <div className="row switch">
          <Switch
            id={latchId}
            checked={rule.latching}
            onChange={(latching) => put({ latching }, 'rule.latching')}
            disabled={isFire || rule.class === 'pre-alarm'}
          />
          <label htmlFor={latchId}>{t('rules.latching')}</label>
          <Switch id={switchId} checked={rule.enabled} onChange={(enabled) => put({ enabled })} data-testid="rule-enabled" />
          <label htmlFor={switchId}>{t('own-rule.enabled')}</label>
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
            value={value.clear}
            change={(clear) => change({ ...value, clear })}
          />
        )}
      </fieldset>
      <Trying draft={value} />
      <Field label={t('own-rule.reason')} path="reason">
        {(attributes) => (
          <Input
            {...attributes}
            value={value.reason}
            maxLength={200}
            autoComplete="off"
            onChange={({ target }) => change({ ...value, reason: target.value }, 'reason')}
            data-testid="rule-reason"
          />
        )}
      </Field>
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

/** What nobody chose is not named: it means everything. */
function withoutEmpty(watches: Written['watches']): Written['watches'] {
  const kept = Object.entries(watches).filter(([, one]) => !Array.isArray(one) || one.length > 0);
  return Object.fromEntries(kept) as Written['watches'];
}

/** What the gateway makes of it so far; null while it is not whole. */
function useCheck(draft: RuleDraft): RuleCheck | null {
  const [check, setCheck] = useState<RuleCheck | null>(null);
  const body = JSON.stringify({ id: `own-${draft.name === '' ? 'draft' : draft.name}`, rule: ruleOf(draft) });
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

function Trying({ draft }: { readonly draft: RuleDraft }) {
  const { t } = useWords();
  const [tried, setTried] = useState<{ readonly of: string; readonly result: RuleTrial } | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = JSON.stringify(ruleOf(draft));
  async function start(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      setTried({ of: asked, result: await send<RuleTrial>('POST', '/rule-trials', { rule: JSON.parse(asked) }) });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }
  return (
    <fieldset className="written-group">
      <legend>{t('trial.title')}</legend>
      <p className="quiet">{t('trial.detail')}</p>
      <Button onClick={() => void start()} loading={busy} data-testid="rule-try">
        {t('trial.start')}
      </Button>
      <FailedLine problem={problem} />
      {tried === null ? null : <TrialResult result={tried.result} isOld={tried.of !== asked} />}
    </fieldset>
  );
}
