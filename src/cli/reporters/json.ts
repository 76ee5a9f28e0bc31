import { asJson } from '../report.ts';
import type { Reporter } from './reporter.ts';

/** For machines: one JSON document, at the end. */
export const json = (): Reporter => ({ end: asJson });
