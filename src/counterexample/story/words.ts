import { match } from 'ts-pattern';
import type { Violation } from '../../explore/verdict.ts';
import type { Observation } from '../../model/observation.ts';
import type { Deed } from './deed.ts';
import type { Story } from './story.ts';

/** What was done: `delivers m0`. */
export const inWords = (deed: Deed): string => phrase(deed, 's');

/** What was to be done and was cut off: `deliver m0`. */
export const inBareWords = (deed: Deed): string => phrase(deed, '');

const phrase = (deed: Deed, ending: 's' | ''): string =>
  match(deed)
    .with({ type: 'send' }, ({ label, to, flight }) => {
      const where = to === undefined ? '' : ` to ${to}`;
      const end = flight?.end;
      const swallowed =
        end !== undefined && 'step' in end && end.step === flight?.sent ? end.type : undefined;
      const into = match(swallowed)
        .with('severed', () => ' into the link that is cut off')
        .with('dropped', () => ' into the connection that is closed')
        .otherwise(() => '');
      return `send${ending} ${label}${where}${into}`;
    })
    .with({ type: 'write' }, { type: 'remember' }, ({ type, fields }) => `${type}${ending} ${listed(fields)}`)
    .with({ type: 'arm' }, { type: 'disarm' }, ({ type, timer }) => `${type}${ending} ${timer}`)
    .with({ type: 'atomically' }, ({ deeds }) => deeds.map((part) => phrase(part, ending)).join(' + '))
    .otherwise(({ type, message }) => `${type}${ending} ${message}`);

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? 'nothing') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** `delivered m0`, `crashed receiver`. */
export const seenAs = (observation: Observation): string =>
  `${observation.type} ${'message' in observation ? observation.message : observation.process}`;

/** What is wrong, as the last line of a story: `at most once: m0 is delivered twice`. */
export const closingOf = (
  { guarantee, clause, loss, ending }: Violation,
  { isOver }: Pick<Story, 'isOver'>,
): string => {
  const kind = match(loss)
    .with('silent', () => ' (silent loss)')
    .with('in progress at a crash', () => ' (lost in progress at a crash)')
    .with('plain', undefined, () => '')
    .exhaustive();
  const end = match(ending)
    .with('standstill', () =>
      isOver ? ': nothing more can happen' : ': whatever happens next, all comes to a standstill without it',
    )
    .with('for ever', () => ': things go on for ever without it')
    .with(undefined, () => '')
    .exhaustive();
  return `${guarantee}: ${clause}${kind}${end}`;
};
