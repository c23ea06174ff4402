// Puts what the gateway refused at the field it concerns.
import { Form, type FormInstance } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { type ApiProblem, asProblem, type FieldProblem } from './api.ts';
import { type SpokenWords, useWords } from './language.ts';

type Say = SpokenWords['say'];

/** What is wrong with a field, in the person's language where the gateway tells both. */
export function fieldText(field: FieldProblem, say: Say): string {
  return field.words === undefined ? field.message : say(field.words);
}

/** What the gateway last refused of a form, as it was put at its fields. */
const refused = new WeakMap<object, readonly FieldProblem[]>();

function saysOf({ message, words }: FieldProblem): readonly string[] {
  return words === undefined ? [message] : [words.zh, words.en];
}

/**
 * A form whose faults are said in the language that is on: where that changes, what the form found itself is looked at again, and
 * what the gateway refused is said in its other words.
 */
export function useFields<T>(): FormInstance<T> {
  const [form] = Form.useForm<T>();
  const { language, say } = useWords();
  const spoken = useRef(language);
  useEffect(() => {
    if (spoken.current === language) return;
    spoken.current = language;
    const own: (string | number)[][] = [];
    for (const { name, errors } of form.getFieldsError()) {
      if (errors.length === 0) continue;
      const told = refused.get(form)?.find((field) => saysOf(field).some((text) => errors.includes(text)));
      if (told === undefined) own.push(name);
      else form.setFields([{ name: name as never, errors: [fieldText(told, say)] }]);
    }
    if (own.length > 0) form.validateFields(own as never).catch(() => undefined);
  }, [form, language, say]);
  return form;
}

/**
 * True when every refused field found its place in the form; else the caller shows the problem as a whole.
 * `under`: the part of the path above the form's fields, `body.arguments.`.
 */
export function putProblem<T>(form: FormInstance<T>, problem: ApiProblem, say: Say, under = 'body.'): boolean {
  const values: unknown = form.getFieldsValue();
  const fields = problem.fields.map((field) => ({
    name: nameOf(field.path.startsWith(under) ? field.path.slice(under.length) : field.path),
    text: fieldText(field, say),
  }));
  const ours = fields.filter(({ name }) => hasField(values, name));
  refused.set(form, problem.fields);
  form.setFields(ours.map(({ name, text }) => ({ name: name as never, errors: [text] })));
  // As with what the form finds itself: of a long one the field may be out of sight, once all that is said stands there.
  const [first] = ours;
  if (first !== undefined) requestAnimationFrame(() => form.scrollToField(first.name as never, { block: 'center', focus: true }));
  return fields.length > 0 && ours.length === fields.length;
}

/** The way to a field as the form knows it: a place in a list is a number. */
function nameOf(path: string): (string | number)[] {
  return path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

/** Whether the form has a field at that way; a group of fields (`modbus`) is none itself. */
function hasField(values: unknown, [first, ...rest]: readonly (string | number)[]): boolean {
  if (first === undefined) return typeof values !== 'object' || values === null;
  return (
    typeof values === 'object' && values !== null && first in values && hasField((values as Record<string | number, unknown>)[first], rest)
  );
}

interface Submitting {
  readonly busy: boolean;
  /** What found no place at a field. */
  readonly problem: ApiProblem | null;
  /** `placed`: true for a problem that it has put at a field itself. */
  readonly submit: (work: () => Promise<void>, placed?: (problem: ApiProblem) => boolean) => Promise<void>;
  /** Forgets the problem of the last time. */
  readonly forget: () => void;
}

/**
 * Sends what a person gives: busy meanwhile, and what is refused stands at its field, where there is a form.
 * `under`: as of `putProblem`.
 */
export function useSubmit<T>(form?: FormInstance<T>, under?: string): Submitting {
  const { say } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  return {
    busy,
    problem,
    forget: () => setProblem(null),
    async submit(work, placed = () => false) {
      setBusy(true);
      setProblem(null);
      try {
        await work();
      } catch (thrown) {
        const said = asProblem(thrown);
        setProblem((form !== undefined && putProblem(form, said, say, under)) || placed(said) ? null : said);
      } finally {
        setBusy(false);
      }
    },
  };
}
