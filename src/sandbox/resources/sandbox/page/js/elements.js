import { restoreBusy } from './actions.js';
import { h, safeUrl, uniqueId } from './dom.js';
import { withEmoji } from './emoji.js';
import { moreIcon } from './icons.js';
import { dateTime, picker } from './pickers.js';
import { openMenu } from './menu.js';
import { mrkdwn } from './mrkdwn.js';
import { multiSelect, singleSelect } from './select.js';
import { textInput } from './textinput.js';

const ELEMENTS = {
  button,
  workflow_button: button,
  icon_button: button,
  overflow,
  checkboxes: field => options(field, 'checkbox'),
  radio_buttons: field => options(field, 'radio'),
  static_select: singleSelect,
  external_select: singleSelect,
  users_select: singleSelect,
  channels_select: singleSelect,
  conversations_select: singleSelect,
  multi_static_select: multiSelect,
  multi_external_select: multiSelect,
  multi_users_select: multiSelect,
  multi_channels_select: multiSelect,
  multi_conversations_select: multiSelect,
  datepicker: field => picker(field, 'date'),
  timepicker: field => picker(field, 'time'),
  datetimepicker: dateTime,
  plain_text_input: textInput,
  rich_text_input: textInput,
  url_text_input: textInput,
  email_text_input: textInput,
  number_input: textInput,
};

/**
 * An interactive element as a node, marked with `data-action-id` and `data-block-id`.
 * @param {import('./actions.js').Field} field
 */
export function renderElement(field) {
  const render = ELEMENTS[field.element.type] ?? unknown;
  const node = render(field);
  node.dataset.actionId = field.actionId;
  node.dataset.blockId = field.blockId;
  node.dataset.elementType = field.element.type;
  return node;
}

function button(field) {
  const { element } = field;
  const href = element.url && safeUrl(element.url);
  const style = ['primary', 'danger'].includes(element.style) ? ` btn-${element.style}` : '';
  const node = h(href ? 'a' : 'button', {
    class: `btn${style}`,
    ...(href ? { href, target: '_blank', rel: 'noopener noreferrer' } : { type: 'button' }),
    'aria-label': element.accessibility_label,
    data: { value: element.value },
    on: {
      click: () => field.send({
        value: element.value, text: element.text, ...(element.url ? { url: element.url } : {}),
      }, href ? undefined : node),
    },
  }, h('span', { class: 'btn-text' }, withEmoji(element.text?.text)));
  if (!href) restoreBusy(field, node);
  return node;
}

function overflow(field) {
  const node = h('button', {
    class: 'btn btn-icon', type: 'button', 'aria-label': 'More actions', 'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    on: {
      click: () => openMenu(node, (field.element.options ?? []).map(option => ({
        content: withEmoji(option.text?.text),
        note: option.description?.text,
        href: option.url && safeUrl(option.url),
        run: () => field.send({ selected_option: option }, node),
      }))),
    },
  }, moreIcon());
  restoreBusy(field, node);
  return h('span', { class: 'overflow' }, node);
}

/** Checkboxes or radio buttons. */
function options(field, type) {
  const many = type === 'checkbox';
  const group = uniqueId('options');
  const chosen = () => (many ? field.value ?? [] : [field.value].filter(Boolean));
  const inputs = [];

  const restore = () => inputs.forEach(({ input, option }) => {
    input.checked = chosen().some(one => one.value === option.value);
  });
  const changed = async () => {
    const picked = inputs.filter(({ input }) => input.checked).map(({ option }) => option);
    await field.change(many ? picked : picked[0] ?? null, node);
    restore();
  };

  const rows = (field.element.options ?? []).map(option => {
    const input = h('input', {
      type, name: group, value: option.value, checked: chosen().some(one => one.value === option.value),
      'aria-describedby': field.describedBy,
      on: { change: changed },
    });
    inputs.push({ input, option });
    return h('label', { class: 'choice' }, input, h('span', { class: 'choice-mark' }),
      h('span', { class: 'choice-text' }, optionText(option.text),
        option.description && h('span', { class: 'choice-note' }, optionText(option.description))));
  });
  const node = h('fieldset', {
    class: 'choices', role: many ? 'group' : 'radiogroup',
    ...(field.labelId ? { 'aria-labelledby': field.labelId } : { 'aria-label': field.actionId }),
  }, rows);
  restoreBusy(field, node);
  return node;
}

const optionText = text => (text?.type === 'mrkdwn' ? mrkdwn(text.text, text.verbatim) : withEmoji(text?.text));

function unknown(field) {
  return h('span', { class: 'unsupported' }, `This page cannot show a “${field.element.type}”.`);
}
