// A list of devices on a phone: a card each, which leads to the device's page.
import type { ReactNode } from 'react';
import { Link } from 'react-router';

interface Props<T> {
  readonly rows: readonly T[];
  /** What they are here, which gives the cards the test id `device-link` or `part-link`. */
  readonly of: 'device' | 'part';
  /** What stands on the card of a row. */
  readonly card: (row: T) => ReactNode;
}

export function DeviceCards<T extends { readonly id: string; readonly stale: boolean }>({ rows, of, card }: Props<T>) {
  return (
    <ul className="cards">
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            className="device-card"
            data-stale={row.stale}
            to={`/devices/${encodeURIComponent(row.id)}`}
            data-testid={`${of}-link`}
            {...{ [`data-${of}-id`]: row.id }}
          >
            {card(row)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
