// The rules of CAP 1.2 in a test: the order and number of elements, their values, and what the standard adds in words.
import { type Element, readXml } from './small-xml.ts';

/** From OASIS CAP 1.2 (2010): order, numbers and values compared with its schema file; what the data dictionary adds in words is from memory. */
const ALERT = 'identifier sender sent status msgType source? scope restriction? addresses? code* note? references? incidents? info*';
const INFO =
  'language? category+ event responseType* urgency severity certainty audience? eventCode* effective? onset? expires? senderName? headline? description? instruction? web? contact? parameter* resource* area*';
const AREA = 'areaDesc polygon* circle* geocode* altitude? ceiling?';
const RESOURCE = 'resourceDesc mimeType size? uri? derefUri? digest?';
const PAIR = 'valueName value';

const ORDER: Readonly<Record<string, string>> = {
  alert: ALERT,
  info: INFO,
  area: AREA,
  resource: RESOURCE,
  eventCode: PAIR,
  parameter: PAIR,
  geocode: PAIR,
};

const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: ['Actual', 'Exercise', 'System', 'Test', 'Draft'],
  msgType: ['Alert', 'Update', 'Cancel', 'Ack', 'Error'],
  scope: ['Public', 'Restricted', 'Private'],
  category: ['Geo', 'Met', 'Safety', 'Security', 'Rescue', 'Fire', 'Health', 'Env', 'Transport', 'Infra', 'CBRNE', 'Other'],
  responseType: ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Avoid', 'Monitor', 'Assess', 'AllClear', 'None'],
  urgency: ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'],
  severity: ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'],
  certainty: ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'],
};

const TIMES = ['sent', 'effective', 'onset', 'expires'];
const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d[-+](0\d|1[0-4]):[0-5]\d$/;
const NAME = /^[^\s,<&]+$/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** What is wrong with a document, a short sentence each; nothing: it keeps the rules. */
export function capFaults(xml: string): string[] {
  let root: Element;
  try {
    root = readXml(xml);
  } catch (error) {
    return [`not well-formed: ${error instanceof Error ? error.message : ''}`];
  }
  const faults: string[] = [];
  if (root.name !== 'alert') faults.push('the root is not alert');
  if (root.attributes['xmlns'] !== 'urn:oasis:names:tc:emergency:cap:1.2') faults.push('not in the namespace of CAP 1.2');
  every(root, (element) => {
    checkOrder(element, faults);
    checkValue(element, faults);
  });
  checkAlert(root, faults);
  for (const info of childrenOf(root, 'info')) for (const area of childrenOf(info, 'area')) checkArea(area, faults);
  return faults;
}

function every(element: Element, look: (element: Element) => void): void {
  look(element);
  for (const child of element.children) every(child, look);
}

function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

function textOf(element: Element, name: string): string | undefined {
  return childrenOf(element, name)[0]?.text;
}

function checkOrder({ name, children, text }: Element, faults: string[]): void {
  const order = ORDER[name];
  if (order === undefined) {
    if (children.length > 0) faults.push(`${name} holds elements`);
    return;
  }
  if (text.trim() !== '') faults.push(`${name} holds text between its elements`);
  let at = 0;
  for (const slot of order.split(' ')) {
    const mark = /[?*+]$/.exec(slot)?.[0] ?? '';
    const wanted = slot.replace(/[?*+]$/, '');
    let count = 0;
    while (children[at]?.name === wanted) {
      at += 1;
      count += 1;
    }
    if (count === 0 && (mark === '' || mark === '+')) faults.push(`${name} has no ${wanted} where it belongs`);
    if (count > 1 && (mark === '' || mark === '?')) faults.push(`${name} has ${wanted} more than once`);
  }
  if (at < children.length) faults.push(`${children[at]?.name ?? ''} does not belong here in ${name}`);
}

function checkValue({ name, text }: Element, faults: string[]): void {
  const among = VALUES[name];
  if (among && !among.includes(text)) faults.push(`${name} is none of its values: ${text}`);
  if (TIMES.includes(name) && !TIME.test(text)) faults.push(`${name} is no time with an offset`);
  if (TIMES.includes(name) && text.endsWith('+00:00')) faults.push(`${name} writes UTC otherwise than -00:00`);
  if (['identifier', 'sender'].includes(name) && !NAME.test(text)) faults.push(`${name} is empty or holds a space, a comma, < or &`);
  if (['event', 'areaDesc', 'valueName'].includes(name) && text.trim() === '') faults.push(`${name} is empty`);
  if (name === 'language' && !/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(text)) faults.push('language is no language tag');
}

function checkAlert(alert: Element, faults: string[]): void {
  const scope = textOf(alert, 'scope');
  const msgType = textOf(alert, 'msgType') ?? '';
  const references = textOf(alert, 'references');
  if ((scope === 'Restricted') !== (textOf(alert, 'restriction') !== undefined))
    faults.push('restriction goes with scope Restricted, and it alone');
  if (scope === 'Private' && (textOf(alert, 'addresses') ?? '').trim() === '') faults.push('scope Private names no addresses');
  if (['Update', 'Cancel', 'Ack', 'Error'].includes(msgType) && references === undefined) faults.push(`${msgType} refers to nothing`);
  if (msgType === 'Error' && textOf(alert, 'note') === undefined) faults.push('Error has no note');
  for (const reference of references?.split(/\s+/) ?? []) {
    const [sender = '', identifier = '', sent = '', ...more] = reference.split(',');
    if (!NAME.test(sender) || !NAME.test(identifier) || !TIME.test(sent) || more.length > 0)
      faults.push('references are not sender,identifier,sent');
  }
}

function checkArea(area: Element, faults: string[]): void {
  for (const { text } of childrenOf(area, 'circle')) {
    const [point = '', radius = '', ...more] = text.split(' ');
    if (!isPoint(point) || !NUMBER.test(radius) || Number(radius) < 0 || more.length > 0)
      faults.push('circle is not "latitude,longitude radius"');
  }
  for (const { text } of childrenOf(area, 'polygon')) {
    const points = text.split(' ');
    if (!points.every(isPoint)) faults.push('polygon is not a list of latitude,longitude');
    if (points.length < 4 || points[0] !== points.at(-1)) faults.push('polygon has fewer than four points or is not closed');
  }
  if (childrenOf(area, 'ceiling').length > 0 && childrenOf(area, 'altitude').length === 0) faults.push('ceiling without altitude');
}

function isPoint(text: string): boolean {
  const [latitude = '', longitude = '', ...more] = text.split(',');
  const isWithin = (value: string, most: number): boolean => NUMBER.test(value) && Math.abs(Number(value)) <= most;
  return more.length === 0 && isWithin(latitude, 90) && isWithin(longitude, 180);
}
