import { h } from './dom.js';
import { icon } from './icons.js';

const SHOWN_MS = 6_000;
const SAME_WITHIN_MS = 3_000;
let last = { text: '', at: 0 };

/** Shows a short notice above everything else. */
export function toast(text, kind = 'error') {
  if (repeated(text)) return;
  const node = h('div', { class: `toast toast-${kind}`, role: kind === 'error' ? 'alert' : 'status' },
    icon(kind === 'error' ? 'alert' : 'check'),
    h('span', { class: 'toast-text' }, text),
    h('button', {
      class: 'icon-button', type: 'button', 'aria-label': 'Dismiss message',
      on: { click: () => node.remove() },
    }, icon('close')));
  holder().append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Shows an error. */
export function reportFailure(answer) {
  toast(answer.shown ?? `That did not work: ${answer.error ?? 'unknown error'}.`);
}

// An answer and a live notice may have the same text.
function repeated(text) {
  const same = last.text === text && Date.now() - last.at < SAME_WITHIN_MS;
  last = { text, at: Date.now() };
  return same;
}

/** Everything outside an open dialog is inert, so the toast lives in the topmost one. */
function holder() {
  const dialogs = document.querySelectorAll('dialog[open]');
  const parent = dialogs[dialogs.length - 1] ?? document.body;
  const existing = [...parent.children].find(child => child.classList.contains('toasts'));
  if (existing) return existing;
  const node = h('div', { class: 'toasts' });
  parent.append(node);
  return node;
}
