// The place that the person is responsible for: what stands above it is shown, but is not the person's to change.
import { useSession } from '../session.tsx';

export function useOwnPlace(): string {
  const { standing } = useSession();
  return standing.is === 'signed-in' ? standing.session.person.place : '';
}
