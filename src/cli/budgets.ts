import { worlds } from '../model/world.ts';
import type { Budget, Clock, World } from '../model/world.ts';
import { UsageError } from './command.ts';

/** The options that change a world, as parseArgs wants them. */
export const worldOptions = {
  messages: { type: 'string' },
  crashes: { type: 'string' },
  losses: { type: 'string' },
  duplicates: { type: 'string' },
  partitions: { type: 'string' },
  resets: { type: 'string' },
  clock: { type: 'string' },
  capacity: { type: 'string' },
  links: { type: 'string' },
  disks: { type: 'string' },
} as const;

type Values = { readonly [Option in keyof typeof worldOptions]?: string | undefined };

/** What the options change about a world. */
export const overridesIn = (values: Values): Partial<World> => {
  const overrides: Record<string, unknown> = {};
  const set = (option: keyof Values, read: (option: string, text: string) => unknown): void => {
    const text = values[option];
    if (text !== undefined) overrides[option] = read(option, text);
  };
  set('messages', (option, text) => wholeNumber(option, text, 1));
  set('capacity', (option, text) => wholeNumber(option, text, 1));
  set('losses', budget);
  set('duplicates', budget);
  set('partitions', budget);
  set('resets', budget);
  set('clock', clock);
  set('crashes', crashes);
  set('links', (option, text) => oneOf(option, text, ['queue', 'bag']));
  set('disks', (option, text) => oneOf(option, text, ['kept', 'lost']));
  return overrides;
};

/** The options that bring a world with these changes about again. */
export const asOptions = (overrides: Partial<World>): string =>
  Object.entries(overrides)
    .map(([option, value]) => {
      const text =
        typeof value === 'object'
          ? Object.entries(value)
              .map((pair) => pair.join('='))
              .join(',')
          : value;
      return ` --${option} ${text}`;
    })
    .join('');

export const wholeNumber = (option: string, text: string, least: number): number => {
  const number = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`--${option} takes a whole number from ${least}, not "${text}"`);
  }
  return number;
};

const budget = (option: string, text: string): Budget =>
  text === 'unlimited' ? text : wholeNumber(option, text, 0);

/** Of each role alike (`2`), or of some by name and of the others none (`sender=1,receiver=2`). */
const crashes = (option: string, text: string): World['crashes'] => {
  if (!text.includes('=')) return budget(option, text);
  const byRole = new Map<string, Budget>();
  for (const pair of text.split(',')) {
    const [role = '', count = '', ...rest] = pair.split('=');
    if (role === '' || rest.length > 0) throw new UsageError(`--${option} takes ROLE=COUNT, not "${pair}"`);
    if (byRole.has(role)) throw new UsageError(`--${option} names "${role}" twice`);
    byRole.set(role, budget(option, count));
  }
  return Object.fromEntries(byRole);
};

/** `ticks=4,skew=1,lifetime=1`; what is left out is as in the world called late. */
const clock = (option: string, text: string): Clock => {
  const named = new Map<string, Budget>();
  for (const pair of text.split(',')) {
    const [name = '', count = '', ...rest] = pair.split('=');
    if (!['ticks', 'skew', 'lifetime'].includes(name) || rest.length > 0 || named.has(name)) {
      throw new UsageError(`--${option} takes ticks=N,skew=N,lifetime=N, each once, not "${pair}"`);
    }
    named.set(
      name,
      name === 'lifetime'
        ? budget(`${option} ${name}`, count)
        : wholeNumber(`${option} ${name}`, count, name === 'skew' ? 1 : 0),
    );
  }
  return { ...worlds.late.clock, ...Object.fromEntries(named) };
};

const oneOf = <T extends string>(option: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((value) => value === text);
  if (found === undefined) throw new UsageError(`--${option} is ${allowed.join(' or ')}, not "${text}"`);
  return found;
};
