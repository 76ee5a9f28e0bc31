import { isUtf8 } from 'node:buffer';

/** What was read: a line without its end, or what is wrong with the bytes. */
export type Read = { readonly line: string } | { readonly wrong: string; readonly text: string };

/**
 * Splits a stream of bytes into lines that end in LF or CRLF. After the first wrong line nothing more is read.
 *
 * @param longest how many bytes a line may have, without its end.
 * @param onRead is called for each line, and for what is wrong, at most once.
 */
export const lineReader = (longest: number, onRead: (read: Read) => void) => {
  let pieces: Buffer[] = [];
  let length = 0;
  let isDone = false;

  const wrong = (why: string, bytes: Buffer): void => {
    isDone = true;
    onRead({ wrong: why, text: bytes.toString('utf8') });
  };
  const complete = (last: Buffer): void => {
    let bytes = pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    pieces = [];
    length = 0;
    if (bytes.at(-1) === 0x0d) bytes = bytes.subarray(0, -1);
    if (isUtf8(bytes)) onRead({ line: bytes.toString('utf8') });
    else wrong('wrote a line that is not UTF-8', bytes);
  };

  return {
    read: (chunk: Buffer): void => {
      let start = 0;
      for (;;) {
        if (isDone) return;
        const end = chunk.indexOf(0x0a, start);
        const rest = chunk.subarray(start, end < 0 ? undefined : end);
        if (length + rest.length > longest) {
          wrong(`wrote a line of more than ${longest} bytes`, Buffer.concat([...pieces, rest]));
        } else if (end < 0) {
          if (rest.length > 0) pieces.push(rest);
          length += rest.length;
          return;
        } else {
          complete(rest);
          start = end + 1;
        }
      }
    },
    /** What has been read of a line that has not ended. */
    unfinished: (): string => Buffer.concat(pieces).toString('utf8'),
  };
};
