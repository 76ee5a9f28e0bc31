import { tell } from '../../counterexample/tell.ts';
import { element } from '../../counterexample/svg/element.ts';
import type { Markup } from '../../counterexample/svg/element.ts';
import { tellVerdict, seenIn } from '../report.ts';
import type { Result } from '../report.ts';
import { nameOf } from '../select.ts';
import type { Subject } from '../select.ts';
import { findingOf } from './reporter.ts';
import type { Complaint, Reporter } from './reporter.ts';

/**
 * JUnit's XML, which every build server reads: a suite for each protocol, a case for each guarantee in each
 * world. What is unknown is an error and not skipped, which servers show as green: nobody knows that it holds.
 */
export const junit = (): Reporter => ({
  end: (results, complaints) => {
    const suites = subjectsIn(results, complaints).map((subject) =>
      suiteOf(
        subject,
        results.filter(({ task }) => task.subject === subject),
        complaints.filter((complaint) => complaint.subject === subject),
      ),
    );
    const all = countsOf(results, complaints);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'onceproof', ...all }, suites).markup}\n`;
  },
});

/** Each protocol once, in the order in which they were verified. */
const subjectsIn = (results: readonly Result[], complaints: readonly Complaint[]): readonly Subject[] => [
  ...new Set([...results.map(({ task }) => task.subject), ...complaints.map(({ subject }) => subject)]),
];

const suiteOf = (subject: Subject, results: readonly Result[], complaints: readonly Complaint[]): Markup => {
  const cases = [...results.map(caseOf), ...complaints.map(complaintOf)];
  return element('testsuite', { name: nameOf(subject), ...countsOf(results, complaints) }, cases);
};

const countsOf = (results: readonly Result[], complaints: readonly Complaint[]) => {
  const verdicts = results.map((result) => findingOf(result).verdict);
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  return {
    tests: results.length + complaints.length,
    failures: count('violated'),
    errors: count('unknown') + complaints.length,
    skipped: 0,
  };
};

const caseOf = (result: Result): Markup => {
  const { task, model, verdict: judged } = result;
  const { verdict, reason, reproduce, broken } = findingOf(result);
  const name = `${judged.guarantee} in the ${task.world.name} world`;
  const seen = `${judged.bound}\n${seenIn(judged.coverage)}\n`;
  // A past failure may be broken still although the search found nothing.
  const isOld = verdict === 'violated' && judged.verdict !== 'violated';
  const text =
    isOld && broken !== undefined ? tell(model, broken.trace, broken.violation) : tellVerdict(result);
  return element(
    'testcase',
    { name, classname: nameOf(task.subject) },
    verdict === 'holds'
      ? element('system-out', {}, seen)
      : element(
          verdict === 'violated' ? 'failure' : 'error',
          { message: reason, type: verdict },
          text.includes(reproduce) ? text : `${text.trimEnd()}\n\nReproduce: ${reproduce}\n`,
        ),
  );
};

const complaintOf = ({ subject, message }: Complaint): Markup =>
  element(
    'testcase',
    { name: 'the protocol itself', classname: nameOf(subject) },
    element('error', { message, type: 'misbehaviour' }, message),
  );
