import { confirmDialog } from './dialog.js';
import { h } from './dom.js';
import { toggleDrawer } from './drawers.js';
import { showHints } from './hints.js';
import { icon } from './icons.js';
import { store, subscribe } from './store.js';

/**
 * The top bar: who you are, help, theme, reset, and on small screens the drawers.
 * @param {{become: (user: string) => void, reset: () => Promise<void>}} on
 */
export function mountTopbar(root, on) {
  const people = h('div', { class: 'who', role: 'radiogroup', 'aria-labelledby': 'who-label' });
  const resetButton = h('button', {
    class: 'bar-button', type: 'button', title: 'Reset the sandbox', on: { click: () => askReset(on.reset) },
  }, icon('reset'), h('span', { class: 'bar-text' }, 'Reset'));
  root.replaceChildren(
    drawerButton('channels', 'Open channels', 'menu'),
    h('div', { class: 'brand' }, h('span', { class: 'brand-mark' }, icon('bot')),
      h('span', { class: 'brand-name' }, 'Rollback Bot ', h('span', null, 'sandbox'))),
    h('div', { class: 'who-area' }, h('span', { id: 'who-label', class: 'who-label' }, 'You are'), people),
    h('div', { class: 'bar-buttons' },
      barButton('help', 'Show the hints', showHints),
      themeButton(),
      resetButton,
      drawerButton('backend', 'Open the world', 'pulse')));

  function draw() {
    const all = [...store.users.values()].filter(user => !user.bot);
    const sig = JSON.stringify([all, store.user]);
    if (people.sig === sig) return;
    people.sig = sig;
    const focused = people.contains(document.activeElement);
    people.replaceChildren(...all.map(user => person(user, on.become)));
    if (focused) people.querySelector('input:checked')?.focus();
  }
  subscribe(['user'], draw);
  draw();
}

function person(user, become) {
  return h('label', { class: 'who-choice', title: user.role && user.role !== user.name ? user.role : undefined },
    h('input', {
      type: 'radio', name: 'who', value: user.id, checked: user.id === store.user,
      on: { change: () => become(user.id) },
    }), h('span', null, user.name));
}

function barButton(name, label, click) {
  return h('button', { class: 'bar-button', type: 'button', 'aria-label': label, title: label, on: { click } }, icon(name));
}

function drawerButton(drawer, label, name) {
  return h('button', {
    class: `bar-button drawer-button drawer-button-${drawer}`, type: 'button', 'aria-label': label,
    title: label, 'aria-controls': drawer === 'backend' ? 'world' : 'sidebar',
    on: { click: () => toggleDrawer(drawer) },
  }, icon(name));
}

function themeButton() {
  const button = barButton('moon', 'Dark theme', () => {
    const next = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem('sandbox.theme', next);
    } catch {
      // It lasts as long as the page, then.
    }
    draw();
  });
  function draw() {
    const label = isDark() ? 'Switch to the light theme' : 'Switch to the dark theme';
    button.replaceChildren(icon(isDark() ? 'sun' : 'moon'));
    button.setAttribute('aria-label', label);
    button.title = label;
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  draw();
  return button;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

async function askReset(reset) {
  const sure = await confirmDialog({
    title: { text: 'Reset the sandbox?' },
    text: { type: 'plain_text', text: 'Every message, incident and deployment goes back to the start, for everybody.' },
    confirm: { text: 'Reset everything' },
    deny: { text: 'Keep it' },
    style: 'danger',
  });
  if (sure) await reset();
}
