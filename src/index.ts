/**
 * onceproof: message delivery guarantees as formal models.
 *
 * @example
 * import { compose, exactlyOnce, protocols, verifyExhaustively, worlds } from 'onceproof';
 * verifyExhaustively(compose(protocols.exactlyOnce, worlds.hostile), exactlyOnce).verdict; // 'holds'
 */

// To write a protocol.
export * from './model/index.ts';
export { HandlerError, ProtocolError } from './model/errors.ts';

// To place it in a world.
export { compose } from './model/compose.ts';
export type { WorldModel } from './model/compose.ts';
export type { Action, Nature } from './model/action.ts';
export type { Model, Step } from './model/model.ts';
export { boundOf, worlds } from './model/world.ts';
export type { Budget, World, WorldName } from './model/world.ts';
export { observationsOf, replay } from './model/trace.ts';
export type { Performed } from './model/trace.ts';
export type { Observation } from './model/observation.ts';

// To say what it promises.
export {
  atLeastOnce,
  atMostOnce,
  confirmedMeansDelivered,
  exactlyOnce,
  guarantees,
  honestConfirmation,
  inOrder,
  noCreation,
  strictlyInOrder,
} from './guarantees/index.ts';
export { both, seen } from './guarantees/guarantee.ts';
export type { Guarantee, Sighting } from './guarantees/guarantee.ts';

// To find out.
export { verifyExhaustively, verifyInParallel } from './explore/exhaustive.ts';
export type { ExhaustiveOptions, ParallelOptions } from './explore/exhaustive.ts';
export { examinerOf } from './explore/examine.ts';
export type { Examined } from './explore/examine.ts';
export type {
  Continuation,
  Coverage,
  Holds,
  Unknown,
  Verdict,
  Violated,
  Violation,
} from './explore/verdict.ts';
export { normalForm } from './explore/normal-form.ts';
export type { NormalForm, NormalFormOptions } from './explore/normal-form.ts';
export type { SearchBudget } from './explore/purse.ts';
export { shrink } from './counterexample/shrink.ts';

// To hold running code against it.
export { inProcess } from './conformance/in-process/in-process.ts';
export type { InProcess, InProcessRole } from './conformance/in-process/in-process.ts';
export type { Deferred, Environment, Handlers } from './conformance/in-process/environment.ts';
export { callbacks, emitting, iterating } from './conformance/in-process/adapters.ts';
export type { Happening, Registers } from './conformance/in-process/adapters.ts';
export { fromRoles } from './conformance/simulation/from-roles.ts';
export { ImplementationError } from './conformance/implementation.ts';
export type {
  AskedEvent,
  Circumstances,
  Implementation,
  Instance,
  PlayedRole,
} from './conformance/implementation.ts';
export { simulate, simulateAll } from './conformance/simulation/simulate.ts';
export type { Timing } from './conformance/simulation/timing.ts';
export type { SimulateOptions } from './conformance/simulation/simulate.ts';
export { assertKeeps, NotKept } from './conformance/simulation/keeping.ts';
export type { KeepingOptions } from './conformance/simulation/keeping.ts';
export { ladder, measure } from './conformance/simulation/measure.ts';
export type { Measurement, MeasureOptions } from './conformance/simulation/measure.ts';
export { headlineOf, measurementInWords, tableOf } from './conformance/simulation/measurement.ts';

// To see how.
export { drawText } from './counterexample/draw.ts';
export type { DrawOptions } from './counterexample/draw.ts';
export { drawMermaid } from './counterexample/mermaid.ts';
export type { MermaidOptions } from './counterexample/mermaid.ts';
export { drawSvg } from './counterexample/svg.ts';
export type { SvgOptions } from './counterexample/svg.ts';
export { drawHtml } from './counterexample/html.ts';
export type { HtmlOptions } from './counterexample/html.ts';
export { tell } from './counterexample/tell.ts';
export type { TellOptions } from './counterexample/tell.ts';
export { explain } from './counterexample/why/why.ts';
export type { Why } from './counterexample/why/why.ts';

// To have it again, anywhere.
export { digestOf } from './counterexample/token/digest.ts';
export { ChangedError, TokenError } from './counterexample/token/errors.ts';
export { readToken, tokenOf, traceIn } from './counterexample/token/token.ts';
export type { TokenContent } from './counterexample/token/token.ts';
export {
  readTraceDocument,
  textOfDocument,
  traceDocument,
  TraceFileError,
} from './counterexample/file/document.ts';
export { traceSchema } from './counterexample/file/schema.ts';
export type { TraceDocument } from './counterexample/file/schema.ts';
export { toItf } from './counterexample/itf.ts';
export type { Itf, ItfValue } from './counterexample/itf.ts';

// What there is already.
export { catalogue, families, flaws, worldOf, worldsFor } from './catalogue.ts';
export type { Claim, Entry, Family, Flaw } from './catalogue.ts';
export * as protocols from './protocols/index.ts';
