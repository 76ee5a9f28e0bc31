import { drawText } from '../counterexample/draw.ts';
import { textOfDocument, traceDocument } from '../counterexample/file/document.ts';
import { drawHtml } from '../counterexample/html.ts';
import { toItf } from '../counterexample/itf.ts';
import { drawMermaid } from '../counterexample/mermaid.ts';
import { drawSvg } from '../counterexample/svg.ts';
import type { Why } from '../counterexample/why/why.ts';
import type { Violation } from '../explore/verdict.ts';
import type { Action } from '../model/action.ts';
import { named } from './command.ts';
import type { Out } from './command.ts';
import type { Recorded } from './recorded.ts';

/** What is to be drawn: the steps that were performed, and what is wrong with them, if anything is. */
export interface Drawable {
  readonly recorded: Recorded;
  readonly performed: readonly Action[];
  readonly violation: Violation | undefined;
  /** Why they break the promise, if they do. */
  readonly why: Why | undefined;
}

type Draw = (drawable: Drawable, out: Out) => string;

/** Every way to draw a trace, or to write it down for another tool. */
const pictures: Readonly<Record<string, Draw>> = {
  text: ({ recorded: { model }, performed, violation, why }, { colour = false, width = 80, ascii = false }) =>
    `${drawText(model, performed, violation, { colour, ascii, width: Math.min(width, 100), ...marked(why) })}\n`,
  mermaid: ({ recorded: { model }, performed, violation, why }) =>
    `${drawMermaid(model, performed, violation, marked(why))}\n`,
  svg: ({ recorded: { model }, performed, violation, why }) =>
    drawSvg(model, performed, violation, marked(why)),
  html: ({ recorded: { model, guarantee }, performed, violation, why }) => {
    const because = why === undefined ? {} : { why: why.sentence };
    return drawHtml(model, guarantee, performed, violation, { ...marked(why), ...because });
  },
  json: ({ recorded: { model, guarantee, protocolFile }, performed, violation }) =>
    textOfDocument(traceDocument(model, guarantee.name, performed, { violation, file: protocolFile })),
  itf: ({ recorded: { model, guarantee }, performed, violation }) =>
    `${JSON.stringify(toItf(model, guarantee, performed, violation), undefined, 2)}\n`,
};

const marked = (why: Why | undefined) => ({ matters: why?.steps ?? [] });

export const pictureNames = Object.keys(pictures);

/** The way to draw of that name. */
export const pictureNamed = (name: string): Draw =>
  pictures[named('picture', pictureNames, (each) => each, name)]!;
