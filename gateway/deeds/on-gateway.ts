// What concerns the gateway itself: its start, what it could not process, and what only is written down.
import { words } from '../../device-drivers/words.ts';
import { type Act, GATEWAY } from '../acts.ts';
import { type DeedRows, NOTHING } from './deed.ts';

type GatewayDeed = Extract<Act, { do: 'conclude-again' | 'dismiss-passed-over' | 'started' | 'note' }>;

export const ON_GATEWAY: DeedRows<GatewayDeed> = {
  'conclude-again': {
    title: words('再试未能处理的报文', 'Tried again what was passed over'),
    about: ({ ids }) => ids[0] ?? GATEWAY.id,
    carryOut(act, { concludingAgain }) {
      concludingAgain.again(act);
      return NOTHING;
    },
  },
  'dismiss-passed-over': {
    title: words('移出未能处理的报文', 'Dismissed what was passed over'),
    about: ({ device }) => device,
    carryOut(act, { passedOver }) {
      passedOver.drop(act.id);
      return NOTHING;
    },
    touches: 'conclusions',
  },
  started: {
    title: words('网关启动', 'The gateway started'),
    about: () => GATEWAY.id,
    carryOut(act, { estate, engine, presence, desk, rulebook }) {
      // While the gateway stood still it heard nobody; silence counts from now, or every start would be a storm.
      // A part is not silent by itself, and there may be a hundred thousand of them.
      for (const device of estate.devices()) if (device.address.by !== 'part') engine.watch(device, act.at);
      presence.connectionsLost();
      desk.rulesAre(rulebook.inForce(), act.at);
      return NOTHING;
    },
  },
  note: {
    title: words('记录', 'A note'),
    about: ({ about }) => about,
    carryOut: () => NOTHING,
    touches: 'conclusions',
  },
};
