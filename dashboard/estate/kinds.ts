// The kinds of device that a person can filter by; their words stand in the locale files under `kind.`.
import { DEVICE_KINDS } from '../../device-drivers/driver.ts';

/** Without what nobody has placed: that waits on a page of its own. */
export const KINDS = DEVICE_KINDS.filter((kind) => kind !== 'unregistered');
