import { restoreBusy } from './actions.js';
import { choiceOf, choicesFor } from './choices.js';
import { h, uniqueId } from './dom.js';
import { withEmoji } from './emoji.js';
import { icon } from './icons.js';
import { Listbox } from './listbox.js';

/** static_select, external_select, users_select, channels_select, conversations_select. */
export function singleSelect(field) {
  const box = combobox(field, async choice => {
    await field.change(choice.raw, box.input);
    box.show(choiceOf(field.value));
  });
  box.show(choiceOf(field.value));
  return box.node;
}

/** The multi_ selects: what is chosen stands before the box, as removable marks. */
export function multiSelect(field) {
  const tokens = h('span', { class: 'select-tokens' });
  const chosen = () => field.value ?? [];
  const change = async raws => {
    const most = field.element.max_selected_items;
    if (most && raws.length > most) return;
    await field.change(raws, box.input);
    draw();
  };
  const box = combobox(field, choice => {
    const has = chosen().some(raw => choiceOf(raw).value === choice.value);
    box.show(undefined);
    return has ? undefined : change([...chosen(), choice.raw]);
  });
  function draw() {
    tokens.replaceChildren(...chosen().map(raw => {
      const { label, value } = choiceOf(raw);
      return h('span', { class: 'token' }, withEmoji(label),
        h('button', {
          class: 'token-remove', type: 'button', 'aria-label': `Remove ${label}`,
          on: { click: () => change(chosen().filter(one => choiceOf(one).value !== value)) },
        }, icon('close')));
    }));
  }
  draw();
  box.node.prepend(tokens);
  box.node.classList.add('select-multi');
  return box.node;
}

/**
 * A box to choose from a list by clicking or typing. `pick` is called with the choice; `show` puts
 * a choice's label into the box.
 */
function combobox(field, pick) {
  const { element } = field;
  let shownLabel = '';
  let request = 0;
  const input = h('input', {
    id: uniqueId('select'), class: 'select-input', type: 'text', role: 'combobox',
    autocomplete: 'off', spellcheck: 'false',
    placeholder: element.placeholder?.text ?? 'Choose an option',
    'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-haspopup': 'listbox',
    'aria-describedby': field.describedBy,
    'aria-label': field.labelId ? undefined : element.placeholder?.text ?? field.actionId,
    on: {
      click: () => offer(''),
      input: () => offer(input.value),
      keydown: keys,
      blur: () => { list.close(); input.value = shownLabel; },
    },
  });
  input.dataset.control = '';
  const list = new Listbox(input, choice => {
    list.close();
    pick(choice);
  });

  async function offer(typed) {
    const mine = ++request;
    try {
      const loading = choicesFor(field, typed);
      if (element.type.endsWith('external_select')) list.say('Loading…');
      const choices = await loading;
      if (mine !== request || document.activeElement !== input) return;
      if (choices === undefined) list.say('Type to search');
      else if (choices.length === 0) list.say('No results');
      else list.open(choices, element.type.startsWith('multi_') ? undefined : choiceOf(field.value)?.value);
    } catch (problem) {
      if (mine === request) list.say(problem.message);
    }
  }

  function keys(event) {
    if (list.key(event)) return;
    if (['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(event.key) && !list.isOpen) {
      if (event.key === ' ' && input.value !== shownLabel) return;
      event.preventDefault();
      offer('');
    } else if (event.key === 'Backspace' && input.value === shownLabel && shownLabel) {
      input.select();
    }
  }

  input.addEventListener('focus', () => input.select());
  restoreBusy(field, input);
  const node = h('span', { class: 'select' }, input, icon('down'));
  return {
    node,
    input,
    show(choice) {
      shownLabel = choice?.label ?? '';
      input.value = shownLabel;
    },
  };
}
