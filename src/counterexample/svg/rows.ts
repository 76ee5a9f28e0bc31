import { match } from 'ts-pattern';
import type { Violation } from '../../explore/verdict.ts';
import { flat } from '../story/deed.ts';
import type { Deed } from '../story/deed.ts';
import type { AnswerScene, Scene, Story } from '../story/story.ts';
import { inBareWords, inWords } from '../story/words.ts';
import { isWrongDeed } from '../story/wrong.ts';
import type { NoteRow, Row, SendRow } from './row.ts';

/** The rows of a story, from top to bottom: every scene has at least one. */
export const rowsOf = ({ scenes, violation }: Story): readonly Row[] =>
  scenes.flatMap((scene) => rowsIn(scene, violation));

const rowsIn = (scene: Scene, violation: Violation | undefined): readonly Row[] => {
  switch (scene.type) {
    case 'answer':
      return [eventRow(scene), ...oldRows(scene), ...doneRows(scene, violation), ...cutRows(scene)];
    case 'lose':
    case 'duplicate':
      return [{ ...scene, scene }];
    case 'partition':
    case 'heal':
    case 'reset':
      return [{ type: 'link', happening: scene, scene }];
  }
};

const eventRow = (scene: AnswerScene): Row => {
  const { role, event, arrival } = scene;
  const note = { type: 'note', scene, role } as const;
  return match<typeof event, Row>(event)
    .with({ type: 'submit' }, ({ message }) => {
      return { ...note, text: `submits ${message.id}`, style: 'application', hand: 'in' };
    })
    .with({ type: 'receive' }, () => ({ type: 'arrival', scene, role, flight: arrival! }))
    .with({ type: 'timeout' }, ({ timer }) => ({ ...note, text: timer, style: 'timer', icon: 'timer' }))
    .with({ type: 'restart' }, () => {
      return { ...note, text: 'restarts', style: 'plain', icon: 'restart', becomes: 'running' };
    })
    .with({ type: 'resume' }, () => {
      return { ...note, text: 'goes on', style: 'timer', icon: 'resume', becomes: 'running' };
    })
    .with({ type: 'disconnect' }, ({ from }) => {
      return { ...note, text: `disconnected from ${from}`, style: 'fault' };
    })
    .with({ type: 'tick' }, () => ({ ...note, text: `clock: ${scene.clock}`, style: 'timer', icon: 'timer' }))
    .exhaustive();
};

/** A packet that has been on its way for too long is thrown away where it arrives. */
const oldRows = (scene: AnswerScene): readonly NoteRow[] =>
  scene.isTooOld
    ? [{ type: 'note', scene, role: scene.role, text: 'too old: thrown away', style: 'fault' }]
    : [];

const doneRows = (scene: AnswerScene, violation: Violation | undefined): readonly Row[] => {
  const deeds = scene.done.flatMap((deed) => {
    // Arming is not drawn: a timer shows when it fires.
    const parts = flat([deed]).filter(({ type }) => type !== 'arm' && type !== 'disarm');
    return parts.map((part, index) => ({ part, ...(parts.length < 2 ? {} : groupAt(index, parts.length)) }));
  });
  const wrong = scene.breach ? deeds.findLastIndex(({ part }) => isWrongDeed(part, violation)) : -1;
  return deeds.map(({ part, ...group }, index) => ({
    ...joined(doneRow(scene, part), group),
    ...(index === wrong ? { isWrong: true, style: 'wrong' } : {}),
  }));
};

const groupAt = (index: number, length: number): Pick<NoteRow, 'group'> => ({
  group: index === 0 ? 'first' : index === length - 1 ? 'last' : 'inner',
});

/** The effects of a group are joined by a plus, for between them there is no before and after. */
const joined = (row: NoteRow | SendRow, { group }: Pick<NoteRow, 'group'>): NoteRow | SendRow => {
  if (group === undefined) return row;
  if (row.type === 'send' || group === 'first') return { ...row, group };
  return { ...row, group, text: `+ ${row.text}` };
};

const doneRow = (scene: AnswerScene, deed: Exclude<Deed, { type: 'atomically' }>): NoteRow | SendRow => {
  const { role } = scene;
  if (deed.type === 'send') return { type: 'send', scene, role, flight: deed.flight! };
  const note = { type: 'note', scene, role, text: inWords(deed) } as const;
  return match<typeof deed, NoteRow>(deed)
    .with({ type: 'write' }, () => ({ ...note, style: 'plain', icon: 'disk' }))
    .with({ type: 'remember' }, () => ({ ...note, style: 'plain', icon: 'memory' }))
    .with({ type: 'deliver' }, () => ({ ...note, style: 'delivery', hand: 'out' }))
    .otherwise(() => ({ ...note, style: 'application', hand: 'out' }));
};

const cutRows = (scene: AnswerScene): readonly NoteRow[] => {
  const { role, cutShort } = scene;
  if (cutShort === undefined) return [];
  const note = { type: 'note', scene, role } as const;
  const rest = cutShort.deeds.map(inBareWords);
  if (cutShort.by === 'crash') {
    return [
      { ...note, text: 'crash', style: 'fault', icon: 'crash', becomes: 'down' },
      ...rest.map((text): NoteRow => ({ ...note, text, style: 'faint', isCut: true })),
    ];
  }
  return [
    { ...note, text: 'pauses, still to do:', style: 'timer', icon: 'pause', becomes: 'paused' },
    ...rest.map((text): NoteRow => ({ ...note, text, style: 'faint' })),
  ];
};
