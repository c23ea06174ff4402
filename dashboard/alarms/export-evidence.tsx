// The evidence of an incident as a file: all its alarms, frames and deeds, with the proof that nobody changed them.
import { Button } from 'antd';
import { getFile } from '../api.ts';
import { handOver } from '../download.ts';
import { useSubmit } from '../form-problems.ts';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';

export function ExportEvidence({ incident }: { readonly incident: string }) {
  const { t, language } = useWords();
  const may = useMay();
  const { busy, problem, submit } = useSubmit();
  if (!may('frame.read')) return null;

  const exportIt = (): Promise<void> =>
    submit(async () => {
      const archive = await getFile(`/incidents/${encodeURIComponent(incident)}/bundle?language=${language}`);
      handOver(`evidence-${incident}.zip`, archive);
    });

  return (
    <div className="stack" ref={problem === null ? null : intoSight}>
      <Button loading={busy} onClick={exportIt} data-testid="export-evidence">
        {t('card.export-evidence')}
      </Button>
      <FailedLine problem={problem} />
    </div>
  );
}
