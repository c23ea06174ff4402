// The address that stands in the QR of a device's label, `/d/<device id>`: it leads to the device's page.
import { Navigate, useParams } from 'react-router';

export function ToDevice() {
  const { id = '' } = useParams();
  return <Navigate to={`/devices/${encodeURIComponent(id)}`} replace />;
}
