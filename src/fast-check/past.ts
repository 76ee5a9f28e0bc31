import { defaultReportMessage } from 'fast-check';
import type { RunDetails } from 'fast-check';
import { traceDocument } from '../counterexample/file/document.ts';
import { isKeeping, keepingInWords } from '../counterexample/file/keeping.ts';
import type { TraceDocument } from '../counterexample/file/schema.ts';
import type { Action } from '../model/action.ts';
import type { WorldModel } from '../model/compose.ts';
import type { WorldState } from '../model/setting.ts';
import { GuaranteeBroken } from './keeps.ts';
import { isWorldModel } from './telling.ts';
import { Trace } from './trace.ts';

/**
 * Past failures of a protocol in a world (by their names), as examples that fast-check runs first. What is not
 * possible any more in one of them is skipped.
 *
 * @example
 * fc.assert(property, { examples: examplesFrom(storeIn('.onceproof').documents(), model) });
 */
export const examplesFrom = (
  documents: readonly TraceDocument[],
  model: WorldModel,
): [Trace<WorldState, Action>][] =>
  documents
    .filter(({ protocol, world }) => protocol === model.protocol.name && world.name === model.world.name)
    .map(({ trace }) => [new Trace(model, trace)]);

/**
 * A reporter that hands the document of a failure, shrunk, to whoever keeps it, and then reports as fast-check
 * does by itself, with a line that says what became of it, if that is known. A failure that is no broken guarantee of a protocol in a world is only reported.
 *
 * @throws Error, from `fc.assert`, whenever the property failed
 * @example
 * fc.assert(property, { reporter: reporting(storeIn('.onceproof').keep) });
 */
export const reporting =
  (keep: (document: TraceDocument) => unknown) =>
  <Values>(details: RunDetails<Values>): void => {
    if (!details.failed) return;
    const cause = details.errorInstance;
    let kept = '';
    if (cause instanceof GuaranteeBroken && isWorldModel(cause.model)) {
      const { model, violation, trace } = cause;
      const keeping = keep(
        traceDocument(model, violation.guarantee, trace as readonly Action[], { violation }),
      );
      if (isKeeping(keeping)) kept = `\n\n${keepingInWords(keeping)}`;
    }
    throw new Error(
      `${defaultReportMessage(details)}${kept}`,
      details.runConfiguration.includeErrorInReport === true ? {} : { cause },
    );
  };
