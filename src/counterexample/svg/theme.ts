/** The colours of the pictures, by what they mean: each has enough contrast on its ground to be read. */
const light = {
  ground: '#ffffff',
  ink: '#1f2328',
  faint: '#59636e',
  hair: '#d1d9e0',
  life: '#8c959f',
  shade: '#f6f8fa',
  packet: '#0969da',
  delivery: '#1a7f37',
  fault: '#cf222e',
  timer: '#8a5a00',
  filled: '#ffffff',
  alarm: '#ffebe9',
};
const dark: typeof light = {
  ground: '#0d1117',
  ink: '#e6edf3',
  faint: '#9198a1',
  hair: '#30363d',
  life: '#6e7681',
  shade: '#161b22',
  packet: '#58a6ff',
  delivery: '#3fb950',
  fault: '#ff7b72',
  timer: '#d29922',
  filled: '#0d1117',
  alarm: '#36161a',
};

export const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";

/** Plain rules, without variables: programs that are no browsers know them too. */
const rulesOf = (colours: typeof light): readonly string[] => [
  `.paper{fill:${colours.ground}}`,
  `text{fill:${colours.ink}}`,
  `.faint,.number,.subtitle{fill:${colours.faint}}`,
  `text.matters{fill:${colours.ink}}`,
  `.ring{stroke:${colours.ink}}`,
  `.role{fill:${colours.shade};stroke:${colours.life}}`,
  `.life{stroke:${colours.life}}`,
  `.life.down,.cross,.icon.crash path,.link.severed{stroke:${colours.fault}}`,
  `.life.paused,.icon.timer *,.icon.pause *,.icon.resume *{stroke:${colours.timer}}`,
  `.bar{fill:${colours.shade};stroke:${colours.ink}}`,
  `.bar.cut{fill:${colours.ground};stroke:${colours.fault}}`,
  `.bar.waiting{fill:${colours.ground};stroke:${colours.timer}}`,
  `.icon circle{fill:${colours.ground};stroke:${colours.ink}}`,
  `.icon path{stroke:${colours.ink}}`,
  `.icon.crash circle{fill:${colours.fault};stroke:${colours.fault}}`,
  `.icon.crash path{stroke:${colours.filled}}`,
  `.disk{fill:${colours.ink};stroke:${colours.ink}}`,
  `.memory{fill:${colours.ground};stroke:${colours.ink}}`,
  `line.packet,circle.packet{stroke:${colours.packet}}`,
  `circle.packet,.fork{fill:${colours.ground}}`,
  `.head.packet,text.packet{fill:${colours.packet}}`,
  `.hand.application,.bracket,.link{stroke:${colours.ink}}`,
  `.head.hand.application,.head.link{fill:${colours.ink}}`,
  `.hand.delivery,.pill.delivery{stroke:${colours.delivery};fill:${colours.delivery}}`,
  `.hand.wrong,.pill.wrong{stroke:${colours.fault};fill:${colours.fault}}`,
  `.pill~.cross{stroke:${colours.filled}}`,
  `.filled{fill:${colours.filled}}`,
  `text.timer{fill:${colours.timer}}`,
  `text.fault,.closing,.head.link.severed,rect.severed{fill:${colours.fault}}`,
  `.fork{stroke:${colours.fault}}`,
  `.halo{stroke:${colours.ground}}`,
  `.breach .halo{stroke:${colours.alarm}}`,
  `.alarm,.verdict{fill:${colours.alarm}}`,
  `.edge{fill:${colours.fault}}`,
  `.verdict{stroke:${colours.fault}}`,
  `.hair{stroke:${colours.hair}}`,
  `.apart{stroke:${colours.faint}}`,
];

const shapes: readonly string[] = [
  'text{unicode-bidi:isolate;white-space:pre}',
  '.start{text-anchor:start}',
  '.middle{text-anchor:middle}',
  '.end{text-anchor:end}',
  '.strong{font-weight:600}',
  '.struck{text-decoration:line-through}',
  '.halo{paint-order:stroke;stroke-width:6;stroke-linejoin:round}',
  '.ring{fill:none;stroke-width:1.4}',
  '.number{font-variant-numeric:tabular-nums}',
  '.life{stroke-width:1.5}',
  '.life.down{stroke-dasharray:2 5}',
  '.bar,.role{stroke-width:1.2}',
  '.bar.cut,.bar.waiting{stroke-dasharray:3 2}',
  '.icon circle,.memory,.disk{stroke-width:1.4}',
  '.icon path{fill:none;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}',
  'line.packet,circle.packet{stroke-width:1.8}',
  'line.copy{stroke-dasharray:7 3}',
  'line.aloft{stroke-dasharray:2 4}',
  '.cross{fill:none;stroke-width:2.6;stroke-linecap:round}',
  '.hand{stroke-width:3}',
  '.head{stroke:none!important}',
  '.bracket{stroke-width:1.3}',
  '.hair{stroke-width:1}',
  '.apart{stroke-width:1.2;stroke-dasharray:4 4}',
  '.link{stroke-width:1.6;stroke-dasharray:5 4}',
  'rect.severed{fill-opacity:.08}',
  '.fork{stroke-width:2}',
  '.verdict{stroke-width:1.2}',
];

export const themes = { light, dark };

export type Theme = 'auto' | keyof typeof themes;

/** The style sheet of a picture; `auto` follows what the reader has set the screen to. */
export const styleSheet = (theme: Theme): string => {
  const colours = scoped(rulesOf(themes[theme === 'auto' ? 'light' : theme]));
  const other =
    theme === 'auto' ? `\n@media screen and (prefers-color-scheme:dark){\n${scoped(rulesOf(dark))}\n}` : '';
  return `${scoped(shapes)}\n${colours}${other}`;
};

const scoped = (rules: readonly string[]): string => rules.map(scopedRule).join('\n');

/** A picture may stand in a page of anybody's, so its rules are about nothing but itself. */
const scopedRule = (rule: string): string => {
  const [selectors = '', declarations] = rule.split('{');
  return `${selectors
    .split(',')
    .map((selector) => `.onceproof ${selector}`)
    .join(',')}{${declarations}`;
};
