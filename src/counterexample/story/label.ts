import type { Packet } from '../../model/message.ts';
import { unstamped } from '../../model/stamp.ts';
import { onOneLine, shortened } from '../drawing/columns.ts';

const longestText = 16;
const longestLabel = 40;

/**
 * A packet in a few words: its type, then what it carries, in the order of its fields. A message is named by
 * its id, ids and other values stand as they are, a flag that is set by its name; what is long is shortened.
 *
 * @example
 * labelOf({ type: 'data', message: { id: 'm0', payload: 'hello' } }); // 'data m0'
 * labelOf({ type: 'PUBLISH', packetId: 1, dup: true, message }); // 'PUBLISH 1 dup m0'
 */
export const labelOf = (packet: Packet): string => {
  const { type, ...fields } = unstamped(packet);
  const words = Object.entries(fields).map(([name, value]) => wordOf(name, value));
  const label = [type, ...words].filter((word) => word !== '').join(' ');
  return shortened(onOneLine(label).trim(), longestLabel);
};

const wordOf = (name: string, value: unknown): string => {
  if (typeof value === 'boolean') return value ? name : '';
  if (typeof value === 'string') return isId(name) ? value : textOf(value);
  if (Array.isArray(value)) return `[${value.map((item) => wordOf('', item)).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  if ('id' in value && typeof value.id === 'string') return value.id;
  const words = Object.entries(value).map(([key, item]) => wordOf(key, item));
  return `{${words.filter((word) => word !== '').join(' ')}}`;
};

/** Ids are what tells packets apart, so they are never shortened by themselves. */
const isId = (name: string): boolean => /^id$|Id$/.test(name);

const textOf = (text: string): string => (text === '' ? '""' : shortened(text, longestText));
