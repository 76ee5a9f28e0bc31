import { Buffer } from 'node:buffer';

/** No byte of UTF-8: it marks a text that UTF-8 cannot hold. */
export const foreign = 0xff;
const surrogate = /[\ud800-\udfff]/u;

/**
 * The bytes that stand for a text, different ones for different texts. Half a surrogate pair has no UTF-8, and
 * an encoder that replaces it would make one message id of two.
 */
export const bytesOf = (text: string): Buffer =>
  surrogate.test(text)
    ? Buffer.concat([Buffer.from([foreign]), Buffer.from(text, 'utf16le')])
    : Buffer.from(text, 'utf8');

/** The text that the bytes stand for. */
export const textIn = (bytes: Uint8Array, start: number, end: number): string => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return start < end && buffer[start] === foreign
    ? buffer.toString('utf16le', start + 1, end)
    : buffer.toString('utf8', start, end);
};
