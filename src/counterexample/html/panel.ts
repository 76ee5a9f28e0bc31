import { element, fragment } from '../svg/element.ts';
import type { Markup } from '../svg/element.ts';
import { differenceOf } from './difference.ts';
import type { Change } from './difference.ts';
import type { Frame } from './frames.ts';
import type { Entry, Item, Sheet } from './sheet.ts';

/** The state after a step, as tables, with what changed since the step before: told by signs, not by colour. */
export const panelOf = (frame: Frame, before: Frame): Markup =>
  element(
    'div',
    { class: 'sheets' },
    frame.map((sheet, index) => sheetOf(sheet, before[index]?.entries ?? [])),
  );

const sheetOf = ({ title, subtitle, entries }: Sheet, before: readonly Entry[]): Markup =>
  element(
    'section',
    { class: 'sheet' },
    element('h3', {}, title, ...(subtitle === undefined ? [] : [element('small', {}, ` ${subtitle}`)])),
    element(
      'table',
      {},
      element(
        'tbody',
        {},
        paired(entries, before).map(([was, is]) => rowOf(was, is)),
      ),
    ),
  );

/** Each entry with the one of its name before; what is there no longer comes last. */
const paired = (
  entries: readonly Entry[],
  before: readonly Entry[],
): readonly (readonly [was: Entry | undefined, is: Entry | undefined])[] => [
  ...entries.map((is) => [before.find(({ name }) => name === is.name), is] as const),
  ...before
    .filter(({ name }) => entries.every((entry) => entry.name !== name))
    .map((was) => [was, undefined] as const),
];

const rowOf = (was: Entry | undefined, is: Entry | undefined): Markup => {
  const changes = differenceOf(was?.items ?? [], is?.items ?? []);
  const isChanged = changes.some(({ change }) => change !== 'kept');
  return element(
    'tr',
    { class: isChanged ? 'changed' : undefined },
    element('th', { scope: 'row' }, (is ?? was)!.name),
    element(
      'td',
      {},
      changes.length === 0 ? element('span', { class: 'none' }, 'none') : fragment(changes.map(itemIn)),
    ),
  );
};

const itemIn = ({ item, change }: Change<Item>): Markup => {
  const attributes = { class: 'item', title: item.full === '' ? undefined : item.full };
  switch (change) {
    case 'kept':
      return element('span', attributes, item.text);
    case 'added':
      return element('ins', attributes, sign('+'), item.text);
    case 'removed':
      return element('del', attributes, sign('−'), item.text);
  }
};

const sign = (text: string): Markup => element('span', { class: 'sign' }, `${text} `);
