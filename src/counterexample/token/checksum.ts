/** The 256 remainders with which a byte at a time is divided. */
const remainders = Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1)
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder >>> 0;
});

/** Digits that are safe in addresses, in shells and in chats: those of base64url (RFC 4648). */
const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** How many characters a checksum has. */
export const checksumLength = 6;

/**
 * The CRC-32 of a text (that of ISO 3309, of zip and of Ethernet) in six url-safe characters.
 *
 * As every CRC of 32 bits it differs whenever all differences lie within four bytes of each other, so for any
 * one changed character and any two swapped neighbours; and since its polynomial is primitive, whenever two
 * characters anywhere have changed places (Peterson and Brown 1961). It guards against accidents, not malice.
 *
 * @example
 * checksumOf('123456789'); // 'DL9Dkm', the check value 0xCBF43926
 */
export const checksumOf = (text: string): string => {
  let sum = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) sum = remainders[(sum ^ byte) & 255]! ^ (sum >>> 8);
  sum = (sum ^ 0xffffffff) >>> 0;
  let written = '';
  for (let place = 0; place < checksumLength; place += 1) {
    written = digits[sum % 64]! + written;
    sum = Math.floor(sum / 64);
  }
  return written;
};
