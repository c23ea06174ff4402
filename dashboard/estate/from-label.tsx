// Where the QR label of a device leads: its page.
import { Navigate, useParams } from 'react-router';

export function FromLabel() {
  const { id = '' } = useParams();
  return <Navigate replace to={`/devices/${encodeURIComponent(id)}`} />;
}
