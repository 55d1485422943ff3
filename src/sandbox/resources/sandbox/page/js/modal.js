import { act, loadState } from './api.js';
import { forgetDrafts, stateOf, viewSurface } from './actions.js';
import { renderBlocks } from './blocks.js';
import { closeOnBackdrop } from './dialog.js';
import { h } from './dom.js';
import { withEmoji } from './emoji.js';
import { icon } from './icons.js';
import { changed, store, subscribe } from './store.js';
import { problemsOf } from './validate.js';

/** How long the modal may stay open after an accepted submission before the state is reloaded. */
const SETTLE_MS = 2_000;

/** Shows the user's stack of views: the top one, as Slack does. */
export function mountModal() {
  const modal = new Modal();
  subscribe(['views', 'user'], () => modal.draw());
  modal.draw();
}

class Modal {
  constructor() {
    this.title = h('h2', { id: 'modal-title', class: 'dialog-title' });
    this.back = h('button', {
      class: 'icon-button', type: 'button', 'aria-label': 'Back', on: { click: () => this.close() },
    }, icon('back'));
    this.body = h('div', {
      class: 'modal-body', tabindex: '-1',
      on: { input: event => this.clearError(event.target.closest('.block-input')) },
    });
    this.alert = h('div', { class: 'modal-alert', role: 'alert', hidden: true });
    this.closeButton = h('button', { class: 'btn', type: 'button', on: { click: () => this.close() } });
    this.submitButton = h('button', { class: 'btn btn-primary', type: 'submit' });
    this.node = h('dialog', {
      class: 'dialog modal', 'aria-labelledby': 'modal-title',
      on: {
        cancel: event => {
          event.preventDefault();
          if (event.target === this.node) this.close();
        },
      },
    }, h('form', {
      novalidate: true, class: 'modal-form', on: { submit: event => this.submit(event) },
    },
    h('header', { class: 'modal-head' }, this.back, this.title,
      h('button', {
        class: 'icon-button', type: 'button', 'aria-label': 'Dismiss dialog', on: { click: () => this.close() },
      }, icon('close'))),
    this.alert, this.body,
    h('footer', { class: 'dialog-foot modal-foot' }, this.closeButton, this.submitButton)));
    closeOnBackdrop(this.node, () => this.close());
    document.body.append(this.node);
  }

  get view() {
    return store.views.at(-1);
  }

  draw() {
    const { view } = this;
    forgetDrafts(id => !id.startsWith('v:') || store.views.some(one => id === `v:${one.id}`));
    if (!view) {
      this.shown = undefined;
      if (this.node.open) this.node.close();
      return;
    }
    const fresh = this.shown !== view.id;
    if (fresh || this.hash !== view.hash) this.working(false);
    this.shown = view.id;
    this.hash = view.hash;
    this.drawFrame(view);
    this.surface = viewSurface(view);
    if (fresh) this.body.replaceChildren();
    this.prune(view);
    renderBlocks(this.body, view.blocks, this.surface);
    if (!this.node.open) this.node.showModal();
    if (fresh) {
      this.showAlert('');
      this.body.scrollTop = 0;
      this.focusFirst();
    }
  }

  drawFrame(view) {
    this.node.dataset.viewId = view.id;
    this.node.dataset.callbackId = view.callback_id ?? '';
    this.title.replaceChildren(...withEmoji(view.title?.text));
    this.back.hidden = store.views.length < 2;
    this.closeButton.replaceChildren(...withEmoji(view.close?.text ?? 'Cancel'));
    this.submitButton.hidden = !view.submit;
    this.submitButton.replaceChildren(h('span', { class: 'btn-text' }, withEmoji(view.submit?.text)));
  }

  /** Values of removed blocks must not be sent. */
  prune(view) {
    const state = stateOf(this.surface);
    const ids = new Set(view.blocks.map((block, index) => block.block_id ?? `b${index}`));
    for (const id of Object.keys(state)) if (!ids.has(id)) delete state[id];
  }

  focusFirst() {
    const first = this.body.querySelector('[autofocus]')
      ?? this.body.querySelector('input:not([disabled]), textarea:not([disabled])')
      ?? (this.submitButton.hidden ? this.closeButton : this.submitButton);
    // A combobox opens its list on a click only, so the focus alone covers nothing.
    first.focus({ preventScroll: true });
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy || !this.view?.submit) return;
    const { view } = this;
    const problems = problemsOf(view, stateOf(this.surface));
    this.showErrors(problems);
    if (Object.keys(problems).length > 0) return;
    this.working(true);
    const answer = await act(store.user, {
      type: 'view_submit', view_id: view.id, state: stateOf(this.surface),
    });
    if (this.view?.id !== view.id) return;
    if (answer.ok) {
      this.settle(view);
      return;
    }
    this.working(false);
    if (answer.errors) this.showErrors(answer.errors);
    else this.showAlert(answer.shown ?? 'We had some trouble connecting. Try again?');
  }

  /** The live event closes or changes the modal; if it was missed, the state is reloaded. */
  settle(view) {
    setTimeout(async () => {
      if (!this.busy || this.view?.id !== view.id || this.view.hash !== view.hash) return;
      const state = await loadState(store.user).catch(() => undefined);
      if (state) store.views = state.views ?? [];
      this.working(false);
      changed('views');
    }, SETTLE_MS);
  }

  working(on) {
    this.busy = on;
    this.submitButton.disabled = on;
    if (on) this.submitButton.setAttribute('aria-busy', 'true');
    else this.submitButton.removeAttribute('aria-busy');
  }

  showAlert(text) {
    this.alert.textContent = text;
    this.alert.hidden = !text;
  }

  /** Hides an error when its field changes. */
  clearError(block) {
    if (!block?.classList.contains('has-error')) return;
    block.classList.remove('has-error');
    block.querySelector('.input-error').hidden = true;
    for (const control of block.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid');
  }

  /** Puts each error at its field and goes to the first one. */
  showErrors(errors) {
    this.showAlert('');
    let first;
    const placed = new Set();
    for (const block of this.body.querySelectorAll('.block-input')) {
      const text = Object.hasOwn(errors, block.dataset.blockId) ? errors[block.dataset.blockId] : '';
      const note = block.querySelector('.input-error');
      note.textContent = text;
      note.hidden = !text;
      block.classList.toggle('has-error', Boolean(text));
      for (const control of block.querySelectorAll('input, textarea')) {
        if (text) control.setAttribute('aria-invalid', 'true');
        else control.removeAttribute('aria-invalid');
      }
      if (text) placed.add(block.dataset.blockId);
      if (text && !first) first = block;
    }
    const elsewhere = Object.entries(errors).filter(([id]) => !placed.has(id)).map(([, text]) => text);
    if (elsewhere.length > 0) this.showAlert(elsewhere.join(' '));
    first?.scrollIntoView({ block: 'nearest' });
    first?.querySelector('input, textarea')?.focus();
  }

  close() {
    const { view } = this;
    if (!view) return;
    store.views = store.views.slice(0, -1);
    changed('views');
    act(store.user, { type: 'view_close', view_id: view.id });
  }
}
