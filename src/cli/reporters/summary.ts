import { onOneLine } from '../../counterexample/drawing/columns.ts';
import { drawMermaid } from '../../counterexample/mermaid.ts';
import { tell } from '../../counterexample/tell.ts';
import { explain } from '../../counterexample/why/why.ts';
import type { Result } from '../report.ts';
import { nameOf } from '../select.ts';
import { findingOf } from './reporter.ts';
import type { Complaint, Reporter } from './reporter.ts';

/** GitHub refuses a summary of more than 1 MiB altogether; a few bytes are left to what is there already. */
const mostBytes = 1_000_000;

/** A summary in Markdown: a line for each verdict, and of what is violated the picture and the words. */
export const summary = (): Reporter => ({
  end: (results, complaints) => {
    const lines = [...results.map(lineOf), ...complaints.map(complaintOf)];
    let text = `## onceproof\n\n${lines.join('\n')}\n`;
    let omitted = 0;
    for (const picture of results.flatMap(pictureOf)) {
      if (Buffer.byteLength(text + picture) < mostBytes) text += picture;
      else omitted += 1;
    }
    return omitted === 0 ? text : `${text}\nFor want of space ${omitted} pictures are left out.\n`;
  },
});

const aboutOf = ({ task, verdict }: Result): string =>
  escaped(`${verdict.guarantee}: ${nameOf(task.subject)} in the ${task.world.name} world`);

const lineOf = (result: Result): string => {
  const { verdict, reason } = findingOf(result);
  const mark = { holds: '✓', violated: '✗', unknown: '?' }[verdict];
  return `- ${mark} ${verdict} – ${aboutOf(result)}: ${escaped(reason)}`;
};

const complaintOf = ({ subject, message }: Complaint): string =>
  `- ✗ ${escaped(nameOf(subject))} misbehaves: ${escaped(message)}`;

const pictureOf = (result: Result): readonly string[] => {
  const { reproduce, broken } = findingOf(result);
  if (broken === undefined) return [];
  const { model, task } = result;
  const { trace, violation } = broken;
  const marked = { matters: explain(model, task.guarantee, trace, violation).steps };
  const parts = [
    `\n### ✗ ${aboutOf(result)}\n`,
    `\n\`\`\`mermaid\n${drawMermaid(model, trace, violation, marked)}\n\`\`\`\n`,
    `\n\`\`\`text\n${tell(model, trace, violation, marked)}\n\nReproduce: ${onOneLine(reproduce)}\n\`\`\`\n`,
  ];
  return [parts.join('')];
};

/** Text in which Markdown finds no markup. */
const escaped = (text: string): string => onOneLine(text).replaceAll(/[\\`*_{}[\]<>()#+!|~&@]/g, '\\$&');
