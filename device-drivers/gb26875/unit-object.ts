// What an information object of a data unit says, one shape for each type; `is` names the type.

/** A facility system: its type (table 4) and its address, both 0 to 255. */
interface OfSystem {
  readonly systemType: number;
  readonly systemAddress: number;
}

/** A part of a system: its type (table 5) and its address, a u32. */
interface OfPart extends OfSystem {
  readonly partType: number;
  readonly partAddress: number;
}

/** Six bytes of a time tag as on the wire; `readTimeTag` reads it. */
interface Timed {
  readonly time: Uint8Array;
}

/** Eight bits of table 8.2.1.4 or 8.2.1.10 and who did it, 0 to 255. */
interface Operated extends Timed {
  readonly operations: number;
  readonly operator: number;
}

interface Versioned {
  readonly main: number;
  readonly sub: number;
}

/** Up to so many records, 0 to 102, from a time tag on. */
interface Records {
  readonly count: number;
  readonly from: Uint8Array;
}

/** An information object, GB/T 26875.3-2011, 8.2.1 and 8.3. Bytes are views on the input, texts raw (`readText` reads them). */
export type UnitObject =
  | ({ readonly is: 'system-state' /** u16, see `SYSTEM_BITS`. */; readonly status: number } & OfSystem & Timed)
  | ({
      readonly is: 'part-state';
      /** u16, see `PART_BITS`. */
      readonly status: number;
      /** 31 bytes; none in the short form. */
      readonly description: Uint8Array;
    } & OfPart &
      Timed)
  | ({
      readonly is: 'analogue';
      readonly analogueType: number;
      /** i16; 0 to 65535 where the profile says so. Value = raw × step. */
      readonly raw: number;
    } & OfPart &
      Timed)
  | ({ readonly is: 'facility-operation' } & OfSystem & Operated)
  | ({ readonly is: 'facility-version' } & OfSystem & Versioned)
  | ({ readonly is: 'system-configuration' /** 0 to 255 bytes. */; readonly text: Uint8Array } & OfSystem)
  | ({ readonly is: 'part-configuration' /** 31 bytes. */; readonly description: Uint8Array } & OfPart)
  | ({ readonly is: 'facility-time' } & OfSystem & Timed)
  | {
      readonly is: 'device-state';
      /** u8, see `DEVICE_BITS`. */
      readonly status: number;
      /** 6 bytes; none in the short form. */
      readonly time: Uint8Array;
    }
  | ({ readonly is: 'device-operation' } & Operated)
  | ({ readonly is: 'device-version' } & Versioned)
  | { readonly is: 'device-configuration' /** 0 to 255 bytes. */; readonly text: Uint8Array }
  | ({ readonly is: 'device-time' } & Timed)
  | ({ readonly is: 'read-system-state' | 'read-facility-version' | 'read-system-configuration' | 'read-facility-time' } & OfSystem)
  | ({ readonly is: 'read-part-state' | 'read-analogue' | 'read-part-configuration'; readonly partAddress: number } & OfSystem)
  | ({ readonly is: 'read-facility-operations' } & OfSystem & Records)
  | ({ readonly is: 'read-device-operations' } & Records)
  | {
      readonly is: 'read-device-state' | 'read-device-version' | 'read-device-configuration' | 'read-device-time' | 'initialise';
    }
  | ({ readonly is: 'set-clock' } & Timed)
  | { readonly is: 'duty-check' /** How long the answer may take, minutes, 0 to 255. */; readonly minutes: number };
