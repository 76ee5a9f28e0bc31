/**
 * A text as a number from 1 to 2^52. Two different numbers come from two different texts; two different texts
 * have one number with a chance of 2^-52.
 */
export const digestOf = (bytes: Uint8Array, start: number, end: number): number => {
  let high = 0x811c9dc5;
  let low = 0x9e3779b1;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    high = Math.imul(high ^ byte, 0x01000193);
    low = Math.imul((low << 5) ^ (low >>> 3) ^ byte, 0x85ebca6b);
  }
  return (stirred(high) >>> 0) * 2 ** 20 + (stirred(low) >>> 12) + 1;
};

const stirred = (hash: number): number => {
  let stirring = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  stirring = Math.imul(stirring ^ (stirring >>> 12), 0x297a2d39);
  return stirring ^ (stirring >>> 15);
};
