// The pinyin initials of a Chinese name, so that 张三 is found by `zs`. Pure; by the order in which the browser sorts Chinese.

/** The first character of each letter in the order of pinyin; no word begins with i, u or v. */
const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他哇夕丫匝';
const LETTERS = 'abcdefghjklmnopqrstwxyz';
const order = new Intl.Collator('zh-CN-u-co-pinyin');

/** Initials of the Chinese characters, everything else as it is, in small letters. Of several readings the usual one counts. */
export function initialsOf(text: string): string {
  return [...text.toLowerCase()].map((one) => (/\p{Script=Han}/u.test(one) ? letterOf(one) : one)).join('');
}

function letterOf(one: string): string {
  let nth = 0;
  while (nth + 1 < FIRST.length && order.compare(FIRST[nth + 1] ?? '', one) <= 0) nth += 1;
  return LETTERS[nth] ?? one;
}

/** Whether a name is found by what was typed: a part of it, or of its initials. */
export function isFoundBy(typed: string, ...names: readonly string[]): boolean {
  const wanted = typed.trim().toLowerCase().replace(/\s+/g, '');
  if (wanted === '') return true;
  return names.some(
    (name) => name.toLowerCase().replace(/\s+/g, '').includes(wanted) || initialsOf(name).replace(/\s+/g, '').includes(wanted),
  );
}
