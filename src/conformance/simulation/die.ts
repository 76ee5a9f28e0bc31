import type { Dice } from '../../explore/walk.ts';
import { randomOf } from '../in-process/random.ts';

/** Throws of a die, the same for the same seed on every machine. */
export const dieOf = (seed: number): Dice => {
  const random = randomOf(seed);
  return (n) => Math.floor(random() * n);
};
