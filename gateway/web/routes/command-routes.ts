// Commands to devices: given by a person with the right to it, checked against the driver, journalled, then sent.
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { checkArguments } from '../../../device-drivers/command.ts';
import type { DeviceDriver } from '../../../device-drivers/driver.ts';
import { words } from '../../../device-drivers/words.ts';
import type { Clock } from '../../clock.ts';
import type { CommandRecord, Commands } from '../../commands/commands.ts';
import { BalefireError } from '../../errors.ts';
import type { Estate } from '../../estate/estate.ts';
import type { Visitor } from '../access/access.ts';
import type { AlarmViews } from '../alarm-views.ts';
import { command } from '../contract.ts';
import { FieldError } from '../problems.ts';
import { giveCommand, idParams, pageQuery } from '../requests.ts';
import { type Route, route } from '../route.ts';
import type { Acting } from './acting.ts';

/** Commands shown on a device's page. */
const OF_ONE_DEVICE = 50;
/** Pages looked through for one page of answers, where most commands are of places that the person does not see. */
const PAGES_SCANNED = 20;

export interface CommandRouteRooms {
  readonly commands: Commands;
  readonly estate: Estate;
  readonly driverOf: (model: string) => DeviceDriver | undefined;
  readonly views: AlarmViews;
  readonly flow: Acting;
  readonly clock: Clock;
}

/** Commands of devices that the person sees, newest first. Those of a removed device only who sees everything sees. */
function seen(rooms: CommandRouteRooms, by: Visitor, query: z.output<typeof pageQuery>): { items: CommandRecord[]; next: string | null } {
  const { commands, estate } = rooms;
  const items: CommandRecord[] = [];
  let { after } = query;
  for (let page = 0; page < PAGES_SCANNED; page += 1) {
    const found = commands.list({ after, limit: query.limit });
    for (const one of found) {
      after = one.at;
      if (by.sees(estate.device(one.device)?.path ?? estate.places.pathOf(''))) items.push(one);
      if (items.length === query.limit) return { items, next: String(after) };
    }
    if (found.length < query.limit) return { items, next: null };
  }
  return { items, next: after === undefined ? null : String(after) };
}

export function commandRoutes(rooms: CommandRouteRooms): Route[] {
  const { commands, estate, driverOf, views, flow, clock } = rooms;
  return [
    route({
      method: 'get',
      path: '/commands',
      id: 'listCommands',
      summary: words('指令记录，最近在前', 'Commands, the last first'),
      needs: 'device.read',
      query: pageQuery,
      answer: z.object({ items: z.array(command), next: z.string().nullable() }),
      handle({ query, by }) {
        const { items, next } = seen(rooms, by, query);
        return { items: items.map((one) => views.command(one)), next };
      },
    }),
    route({
      method: 'get',
      path: '/devices/{id}/commands',
      id: 'listDeviceCommands',
      summary: words('一台设备的指令记录', 'Commands of one device'),
      needs: 'device.read',
      params: idParams,
      answer: z.object({ items: z.array(command) }),
      names: { 'params.id': 'device' },
      handle: ({ params }) => ({ items: commands.list({ device: params.id, limit: OF_ONE_DEVICE }).map((one) => views.command(one)) }),
    }),
    route({
      method: 'post',
      path: '/devices/{id}/commands',
      id: 'giveCommand',
      summary: words('下达指令', 'Give a command'),
      needs: 'device.command',
      params: idParams,
      body: giveCommand,
      answer: command,
      status: 201,
      names: { 'params.id': 'device' },
      async handle({ params, body, by }) {
        const model = estate.record(params.id)?.model ?? '';
        const spec = driverOf(model)?.commands.find((one) => one.id === body.command);
        if (!spec || spec.internal)
          throw new FieldError([{ path: 'body.command', words: words('该设备没有这条指令', 'The device knows no such command') }]);
        if (spec.grave && !by.may('device.initialise')) throw new BalefireError('not-allowed');
        if (spec.grave && body.reason === undefined)
          throw new FieldError([{ path: 'body.reason', words: words('此指令须说明原因', 'This command needs a reason') }]);
        const checked = checkArguments(spec, body.arguments);
        if ('problems' in checked)
          throw new FieldError(checked.problems.map(({ argument, problem }) => ({ path: `body.arguments.${argument}`, words: problem })));
        const { command: given } = await flow.act(
          {
            do: 'command',
            // 96 random bits: no answer of a device can be taken for that to another command.
            id: `c${randomBytes(12).toString('hex')}`,
            device: params.id,
            command: body.command,
            arguments: checked.arguments,
            expiresAt: clock() + (body.expiresAfter ?? spec.expiresAfter) * 1_000,
            ...(body.reason === undefined ? {} : { reason: body.reason }),
          },
          by.author,
        );
        if (!given) throw new BalefireError('internal');
        return views.command(given);
      },
    }),
  ];
}
