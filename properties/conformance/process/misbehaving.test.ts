import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ProgramError } from '../../../src/conformance/process/failure.ts';
import { runningGroups } from '../../../src/conformance/process/groups.ts';
import { runPrograms } from '../../../src/conformance/process/programs.ts';
import { exactlyOnce } from '../../../src/protocols/exactly-once.ts';
import { canLook, nothingIsLeft } from './left-behind.ts';
import { python } from './toolchains.ts';
import { misbehaving } from './misbehaving.ts';
import type { Misbehaving } from './misbehaving.ts';

const mark = `onceproof-misbehaving-${process.pid}`;
// Whatever a program starts has it from the program.
process.env['MARK'] = mark;

const folder = mkdtempSync(join(tmpdir(), 'onceproof-misbehaving-'));
afterAll(() => rmSync(folder, { recursive: true }));

const event = {
  type: 'receive',
  from: 'sender',
  packet: { type: 'data', message: { id: 'm0', payload: 'hello' } },
} as const;

const circumstances = { disk: {}, seed: 1, incarnation: 0, peers: ['sender'] };

/** Starts a program as the receiver and shows it a packet, twice. */
const complaintAbout = async ({
  script,
  options = {},
}: Pick<Misbehaving, 'script' | 'options'>): Promise<unknown> => {
  const command = `: ${mark}; ${script}`;
  const limits = { shell: true, answerTimeout: 30, ...options };
  const programs = { receiver: { command, ...limits } };
  try {
    const running = await runPrograms({ name: 'misbehaving', protocol: exactlyOnce, programs });
    try {
      const instance = await running.implementation.start('receiver', circumstances);
      await instance.answer(event);
      await instance.answer(event);
    } finally {
      await running.end();
    }
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a program that', () => {
  it.concurrent.each(misbehaving)(
    '$how is told about, with what was sent and received last',
    async (program) => {
      const error = await complaintAbout(program);
      expect(error).toBeInstanceOf(ProgramError);
      const { message, complaint } = error as ProgramError;
      expect(message).toMatch(/^role "receiver" /);
      expect(message).toMatch(/\n {2}command {4}: onceproof.*\n {2}sent {7}\S/);
      if (typeof program.complaint === 'string') expect(complaint).toContain(program.complaint);
      else expect(complaint).toMatch(program.complaint);
      expect(message).toContain(program.shows ?? '');
    },
  );

  it('takes 2 GB is told about before it has them', { skip: !canLook || python === undefined }, async () => {
    const file = join(folder, 'greedy.py');
    writeFileSync(
      file,
      `
for _ in open(0):
    print('{"number":0}', flush=True)
    greed = [b"x" * 10**6 for _ in range(2000)]
`,
    );
    const error = await complaintAbout({
      script: `exec ${python} ${file}`,
      options: { mostMemory: 100 * 2 ** 20 },
    });
    expect(String(error)).toMatch(/takes \d+ MB of memory, and 100 MB is the limit/);
  });

  it('is no program is told about', async () => {
    const programs = { receiver: { command: 'no-such-program --now' } };
    const running = runPrograms({ name: 'nothing', protocol: exactlyOnce, programs });
    await expect(running).rejects.toThrow(
      'role "receiver" could not be started: there is no command "no-such-program"',
    );
  });

  it('answers in time while this process is busy is not blamed for that', async () => {
    const command = `: ${mark}; read line; echo '{"number":0}'; read line; echo '{"number":1,"effects":[]}'; cat`;
    const programs = { receiver: { command, shell: true, answerTimeout: 0.3 } };
    const running = await runPrograms({ name: 'prompt', protocol: exactlyOnce, programs });
    const instance = await running.implementation.start('receiver', circumstances);
    const answered = instance.answer(event);
    const begun = performance.now();
    while (performance.now() < begun + 800);
    expect(await answered).toEqual([]);
    await running.end();
  });

  it('answers differently when it is asked the same again is told both answers', async () => {
    const programs = {
      receiver: {
        command: `: ${mark}; read line; echo '{"number":0}'; read line; echo '{"number":1,"effects":[{"type":"write","disk":{"seen":'$$'}}]}'; cat`,
        shell: true,
      },
    };
    const running = await runPrograms({ name: 'dice', protocol: exactlyOnce, programs });
    const instance = await running.implementation.start('receiver', circumstances);
    await instance.answer(event);
    await instance.stop();
    await expect(running.repeatLast()).rejects.toThrow(
      /answered differently when it was asked the same again.*\n {2}before .*"seen":\d+.*\n {2}now .*"seen":\d+/,
    );
    await running.end();
  });

  afterAll(async () => {
    expect(runningGroups()).toBe(0);
    await nothingIsLeft(mark);
  });
});
