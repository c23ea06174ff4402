// Figures of the quality report as a person reads them.
import { span } from '../time.ts';

/** `12%`, `1.5%`; a dash where there is nothing to take a share of. */
export function percent(share: number | null): string {
  if (share === null) return '—';
  const hundredths = share * 100;
  return `${hundredths > 0 && hundredths < 10 ? hundredths.toFixed(1) : Math.round(hundredths)}%`;
}

/** `0.3`, `12`. */
export function rate(value: number): string {
  return value > 0 && value < 10 ? value.toFixed(value < 0.1 ? 2 : 1) : String(Math.round(value));
}

/** `12 s`; a dash where nobody did it. */
export function took(ms: number | null): string {
  return ms === null ? '—' : span(ms);
}
