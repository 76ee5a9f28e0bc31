import { styleSheet } from '../svg/theme.ts';

/** How the page looks: light or dark as the reader's screen is, and light on paper. */
export const style = `
${styleSheet('auto')}
:root {
  color-scheme: light dark;
  --ground: #fff; --ink: #1f2328; --faint: #59636e; --hair: #d1d9e0; --shade: #f6f8fa;
  --accent: #0969da; --added: #1a7f37; --added-ground: #dafbe1;
  --removed: #cf222e; --removed-ground: #ffebe9;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1117; --ink: #e6edf3; --faint: #9198a1; --hair: #30363d; --shade: #161b22;
    --accent: #58a6ff; --added: #3fb950; --added-ground: #12261e;
    --removed: #ff7b72; --removed-ground: #36161a;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 20px 24px 60px; max-width: 1360px;
  color: var(--ink); background: var(--ground);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif;
}
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 17px; margin: 0 0 6px; }
h3 { font-size: 13px; margin: 0; padding: 6px 10px; background: var(--shade); border-bottom: 1px solid var(--hair); }
h3 small, .promise, .seen, p.apart { color: var(--faint); font-weight: 400; }
p { margin: 0 0 8px; }
h1, h2, h3, p, th, td { overflow-wrap: anywhere; unicode-bidi: plaintext; }
.closing {
  color: var(--removed); background: var(--removed-ground); border: 1px solid; border-radius: 6px;
  padding: 6px 12px; margin: 10px 0; font-weight: 600;
}
.controls { display: none; }
.diagram { margin: 0; overflow: auto; border: 1px solid var(--hair); border-radius: 8px; }
.diagram svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.frame { padding: 14px 0 6px; border-top: 1px solid var(--hair); margin-top: 18px; }
.sheets { display: grid; grid-template-columns: repeat(auto-fill, minmax(270px, 1fr)); gap: 12px; align-items: start; }
.sheet { border: 1px solid var(--hair); border-radius: 8px; overflow: hidden; break-inside: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th { text-align: start; font-weight: 400; color: var(--faint); width: 45%; }
th, td { padding: 3px 10px; vertical-align: top; }
tr + tr > * { border-top: 1px solid var(--hair); }
tr.changed th { color: var(--ink); font-weight: 600; box-shadow: inset 3px 0 var(--accent); }
.item { display: inline-block; margin: 1px 6px 1px 0; unicode-bidi: isolate; }
.item, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; font-size: 12.5px; }
ins, del { padding: 0 5px; border-radius: 4px; }
ins { color: var(--added); background: var(--added-ground); text-decoration: none; font-weight: 600; }
del { color: var(--removed); background: var(--removed-ground); }
.sign { display: inline-block; white-space: pre; }
#told { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%); }
.none { color: var(--faint); font-style: italic; }
.stepping .controls {
  display: flex; flex-wrap: wrap; gap: 8px; align-items: center;
  position: sticky; top: 0; z-index: 1; padding: 8px 0; background: var(--ground);
}
button {
  font: inherit; color: inherit; background: var(--shade); border: 1px solid var(--hair); border-radius: 6px;
  padding: 4px 12px; cursor: pointer;
}
button:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#slider { flex: 1 1 160px; accent-color: var(--accent); }
#where { min-width: 4em; text-align: end; font-variant-numeric: tabular-nums; }
.stepping { scroll-padding-top: 116px; }
.hint { color: var(--faint); font-size: 13px; }
.stepping .frames { margin-top: 16px; }
.stepping .frame { display: none; margin: 0; border: 0; padding: 0; }
.stepping .frame.current { display: block; }
.stepping [data-step] { cursor: pointer; }
.stepping .future { opacity: .22; }
.stepping .onceproof .step.current .band { stroke: var(--accent); stroke-width: 2; }
.stepping .onceproof .step.current .number { fill: var(--accent); font-weight: 700; }
.stepping .onceproof .under-way line { stroke-width: 3.4; }
@media (min-width: 1000px) {
  .stepping { scroll-padding-top: 64px; }
  .stepping main { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 24px; align-items: start; }
  .stepping .frames { margin: 0; }
  .stepping .diagram { position: sticky; top: 56px; max-height: calc(100vh - 76px); }
}
@media print {
  body { max-width: none; padding: 0; }
  .stepping .controls { display: none; }
  .stepping main { display: block; }
  .stepping .diagram { position: static; max-height: none; }
  .stepping .frame { display: block; margin-top: 18px; border-top: 1px solid var(--hair); padding-top: 14px; }
  .stepping .future { opacity: 1; }
  .stepping .onceproof .step.current .band { stroke: none; }
  .stepping .onceproof .step.current .number { fill: inherit; font-weight: 400; }
  .stepping .onceproof .under-way line { stroke-width: 1.8; }
  .frame { break-inside: avoid; }
  .sheets { grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); }
  .diagram { border: 0; break-inside: avoid; }
  .frame h2, .frame p { break-after: avoid; }
}
`;

/** The SHA-256 digest of the style sheet, by which the page takes this one and no other. */
export const styleDigest = 'XXifVs1H9UflNPrTKqXE0Jyc35ke787JVxn303a9tI4=';
