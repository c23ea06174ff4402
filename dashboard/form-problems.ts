// Puts what the gateway refused at the field it concerns.
import type { FormInstance } from 'antd';
import type { ApiProblem, FieldProblem } from './api.ts';
import type { SpokenWords } from './language.ts';

type Say = SpokenWords['say'];

/** What is wrong with a field, in the person's language where the gateway tells both. */
export function fieldText(field: FieldProblem, say: Say): string {
  return field.words === undefined ? field.message : say(field.words);
}

/**
 * True when every refused field found its place in the form; else the caller shows the problem as a whole.
 * `under`: the part of the path above the form's fields, `body.arguments.`.
 */
export function putProblem<T>(form: FormInstance<T>, problem: ApiProblem, say: Say, under = 'body.'): boolean {
  const names = new Set(Object.keys(form.getFieldsValue() as object));
  const fields = problem.fields.map((field) => ({
    name: field.path.startsWith(under) ? field.path.slice(under.length) : field.path,
    text: fieldText(field, say),
  }));
  for (const { name, text } of fields) if (names.has(name)) form.setFields([{ name: name as never, errors: [text] }]);
  return fields.length > 0 && fields.every(({ name }) => names.has(name));
}
