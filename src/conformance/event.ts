import type { MessageId, RoleName } from '../model/message.ts';
import type { ProcessObservation } from '../model/observation.ts';

interface Stamp {
  /** Milliseconds on the recorder's clock. The order of events is that of the lines, whatever this says. */
  readonly at?: number;
  /** The recorder's own fields, as they stand in the line. Nothing is decided by them. */
  readonly others?: Readonly<Record<string, unknown>>;
}

/** What may be told of a message on either side. */
interface Described {
  readonly message: MessageId;
  /** Who observed it. */
  readonly process: RoleName;
  /** Which life of the process it was. */
  readonly incarnation?: number;
  /** What the broker said, where its protocol has such a flag. */
  readonly redelivered?: boolean;
  readonly attempt?: number;
  /** Within one key, and one submitting process, order may be promised. */
  readonly key?: string;
  /** Of the payload. */
  readonly digest?: string;
  /** The topic or queue. */
  readonly destination?: string;
  /** The transaction that it is part of. */
  readonly transaction?: string;
}

/** What may be told beside it where messages arrive. */
interface Received {
  /** The consumers that share the messages among them. */
  readonly group?: string;
  /** The member of the group; its process if it is missing. */
  readonly consumer?: string;
  /** Where the message lies in the log: an offset, a sequence number. */
  readonly position?: string | number;
}

export const reasons = ['expired', 'dead-lettered', 'overflow', 'deleted'] as const;

/** Why a message was dropped. */
export type Reason = (typeof reasons)[number];

type SubmittingType = 'submitted' | 'accepted' | 'confirmed' | 'rejected' | 'abandoned';
type ReceivingType = 'delivered' | 'processed' | 'settled';

/** Something that happened to one message. */
export type MessageEvent =
  | ({ readonly type: SubmittingType } & Described & Stamp)
  | ({ readonly type: ReceivingType } & Described & Received & Stamp)
  | ({ readonly type: 'discarded'; readonly reason: Reason } & Described & Received & Stamp);

/** From here on a group, or one consumer of it, wants to have messages, or wants no more. */
export interface InterestEvent extends Stamp {
  readonly type: 'subscribed' | 'unsubscribed';
  readonly process?: RoleName;
  readonly group?: string;
  readonly consumer?: string;
  readonly destination?: string;
}

export interface TransactionEvent extends Stamp {
  readonly type: 'began' | 'committed' | 'aborted';
  readonly transaction: string;
  readonly process?: RoleName;
}

/** Whether everything was recorded that happened on a side. Nothing is known where nothing is said. */
export interface Completeness {
  readonly submitting?: boolean;
  readonly delivering?: boolean;
}

/** How long a system claims to recognise a duplicate. */
export type Window = { readonly messages: number } | { readonly milliseconds: number };

/** The beginning of a recording, with what is claimed of the run. */
export interface StartEvent extends Stamp {
  readonly type: 'started';
  readonly run?: string;
  /** Names of guarantees. */
  readonly promises?: readonly string[];
  /** The groups that are interested in everything from the beginning. */
  readonly groups?: readonly string[];
  readonly window?: Window;
  /** Milliseconds after which what is not settled is stuck. */
  readonly quiet?: number;
  readonly complete?: Completeness;
}

/** A phase of the run, not an observation: no guarantee sees it, only the judge. */
export type Mark = Stamp &
  (
    | StartEvent
    /** One fault was injected. */
    | { readonly type: 'fault' }
    | { readonly type: 'faults'; readonly on: boolean }
    /**
     * `draining`: from here on the run only waits for what is under way. `drained`: whatever could still
     * arrive has arrived.
     */
    | { readonly type: 'draining' | 'drained'; readonly group?: string; readonly how?: string }
    /** The recording is over. */
    | { readonly type: 'ended'; readonly run?: string; readonly complete?: Completeness }
  );

/** One line of a recorded history. */
export type HistoryEvent =
  MessageEvent | InterestEvent | TransactionEvent | (ProcessObservation & Stamp) | Mark;
