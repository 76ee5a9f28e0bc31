import { basics } from '../../src/catalogue/basics.ts';

/** The protocols that everything else is made of, and their flawed twins: what holds of these is not tried again of all. */
export const { entries: catalogue, flaws } = basics;
