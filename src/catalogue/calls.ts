import * as keeps from '../guarantees/index.ts';
import { duplicateRequestCache } from '../protocols/calls/duplicate-request-cache.ts';
import { fivePacketHandshake } from '../protocols/calls/five-packet-handshake.ts';
import { cacheTooSmall } from '../protocols/calls/flawed/cache-too-small.ts';
import { boundInMemory } from '../protocols/calls/flawed/bound-in-memory.ts';
import { callsAgainElsewhere } from '../protocols/calls/flawed/calls-again-elsewhere.ts';
import { forgetsTooEarly } from '../protocols/calls/flawed/forgets-too-early.ts';
import { receiverCountsInMemory } from '../protocols/calls/flawed/receiver-counts-in-memory.ts';
import { senderCountsInMemory } from '../protocols/calls/flawed/sender-counts-in-memory.ts';
import { transactionIdsAgain } from '../protocols/calls/flawed/transaction-ids-again.ts';
import { withoutConversations } from '../protocols/calls/flawed/without-conversations.ts';
import { withoutIncarnations } from '../protocols/calls/flawed/without-incarnations.ts';
import { remoteProcedureCall } from '../protocols/calls/remote-procedure-call.ts';
import { synchronizedClocks } from '../protocols/calls/synchronized-clocks.ts';
import { confirmsOnlyWhatWasDelivered, everywhere, except } from './claims.ts';
import type { Claim, Entry, Family, Flaw } from './claims.ts';

/** Safe whatever crashes, as long as the numbers on disk are kept; what waits in memory is lost. */
const atMostOnceByDesign: readonly Claim[] = [
  { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
  { guarantee: keeps.exactlyOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
  { guarantee: keeps.honestConfirmation, worlds: except('forgetful') },
  { guarantee: keeps.confirmedMeansDelivered, worlds: except('forgetful') },
  { guarantee: keeps.noCreation, worlds: everywhere },
];

const entries: readonly Entry[] = [
  {
    protocol: fivePacketHandshake,
    summary: 'one message for each id that the receiver made up; ids never come back',
    claims: [
      // Ids that come back do harm only where packets from before the crash do: on links that reorder.
      { guarantee: keeps.atMostOnce, worlds: everywhere },
      ...atMostOnceByDesign,
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: everywhere },
    ],
  },
  {
    protocol: remoteProcedureCall,
    summary: 'call numbers within a conversation, bound to one incarnation of the server',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: everywhere },
      ...atMostOnceByDesign,
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: everywhere },
    ],
  },
  {
    protocol: synchronizedClocks,
    summary: 'timestamps that only grow; what is too old to be told from a duplicate is refused',
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('forgetful') },
      ...atMostOnceByDesign,
      { guarantee: keeps.inOrder, worlds: everywhere },
      { guarantee: keeps.strictlyInOrder, worlds: everywhere },
    ],
  },
  {
    protocol: duplicateRequestCache,
    summary: 'the last replies are kept in memory, and given again',
    scope: { messages: 3, capacity: 2 },
    claims: [
      { guarantee: keeps.atMostOnce, worlds: except('reordering', 'crashing', 'forgetful', 'hostile') },
      { guarantee: keeps.atLeastOnce, worlds: except('crashing', 'forgetful', 'severed', 'hostile') },
      {
        guarantee: keeps.exactlyOnce,
        worlds: except('reordering', 'crashing', 'forgetful', 'severed', 'hostile'),
      },
      ...confirmsOnlyWhatWasDelivered,
      { guarantee: keeps.inOrder, worlds: except('hostile') },
      { guarantee: keeps.strictlyInOrder, worlds: except('reordering', 'hostile') },
    ],
  },
];

const flaws: readonly Flaw[] = [
  {
    protocol: receiverCountsInMemory,
    twinOf: fivePacketHandshake,
    summary: 'five-packet handshake, but the ids of the receiver begin anew after a crash',
    scope: { messages: 1, capacity: 2 },
    guarantee: keeps.atMostOnce,
    world: 'hostile',
  },
  {
    protocol: senderCountsInMemory,
    twinOf: fivePacketHandshake,
    summary: 'five-packet handshake, but the ids of the sender begin anew after a crash',
    guarantee: keeps.honestConfirmation,
    world: 'crashing',
  },
  {
    protocol: withoutIncarnations,
    twinOf: remoteProcedureCall,
    summary: 'remote procedure call, but a restarted server is taken for the old one',
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: withoutConversations,
    twinOf: remoteProcedureCall,
    summary: 'remote procedure call, but the call numbers begin anew after a crash of the client',
    guarantee: keeps.honestConfirmation,
    world: 'crashing',
  },
  {
    protocol: callsAgainElsewhere,
    twinOf: remoteProcedureCall,
    summary: 'remote procedure call, but a refused call is made again to the new incarnation',
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: boundInMemory,
    twinOf: synchronizedClocks,
    summary: 'synchronised clocks, but the bound is not on disk',
    guarantee: keeps.atMostOnce,
    world: 'crashing',
  },
  {
    protocol: forgetsTooEarly,
    twinOf: synchronizedClocks,
    summary: 'synchronised clocks, but a sender is forgotten while its packets are new enough',
    guarantee: keeps.atMostOnce,
    world: 'timed',
  },
  {
    protocol: cacheTooSmall,
    twinOf: duplicateRequestCache,
    summary: 'duplicate-request cache, but more requests are under way than it holds',
    guarantee: keeps.atMostOnce,
    world: 'calm',
  },
  {
    protocol: transactionIdsAgain,
    twinOf: duplicateRequestCache,
    summary: 'duplicate-request cache, but the transaction ids begin anew after a crash',
    guarantee: keeps.honestConfirmation,
    world: 'crashing',
  },
];

/** Nothing is done twice, whatever it costs; what may be lost is said to be. */
export const calls: Family = {
  name: 'calls',
  title: 'At most once by design',
  entries,
  flaws,
};
