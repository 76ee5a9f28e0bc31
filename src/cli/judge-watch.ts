import { Buffer } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { LineReader } from '../conformance/bytes/hearing.ts';
import { LineSource } from '../conformance/bytes/line-source.ts';
import { judgeOf } from '../conformance/judge.ts';
import type { Named } from '../conformance/judge.ts';
import { InputError } from './command.ts';
import { Mistakes, obstacleIn, resultOf } from './judge-file.ts';
import type { FileResult, JudgeOptions } from './judge-file.ts';

/** Whom to tell while a file is followed. */
export interface Watcher {
  /** The file has grown, and this is to be said of it now. */
  readonly tell: (result: FileResult) => Promise<void>;
  /** Something happened to the file itself. */
  readonly note: (text: string) => void;
  /** Waits a while. Answers whether to go on. */
  readonly wait: () => Promise<boolean>;
}

const pieceSize = 1 << 20;

/**
 * Follows a growing file and judges it whenever it has grown, until its history has ended or nobody watches any
 * more. A last line without an end is waited for. A file that became shorter, or another file of the same name, is a
 * new history and is judged from its beginning.
 *
 * @throws InputError if there is no such file, or it is compressed
 */
export const watchFile = async (
  file: string,
  promises: readonly Named[] | undefined,
  options: JudgeOptions,
  watcher: Watcher,
): Promise<FileResult> => {
  let following = await follow(file, promises, options);
  try {
    for (;;) {
      if (await following.read()) await watcher.tell(following.result());
      if (following.hasEnded() || !(await watcher.wait())) return following.result();
      const change = await following.changeOf();
      if (change === undefined) continue;
      watcher.note(`${file}: ${change}; it is judged from its beginning\n`);
      await following.close();
      following = await follow(file, promises, options);
    }
  } finally {
    await following.close();
  }
};

/** One file, as long as it is the same and only grows. */
interface Following {
  /** Reads what is new. Answers whether anything was. */
  readonly read: () => Promise<boolean>;
  /** What became of the file, if it is no longer the one that was read. */
  readonly changeOf: () => Promise<string | undefined>;
  readonly result: () => FileResult;
  readonly hasEnded: () => boolean;
  readonly close: () => Promise<void>;
}

const follow = async (
  file: string,
  promises: readonly Named[] | undefined,
  { memory }: JudgeOptions,
): Promise<Following> => {
  const handle = await opened(file);
  const { ino } = await handle.stat();
  const judge = judgeOf(promises ?? [], memory);
  const mistakes = new Mistakes();
  const source = new LineSource(nothing());
  const reader = new LineReader();
  const hearer = {
    judge,
    note: (mistake: { line: number; column: number; message: string }) => mistakes.note(mistake),
  };
  let offset = 0;
  return {
    read: async () => {
      const before = source.number;
      for (;;) {
        // A piece of its own each time: of a line that has no end yet a part is kept.
        const piece = Buffer.alloc(pieceSize);
        const { bytesRead } = await handle.read(piece, 0, pieceSize, offset);
        if (offset === 0 && piece[0] === 0x1f && piece[1] === 0x8b) {
          throw new InputError(`${file}: a compressed file does not grow line by line`);
        }
        if (bytesRead === 0) return source.number > before;
        offset += bytesRead;
        source.feed(piece.subarray(0, bytesRead));
        while (source.take()) reader.hear(source, hearer, source.number);
      }
    },
    changeOf: async () => {
      const now = await stat(file).catch(() => undefined);
      if (now === undefined) return undefined;
      if (now.ino !== ino) return 'another file has taken its place';
      return now.size < offset ? 'it became shorter' : undefined;
    },
    result: () => resultOf([file], judge, promises, mistakes, (line) => ({ file, line })),
    hasEnded: () => judge.hasEnded(),
    close: () => handle.close(),
  };
};

const opened = async (file: string): Promise<FileHandle> => {
  try {
    return await open(file, 'r');
  } catch (error) {
    throw new InputError(`${file}: ${obstacleIn(error)}`);
  }
};

async function* nothing(): AsyncGenerator<Buffer> {}
