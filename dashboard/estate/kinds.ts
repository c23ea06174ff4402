// The kinds of device that a person can filter by; their words stand in the locale files under `kind.`.
export const KINDS = [
  'smoke',
  'heat',
  'gas',
  'callpoint',
  'sounder',
  'electrical',
  'pipe',
  'hydrant',
  'tank',
  'sprinkler',
  'pump',
  'valve',
  'door',
  'voice-post',
  'forest-tank',
  'weather',
] as const;
