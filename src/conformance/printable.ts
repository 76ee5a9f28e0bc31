/**
 * A text as it may be shown. Message ids come from outside: they may be very long, and what would command a terminal
 * is shown, not sent.
 */
export const printable = (text: string, longest = 1000): string => {
  const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return shown.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
};
