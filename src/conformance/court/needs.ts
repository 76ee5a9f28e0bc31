import type { MessageObservationType } from '../../model/observation.ts';
import { inOrderPerKey } from '../promises.ts';
import type { HistoryGuarantee } from '../promises.ts';
import type { Found } from './found.ts';

/** What must have been seen for "holds" to say anything, and was not. */
export const unseenFor = (promise: HistoryGuarantee, found: Found): readonly string[] => {
  const { trial, survey } = found;
  const { handed } = survey;
  if (promise.model !== undefined) {
    const needs = promise.model.needs.filter((type) => seenOf(type, promise, found) === 0);
    return needs.map((type) => `no message was ${inWords(type, promise)}`);
  }
  switch (promise.brokenBy) {
    case undefined:
      return promise === inOrderPerKey
        ? [
            ...missing(survey.counts.delivered === 0, 'no message was delivered'),
            ...missing(trial.keyed < 2, 'fewer than two messages were submitted with a key'),
          ]
        : [];
    case 'corrupted':
      return missing(handed.digestsCompared === 0, 'of no message a digest is recorded on both sides');
    case 'misrouted':
      return missing(
        handed.destinationsCompared === 0,
        'of no message a destination is recorded on both sides',
      );
    default:
      return missing(handed.settles === 0, 'no message was settled');
  }
};

const missing = (is: boolean, words: string): readonly string[] => (is ? [words] : []);

/** A client with one callback only confirms, and so accepts. */
const seenOf = (
  type: MessageObservationType,
  { subject }: HistoryGuarantee,
  { survey, base }: Found,
): number => {
  switch (type) {
    case 'delivered':
      return survey.group.subject === subject ? survey.counts.delivered : 0;
    case 'settled':
      return survey.counts.settled;
    case 'accepted':
      return base.accepted + base.confirmed;
    default:
      return base[type];
  }
};

const inWords = (type: MessageObservationType, { subject }: HistoryGuarantee): string => {
  if (type === 'accepted') return 'accepted or confirmed';
  return type === 'delivered' ? subject : type;
};

/** Why nothing holds, whatever was seen. */
export const silencesOf = ({ trial, complete }: Found): readonly string[] => {
  const { missed, exhausted } = trial;
  const unread = missed - (exhausted === undefined ? 0 : 1);
  return [
    ...(unread > 0 ? [`${unread} ${unread === 1 ? 'line' : 'lines'} could not be read`] : []),
    ...(exhausted === undefined
      ? []
      : [
          `the limit of ${exhausted.limit} was reached on ${trial.where(exhausted.line)}, and the rest was not heard`,
        ]),
    ...(['submitting', 'delivering'] as const)
      .filter((side) => complete[side] === false)
      .map((side) => `the recording is not complete on the ${side} side`),
  ];
};
