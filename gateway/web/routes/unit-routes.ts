// Units and their files, buildings and theirs: read, changed from the version one saw, and what each version changed.
import { z } from 'zod';
import { isFoundBy } from '../../../device-drivers/pinyin.ts';
import { words } from '../../../device-drivers/words.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Visitor } from '../access/access.ts';
import { type BuildingViews, type Glance, urgency } from '../building-views.ts';
import type { LiveSources } from '../live-sources.ts';
import { type BuildingFile, changesQuery, fileVersion, setBuildingFile, setUnitFile } from '../place-file-contract.ts';
import { FieldError, type FieldProblem } from '../problems.ts';
import { idParams, unitList } from '../requests.ts';
import { type Route, route } from '../route.ts';
import { type BuildingView, buildingView, type UnitRow, unitRow, unitView } from '../unit-contract.ts';
import type { UnitViews } from '../unit-views.ts';
import type { Acting } from './acting.ts';

export interface UnitRouteRooms {
  readonly estate: Estate;
  readonly units: UnitViews;
  readonly buildings: BuildingViews;
  readonly sources: LiveSources;
  readonly flow: Acting;
}

const versions = z.object({ items: z.array(fileVersion) });

export function unitRoutes(rooms: UnitRouteRooms): Route[] {
  const { estate, units, buildings, flow } = rooms;
  return [
    route({
      method: 'get',
      path: '/units',
      id: 'listUnits',
      summary: words('单位列表，最急的在前', 'Units, the most urgent first'),
      needs: 'device.read',
      query: unitList,
      answer: z.object({ items: z.array(unitRow), next: z.string().nullable(), total: z.number() }),
      names: { 'query.place': 'place' },
      handle({ query, by }) {
        const glance = units.glance();
        const rows = unitsOf(estate, by, query.place)
          .map((id) => units.row(id, glance))
          .filter((row) => fits(row, query.state, query.search ?? ''))
          .sort(worstFirst);
        return pageOf(rows, query);
      },
    }),
    route({
      method: 'get',
      path: '/units/{id}',
      id: 'readUnit',
      summary: words('单位档案', 'The file of a unit'),
      needs: 'device.read',
      params: idParams,
      answer: unitView,
      names: { 'params.id': 'unit' },
      handle: async ({ params }) => units.view(params.id, units.glance(), await buildings.glance()),
    }),
    route({
      method: 'put',
      path: '/units/{id}/file',
      id: 'setUnitFile',
      summary: words('保存单位档案；他人先保存时拒绝', 'Save the file of a unit; refused where somebody else was first'),
      needs: 'unit.manage',
      params: idParams,
      body: setUnitFile,
      answer: unitView,
      names: { 'params.id': 'unit' },
      async handle({ params, body, by }) {
        await flow.act(
          { do: 'set-place-file', place: params.id, version: body.version, file: { of: 'unit', content: body.file } },
          by.author,
        );
        return units.view(params.id, units.glance(), await buildings.glance());
      },
    }),
    route({
      method: 'get',
      path: '/units/{id}/versions',
      id: 'listUnitVersions',
      summary: words('单位档案的修改记录，最近在前', 'What each version of a unit’s file changed, the last first'),
      needs: 'unit.manage',
      params: idParams,
      query: changesQuery,
      answer: versions,
      names: { 'params.id': 'unit' },
      handle: ({ params, query }) => ({ items: estate.files.versions('unit', params.id, query.since) }),
    }),
    route({
      method: 'get',
      path: '/buildings/{id}',
      id: 'readBuilding',
      summary: words('建筑：档案与实时状态', 'A building: its file and what is live in it'),
      needs: 'device.read',
      params: idParams,
      answer: buildingView,
      names: { 'params.id': 'building' },
      handle: async ({ params }) => building(rooms, params.id, await buildings.glance()),
    }),
    route({
      method: 'put',
      path: '/buildings/{id}/file',
      id: 'setBuildingFile',
      summary: words('保存建筑档案；他人先保存时拒绝', 'Save the file of a building; refused where somebody else was first'),
      needs: 'unit.manage',
      params: idParams,
      body: setBuildingFile,
      answer: buildingView,
      names: { 'params.id': 'building' },
      async handle({ params, body, by }) {
        const problems = problemsOf(rooms, params.id, body.file, await buildings.glance());
        if (problems.length > 0) throw new FieldError(problems);
        await flow.act(
          { do: 'set-place-file', place: params.id, version: body.version, file: { of: 'building', content: body.file } },
          by.author,
        );
        return building(rooms, params.id, await buildings.glance());
      },
    }),
    route({
      method: 'get',
      path: '/buildings/{id}/versions',
      id: 'listBuildingVersions',
      summary: words('建筑档案的修改记录，最近在前', 'What each version of a building’s file changed, the last first'),
      needs: 'unit.manage',
      params: idParams,
      query: changesQuery,
      answer: versions,
      names: { 'params.id': 'building' },
      handle: ({ params, query }) => ({ items: estate.files.versions('building', params.id, query.since) }),
    }),
  ];
}

/** A page of rows that are sorted already; the cursor is how many came before. */
export function pageOf<T>(rows: readonly T[], { after = 0, limit }: { after?: number | undefined; limit: number }) {
  const items = rows.slice(after, after + limit);
  return { items, next: after + limit < rows.length ? String(after + limit) : null, total: rows.length };
}

function unitsOf(estate: Estate, by: Visitor, place: string | undefined): string[] {
  return [...estate.places.all()]
    .filter(({ kind }) => kind === 'unit')
    .filter(({ id }) => {
      const path = estate.places.pathOf(id);
      return by.sees(path) && (place === undefined || path.includes(place));
    })
    .map(({ id }) => id);
}

function fits(row: UnitRow, state: z.output<typeof unitList>['state'], search: string): boolean {
  if (!isFoundBy(search, row.name, row.legalName ?? '', row.id)) return false;
  if (state === 'alarm') return row.worst !== null;
  if (state === 'expiring') return row.firstPaper !== null && row.firstPaper.days <= 30;
  return state !== 'incomplete' || row.complete < 100;
}

function worstFirst(one: UnitRow, other: UnitRow): number {
  return urgency(one) - urgency(other) || one.name.localeCompare(other.name, 'zh-CN', { numeric: true });
}

function building({ estate, buildings, sources }: UnitRouteRooms, id: string, glance: Glance): BuildingView {
  const kept = estate.files.get('building', id);
  return {
    ...buildings.card(id, glance),
    version: kept?.version ?? 0,
    changedAt: kept?.at ?? null,
    changedBy: kept?.name ?? null,
    file: kept?.file ?? null,
    choices: { pressure: sources.of('water.pressure', id, glance), level: sources.of('water.level', id, glance) },
  };
}

/** A device that the file names must be of the building or its unit and tell what is asked of it; one that was there before may stay. */
function problemsOf({ estate, sources }: UnitRouteRooms, id: string, file: BuildingFile, glance: Glance): FieldProblem[] {
  const before = estate.files.get('building', id)?.file;
  const kept = new Set([before?.topHydrant, ...(before?.tanks ?? []).map(({ device }) => device)]);
  const asked: [path: string, device: string | null, quantity: 'water.pressure' | 'water.level'][] = [
    ['body.file.topHydrant', file.topHydrant, 'water.pressure'],
    ...file.tanks.map(({ device }, nth): [string, string | null, 'water.level'] => [
      `body.file.tanks.${nth}.device`,
      device,
      'water.level',
    ]),
  ];
  return asked
    .filter(
      ([, device, quantity]) => device !== null && !kept.has(device) && !sources.of(quantity, id, glance).some((one) => one.id === device),
    )
    .map(([path, , quantity]) => ({
      path,
      words:
        quantity === 'water.pressure'
          ? words('本单位没有这台测水压的设备', 'The unit has no such device that tells a pressure')
          : words('本单位没有这台测液位的设备', 'The unit has no such device that tells a level'),
    }));
}
