// Which storey a floor is by its name, and which floors lie above and below it.

/** A floor of a building, as far as its order is concerned. */
interface Floor {
  readonly id: string;
  readonly name: string;
}

/** Above every storey that has a number: the roof. */
const ROOF = 10_000;
const DIGITS = '零一二三四五六七八九';
const NUMBER = `\\d+(?:\\.\\d)?|[${DIGITS}十百两]+`;
/** The building or part of it that stands before the floor: A座12层, 3号楼B1. */
const WHOSE = /^.*?(?:座|栋|幢|区|号楼|#)/;
/** 地下二层, B2, 负1层, -1F, B2车库: the number goes down. */
const BELOW = new RegExp(`^(?:地下|负|b|-|−)(${NUMBER})(?!\\d)`);
/** 12层, 12F, 地上三层, 第3层, 12楼, 1层大堂; a number alone, F12, L3. */
const ABOVE = new RegExp(`^(?:地上|第)?(${NUMBER})(?:层|楼|f|夹层)|^[fl]?(${NUMBER})$`);

/**
 * The storey that a floor's name tells: 12 for 12层, 12F and 十二层, −2 for B2, 地下二层 and 负2层, half a storey more for a 夹层,
 * 1 for 首层, above all others for 屋顶; null where it tells none (设备层).
 */
export function storeyOf(name: string): number | null {
  const { text } = partsOf(name);
  if (/^(?:屋顶|屋面|天面|顶层|roof|rf)/.test(text)) return ROOF;
  if (/^(?:首层|底层|大堂层|g|gf)$/.test(text)) return 1;
  const half = text.includes('夹层') ? 0.5 : 0;
  const below = BELOW.exec(text)?.[1];
  if (below !== undefined) return half - numberOf(below);
  const above = ABOVE.exec(text);
  return above ? numberOf(above[1] ?? above[2] ?? '') + half : null;
}

/** Whose storey it is, `a座`, and what is left of the name; of 12层东区 the storey is all there is, whoever's half of it. */
function partsOf(name: string): { readonly whose: string; readonly text: string } {
  const whole = name.toLowerCase().replace(/\s+/g, '');
  const whose = WHOSE.exec(whole)?.[0] ?? '';
  return whose === whole ? { whose: '', text: whole } : { whose, text: whole.slice(whose.length) };
}

/** The floors from the lowest up; those whose names tell no storey stand behind them, by name. */
export function fromBelow<F extends Floor>(floors: readonly F[]): F[] {
  const keyed = floors.map((floor) => ({ floor, storey: storeyOf(floor.name) ?? Number.POSITIVE_INFINITY }));
  keyed.sort((one, other) =>
    one.storey === other.storey
      ? one.floor.name.localeCompare(other.floor.name, 'zh-CN', { numeric: true })
      : one.storey < other.storey
        ? -1
        : 1,
  );
  return keyed.map(({ floor }) => floor);
}

/**
 * The nearest known floors above and below one, of floors from the lowest up; none beside one whose name tells no storey. Beside
 * A座12层 lie floors of A座 and those of no tower, a common cellar, and not those of B座.
 */
export function besideOf<F extends Floor>(
  fromBelowUp: readonly F[],
  floor: string,
): { readonly above: F | null; readonly below: F | null } {
  const at = fromBelowUp.findIndex(({ id }) => id === floor);
  const here = fromBelowUp[at];
  const storey = here ? storeyOf(here.name) : null;
  if (storey === null) return { above: null, below: null };
  const { whose } = partsOf(here?.name ?? '');
  const numbered = fromBelowUp.flatMap((one) => {
    const number = storeyOf(one.name);
    const isOurs = whose === '' || ['', whose].includes(partsOf(one.name).whose);
    return number === null || !isOurs ? [] : [{ one, number }];
  });
  return {
    above: numbered.find(({ number }) => number > storey)?.one ?? null,
    below: numbered.findLast(({ number }) => number < storey)?.one ?? null,
  };
}

/** A number in digits or in Chinese: 12, 十二, 二十, 一百零二, 两. */
function numberOf(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  let sum = 0;
  let digit = 0;
  for (const sign of text) {
    if (sign === '十' || sign === '百') {
      sum += (digit || 1) * (sign === '十' ? 10 : 100);
      digit = 0;
    } else digit = sign === '两' ? 2 : DIGITS.indexOf(sign);
  }
  return sum + digit;
}
