// A list of things in a form: contacts, contracts, certificates, tanks; each with its fields, one added and one taken out at a time.
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useWords, type WordKey } from '../language.ts';

interface Props {
  readonly name: string;
  readonly title: WordKey;
  /** In the person's words. */
  readonly add: string;
  /** What a new one begins with. */
  readonly blank: object;
  readonly children: (nth: number) => ReactNode;
}

/** Unique in its list though two people add at once; `crypto.randomUUID` is not there on a plain `http` address. */
function newId(): string {
  const random = (): string => Math.floor(Math.random() * 2 ** 32).toString(36);
  return `i${Date.now().toString(36)}${random()}`;
}

export function ItemList({ name, title, add, blank, children }: Props) {
  const { t } = useWords();
  return (
    <fieldset className="items">
      <legend>{t(title)}</legend>
      <Form.List name={name}>
        {(fields, { add: append, remove }) => (
          <>
            {fields.map(({ key, name: nth }) => (
              <div key={key} className="item" data-testid={`${name}-item`}>
                <Form.Item name={[nth, 'id']} hidden>
                  <Input />
                </Form.Item>
                <div className="item-fields">{children(nth)}</div>
                <Button onClick={() => remove(nth)} aria-label={t('file.remove-nth', { n: nth + 1 })} data-testid={`${name}-remove`}>
                  {t('file.remove')}
                </Button>
              </div>
            ))}
            <Button onClick={() => append({ ...blank, id: newId() })} data-testid={`${name}-add`}>
              + {add}
            </Button>
          </>
        )}
      </Form.List>
    </fieldset>
  );
}
