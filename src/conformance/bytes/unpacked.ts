import type { Buffer } from 'node:buffer';
import { createGunzip } from 'node:zlib';

/** How many bytes are unpacked at once: gzip makes at most a thousand times as many of them. */
const bite = 1 << 14;

/** What was compressed ends early, or is damaged, after what was unpacked so far. */
export class PackedError extends Error {}

/** The bytes as they are, or unpacked if they begin like gzip. */
export async function* unpacked(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const source = pieces[Symbol.asyncIterator]();
  const first = await source.next();
  if (first.done === true) return;
  if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* unpack(first.value, source);
  else {
    yield first.value;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  }
}

/**
 * Unpacks piece by piece. A stream that fails drops what it had not handed on yet; here everything that could be
 * unpacked comes before the error.
 */
async function* unpack(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const ready: Buffer[] = [];
  const outcome: { failure?: Error } = {};
  gunzip.on('data', (piece: Buffer) => void ready.push(piece));
  gunzip.on('error', (error: Error) => void (outcome.failure ??= error));
  const write = (piece: Buffer): Promise<void> =>
    new Promise((resolve) => {
      gunzip.once('error', () => resolve());
      gunzip.write(piece, () => resolve());
    });
  const end = (): Promise<void> =>
    new Promise((resolve) => {
      gunzip.once('error', () => resolve());
      gunzip.once('end', () => resolve());
      gunzip.end();
    });

  let piece: IteratorResult<Buffer> = { value: first, done: false };
  for (; piece.done !== true && outcome.failure === undefined; piece = await source.next()) {
    for (let at = 0; at < piece.value.length && outcome.failure === undefined; at += bite) {
      await write(piece.value.subarray(at, at + bite));
      yield* ready.splice(0);
    }
    gunzip.removeAllListeners('error').on('error', (error: Error) => void (outcome.failure ??= error));
  }
  if (outcome.failure === undefined) await end();
  yield* ready.splice(0);
  if (outcome.failure !== undefined) throw new PackedError(wordsOf(outcome.failure));
}

const wordsOf = (error: Error): string =>
  'code' in error && error.code === 'Z_BUF_ERROR'
    ? 'the compressed file ends early; what could be unpacked is judged'
    : `the compressed file is damaged (${error.message}); what could be unpacked is judged`;
