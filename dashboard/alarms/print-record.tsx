// The record of an incident 处警单 as a PDF, in the language of the screen.
import { Button } from 'antd';
import { getFile } from '../api.ts';
import { handOver } from '../download.ts';
import { useSubmit } from '../form-problems.ts';
import { intoSight } from '../into-sight.ts';
import { useWords } from '../language.ts';
import { FailedLine } from '../states.tsx';

export function PrintRecord({ incident }: { readonly incident: string }) {
  const { t, language } = useWords();
  const { busy, problem, submit } = useSubmit();
  const print = () =>
    submit(async () =>
      handOver(`record-${incident}.pdf`, await getFile(`/incidents/${encodeURIComponent(incident)}/record?language=${language}`)),
    );
  return (
    <div className="stack" ref={problem === null ? null : intoSight}>
      <Button loading={busy} onClick={print} data-testid="print-record">
        {t('incident.print')}
      </Button>
      <FailedLine problem={problem} />
    </div>
  );
}
