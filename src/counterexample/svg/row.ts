import type { RoleName } from '../../model/message.ts';
import type { Style } from '../drawing/canvas.ts';
import type { Icon } from './icon.ts';
import type { Flight } from '../story/flight.ts';
import type { LinkScene, Scene } from '../story/story.ts';

/**
 * What a picture shows from top to bottom, one thing at a height: so nothing that has words can ever stand
 * upon anything else that has.
 */
export type Row = NoteRow | SendRow | ArrivalRow | FateRow | LinkRow;

interface InScene {
  readonly scene: Scene;
}

/** Words at the lifeline of one role. */
export interface NoteRow extends InScene {
  readonly type: 'note';
  readonly role: RoleName;
  readonly text: string;
  /** Whether the application hands something in, or is handed something out. */
  readonly hand?: 'in' | 'out';
  readonly style: Style;
  readonly icon?: Icon;
  /** Struck through: it was to happen, and was cut off. */
  readonly isCut?: boolean;
  /** Where several effects happen all or none: the first of them, one in between, the last. */
  readonly group?: 'first' | 'inner' | 'last';
  /** The effect that breaks the promise. */
  readonly isWrong?: boolean;
  readonly becomes?: 'down' | 'paused' | 'running';
}

/** A role sends a packet. */
export interface SendRow extends InScene {
  readonly type: 'send';
  readonly role: RoleName;
  readonly flight: Flight;
  readonly group?: NoteRow['group'];
}

/** A packet arrives. */
export interface ArrivalRow extends InScene {
  readonly type: 'arrival';
  readonly role: RoleName;
  readonly flight: Flight;
}

/** A link loses or duplicates a packet. */
export interface FateRow extends InScene {
  readonly type: 'lose' | 'duplicate';
  readonly flight: Flight;
  readonly copy?: Flight;
}

/** A link is cut off or heals. */
export interface LinkRow extends InScene {
  readonly type: 'link';
  readonly happening: LinkScene;
}
