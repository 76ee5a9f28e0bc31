/**
 * What the inner loop has to know of a protocol in a world, as numbers: plain data, which any thread can be
 * given. Roles and links are numbered as in the protocol.
 */
export interface Shape {
  readonly roles: number;
  readonly links: number;
  /** By link: the role at which it ends. */
  readonly target: readonly number[];
  /** By link: the other direction of its connection, or -1 where it belongs to none. */
  readonly opposite: readonly number[];
  /** By connection: its two links, one after the other. */
  readonly connections: readonly number[];
  /** By how many ticks clocks may differ; 0 where they stand still. */
  readonly skew: number;
  /** By role: 1 where the application submits to it. */
  readonly submitters: readonly number[];
  readonly messages: number;
  readonly capacity: number;
  /** Whether a link that is cut off heals; on one that never does, what is sent is swallowed. */
  readonly healing: boolean;
  /** Whether a process that comes back without a sound does so before anything else happens. */
  readonly restartsFirst: boolean;
  /** Whether states that differ in the names of messages only are one. */
  readonly symmetric: boolean;
}

/** Which steps to take: all of them, or only those that are taken in the end when they stay possible. */
export type Steps = 'all' | 'progress';

/** The fields of a row, in order: processes, link contents, then what follows. */
export const fieldsOf = ({ roles, links }: Shape) => ({
  faults: roles + links,
  submitted: roles + links + 1,
  ledger: roles + links + 2,
  count: roles + links + 3,
});

/** A header takes two integers. */
const at = (table: number): number => 2 * table;

/**
 * Where the headers of the tables stand in the heap; two integers each, see `Grid`. Of a table that there is
 * for each role, or each link, the first; the others follow.
 */
export const tablesOf = ({ roles, links }: Shape) => ({
  /** content, packets put on it -> content */
  put: at(0),
  /** ledger, observations -> ledger */
  ledger: at(1),
  /** content -> its record: length, how many packets are exposed, whether its connection is closed, and for each
   * packet that is exposed (packet, rest, doubled) */
  content: at(2),
  /** faults -> their record: severed links, after a loss, after a duplication, by role after a crash, by link
   * after it was cut off, by link after it healed, after a reset; 0 where that cannot be */
  faults: at(3),
  /** ledger -> flags, see `flag` */
  flags: at(4),
  /** process -> its record: how it stands, see `standing`, how many answers it may give by itself, its
   * clock or -1, and those answers */
  process: at(5),
  /** process, message -> answer */
  submit: at(5 + roles),
  /** process, packet -> answer */
  receive: at(5 + 2 * roles),
  /** packet -> the outcome that stands for its loss; the one after it for its duplication; -1 where it has none */
  packet: at(5 + 2 * roles + links),
  /** component, permutation -> the same component with the messages renamed */
  imageOfContent: at(5 + 2 * roles + 2 * links),
  imageOfLedger: at(6 + 2 * roles + 2 * links),
  imageOfProcess: at(7 + 2 * roles + 2 * links),
  /** How many integers the headers take. */
  length: at(7 + 3 * roles + 2 * links),
});

export const flag = { known: 1, broken: 2, owing: 4 } as const;

export const standing = { idle: 1, down: 2, paused: 3 } as const;

/** How an outcome came about: the whole answer, or its first effects before a pause or a crash. */
export const kind = { whole: 0, pause: 1, crash: 2 } as const;

/**
 * An answer in the heap: how many outcomes it has, its traits, then the outcomes. Each outcome: its number,
 * its kind, the process after it, what was observed, how many links it sends on, and for each of those the
 * link, what is put on it, and how many packets that is.
 */
export const trait = { unprovoked: 1, progress: 2, submission: 4, silent: 8, tick: 16 } as const;

/** The outcomes numbered first are those of links that are cut off and that heal, and connections that break. */
export const outcomeOf = {
  partition: (link: number): number => 2 * link,
  heal: (link: number): number => 2 * link + 1,
  reset: (links: number, connection: number): number => 2 * links + connection,
};

/** How many integers stand in a record before what it lists. */
export const head = 3;

/** The content of a link with nothing on it, and the end of a connection, put on a link, are numbered first. */
export const firstNumbered = 1;

/** A table entry that was needed and is not known yet. */
export const missing = {
  nothing: 0,
  process: 1,
  content: 2,
  faults: 3,
  submit: 4,
  receive: 5,
  put: 6,
  ledger: 7,
  packet: 8,
  image: 9,
} as const;
