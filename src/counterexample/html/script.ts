/**
 * What makes a page one that can be stepped through. Without it the page is a long one that says the same.
 * It reads nothing but the page and writes nothing but classes, where one is and the address.
 */
export const script = `
const root = document.documentElement;
const frames = [...document.querySelectorAll('.frame')];
const marks = [...document.querySelectorAll('.onceproof [data-step]')];
const slider = document.querySelector('#slider');
const where = document.querySelector('#where');
const told = document.querySelector('#told');
const last = frames.length - 1;
let current = last;

const show = (step, moved) => {
  current = Math.max(0, Math.min(last, step));
  frames.forEach((frame, index) => frame.classList.toggle('current', index === current));
  for (const mark of marks) {
    const from = Number(mark.dataset.step);
    const end = mark.dataset.end === undefined ? Infinity : Number(mark.dataset.end);
    mark.classList.toggle('future', from > current);
    mark.classList.toggle('current', from === current);
    mark.classList.toggle('under-way', mark.dataset.flight !== undefined && from <= current && current < end);
  }
  slider.value = current;
  where.textContent = current + ' / ' + last;
  document.querySelector('#first').disabled = document.querySelector('#back').disabled = current === 0;
  document.querySelector('#last').disabled = document.querySelector('#next').disabled = current === last;
  if (!moved) return;
  told.textContent = [...frames[current].querySelectorAll('h2, p')].map((part) => part.textContent).join('. ');
  try {
    history.replaceState(null, '', '#step-' + current);
  } catch {
    // A page in a frame may not have an address of its own.
  }
  const band = document.querySelector('.step.current');
  if (band !== null) band.scrollIntoView({ block: 'nearest' });
};

const addressed = () => {
  const step = /^#step-(\\d+)$/.exec(location.hash);
  return step === null ? last : Number(step[1]);
};

const moves = new Map([
  ['ArrowLeft', () => show(current - 1, true)],
  ['ArrowRight', () => show(current + 1, true)],
  ['Home', () => show(0, true)],
  ['End', () => show(last, true)],
]);
document.addEventListener('keydown', (event) => {
  const move = moves.get(event.key);
  if (move === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  move();
});
const buttons = { first: 'Home', back: 'ArrowLeft', next: 'ArrowRight', last: 'End' };
for (const [id, key] of Object.entries(buttons)) {
  document.querySelector('#' + id).addEventListener('click', moves.get(key));
}
slider.addEventListener('input', () => show(Number(slider.value), true));
document.querySelector('.onceproof').addEventListener('click', (event) => {
  const mark = event.target.closest('[data-step]');
  if (mark !== null) show(Number(mark.dataset.step), true);
});
addEventListener('hashchange', () => show(addressed(), false));
root.classList.add('stepping');
show(addressed(), false);
`;

/** The SHA-256 digest of the script, by which the page lets this script run and no other. */
export const scriptDigest = 'KoVKY69zlHoQ+9jrERE8oMTdMGoSgAoOJLcyy3sT7Cs=';
