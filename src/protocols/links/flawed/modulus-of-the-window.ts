/**
 * Go back n, but with only as many numbers as the window is wide.
 *
 * When a whole window has arrived, the receiver expects the number that it expected before. An early timeout
 * is enough: the window is sent again, every number in it is the expected one, and all of it is delivered
 * again. No fault is needed, and no link that loses.
 */
import { goBackN } from '../go-back-n.ts';

export const modulusOfTheWindow = goBackN('modulus-of-the-window', { window: 2, modulus: 2 });
