// The gateway's figures as Prometheus text. No names of devices, places or people: labels come from closed lists only.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ALARM_CLASSES } from '../../rules/rule.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { Counts } from './device-views.ts';
import type { StatusSources } from './status-sources.ts';

/** Where the figures come from that are not the gateway's own state. */
export interface MetricSources {
  readonly status: StatusSources;
  openAlarms(): Iterable<Alarm>;
  counts(): Counts;
  screens(): number;
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Measures the event loop from its making on; `text()` gives the figures of this moment. */
export class Metrics {
  readonly #sources: MetricSources;
  /** 10 ms: finer costs more than it tells. */
  readonly #delay = monitorEventLoopDelay({ resolution: 10 });

  constructor(sources: MetricSources) {
    this.#sources = sources;
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  text(): string {
    const { status } = this.#sources;
    const journal = status.journal();
    const history = status.history();
    const counts = this.#sources.counts();
    const links = status.links();
    const text = [
      family('balefire_info', 'gauge', 'Version of the gateway.', [{ labels: { version: status.version }, value: 1 }]),
      family('balefire_start_time_seconds', 'gauge', 'When the gateway started, seconds since 1970.', [
        { value: status.startedAt / 1_000 },
      ]),
      family('balefire_alarms_open', 'gauge', 'Open alarms by class; drills apart.', this.#alarms()),
      family('balefire_troubles', 'gauge', 'Troubles of the gateway itself that stand now.', [{ value: status.troubles().length }]),
      family('balefire_devices', 'gauge', 'Devices by state; a device can be online and silent.', [
        { labels: { state: 'placed' }, value: counts.devices },
        { labels: { state: 'online' }, value: counts.online },
        { labels: { state: 'silent' }, value: counts.silent },
        { labels: { state: 'held' }, value: counts.held },
      ]),
      family('balefire_screens', 'gauge', 'Live sockets of screens.', [{ value: this.#sources.screens() }]),
      family('balefire_journal_storing', 'gauge', '1 while the journal’s writes go through.', [{ value: Number(status.isStoring()) }]),
      family('balefire_journal_entries_total', 'counter', 'Entries written since the start.', [{ value: journal.entries }]),
      family('balefire_journal_waiting', 'gauge', 'Entries on their way to the disk.', [{ value: journal.waiting }]),
      family('balefire_journal_bytes', 'gauge', 'Bytes of the journal on the disk.', [{ value: journal.bytes }]),
      family('balefire_journal_commit_seconds', 'gauge', 'Duration of the last commit.', [{ value: journal.lastCommitMs / 1_000 }]),
      family('balefire_history_appended_total', 'counter', 'Readings handed to the history.', [{ value: history.appended }]),
      family('balefire_history_dropped_total', 'counter', 'Readings the history refused.', [{ value: history.dropped }]),
      family('balefire_history_waiting', 'gauge', 'Readings not yet in the history’s store.', [{ value: history.waiting }]),
      family(
        'balefire_link_listening',
        'gauge',
        '1 while the link listens or polls.',
        links.map((link) => ({ labels: { link: link.name }, value: Number(link.listening) })),
      ),
      family(
        'balefire_link_connected',
        'gauge',
        'Devices connected to the link.',
        links.map((link) => ({ labels: { link: link.name }, value: link.connected })),
      ),
      family(
        'balefire_link_events_total',
        'counter',
        'What a link counted: frames, refusals by reason.',
        links.flatMap((link) => Object.entries(link.counters).map(([what, value]) => ({ labels: { link: link.name, what }, value }))),
      ),
      family(
        'balefire_events_total',
        'counter',
        'What the gateway counted: frames by kind, faults by reason, refusals.',
        Object.entries(status.counters()).map(([what, value]) => ({ labels: { what }, value })),
      ),
      family('balefire_event_loop_delay_seconds', 'gauge', 'Delay of the event loop since the last reading of this page.', this.#loop()),
      family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [{ value: process.memoryUsage.rss() }]),
      family('process_cpu_seconds_total', 'counter', 'Processor time used.', [{ value: cpuSeconds() }]),
    ].join('');
    this.#delay.reset();
    return text;
  }

  #alarms(): Sample[] {
    const counts = new Map<string, number>();
    for (const alarm of this.#sources.openAlarms()) {
      const key = `${alarm.class} ${alarm.drill}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return ALARM_CLASSES.flatMap((alarmClass) =>
      [false, true].map((drill) => ({
        labels: { class: alarmClass, drill: String(drill) },
        value: counts.get(`${alarmClass} ${drill}`) ?? 0,
      })),
    );
  }

  #loop(): Sample[] {
    const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
    return [
      { labels: { quantile: '0.5' }, value: seconds(this.#delay.percentile(50)) },
      { labels: { quantile: '0.99' }, value: seconds(this.#delay.percentile(99)) },
      { labels: { quantile: '1' }, value: this.#delay.max > 0 ? seconds(this.#delay.max) : 0 },
    ];
  }
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** One family of the Prometheus text format 0.0.4. */
function family(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${Number.isFinite(value) ? value : 0}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}
