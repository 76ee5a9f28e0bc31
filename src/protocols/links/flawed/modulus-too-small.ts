/**
 * Selective repeat, but with one number fewer than two windows.
 *
 * It is more than enough for go back n, and one too few here. The receiver has taken a whole window and moved
 * its own beyond it; the sender, which has not heard of it, sends the oldest message again, and its number
 * is the last one of the receiver's new window. It is kept as new and delivered again when its turn comes.
 */
import { selectiveRepeat } from '../selective-repeat.ts';

export const modulusTooSmall = selectiveRepeat('modulus-too-small', { window: 2, modulus: 3 });
