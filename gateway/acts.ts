// What people do to the house. Each act goes through the journal before it is carried out, so that it can be replayed.
import type { PartAddress, StationAddress } from '../device-drivers/device.ts';
import type { Rule } from '../rules/rule.ts';
import type { Answer } from './alarms/incident.ts';
import type { IsolationKind, IsolationScope } from './alarms/isolation.ts';
import type { Policy } from './notify/policy.ts';
import type { Roster } from './notify/roster.ts';
import type { PlanChange } from './plans/plans.ts';
import type { PlaceKind, Role } from './web/contract.ts';
import type { BuildingFile, ConnectionTarget, UnitFile } from './web/place-file-contract.ts';

/** Who did it, and from where (network address). */
export interface Author {
  readonly id: string;
  readonly name: string;
  readonly from: string;
}

/** A placed device as it is kept: what a person decides about it. */
export interface DeviceRecord {
  readonly id: string;
  readonly model: string;
  readonly name: string;
  readonly place: string;
  /** On a Modbus bus. Where this and all below are null or left out, it comes by MQTT. */
  readonly modbus: { readonly bus: string; readonly unit: number } | null;
  /** On the wire of GB/T 26875.3. */
  readonly gb26875?: StationAddress | null;
  /** Behind a transmission device. `description`: as the panel tells it. */
  readonly part?: (PartAddress & { readonly description: string }) | null;
  /** The network that many devices share. */
  readonly carrier?: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

export interface PlaceRecord {
  readonly id: string;
  readonly parent: string | null;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** A part as a list names it. */
export interface ImportedPart {
  readonly systemType: number;
  readonly systemAddress: number;
  readonly part: { readonly type: number; readonly address: number };
  readonly name: string;
  readonly place: string;
}

/** When control rooms are called without anybody's asking. Times are local, `HH:MM`. */
export interface DutyPlanRecord {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly kind: 'daily' | 'random';
  readonly from: string;
  readonly to: string | null;
  /** Times within the span, for `random`. */
  readonly times: number;
  readonly minutes: number;
  readonly enabled: boolean;
}

export interface PersonRecord {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly role: Role;
  readonly place: string;
  readonly disabled: boolean;
}

/** What is done; hashes only where a secret is part of it. */
export type Deed =
  | { readonly do: 'acknowledge'; readonly alarm: string; readonly note?: string | undefined }
  | {
      readonly do: 'judge';
      readonly alarm: string;
      readonly verdict: 'real' | 'false' | 'test' | 'undetermined';
      readonly cause?: string | undefined;
      readonly note?: string | undefined;
    }
  | { readonly do: 'reset'; readonly alarm: string; readonly note?: string | undefined }
  /** Lays an alarm aside until a time, ms since 1970; `oneShot`: or until it ends. */
  | { readonly do: 'shelve'; readonly alarm: string; readonly reason: string; readonly until: number; readonly oneShot: boolean }
  | { readonly do: 'unshelve'; readonly alarm: string }
  | {
      readonly do: 'isolate';
      readonly id: string;
      readonly kind: IsolationKind;
      readonly scope: IsolationScope;
      readonly reason: string;
      readonly authority: string;
      readonly until: number;
    }
  | {
      readonly do: 'renew-isolation';
      readonly isolation: string;
      readonly reason: string;
      readonly authority: string;
      readonly until: number;
    }
  | { readonly do: 'end-isolation' | 'see-isolation'; readonly isolation: string }
  /** A technician tests a place: until then, ms since 1970, what its devices say is a drill. */
  | { readonly do: 'begin-walk-test'; readonly id: string; readonly place: string; readonly callPoints: boolean; readonly until: number }
  | { readonly do: 'end-walk-test'; readonly test: string }
  /** Somebody goes to look; somebody found what it was; another agrees; it goes its course. */
  | { readonly do: 'verify-incident' | 'second-incident' | 'release-incident'; readonly incident: string }
  | {
      readonly do: 'find-incident';
      readonly incident: string;
      readonly verdict: 'real' | 'false' | 'test' | 'undetermined';
      readonly cause?: string | undefined;
      readonly note?: string | undefined;
    }
  | { readonly do: 'move-incident'; readonly incident: string; readonly to: 'responding' | 'controlled' | 'out' }
  | { readonly do: 'close-incident'; readonly incident: string; readonly isSupervisor: boolean; readonly note?: string | undefined }
  | { readonly do: 'reopen-incident'; readonly incident: string; readonly reason: string }
  | { readonly do: 'take-incident'; readonly incident: string; readonly reason?: string | undefined }
  /** By the link of a notice. `seen`: the newest beginning that its page had shown, ms since 1970; what began later is not acknowledged. */
  | { readonly do: 'answer-incident'; readonly incident: string; readonly notice: string; readonly answer: Answer; readonly seen: number }
  | { readonly do: 'merge-incidents'; readonly into: string; readonly from: readonly string[]; readonly reason: string }
  | { readonly do: 'split-incident'; readonly incident: string; readonly alarms: readonly string[]; readonly reason: string }
  | {
      readonly do: 'command';
      readonly id: string;
      readonly device: string;
      readonly command: string;
      readonly arguments: Readonly<Record<string, string | number>>;
      readonly expiresAt: number;
      /** Why, for a command that is grave. */
      readonly reason?: string | undefined;
    }
  | {
      /** Calls the control rooms behind these devices (查岗). */
      readonly do: 'check-duty';
      readonly id: string;
      readonly devices: readonly string[];
      /** Devices of the plan that are left in peace, because something burns there. */
      readonly skipped: readonly string[];
      readonly minutes: number;
      readonly mode: 'now' | 'random' | 'plan';
      readonly plan: string | null;
    }
  | { readonly do: 'set-duty-plan'; readonly plan: DutyPlanRecord }
  | { readonly do: 'remove-duty-plan'; readonly plan: string }
  /** A person comes on duty at a seat, having read what was handed over; and hands over. */
  | {
      readonly do: 'begin-shift';
      readonly id: string;
      readonly place: string;
      readonly isSoundHeard: boolean;
      readonly read: readonly string[];
    }
  | { readonly do: 'end-shift'; readonly shift: string; readonly note: string; readonly isSupervisor: boolean }
  /** Who is on duty, and whom an incident is told to. */
  | { readonly do: 'set-roster'; readonly roster: Roster }
  | { readonly do: 'remove-roster'; readonly roster: string }
  | { readonly do: 'set-policy'; readonly policy: Policy }
  | { readonly do: 'remove-policy'; readonly policy: string }
  /** A list of parts of a transmission device, with the places that it names. */
  | {
      readonly do: 'import-parts';
      readonly device: string;
      readonly places: readonly PlaceRecord[];
      readonly parts: readonly ImportedPart[];
    }
  /** Drawing, scale or positions of floor plans, all of them or none. */
  | { readonly do: 'change-plans'; readonly changes: readonly PlanChange[] }
  | { readonly do: 'add-place'; readonly place: PlaceRecord }
  | { readonly do: 'change-place'; readonly place: PlaceRecord }
  /** A file 档案 of a place, made from the version that its author saw. */
  | {
      readonly do: 'set-place-file';
      readonly place: string;
      readonly version: number;
      readonly file:
        | { readonly of: 'unit'; readonly content: UnitFile }
        | { readonly of: 'building'; readonly content: BuildingFile }
        | { readonly of: 'target'; readonly content: ConnectionTarget };
    }
  | { readonly do: 'register-device'; readonly device: DeviceRecord; readonly secretHash: string | null }
  | { readonly do: 'change-device'; readonly device: DeviceRecord }
  | { readonly do: 'renew-secret'; readonly device: string; readonly secretHash: string }
  | { readonly do: 'remove-device'; readonly device: string }
  | { readonly do: 'dismiss-held'; readonly device: string }
  | { readonly do: 'set-enrolment-key'; readonly place: string; readonly keyHash: string }
  /** `version`: the one that its author saw, 0 for none; left out, like the reason, by older gateways and by the house itself. */
  | {
      readonly do: 'set-parameter';
      readonly scope: string;
      readonly name: string;
      readonly value: number | null;
      readonly version?: number | undefined;
      readonly reason?: string | undefined;
    }
  /** A second person agrees to a limit that could silence, or it is refused or withdrawn. */
  | { readonly do: 'decide-limit'; readonly scope: string; readonly name: string; readonly agrees: boolean; readonly reason: string }
  /** A rule of one's own is written, changed, switched off or on; `version`: the one that its author saw, 0 for none. */
  | { readonly do: 'set-own-rule'; readonly rule: Rule; readonly version: number; readonly reason: string }
  | { readonly do: 'decide-own-rule'; readonly rule: string; readonly agrees: boolean; readonly reason: string }
  /** What was passed over is tried again (see `passed-over.ts`), or a person has seen that nothing need follow from it. */
  | { readonly do: 'conclude-again'; readonly ids: readonly string[] }
  | {
      readonly do: 'dismiss-passed-over';
      readonly id: string;
      readonly device: string;
      readonly entry: number | null;
      readonly reason: string;
    }
  /** The gateway began to run: what was silent while it stood still is not the devices' silence. */
  | { readonly do: 'started' }
  /** Something that concerns no alarm and no device but belongs in the audit: signing in, a person added. */
  | { readonly do: 'note'; readonly what: string; readonly about: string; readonly detail: Readonly<Record<string, unknown>> };

/** A deed with its author and time, as it stands in the journal. `token` tells one act from another. */
export type Act = Deed & { readonly by: Author; readonly at: number; readonly token: string };

/** The gateway itself as an author. */
export const GATEWAY: Author = { id: 'gateway', name: '烽燧', from: 'gateway' };
