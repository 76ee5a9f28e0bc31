import type { ProgramOptions } from '../../../src/conformance/process/program.ts';

/** A program that does not do what it must, as a shell script, and what is said about it. */
export interface Misbehaving {
  readonly how: string;
  /** Reads and answers with `read` and `echo`; $n is the number of the question that was read last. */
  readonly script: string;
  readonly complaint: string | RegExp;
  /** What the message shows besides. */
  readonly shows?: string;
  readonly options?: Partial<ProgramOptions>;
}

/** For those of which no answer is to be expected. */
const hasty = { answerTimeout: 0.5, startTimeout: 0.5 };

/** Answers to `init`, then does something else than to answer to the `receive` that comes next. */
const afterInit = (rest: string): string => `read line; echo '{"number":0}'; read line; ${rest}`;

/** Answers to `init` and to `receive` with these effects. */
const effects = (list: string): string => afterInit(`echo '{"number":1,"effects":${list}}'; cat`);

export const misbehaving: readonly Misbehaving[] = [
  {
    how: 'does not start',
    script: 'exec no-such-command-anywhere',
    complaint: 'exited with code 127',
    shows: 'not found',
  },
  {
    how: 'prints nothing',
    script: 'cat > /dev/null',
    complaint: 'gave no answer within 0.5 seconds',
    options: hasty,
  },
  {
    how: 'prints nothing after a while',
    script: afterInit('cat > /dev/null'),
    complaint: 'gave no answer within 0.5 seconds',
    options: hasty,
    shows: '{"number":0}',
  },
  {
    how: 'prints rubbish',
    script: afterInit('echo Processing a packet …; cat'),
    complaint: 'wrote a line that is not JSON',
    shows: 'received   Processing a packet …',
  },
  {
    how: 'prints rubbish at once',
    script: 'echo Starting; cat',
    complaint: /wrote a line (that is not JSON|before it was asked)/,
    shows: 'received   Starting',
  },
  {
    how: 'prints half a line',
    script: afterInit(`printf '{"number":1,"eff'; cat > /dev/null`),
    complaint: 'gave no answer within 0.5 seconds',
    options: hasty,
    shows: 'unfinished {"number":1,"eff',
  },
  {
    how: 'prints half a line and exits',
    script: afterInit(`printf '{"number":1,"eff'`),
    complaint: 'exited with code 0',
    shows: 'unfinished {"number":1,"eff',
  },
  { how: 'prints an empty line', script: afterInit('echo; cat'), complaint: 'wrote a line that is not JSON' },
  {
    how: 'prints a list',
    script: afterInit(`echo '[]'; cat`),
    complaint: 'wrote a list where an object was expected',
  },
  {
    how: 'complains on standard error and exits',
    script: afterInit('echo Traceback: oh no >&2; exit 3'),
    complaint: 'exited with code 3',
    shows: 'standard error:\n    Traceback: oh no',
  },
  {
    how: 'answers twice',
    script: afterInit(`echo '{"number":1,"effects":[]}'; echo '{"number":1,"effects":[]}'; cat`),
    complaint: /wrote a second line in answer to one|answered question 1 twice/,
  },
  {
    how: 'answers without a number',
    script: afterInit(`echo '{"effects":[]}'; cat`),
    complaint: 'answered without a "number": 1 was expected',
  },
  {
    how: 'answers with a number of its own',
    script: afterInit(`echo '{"number":7,"effects":[]}'; cat`),
    complaint: 'answered with the number 7, and the question had 1',
  },
  {
    how: 'answers without effects',
    script: afterInit(`echo '{"number":1}'; cat`),
    complaint: 'answered without "effects": a list was expected',
  },
  {
    how: 'answers with no list',
    script: effects('{}'),
    complaint: 'answered with an object for its "effects", not with a list',
  },
  {
    how: 'answers with an unknown effect',
    script: effects('[{"type":"explode"}]'),
    complaint: 'answered with an unknown effect "explode"',
  },
  {
    how: 'answers with what is no effect',
    script: effects('[null]'),
    complaint: 'answered with null where an effect was expected',
  },
  {
    how: 'tells what it remembers',
    script: effects('[{"type":"remember","memory":{}}]'),
    complaint: 'what a program remembers is its own affair',
  },
  {
    how: 'delivers nothing',
    script: effects('[{"type":"deliver"}]'),
    complaint: 'answered with deliver(undefined) where a message was expected',
  },
  {
    how: 'sends to nobody',
    script: effects('[{"type":"send","packet":{"type":"ack"},"to":"nobody"}]'),
    complaint: 'sends to "nobody", to which no link leads',
  },
  {
    how: 'arms a timer in the past',
    script: effects('[{"type":"arm","timer":"retry","delay":-1}]'),
    complaint: 'delay -1',
  },
  {
    how: 'acts before anything has happened',
    script: `read line; echo '{"number":0,"effects":[{"type":"send","packet":{"type":"ack"}}]}'; cat`,
    complaint: 'answered to "init" with the effect "send"',
  },
  {
    how: 'speaks another version',
    script: `read line; echo '{"number":0,"version":2}'; cat`,
    complaint: 'speaks version 2 of the process protocol, and this is 1',
  },
  {
    how: 'announces snapshots and shows none',
    script: `read line; echo '{"number":0,"features":["snapshot"]}'; cat`,
    complaint: 'answered without the "snapshot" that it announced',
  },
  {
    how: 'writes NaN',
    script: effects('[{"type":"write","disk":{"mean":NaN}}]'),
    complaint: '(NaN and Infinity are no JSON)',
  },
  {
    how: 'loops for ever',
    script: afterInit('while :; do :; done'),
    complaint: 'gave no answer within 0.5 seconds',
    options: hasty,
  },
  {
    how: 'exits in the middle',
    script: afterInit('exit 0'),
    complaint: 'exited with code 0',
    shows: 'sent       {"number":1,"type":"receive"',
  },
  { how: 'is ended by a signal', script: afterInit('kill -SEGV $$'), complaint: 'was ended by SIGSEGV' },
  {
    how: 'ignores the kill',
    script: `trap '' TERM HUP INT; ${afterInit('while :; do sleep 0.1; done')}`,
    complaint: 'gave no answer within 0.5 seconds',
    options: hasty,
  },
  {
    how: 'leaves others running',
    script: `sleep 60 & sleep 60 & ${afterInit('exit 1')}`,
    complaint: 'exited with code 1',
  },
  {
    how: 'closes its standard output',
    script: afterInit('exec >&-; cat > /dev/null'),
    complaint: 'closed its standard output',
  },
  {
    how: 'closes its standard input',
    script: `read line; exec <&-; echo '{"number":0}'; sleep 60`,
    complaint: 'closed its standard input',
  },
  {
    how: 'writes an enormous line',
    script: afterInit('cat /dev/zero | tr "\\\\0" x'),
    complaint: 'wrote a line of more than 10000 bytes',
    options: { longestLine: 10_000 },
  },
  {
    how: 'writes what is not UTF-8',
    script: afterInit(`printf '{"number":1,"effects":[],"x":"\\377"}\\n'; cat`),
    complaint: 'wrote a line that is not UTF-8',
  },
  {
    how: 'nests without an end',
    script: afterInit(
      `echo '{"number":1,"effects":[],"x":'"$(printf '[%.0s' $(seq 200))$(printf ']%.0s' $(seq 200))"'}'; cat`,
    ),
    complaint: 'nested more than 100 deep',
  },
];
