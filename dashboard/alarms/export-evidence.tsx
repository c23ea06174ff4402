// The evidence of an incident as a file: all its alarms, frames and deeds, with the proof that nobody changed them.
import { Button } from 'antd';
import { useState } from 'react';
import { type ApiProblem, asProblem, getFile } from '../api.ts';
import { handOver } from '../download.ts';
import { useWords } from '../language.ts';
import { useMay } from '../session.tsx';
import { FailedLine } from '../states.tsx';

export function ExportEvidence({ incident }: { readonly incident: string }) {
  const { t } = useWords();
  const may = useMay();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  if (!may('frame.read')) return null;

  async function exportIt(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      handOver(`evidence-${incident}.zip`, await getFile(`/incidents/${encodeURIComponent(incident)}/bundle`));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="stack">
      <Button size="large" loading={busy} onClick={exportIt} data-testid="export-evidence">
        {t('card.export-evidence')}
      </Button>
      <FailedLine problem={problem} />
    </div>
  );
}
