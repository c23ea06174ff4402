// What people do to the house. Each act goes through the journal before it is carried out, so that it can be replayed.
import type { PartAddress, StationAddress } from '../device-drivers/device.ts';
import type { Words } from '../device-drivers/words.ts';
import type { AlarmClass, Rule } from '../rules/rule.ts';
import type { ChecklistStep } from './alarms/checklist.ts';
import type { FieldDeed } from './alarms/field-reports.ts';
import type { Answer } from './alarms/incident.ts';
import type { Picture, StepState } from './alarms/incident-work.ts';
import type { IsolationKind, IsolationScope } from './alarms/isolation.ts';
import type { Maintenance } from './alarms/maintenance.ts';
import type { SketchDrawn } from './map/sketch.ts';
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
  /** As it is printed on the device. */
  readonly serial?: string | null;
}

/** A device as a list names it. `secretHash`: of a new one that comes by MQTT. */
export interface ImportedDevice {
  readonly device: DeviceRecord;
  readonly isNew: boolean;
  readonly secretHash: string | null;
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
  /** Counted by the gateway, and who saved it; left out by older gateways. */
  readonly version?: number;
  readonly changedBy?: string;
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
  /** An isolation or a walk test that begins later by itself; and what becomes of it. */
  | {
      readonly do: 'plan-maintenance';
      readonly window: Pick<Maintenance, 'id' | 'kind' | 'scope' | 'reason' | 'authority' | 'from' | 'until'>;
    }
  | { readonly do: 'cancel-maintenance'; readonly id: string }
  | { readonly do: 'begin-maintenance'; readonly id: string }
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
  /** From the spot: somebody sets out, is there, tells what is to be seen. `captured`: when it was done, ms since 1970, which may be hours before. */
  | { readonly do: 'go-to-incident'; readonly incident: string; readonly report: string; readonly captured: number }
  | ({ readonly do: 'arrive-at-incident'; readonly incident: string; readonly report: string; readonly captured: number } & Omit<
      Extract<FieldDeed, { is: 'arrived' }>,
      'is'
    >)
  | ({ readonly do: 'describe-incident'; readonly incident: string; readonly report: string; readonly captured: number } & Omit<
      Extract<FieldDeed, { is: 'saw' }>,
      'is'
    >)
  /** A step of the checklist: `open` takes back what was said of it. */
  | {
      readonly do: 'mark-step';
      readonly incident: string;
      readonly step: string;
      readonly title: Words;
      readonly state: StepState | 'open';
      readonly reason?: string | undefined;
    }
  | { readonly do: 'add-note'; readonly incident: string; readonly key: string; readonly text: string; readonly taken: number | null }
  | {
      readonly do: 'add-picture';
      readonly incident: string;
      readonly key: string;
      readonly text: string;
      readonly taken: number | null;
      readonly media: Picture;
    }
  /** Hands it over to a person, who accepts or declines. */
  | {
      readonly do: 'offer-incident';
      readonly incident: string;
      readonly to: { readonly id: string; readonly name: string };
      readonly words: string;
      /** Seconds that its place gives for the answer; left out by older gateways. */
      readonly within?: number | undefined;
    }
  | { readonly do: 'accept-incident' | 'withdraw-incident'; readonly incident: string }
  | { readonly do: 'decline-incident'; readonly incident: string; readonly reason: string }
  /** The checklist of a place for a class of alarms; `steps` null: what stands above it applies again. */
  | {
      readonly do: 'set-checklist';
      readonly place: string;
      readonly class: AlarmClass;
      readonly version: number;
      readonly steps: readonly ChecklistStep[] | null;
    }
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
  /** `version`: the one that its author saw, 0 for a new one; left out: not compared. */
  | { readonly do: 'set-duty-plan'; readonly plan: DutyPlanRecord; readonly version?: number | undefined }
  | { readonly do: 'remove-duty-plan'; readonly plan: string }
  /** A person comes on duty at a seat, having read what was handed over; and hands over. */
  | {
      readonly do: 'begin-shift';
      readonly id: string;
      readonly place: string;
      /** The other person at the same seat, by name. */
      readonly second?: string | undefined;
      readonly isSoundHeard: boolean;
      readonly read: readonly string[];
    }
  | { readonly do: 'end-shift'; readonly shift: string; readonly note: string; readonly isSupervisor: boolean }
  /** Who is on duty, and whom an incident is told to. */
  /** `version`: the one that its author saw, 0 for a new one; left out: not compared. The same for a policy. */
  | { readonly do: 'set-roster'; readonly roster: Roster; readonly version?: number }
  | { readonly do: 'remove-roster'; readonly roster: string }
  | { readonly do: 'set-policy'; readonly policy: Policy; readonly version?: number }
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
  /** A floor's plan is taken down, or hung again as it was; `version`: the one that its author saw. */
  | { readonly do: 'remove-plan'; readonly place: string; readonly version: number; readonly reason: string }
  | { readonly do: 'restore-plan'; readonly place: string; readonly version: number }
  /** Something is drawn on the map for everybody, changed (`version`: the one that its author saw, 0 for a new one), or taken off. */
  | { readonly do: 'draw-sketch'; readonly sketch: SketchDrawn; readonly version: number }
  | { readonly do: 'remove-sketch'; readonly id: string; readonly place: string; readonly label: string }
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
  /** A list of devices with the places that it names, all of it or nothing. `place`: what they all stand in. */
  | {
      readonly do: 'import-devices';
      readonly place: string;
      readonly places: readonly PlaceRecord[];
      readonly devices: readonly ImportedDevice[];
    }
  | { readonly do: 'register-device'; readonly device: DeviceRecord; readonly secretHash: string | null }
  | { readonly do: 'change-device'; readonly device: DeviceRecord }
  /** Another device takes the place of one; `record`: the new one, with the name and place that go over. */
  | {
      readonly do: 'replace-device';
      readonly device: string;
      readonly record: DeviceRecord;
      readonly secretHash: string | null;
      readonly reason: string;
    }
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

/**
 * A deed with its author and time, as it stands in the journal. `token` tells one act from another; `once`: its author's
 * own key (`Idempotency-Key`), under which it is done once however often it is sent.
 */
export type Act = Deed & { readonly by: Author; readonly at: number; readonly token: string; readonly once?: string };

/** The gateway itself as an author. */
export const GATEWAY: Author = { id: 'gateway', name: '烽燧', from: 'gateway' };
