// The form of a channel's settings, read from the JSON schema that the gateway tells of its kind.
import type { ChannelKind } from '../../gateway/web/notify-contract.ts';
import type { BothWords } from '../values.ts';

interface SettingBase {
  readonly name: string;
  readonly title: BothWords;
  readonly isNeeded: boolean;
  /** Written, never shown. */
  readonly isSecret: boolean;
  /** The provider's own address, which only a proxy changes. */
  readonly isHidden: boolean;
  readonly usual: unknown;
}

/** One setting, by what is written into it. */
export type Setting = SettingBase &
  (
    | { readonly is: 'text'; readonly longest: number }
    | { readonly is: 'number'; readonly isWhole: boolean }
    | { readonly is: 'switch' }
    | { readonly is: 'choice'; readonly among: readonly string[] }
    /** Several texts in order; `among` null: any. */
    | { readonly is: 'list'; readonly among: readonly string[] | null }
    /** Names and what each stands for. */
    | { readonly is: 'pairs'; readonly among: readonly string[] | null }
  );

interface Schema {
  readonly type?: string;
  readonly title?: BothWords;
  readonly isHidden?: boolean;
  readonly default?: unknown;
  readonly maxLength?: number;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

/** In the order of the schema; what is of an unknown type is written as text. */
export function settingsOf({ settings, secrets }: Pick<ChannelKind, 'settings' | 'secrets'>): Setting[] {
  const { properties = {}, required = [] } = settings as { properties?: Record<string, Schema>; required?: readonly string[] };
  return Object.entries(properties).map(([name, schema]) => {
    const base: SettingBase = {
      name,
      title: schema.title ?? { zh: name, en: name },
      isNeeded: required.includes(name),
      isSecret: secrets.includes(name),
      isHidden: schema.isHidden === true,
      usual: schema.default,
    };
    if (schema.enum !== undefined) return { ...base, is: 'choice', among: schema.enum };
    switch (schema.type) {
      case 'integer':
      case 'number':
        return { ...base, is: 'number', isWhole: schema.type === 'integer' };
      case 'boolean':
        return { ...base, is: 'switch' };
      case 'array':
        return { ...base, is: 'list', among: schema.items?.enum ?? null };
      case 'object':
        return { ...base, is: 'pairs', among: schema.additionalProperties?.enum ?? null };
      default:
        return { ...base, is: 'text', longest: schema.maxLength ?? 2_000 };
    }
  });
}

/** What a form begins with: what is set, else what is usual; of a secret nothing. */
export function settingValues(settings: readonly Setting[], known: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    settings
      .filter(({ isSecret }) => !isSecret)
      .flatMap(({ name, usual }) => {
        const value = known[name] ?? usual;
        return value === undefined ? [] : [[name, value]];
      }),
  );
}

/** As the gateway takes them: what was left empty is left out, so that a secret stays and an optional setting goes. */
export function sentSettings(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined));
}
