import { act } from './api.js';
import { commandOf, completions } from './complete.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { Listbox } from './listbox.js';
import { addLocal, store } from './store.js';
import { reportFailure, toast } from './toast.js';

const MAX_HEIGHT_PX = 220;
const drafts = new Map();

/** The message box of a channel or of a thread. */
export class Composer {
  /**
   * @param {string} id the id of its text box
   * @param {() => {channel: string, thread_ts?: string}} where
   */
  constructor(id, where) {
    this.where = where;
    this.input = h('textarea', {
      id, class: 'composer-input', rows: 1, role: 'combobox', 'aria-autocomplete': 'list',
      'aria-expanded': 'false', 'aria-haspopup': 'listbox', autocomplete: 'off',
      on: {
        input: () => this.typed(),
        keydown: event => this.key(event),
        blur: () => this.list.close(),
      },
    });
    this.hint = h('span', { class: 'composer-hint', 'aria-live': 'polite' });
    this.sendButton = h('button', {
      class: 'composer-send', type: 'submit', 'aria-label': 'Send message', disabled: true,
    }, icon('send'));
    this.list = new Listbox(this.input, choice => this.complete(choice));
    this.node = h('form', {
      class: 'composer',
      on: {
        submit: event => {
          event.preventDefault();
          this.send();
        },
      },
    }, h('div', { class: 'composer-box' }, this.input,
      h('div', { class: 'composer-bar' },
        h('button', {
          class: 'icon-button composer-slash', type: 'button', 'aria-label': 'Slash commands',
          title: 'Slash commands', on: { click: () => this.fill('/') },
        }, h('span', { 'aria-hidden': 'true' }, '/')),
        this.hint, this.sendButton)));
  }

  /** Shows the box for a channel, or for a thread in it; drafts are kept for each. */
  show(channel, thread) {
    const key = `${store.user}|${channel.id}|${thread ?? ''}`;
    const label = thread ? 'Reply to thread' : `Message #${channel.name}`;
    this.input.setAttribute('aria-label', label);
    this.input.placeholder = channel.archived ? 'This channel is archived' : thread ? 'Reply…' : label;
    this.input.disabled = Boolean(channel.archived);
    if (this.key_ === key) return;
    if (this.key_) drafts.set(this.key_, this.input.value);
    this.key_ = key;
    this.set(drafts.get(key) ?? '');
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  /** Puts text into the box, as if typed, and offers what follows. */
  fill(text) {
    this.focus();
    this.set(text);
    this.typed();
  }

  set(text) {
    this.input.value = text;
    this.list.close();
    this.resize();
  }

  resize() {
    this.input.style.setProperty('height', 'auto');
    const height = Math.min(this.input.scrollHeight, MAX_HEIGHT_PX);
    if (height > 0) this.input.style.setProperty('height', `${height}px`);
    this.sendButton.disabled = this.input.value.trim() === '';
    this.hint.textContent = this.hintText();
  }

  hintText() {
    const text = this.input.value;
    if (!text.startsWith('/')) return '';
    const command = commandOf(text);
    return command ? [command.command, command.usage_hint].filter(Boolean).join(' ') : '';
  }

  typed() {
    this.resize();
    const caret = this.input.selectionStart;
    this.offer = completions(this.input.value.slice(0, caret));
    if (this.offer) this.list.open(this.offer.choices);
    else this.list.close();
  }

  complete(choice) {
    const caret = this.input.selectionStart;
    const { value } = this.input;
    const start = value.slice(0, this.offer.from) + choice.insert;
    this.input.value = start + value.slice(caret).trimStart();
    this.input.setSelectionRange(start.length, start.length);
    this.typed();
  }

  key(event) {
    if (event.isComposing) return;
    // A command typed in full is sent by Enter, not completed to itself.
    const whole = event.key === 'Enter' && this.offer?.choices
      .some(choice => choice.insert.trim() === this.input.value.slice(this.offer.from).trim());
    if (!whole && this.list.key(event, { tabPicks: true })) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  async send() {
    const text = this.input.value.trim();
    if (text === '' || this.input.disabled) return;
    const where = this.where();
    const slash = text.startsWith('/');
    if (slash && where.thread_ts) {
      toast('Slack does not run commands in threads. Use the channel’s message box.');
      return;
    }
    this.set('');
    drafts.delete(this.key_);
    const answer = await act(store.user, slash
      ? { type: 'slash', channel: where.channel, text }
      : { type: 'message', ...where, text });
    if (answer.ok) return;
    if (slash) failed(text, answer, where);
    else {
      reportFailure(answer);
      if (this.input.value === '') this.set(text);
    }
  }
}

/** Shows this user in the channel that a command failed. */
function failed(text, answer, where) {
  const command = text.split(/\s/, 1)[0];
  sayOnce(where.channel, answer.shown ?? `${command} failed with the error "${answer.error ?? 'unknown'}"`);
}

const SAME_WITHIN_MS = 3_000;
let last = { text: '', at: 0 };

/** Slackbot's text for this user; the answer and the live notice often have the same one. */
export function sayOnce(channel, text) {
  if (last.text === text && Date.now() - last.at < SAME_WITHIN_MS) return;
  last = { text, at: Date.now() };
  addLocal(channel, text);
}
