import * as keeps from '../guarantees/index.ts';
import { alternatingBit } from '../protocols/links/alternating-bit.ts';
import { confirmsWhatIsKept } from '../protocols/links/flawed/confirms-what-is-kept.ts';
import { expectedInMemory } from '../protocols/links/flawed/expected-in-memory.ts';
import { ignoresTheBit } from '../protocols/links/flawed/ignores-the-bit.ts';
import { modulusOfTheWindow } from '../protocols/links/flawed/modulus-of-the-window.ts';
import { modulusTooSmall } from '../protocols/links/flawed/modulus-too-small.ts';
import { numberInMemory } from '../protocols/links/flawed/number-in-memory.ts';
import { silentAboutDuplicates } from '../protocols/links/flawed/silent-about-duplicates.ts';
import { unnumberedAcknowledgement } from '../protocols/links/flawed/unnumbered-acknowledgement.ts';
import { wrappedNumbers } from '../protocols/links/flawed/wrapped-numbers.ts';
import { goBackTwo } from '../protocols/links/go-back-n.ts';
import { numberedStopAndWait } from '../protocols/links/numbered-stop-and-wait.ts';
import { selectiveRepeatOfTwo } from '../protocols/links/selective-repeat.ts';
import { stenning } from '../protocols/links/stenning.ts';
import { everywhere, exactlyOnceUnlessDisksAreLost, except } from './claims.ts';
import type { Claim, Entry, Family, Flaw } from './claims.ts';

/** What modulo numbering in memory keeps: all of it on links that keep order, as long as nobody crashes. */
const whereLinksKeepOrder = except('reordering', 'crashing', 'forgetful', 'hostile');
const numberedModulo: readonly Claim[] = [
  { guarantee: keeps.atMostOnce, worlds: whereLinksKeepOrder },
  {
    guarantee: keeps.atLeastOnce,
    worlds: except('reordering', 'crashing', 'forgetful', 'severed', 'hostile'),
  },
  {
    guarantee: keeps.exactlyOnce,
    worlds: except('reordering', 'crashing', 'forgetful', 'severed', 'hostile'),
  },
  { guarantee: keeps.honestConfirmation, worlds: whereLinksKeepOrder },
  { guarantee: keeps.confirmedMeansDelivered, worlds: whereLinksKeepOrder },
  { guarantee: keeps.noCreation, worlds: everywhere },
];

const whereNobodyForgets = except('crashing', 'forgetful', 'hostile');

const entries: readonly Entry[] = [
  {
    protocol: alternatingBit,
    summary: 'one message at a time, numbered by one bit',
    scope: { messages: 3, capacity: 2 },
    scopeWithoutCrashes: { messages: 4 }, // the first inversion on a link that reorders
    claims: [
      ...numberedModulo,
      { guarantee: keeps.inOrder, worlds: except('reordering', 'hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'hostile') },
    ],
  },
  {
    protocol: stenning,
    summary: 'one message at a time, numbered without end',
    scope: { messages: 3, capacity: 2 },
    claims: [
      { guarantee: keeps.atMostOnce, worlds: whereNobodyForgets },
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      { guarantee: keeps.honestConfirmation, worlds: whereNobodyForgets },
      { guarantee: keeps.confirmedMeansDelivered, worlds: whereNobodyForgets },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: except('hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('hostile') },
    ],
  },
  {
    protocol: numberedStopAndWait,
    summary: 'one message at a time, numbered without end, the numbers on disk',
    scope: { messages: 3, capacity: 2 },
    claims: [
      ...exactlyOnceUnlessDisksAreLost,
      // A sender that loses its disk begins to number anew, and takes an old acknowledgement for a new one.
      { guarantee: keeps.honestConfirmation, worlds: except('forgetful') },
      { guarantee: keeps.confirmedMeansDelivered, worlds: except('forgetful') },
      { guarantee: keeps.noCreation, worlds: everywhere },
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: everywhere },
    ],
  },
  {
    protocol: goBackTwo,
    summary: 'a window of messages, taken in order only; one more number than the window is wide',
    scope: { messages: 3, capacity: 2 },
    scopeWithoutCrashes: { messages: 5 },
    claims: [
      ...numberedModulo,
      { guarantee: keeps.inOrder, worlds: whereLinksKeepOrder },
      { guarantee: keeps.strictlyInOrder, worlds: whereLinksKeepOrder },
    ],
  },
  {
    protocol: selectiveRepeatOfTwo,
    summary: 'a window at both ends, only what is missing is sent again; twice as many numbers as the window',
    scope: { messages: 3, capacity: 2 },
    scopeWithoutCrashes: { messages: 6 }, // two messages beyond the first number used again
    claims: [
      ...numberedModulo,
      { guarantee: keeps.inOrder, worlds: whereLinksKeepOrder },
      { guarantee: keeps.strictlyInOrder, worlds: whereLinksKeepOrder },
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: ignoresTheBit,
    twinOf: alternatingBit,
    summary: 'alternating bit, but the sender does not look at the bit of an acknowledgement',
    guarantee: keeps.exactlyOnce,
    world: 'lossy',
  },
  {
    protocol: silentAboutDuplicates,
    twinOf: alternatingBit,
    summary: 'alternating bit, but a duplicate is not acknowledged again',
    guarantee: keeps.atLeastOnce,
    world: 'lossy',
  },
  {
    protocol: wrappedNumbers,
    twinOf: stenning,
    summary: 'Stenning, but the numbers wrap around',
    scope: { messages: 3, capacity: 2 },
    guarantee: keeps.exactlyOnce,
    world: 'reordering',
  },
  {
    protocol: numberInMemory,
    twinOf: numberedStopAndWait,
    summary: 'numbered stop and wait, but the sender keeps its number in memory',
    guarantee: keeps.exactlyOnce,
    world: 'crashing',
  },
  {
    protocol: expectedInMemory,
    twinOf: numberedStopAndWait,
    summary: 'numbered stop and wait, but the receiver keeps its number in memory',
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: unnumberedAcknowledgement,
    twinOf: numberedStopAndWait,
    summary: 'numbered stop and wait, but the acknowledgement carries no number',
    guarantee: keeps.exactlyOnce,
    world: 'lossy',
  },
  {
    protocol: modulusOfTheWindow,
    twinOf: goBackTwo,
    summary: 'go back n, but with as many numbers as the window is wide',
    scope: { messages: 2, capacity: 2 },
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: modulusTooSmall,
    twinOf: selectiveRepeatOfTwo,
    summary: 'selective repeat, but with one number fewer than two windows',
    scope: { messages: 3, capacity: 2 },
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: confirmsWhatIsKept,
    twinOf: selectiveRepeatOfTwo,
    summary: 'selective repeat, but a message is confirmed as soon as it is acknowledged',
    guarantee: keeps.confirmedMeansDelivered,
    world: 'lossy',
  },
];

/** Numbers on messages and acknowledgements: how many are enough, and where none are. */
export const links: Family = {
  name: 'links',
  title: 'Textbook links',
  entries,
  flaws,
};
