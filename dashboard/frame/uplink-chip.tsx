// 上行 in the header: flashes while something is handed over, steady when it was receipted, and a word when it fails.
import { useWords } from '../language.ts';
import { usePhone } from '../screen.ts';
import { useLive, useStaleness } from '../use-live.ts';
import { uplinkLook } from './uplink.ts';

export function UplinkChip() {
  const { t } = useWords();
  const phone = usePhone();
  const { old } = useStaleness();
  const look = useLive(uplinkLook);
  // What was last heard of it is no news, and a phone has room for what is wrong alone.
  if (look === 'none' || old || (phone && look !== 'failed')) return null;
  return (
    <span className="connection uplink" data-testid="uplink" data-uplink={look} role="status">
      <svg className="shape" viewBox="0 0 24 24" aria-hidden="true">
        {look === 'idle' ? <path d="M12 20V6M6 12l6-6 6 6" fill="none" stroke="currentColor" strokeWidth="3" /> : null}
        {look === 'sending' ? <path d="M12 3l8 9h-5v9H9v-9H4z" fill="none" stroke="currentColor" strokeWidth="3" /> : null}
        {look === 'receipted' ? <path d="M12 3l8 9h-5v9H9v-9H4z" fill="currentColor" /> : null}
        {look === 'failed' ? <path d="M5 5 19 19M19 5 5 19" stroke="currentColor" strokeWidth="3.500" /> : null}
      </svg>
      {t(`uplink.${look}`)}
    </span>
  );
}
