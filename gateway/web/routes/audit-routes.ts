// The audit: searched by who may read it, proved against the chain, and taken along as a file, which itself stands in it.
import { setImmediate as breathe } from 'node:timers/promises';
import { z } from 'zod';
import { words } from '../../../device-drivers/words.ts';
import type { AuditRecord } from '../../alarms/alarm-store.ts';
import type { AuditQuery, AuditSearch } from '../../alarms/audit-search.ts';
import type { AlarmDesk } from '../../alarms/desk.ts';
import { auditKinds, auditTitle } from '../../deeds/deeds.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { People } from '../../estate/people.ts';
import { ROOT_PLACE } from '../../estate/places.ts';
import { csvLine } from '../../estate/table-file.ts';
import type { ChainProof } from '../../evidence/chain-walk.ts';
import type { Visitor } from '../access/access.ts';
import {
  type AuditFound,
  auditChoices,
  auditExport,
  auditFound,
  auditLineQuery,
  auditProof,
  auditQuery,
  OPENED,
} from '../audit-contract.ts';
import { type Download, type Route, route } from '../route.ts';
import type { Subjects } from '../subjects.ts';
import { type Acting, note } from './acting.ts';
import { auditView } from './alarm-routes.ts';

/** Pages looked through for one page of answers. */
const PAGES_SCANNED = 20;
/** Lines of one piece of a file. */
const LINES_AT_ONCE = 500;
/** Proofs at once: each hashes the whole chain. */
const MOST_PROOFS = 2;

export interface AuditRouteRooms {
  readonly search: Pick<AuditSearch, 'find' | 'people' | 'kinds' | 'last'>;
  readonly line: (number: number) => AuditRecord | undefined;
  readonly prove: (line: AuditRecord) => Promise<ChainProof>;
  readonly subjects: Pick<Subjects, 'pathOfAny' | 'find'>;
  readonly desk: Pick<AlarmDesk, 'alarm'>;
  readonly people: Pick<People, 'get'>;
  readonly estate: Estate;
  readonly flow: Acting;
  /** The site's date and time, as a file has it. */
  readonly date: (at: number) => string;
}

export function auditRoutes(rooms: AuditRouteRooms): Route[] {
  const { search, line, prove, subjects, estate, flow, date } = rooms;
  const found = (row: AuditRecord): AuditFound => {
    const subject = subjects.find(row.about);
    const of = OPENED.find((kind) => kind === subject?.kind) ?? null;
    return { ...auditView(row), of, called: subject ? calledBy(of, row.about, subject.path, rooms) : null };
  };
  let proving = 0;
  const root = (): readonly string[] => estate.places.pathOf(ROOT_PLACE);
  const isSeen = (by: Visitor, row: Pick<AuditRecord, 'about' | 'by'>): boolean =>
    by.sees(subjects.pathOfAny(row.about) ?? subjects.pathOfAny(row.by) ?? root());

  /** The lines of all pages that somebody sees, a page at a time. `last`: what came after is not in the file. */
  async function* pieces(
    asked: Omit<AuditQuery, 'after' | 'limit'>,
    { language, last }: { language: 'zh' | 'en'; last: number },
    by: Visitor,
  ): AsyncGenerator<Buffer> {
    yield Buffer.from(`\ufeff${csvLine(language === 'zh' ? HEAD.zh : HEAD.en)}`);
    let after: string | undefined;
    do {
      const { rows, next } = search.find({ ...asked, after, limit: LINES_AT_ONCE });
      const seen = rows.filter((row) => row.number <= last && isSeen(by, row));
      yield Buffer.from(seen.map((row) => csvLine(cellsOf(row, language, date))).join(''));
      after = next ?? undefined;
      await breathe();
    } while (after !== undefined);
  }

  return [
    route({
      method: 'get',
      path: '/audit',
      id: 'readAudit',
      summary: words(
        '查操作审计：时间、人员、操作、对象、文字；最近在前',
        'Search the audit by time, person, deed, thing and words; the last first',
      ),
      needs: 'audit.read',
      query: auditQuery,
      answer: z.object({ items: z.array(auditFound), next: z.string().nullable() }),
      handle({ query, by }) {
        const items: AuditRecord[] = [];
        let after = query.after;
        for (let page = 0; page < PAGES_SCANNED; page += 1) {
          const { rows, next } = search.find({ ...query, after });
          for (const row of rows) {
            if (isSeen(by, row)) items.push(row);
            if (items.length === query.limit) return { items: items.map(found), next: `${row.at}.${row.number}` };
          }
          if (next === null) return { items: items.map(found), next: null };
          after = next;
        }
        return { items: items.map(found), next: after ?? null };
      },
    }),
    route({
      method: 'get',
      path: '/audit/choices',
      id: 'listAuditChoices',
      summary: words('审计中出现过的人员与操作', 'Who stands in the audit, and what was done'),
      needs: 'audit.read',
      answer: auditChoices,
      handle: ({ by }) => ({
        people: search.people().filter(({ id }) => by.sees(subjects.pathOfAny(id) ?? root())),
        // Of a part of the places: not even that something of a kind was ever done elsewhere.
        kinds: (by.sees(root()) ? search.kinds() : auditKinds()).map((what) => ({ what, title: auditTitle(what) })),
      }),
    }),
    route({
      method: 'get',
      path: '/audit/proof',
      id: 'proveAuditLine',
      summary: words('核对证据链：从开头到这一行是否完整', 'Whether the chain of evidence holds from its beginning to this line'),
      needs: 'audit.read',
      query: auditLineQuery,
      answer: auditProof,
      names: { 'query.number': 'audit-line' },
      async handle({ query: { number } }) {
        const row = line(Number(number));
        if (!row) throw new BalefireError('not-found', { what: number });
        if (proving >= MOST_PROOFS) throw new BalefireError('too-many', { seconds: 5 });
        proving += 1;
        return await prove(row).finally(() => {
          proving -= 1;
        });
      },
    }),
    route({
      method: 'get',
      path: '/audit/export',
      id: 'exportAudit',
      summary: words('导出查到的审计（CSV）；导出本身记入审计', 'The lines that were found as CSV; the export itself stands in the audit'),
      needs: 'audit.read',
      query: auditExport,
      answer: z.custom<Download>(),
      download: 'text/csv',
      async handle({ query: { language, ...asked }, by }) {
        const last = search.last();
        // Nothing leaves before it stands in the audit.
        await note(flow, by.author, 'export-audit', by.person.id, asked);
        return { name: 'audit.csv', pieces: pieces(asked, { language, last }, by) };
      },
    }),
  ];
}

/** A thing as people call it: its name behind the places it stands in. */
function calledBy(of: AuditFound['of'], id: string, path: readonly string[], { estate, desk, people }: AuditRouteRooms): string {
  const where = estate.places
    .steps(path)
    .map(({ name }) => name)
    .join(' › ');
  if (of === 'person') return people.get(id)?.name ?? id;
  const name = of === 'device' ? estate.device(id)?.name : of === 'alarm' ? desk.alarm(id)?.deviceName : undefined;
  return name === undefined ? where : `${where} › ${name}`;
}

const HEAD = {
  zh: ['序号', '时间', '人员', '人员编号', '操作', '操作代码', '对象', '来自', '详情'],
  en: ['No.', 'Time', 'Person', 'Person id', 'Deed', 'Deed code', 'About', 'From', 'Particulars'],
} as const;

function cellsOf(row: AuditRecord, language: 'zh' | 'en', date: (at: number) => string): string[] {
  const { number, at, name, by, what, about, from, detail } = row;
  return [String(number), date(at), name, by, auditTitle(what)[language], what, about, from, JSON.stringify(detail)];
}
