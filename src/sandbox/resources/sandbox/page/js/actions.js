import { act } from './api.js';
import { confirmDialog } from './dialog.js';
import { store } from './store.js';
import { reportFailure } from './toast.js';

/** Which key of a value object each element fills, and which property of the element begins it. */
const VALUES = {
  plain_text_input: ['value', 'initial_value'],
  url_text_input: ['value', 'initial_value'],
  email_text_input: ['value', 'initial_value'],
  number_input: ['value', 'initial_value'],
  rich_text_input: ['rich_text_value', 'initial_value'],
  static_select: ['selected_option', 'initial_option'],
  external_select: ['selected_option', 'initial_option'],
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_static_select: ['selected_options', 'initial_options'],
  multi_external_select: ['selected_options', 'initial_options'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
  radio_buttons: ['selected_option', 'initial_option'],
  checkboxes: ['selected_options', 'initial_options'],
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  overflow: ['selected_option', 'none'],
};

/** The key of the value object that an element of this type fills, e.g. `selected_option`. */
export const valueKey = type => VALUES[type]?.[0] ?? 'value';

/** Values that are not sent yet, by surface: `m:C1:ts` or `v:V1`. */
const drafts = new Map();

/** The initial value that each field was last drawn with. */
const initials = new Map();

/**
 * The surface that blocks are drawn on.
 * @typedef {{id: string, address: Object, view?: Object, describe: string}} Surface
 */

/** @returns {Surface} */
export function messageSurface(channel, message) {
  return {
    id: `m:${channel}:${message.ts}`,
    address: {
      type: 'action', channel, message_ts: message.ts,
      ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
    },
  };
}

/** @returns {Surface} */
export function viewSurface(view) {
  return { id: `v:${view.id}`, address: { type: 'view_action', view_id: view.id }, view };
}

/** The values of a surface: `{block_id: {action_id: value object}}`. */
export function stateOf(surface) {
  if (!drafts.has(surface.id)) {
    drafts.set(surface.id, structuredClone(surface.view?.state?.values ?? {}));
  }
  return drafts.get(surface.id);
}

/** Drops the values, e.g. of a closed modal. */
export function forgetDrafts(keep) {
  for (const id of drafts.keys()) if (!keep(id)) drafts.delete(id);
}

/** One interactive element on a surface. */
export class Field {
  /**
   * @param {Surface} surface
   * @param {string} blockId
   * @param {Object} element
   * @param {{dispatch: boolean, labelId?: string, describedBy?: string}} how
   */
  constructor(surface, blockId, element, how) {
    Object.assign(this, { surface, blockId, element, ...how });
    this.actionId = element.action_id ?? element.type;
    this.key = `${surface.id}|${blockId}|${this.actionId}`;
    if (VALUES[element.type] && element.type !== 'overflow') this.begin();
  }

  begin() {
    const [key, initial] = VALUES[this.element.type];
    const values = (stateOf(this.surface)[this.blockId] ??= {});
    const same = values[this.actionId]?.type === this.element.type;
    if (same && !this.beginsAnew(this.element[initial])) return;
    const empty = key.endsWith('s') && key !== 'value' ? [] : null;
    values[this.actionId] = {
      type: this.element.type, [key]: this.element[initial] ?? empty,
    };
  }

  /** A new initial value of a message replaces the value; a modal keeps typed values. */
  beginsAnew(initial) {
    const words = JSON.stringify(initial ?? null);
    const before = initials.get(this.key);
    initials.set(this.key, words);
    return !this.surface.view && before !== undefined && before !== words;
  }

  /** The current value. */
  get value() {
    return stateOf(this.surface)[this.blockId]?.[this.actionId]?.[valueKey(this.element.type)];
  }

  /** Stores a value without sending it. */
  keep(value) {
    const values = (stateOf(this.surface)[this.blockId] ??= {});
    values[this.actionId] = { type: this.element.type, [valueKey(this.element.type)]: value };
  }

  /** Stores a value and sends it if the element sends changes; false if it was reverted. */
  async change(value, node) {
    const before = this.value;
    this.keep(value);
    if (!this.dispatch) return true;
    const sent = await this.send({ [valueKey(this.element.type)]: value }, node);
    if (!sent) this.keep(before);
    return sent;
  }

  /** Sends the action after the element's confirm dialog; false if the user declined. */
  async send(value, node) {
    if (pending.has(this.key)) return false;
    if (this.element.confirm && !await confirmDialog(this.element.confirm)) return false;
    busy(this.key, node);
    const answer = await act(store.user, {
      ...this.surface.address,
      block_id: this.blockId,
      action_id: this.actionId,
      element_type: this.element.type,
      state: stateOf(this.surface),
      ...value,
    });
    done(this.key);
    if (!answer.ok) reportFailure(answer);
    return true;
  }

  /** The options of the bot for a query. */
  async loadOptions(typed) {
    const { type, ...where } = this.surface.address;
    const answer = await act(store.user, {
      ...where, type: 'options', block_id: this.blockId, action_id: this.actionId, value: typed,
    });
    if (!answer.ok) throw new Error(answer.shown ?? 'The options could not be loaded.');
    const groups = (answer.option_groups ?? []).flatMap(group =>
      group.options.map(option => ({ ...option, group: group.label?.text })));
    return [...(answer.options ?? []), ...groups];
  }
}

const pending = new Set();

function busy(key, node) {
  pending.add(key);
  showBusy(key, node);
}

function showBusy(key, node) {
  if (!node) return;
  node.dataset.busyKey = key;
  node.hadFocus = document.activeElement === node;
  node.setAttribute('aria-busy', 'true');
  node.disabled = true;
}

function done(key) {
  pending.delete(key);
  for (const node of document.querySelectorAll('[aria-busy="true"]')) {
    if (node.dataset.busyKey !== key) continue;
    node.removeAttribute('aria-busy');
    node.disabled = false;
    if (node.hadFocus && document.activeElement === document.body) node.focus();
  }
}

/** Shows a freshly drawn element as busy while its earlier click is unanswered. */
export function restoreBusy(field, node) {
  if (pending.has(field.key)) showBusy(field.key, node);
}
