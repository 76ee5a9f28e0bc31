import { styleText } from 'node:util';

/** Colours for a terminal, or none. Whether to use them is decided by whoever writes. */
export const paint = (colour: boolean) => {
  const as =
    (format: Parameters<typeof styleText>[0]) =>
    (text: string): string =>
      // Node 20.19 has no third parameter yet and then never asks the terminal.
      colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: as('green'),
    bad: as(['bold', 'red']),
    doubtful: as('yellow'),
    faint: as('dim'),
    strong: as('bold'),
  };
};
