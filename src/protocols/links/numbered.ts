/** What the numbered protocols put on their links: data with a number, and acknowledgements of a number. */
import { send } from '../../model/index.ts';
import type { Message } from '../../model/index.ts';

export type Data = { type: 'data'; number: number; message: Message };
export type Ack = { type: 'ack'; number: number };

export const data = (number: number, message: Message) => send<Data>({ type: 'data', number, message });
export const ack = (number: number) => send<Ack>({ type: 'ack', number });

/** How far `number` lies ahead of `from` on a circle of `modulus` numbers. */
export const ahead = (number: number, from: number, modulus: number): number =>
  (((number - from) % modulus) + modulus) % modulus;
