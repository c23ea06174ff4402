// The label of a device: a code that any camera reads and that leads to its page, its name, place and id.
import './labels.css';
import { QrCode } from './qr-code.tsx';

interface LabelProps {
  readonly id: string;
  readonly name: string;
  /** Its places, in one line. */
  readonly place: string;
}

/** What is stuck on a device: never a secret. */
export function Label({ id, name, place }: LabelProps) {
  const address = `${location.origin}/d/${encodeURIComponent(id)}`;
  return (
    <div className="label" data-device-id={id} data-address={address}>
      <QrCode text={address} label={address} />
      <div>
        <strong>{name}</strong>
        <span>{place}</span>
        <span className="mono">{id}</span>
      </div>
    </div>
  );
}
