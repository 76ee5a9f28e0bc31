import type { Claim } from './court/tally.ts';
import type { Trial } from './court/trial.ts';

/** Says claims, once all names that they need are looked up together. */
export interface Sayer {
  readonly nameOf: (claim: Claim) => string;
  readonly say: (claim: Claim) => string;
  readonly otherOf: (claim: Claim) => string | undefined;
  readonly where: (line: number) => string;
}

export const sayerFor = ({ store, where }: Trial, claims: readonly Claim[]): Sayer => {
  const wanted = claims.flatMap(({ message, other }) => [message, other]);
  const names = store.names.textsOf(new Set(wanted.filter((name) => typeof name === 'number')));
  const nameOf = ({ message }: Claim): string =>
    typeof message === 'number' ? names.get(message)! : message;
  const otherOf = ({ other }: Claim): string | undefined =>
    other === undefined ? undefined : names.get(other)!;
  return {
    nameOf,
    otherOf,
    where,
    say: (claim) => claim.say(nameOf(claim), otherOf(claim) ?? ''),
  };
};
