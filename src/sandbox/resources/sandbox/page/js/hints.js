import { commandOf, usageWords } from './complete.js';
import { h } from './dom.js';
import { toggleDrawer } from './drawers.js';
import { icon } from './icons.js';
import { store, subscribe } from './store.js';

const KEY = 'sandbox.hints';
let panel;

/** Three short hints for a first visit. They stay away once dismissed. */
export function hints(composer) {
  panel = h('section', { class: 'hints', 'aria-label': 'How to begin', hidden: dismissed() });
  const draw = () => panel.replaceChildren(
    h('div', { class: 'hints-head' }, h('h2', null, 'Three things to try'),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': 'Dismiss hints', on: { click: hide } }, icon('close'))),
    h('ol', null,
      step('Start a rollback', ['Send ', h('code', null, example()), ' here.'], 'Type it', () => composer.fill(example())),
      step('Become the approver', ['Another person must agree. Switch at the top.'], 'Show me', () => point('.who')),
      step('Break something', ['Switch a fault on and see what the bot says.'], 'Show me', breakSomething)));
  subscribe(['user'], draw);
  draw();
  return panel;
}

function step(title, words, action, run) {
  return h('li', null, h('strong', null, title), h('span', null, words),
    h('button', { class: 'link-button', type: 'button', on: { click: run } }, action));
}

/** Shows the hints again. */
export function showHints() {
  panel.hidden = false;
  panel.classList.add('asked');
  panel.querySelector('button')?.focus();
}

function hide() {
  panel.hidden = true;
  try {
    localStorage.setItem(KEY, 'dismissed');
  } catch {
    // Without storage they appear on the next visit.
  }
}

function dismissed() {
  try {
    return localStorage.getItem(KEY) === 'dismissed';
  } catch {
    return false;
  }
}

/** The first command of the app with the first word that its usage hint offers. */
function example() {
  const command = commandOf('/rollback') ?? store.commands[0];
  if (!command) return '/rollback factory';
  const words = usageWords(command.usage_hint);
  const word = words.includes('factory') ? 'factory' : words[0];
  return [command.command, word].filter(Boolean).join(' ');
}

function breakSomething() {
  if (matchMedia('(max-width: 1199px)').matches) toggleDrawer('backend');
  point('.faults');
}

/** Lights an element up for a moment and goes there. */
function point(selector) {
  const node = document.querySelector(selector);
  node?.scrollIntoView({ block: 'nearest' });
  node?.classList.add('pointed');
  node?.querySelector('input:checked, button')?.focus({ preventScroll: true });
  setTimeout(() => node?.classList.remove('pointed'), 2_400);
}
