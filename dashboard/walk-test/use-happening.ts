// A number that changes when an alarm comes, ends or is a drill no more: then what a walk test shows is asked for anew.
import { useLive } from '../use-live.ts';

export function useHappening(): number {
  return useLive((view) => view.open.reduce((latest, one) => Math.max(latest, one.change), view.open.length));
}
