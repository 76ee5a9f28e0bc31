import type { Action } from '../../model/action.ts';
import type { World } from '../../model/world.ts';
import { anything, either, exactly, listOf, matching, objectOf, oneOf, optional, recordOf } from './shape.ts';
import { text, truth, wholeNumber } from './shape.ts';
import type { Fields, Shape } from './shape.ts';

/** A trace as a file holds it, with all that is needed to perform it again but the code of the protocol. */
export interface TraceDocument {
  readonly schemaVersion: 1;
  /** The protocol's name. */
  readonly protocol: string;
  /** The file that the protocol came from, as its path was given; none for those of the catalogue. */
  readonly file?: string;
  readonly guarantee: string;
  /** The world in full, so that no later change of a named world changes the trace. */
  readonly world: World;
  /** What was wrong, as a clause; none if nothing was: `m0 is delivered twice`. */
  readonly clause?: string;
  /** What the trace came to when it was recorded: see `digestOf`. */
  readonly digest: string;
  readonly trace: readonly Action[];
  /** For whoever reviews it. */
  readonly comment?: string;
}

/** What a protocol sends is its own: plain data with a type. */
const plainWithType = objectOf({ type: text }, 'kept');
const messageShape = objectOf({ id: text, payload: text });
const link = matching('a link like "sender -> receiver"', / -> /);

const events = {
  submit: { message: messageShape },
  receive: { from: text, packet: plainWithType },
  timeout: { timer: text },
  disconnect: { from: text },
  restart: {},
  resume: {},
} as const satisfies Record<string, Fields>;

const cutShort = { role: text, event: oneOf(events), cut: wholeNumber };

const action = oneOf({
  submit: { role: text, ...events.submit },
  receive: { role: text, ...events.receive },
  timeout: { role: text, ...events.timeout },
  disconnect: { role: text, ...events.disconnect },
  restart: { role: text },
  resume: { role: text },
  tick: { role: text },
  heal: { link },
  lose: { link, packet: plainWithType },
  duplicate: { link, packet: plainWithType },
  pause: cutShort,
  crash: cutShort,
  partition: { link },
  reset: { connection: matching('a connection like "client <-> server"', / <-> /) },
} satisfies Record<Action['type'], Fields>);

const budget = either('a whole number from 0 or "unlimited"', wholeNumber, exactly('unlimited'));

const world = objectOf({
  name: text,
  messages: wholeNumber,
  links: exactly('queue', 'bag'),
  capacity: budget,
  losses: budget,
  duplicates: budget,
  crashes: either(
    'a whole number from 0, "unlimited", or an object with one of them for each role',
    budget,
    recordOf(budget),
  ),
  disks: exactly('kept', 'lost'),
  partitions: budget,
  healing: truth,
  resets: optional(budget),
  clock: optional(objectOf({ ticks: wholeNumber, skew: wholeNumber, lifetime: budget })),
} satisfies Record<keyof World, Shape>);

/** What a document of a trace looks like. */
export const documentShape = objectOf({
  schemaVersion: exactly(1),
  protocol: text,
  file: optional(text),
  guarantee: text,
  world,
  clause: optional(text),
  digest: matching('six characters of a digest', /^[A-Za-z0-9_-]{6}$/),
  trace: listOf(action),
  comment: optional(text),
  $schema: optional(anything),
} satisfies Record<keyof TraceDocument | '$schema', Shape>);

/** The JSON Schema of a document, as `spec/trace.schema.json` publishes it. */
export const traceSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A trace of onceproof',
  description: 'One run of a protocol in a world, step by step, and what it breaks. See traces.md.',
  ...documentShape.schema,
};
