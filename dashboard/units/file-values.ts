// From a file to what a form holds and back: an empty field is nothing, and nothing is an empty field.
import type { BuildingFile, UnitFile } from '../../gateway/web/place-file-contract.ts';

/** Kinds and systems as the gateway names them; values cannot be taken from its contract, which would bring its checker along. */
export const CONTACT_ROLES = [
  'legal',
  'responsible',
  'manager',
  'duty-room',
  'micro-station',
  'other',
] as const satisfies readonly UnitFile['contacts'][number]['role'][];
export const CONTRACT_KINDS = [
  'maintenance',
  'inspection',
  'monitoring',
  'other',
] as const satisfies readonly UnitFile['contracts'][number]['kind'][];
export const CERTIFICATE_KINDS = [
  'inspection',
  'acceptance',
  'opening',
  'operator',
  'extinguisher',
  'insurance',
  'other',
] as const satisfies readonly UnitFile['certificates'][number]['kind'][];
export const SYSTEMS = ['electrical', 'water', 'smoke', 'gas', 'doors'] as const satisfies readonly UnitFile['systems'][number]['system'][];
export const BUILDING_USES = ['residential', 'public', 'factory', 'warehouse'] as const satisfies readonly NonNullable<
  BuildingFile['use']
>[];
export const TANK_KINDS = ['roof', 'pool', 'transfer'] as const satisfies readonly BuildingFile['tanks'][number]['kind'][];

/** As a form holds it: what is not there may be missing, null or empty. */
type Held<T> = T extends readonly (infer I)[]
  ? Held<I>[]
  : T extends object
    ? { [K in keyof T]?: Held<T[K]> | null | undefined }
    : T | null | undefined;
export type UnitValues = Held<UnitFile>;
export type BuildingValues = Omit<Held<BuildingFile>, 'refugeFloors'> & { refugeFloors?: string };

export const NO_UNIT_FILE: UnitFile = {
  legalName: null,
  creditCode: null,
  address: null,
  isKeyUnit: false,
  contacts: [],
  systems: [],
  contracts: [],
  certificates: [],
  note: '',
};
export const NO_BUILDING_FILE: BuildingFile = {
  use: null,
  heightM: null,
  floorsAbove: null,
  floorsBelow: null,
  refugeFloors: [],
  topHydrant: null,
  tanks: [],
  note: '',
};

function orNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function items<T>(list: readonly T[] | null | undefined): readonly T[] {
  return list ?? [];
}

export function unitFileOf(values: UnitValues): UnitFile {
  return {
    legalName: orNull(values.legalName),
    creditCode: orNull(values.creditCode),
    address: orNull(values.address),
    isKeyUnit: values.isKeyUnit ?? false,
    contacts: items(values.contacts).map((one) => ({
      id: one.id ?? '',
      role: one.role ?? 'other',
      name: one.name?.trim() ?? '',
      phone: orNull(one.phone),
    })),
    systems: items(values.systems).map((one) => ({
      id: one.id ?? '',
      system: one.system ?? 'smoke',
      note: one.note?.trim() ?? '',
      installed: orNull(one.installed),
    })),
    contracts: items(values.contracts).map((one) => ({
      id: one.id ?? '',
      kind: one.kind ?? 'other',
      party: one.party?.trim() ?? '',
      from: orNull(one.from),
      to: orNull(one.to),
    })),
    certificates: items(values.certificates).map((one) => ({
      id: one.id ?? '',
      kind: one.kind ?? 'other',
      name: one.name?.trim() ?? '',
      number: one.number?.trim() ?? '',
      issued: orNull(one.issued),
      expires: orNull(one.expires),
    })),
    note: values.note?.trim() ?? '',
  };
}

/** `12, 22` and `12 22` are two floors; what is no number is left for the gateway to refuse. */
function floorsOf(text: string | undefined): number[] {
  return (text ?? '')
    .split(/[\s,，、;；]+/)
    .filter((one) => one !== '')
    .map(Number);
}

export function buildingFileOf(values: BuildingValues): BuildingFile {
  return {
    use: values.use ?? null,
    heightM: values.heightM ?? null,
    floorsAbove: values.floorsAbove ?? null,
    floorsBelow: values.floorsBelow ?? null,
    refugeFloors: floorsOf(values.refugeFloors),
    topHydrant: values.topHydrant ?? null,
    tanks: items(values.tanks).map((one) => ({
      id: one.id ?? '',
      kind: one.kind ?? 'roof',
      name: one.name?.trim() ?? '',
      device: one.device ?? null,
      capacityM3: one.capacityM3 ?? 0,
      fullM: one.fullM ?? 0,
      lowestM: one.lowestM ?? 0,
      demandLps: one.demandLps ?? 0,
      neededHours: one.neededHours ?? null,
    })),
    note: values.note?.trim() ?? '',
  };
}

export function buildingValuesOf(file: BuildingFile): BuildingValues {
  return { ...file, refugeFloors: file.refugeFloors.join(', ') } as BuildingValues;
}
