import { isSubmitting, sightingNames } from '../court/facts.ts';
import { span, spanNames } from '../court/reading.ts';
import type { Reading } from '../court/reading.ts';
import type { HistoryEvent, MessageEvent } from '../event.ts';
import type { Hearer } from './hearing.ts';

/** Hears a history only to keep some of its events. */
export const collecting = (
  isWanted: (message: string) => boolean,
  keep: (event: HistoryEvent, line: number) => void,
): Hearer => ({
  judge: {
    hear: (event, line) => {
      if (!('message' in event) || isWanted(event.message)) keep(event, line);
    },
    hearReading: (reading) => {
      if (isWanted(reading.textOf(span['message']!))) keep(eventIn(reading), reading.line);
    },
    miss: () => {},
  },
  note: () => {},
});

/** The event of a reading, with the fields that decide something. */
const eventIn = (reading: Reading): MessageEvent => {
  const fields = spanNames.filter((name) => reading.has(span[name]!));
  return {
    type: sightingNames[reading.type],
    process: isSubmitting(reading.type) ? 'producer' : 'consumer',
    ...(reading.at === reading.at ? { at: reading.at } : {}),
    ...Object.fromEntries(fields.map((name) => [name, reading.textOf(span[name]!)])),
  } as MessageEvent;
};
