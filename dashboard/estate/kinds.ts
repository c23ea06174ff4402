// The kinds of device that a person can filter by; their words stand in the locale files under `kind.`.
import { DEVICE_KINDS } from '../../device-drivers/driver.ts';

/** Without what nobody has placed, which waits on a page of its own, and without the files of units, which are no devices. */
export const KINDS = DEVICE_KINDS.filter((kind) => kind !== 'unregistered' && kind !== 'dossier');
