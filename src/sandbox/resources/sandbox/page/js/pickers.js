import { restoreBusy } from './actions.js';
import { h, uniqueId } from './dom.js';

/** The time to type the parts of a date before it is sent. */
const SETTLE_MS = 700;

const NAMES = { date: 'Date', time: 'Time', 'datetime-local': 'Date and time' };

/** A datepicker or timepicker: the browser's own, which also works well on a phone. */
export function picker(field, type) {
  return nativeInput(field, type, field.value ?? '', text => text || null);
}

/** A datetimepicker; its value is epoch seconds. */
export function dateTime(field) {
  const shown = field.value ? local(new Date(field.value * 1000)) : '';
  return nativeInput(field, 'datetime-local', shown, text =>
    (text ? Math.floor(new Date(text).getTime() / 1000) : null));
}

function nativeInput(field, type, shown, read) {
  let timer;
  const input = h('input', {
    id: uniqueId('picker'), class: 'text-input picker', type, value: shown,
    placeholder: field.element.placeholder?.text,
    'aria-describedby': field.describedBy,
    'aria-label': field.labelId ? undefined : field.element.placeholder?.text ?? NAMES[type],
    on: {
      change: () => {
        const value = read(input.value);
        field.keep(value);
        clearTimeout(timer);
        if (field.dispatch) timer = setTimeout(() => field.change(value, input), SETTLE_MS);
      },
      input: () => field.keep(read(input.value)),
    },
  });
  input.dataset.control = '';
  restoreBusy(field, input);
  return input;
}

function local(date) {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
