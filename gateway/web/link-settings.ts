// What counts for the link of one transmission device now, and who says so: the device, the nearest place that sets it, or the default.
import type { Device } from '../../device-drivers/device.ts';
import { STATION_PARAMETERS, withinBounds } from '../../device-drivers/gb26875/settings.ts';
import type { Estate } from '../estate/estate.ts';
import type { LinkSettingView } from './transmission-contract.ts';

/** A place above those that the person sees is named as well: its name stands in the device's own way, and its value is at work. */
export function linkSettingsOf(device: Device, estate: Pick<Estate, 'parameters' | 'places'>): LinkSettingView[] {
  const above = [...device.path].reverse();
  const set = new Map([device.id, ...above].map((scope) => [scope, [...estate.parameters(scope)]]));
  return STATION_PARAMETERS.map((parameter) => {
    const { name } = parameter;
    const setBy = (scope: string): number | undefined => {
      const value = set.get(scope)?.find((one) => one.name === name)?.value;
      return value === undefined ? undefined : withinBounds(parameter, value);
    };
    const own = setBy(device.id);
    const place = above.find((scope) => setBy(scope) !== undefined);
    const fallback: LinkSettingView['fallback'] =
      place === undefined
        ? { value: parameter.otherwise, source: 'default', place: null }
        : {
            value: setBy(place) ?? parameter.otherwise,
            source: 'place',
            place: { id: place, name: estate.places.get(place)?.name ?? place },
          };
    return { name, ...(own === undefined ? fallback : { value: own, source: 'device', place: null }), fallback };
  });
}
