import type { Finding } from './court/findings.ts';
import type { HistoryGuarantee } from './promises.ts';
import type { Sayer } from './sayer.ts';

export type Verdict = 'holds' | 'violated' | 'unknown';

/** What is to be said of one promise to one group. */
export interface Ruling {
  readonly guarantee: string;
  readonly verdict: Verdict;
  readonly reason: string;
  /** The same, one by one. */
  readonly reasons: readonly string[];
}

export const rulingOf = ({ name }: HistoryGuarantee, findings: readonly Finding[], sayer: Sayer): Ruling => {
  const verdict = worstOf(findings);
  const reasons = findings
    .filter((finding) => finding.verdict === verdict)
    .map((finding) => reasonOf(finding, sayer));
  return { guarantee: name, verdict, reason: reasons.join('; ') || nothingSpeaks, reasons };
};

export const nothingSpeaks = 'nothing that was recorded speaks against it';

/** The worst verdict wins. */
export const worstOf = (verdicts: readonly { readonly verdict: Verdict }[]): Verdict => {
  if (verdicts.some(({ verdict }) => verdict === 'violated')) return 'violated';
  return verdicts.some(({ verdict }) => verdict === 'unknown') ? 'unknown' : 'holds';
};

/** The first of the claims stands for all. */
const reasonOf = ({ claim, more, words }: Finding, { say, where }: Sayer): string =>
  claim === undefined
    ? words
    : `${say(claim)} (${where(claim.line)})${more > 0 ? `, and ${more} more` : ''}${words}`;
