import { relative, resolve } from 'node:path';
import { tell } from '../../counterexample/tell.ts';
import { nameOf } from '../select.ts';
import type { Subject } from '../select.ts';
import { findingOf } from './reporter.ts';
import type { Reporter } from './reporter.ts';

/**
 * Annotations of GitHub Actions: an error for each claim that is violated, a warning for each that is unknown.
 *
 * @param workspace the directory that the files of annotations are relative to; where it is not known, they
 *   stay as they were given
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const github = (workspace: string | undefined): Reporter => ({
  verdict: (result) => {
    const { task, model, verdict: judged } = result;
    const { verdict, reason, reproduce, broken } = findingOf(result);
    if (verdict === 'holds') return '';
    const steps = broken === undefined ? [] : [tell(model, broken.trace, broken.violation)];
    return annotationOf(
      verdict === 'violated' ? 'error' : 'warning',
      {
        title: `${verdict}: ${judged.guarantee}: ${nameOf(task.subject)} in the ${task.world.name} world`,
        file: fileOf(task.subject, workspace),
      },
      [reason, ...steps, `Reproduce: ${reproduce}`].join('\n'),
    );
  },
  complaint: ({ subject, message }) =>
    annotationOf(
      'error',
      { title: `${nameOf(subject)} misbehaves`, file: fileOf(subject, workspace) },
      message,
    ),
});

const fileOf = (subject: Subject, workspace: string | undefined): string | undefined => {
  if (!('file' in subject)) return undefined;
  return workspace === undefined ? subject.file : relative(workspace, resolve(subject.file));
};

/**
 * One workflow command. Its message may hold any text; in its properties colons and commas have a meaning too.
 *
 * @example
 * annotationOf('error', { title: 'a, b' }, '100 %\n'); // '::error title=a%2C b::100 %25%0A\n'
 */
export const annotationOf = (
  level: 'error' | 'warning',
  properties: Readonly<Record<string, string | undefined>>,
  message: string,
): string => {
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${inMessage(value).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  );
  return `::${level} ${written.join(',')}::${inMessage(message)}\n`;
};

const inMessage = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
