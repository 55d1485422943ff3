import { h, uniqueId } from './dom.js';

const TYPES = { url_text_input: 'url', email_text_input: 'email', number_input: 'text' };

/** plain_text_input, url_text_input, email_text_input, number_input and rich_text_input. */
export function textInput(field) {
  const { element } = field;
  const multiline = element.multiline || element.type === 'rich_text_input';
  const input = h(multiline ? 'textarea' : 'input', {
    id: uniqueId('text'), class: 'text-input',
    type: multiline ? undefined : TYPES[element.type] ?? 'text',
    inputmode: element.type === 'number_input' ? 'decimal' : undefined,
    rows: multiline ? 4 : undefined,
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
    autocomplete: 'off',
    'aria-describedby': field.describedBy,
    'aria-label': field.labelId ? undefined : element.placeholder?.text ?? field.actionId,
    on: { input: typed, keydown: keys },
  });
  input.dataset.control = '';
  input.value = shown(field);
  const count = element.max_length && h('span', { class: 'text-count', 'aria-hidden': 'true' });
  const events = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];

  function typed() {
    field.keep(read(field, input.value));
    showCount();
    if (field.dispatch && events.includes('on_character_entered')) send();
  }
  function keys(event) {
    if (event.key !== 'Enter' || multiline) return;
    if (!field.dispatch || !events.includes('on_enter_pressed')) return;
    event.preventDefault();
    send();
  }
  // The box stays enabled meanwhile: a person goes on typing.
  const send = () => field.send({ value: field.value });
  function showCount() {
    if (!count) return;
    const left = element.max_length - input.value.length;
    count.textContent = String(left);
    count.hidden = left > element.max_length / 5 && left > 20;
    count.classList.toggle('text-count-over', left < 0);
  }

  showCount();
  return count ? h('div', { class: 'text-counted' }, input, count) : input;
}

function shown(field) {
  const { value } = field;
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return richToText(value);
  return String(value);
}

function read(field, text) {
  if (text === '') return null;
  if (field.element.type !== 'rich_text_input') return text;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
  };
}

const richToText = rich => (rich.elements ?? [])
  .map(part => (part.elements ?? []).map(item => item.text ?? '').join('')).join('\n');
