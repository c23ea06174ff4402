// A list on a phone: each by its name, with what can be done with it beside that, and what else is known of it below.
import type { ReactNode } from 'react';

interface Named {
  readonly id: string;
  readonly name: string;
}

interface Props<T extends Named> {
  readonly items: readonly T[];
  readonly deed: (one: T) => ReactNode;
  readonly card: (one: T) => ReactNode;
}

export function NamedCards<T extends Named>({ items, deed, card }: Props<T>) {
  return (
    <ul className="panel cards">
      {items.map((one) => (
        <li key={one.id} className="person-card">
          <div className="row">
            <strong className="grow">{one.name}</strong>
            {deed(one)}
          </div>
          {card(one)}
        </li>
      ))}
    </ul>
  );
}
