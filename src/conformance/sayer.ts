import type { Claim } from './court/tally.ts';
import type { Trial } from './court/trial.ts';

/** Says claims, once all names that they need are looked up together. */
export interface Sayer {
  readonly nameOf: (claim: Claim) => string;
  readonly say: (claim: Claim) => string;
}

export const sayerFor = ({ store }: Trial, claims: readonly Claim[]): Sayer => {
  const wanted = claims.flatMap(({ message, other }) => [message, other]);
  const names = store.names.textsOf(new Set(wanted.filter((name) => typeof name === 'number')));
  const nameOf = ({ message }: Claim): string =>
    typeof message === 'number' ? names.get(message)! : message;
  return {
    nameOf,
    say: (claim) => claim.say(nameOf(claim), claim.other === undefined ? '' : names.get(claim.other)!),
  };
};
