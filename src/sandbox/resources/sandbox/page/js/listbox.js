import { h, uniqueId } from './dom.js';
import { withEmoji } from './emoji.js';
import { place } from './menu.js';

/** The list under a combobox. The box keeps the focus; the list follows through ARIA. */
export class Listbox {
  /**
   * @param {HTMLInputElement|HTMLTextAreaElement} input the combobox
   * @param {(choice: Object) => void} pick
   */
  constructor(input, pick) {
    this.input = input;
    this.pick = pick;
    this.choices = [];
    this.active = -1;
    // A phone's keyboard resizes the window, a new message scrolls it: the list stays at its box.
    this.follow = event => {
      if (event.target instanceof Node && this.popup.contains(event.target)) return;
      this.place();
    };
  }

  get isOpen() {
    return Boolean(this.popup);
  }

  /** Shows choices `{value, label, note?, group?}`; `selected` is the value chosen now. */
  open(choices, selected) {
    this.choices = choices;
    this.active = Math.max(0, choices.findIndex(choice => choice.value === selected));
    const rows = [];
    let group;
    choices.forEach((choice, index) => {
      if (choice.group && choice.group !== group) {
        group = choice.group;
        rows.push(h('div', { class: 'option-group', role: 'presentation' }, group));
      }
      rows.push(this.row(choice, index, choice.value === selected));
    });
    this.show(rows);
    this.mark();
  }

  row(choice, index, selected) {
    return h('div', {
      id: `${this.id ??= uniqueId('list')}-${index}`, class: 'option', role: 'option',
      'aria-selected': String(selected), data: { value: choice.value, index },
      on: {
        mousedown: event => event.preventDefault(),
        click: () => this.pick(choice),
        mousemove: () => {
          if (this.active !== index) this.mark(index, false);
        },
      },
    }, h('span', { class: 'option-label' }, choice.lead, withEmoji(choice.label)),
    choice.note && h('span', { class: 'option-note' }, withEmoji(choice.note)));
  }

  /** Shows a word instead of choices. */
  say(text) {
    this.choices = [];
    this.show([h('div', { class: 'option-none', role: 'status' }, text)]);
  }

  show(rows) {
    if (!this.popup) {
      this.id ??= uniqueId('list');
      this.popup = h('div', {
        id: this.id, class: 'popup listbox', role: 'listbox', popover: 'manual',
        'aria-label': 'Options', on: { mousedown: event => event.preventDefault() },
      });
      this.input.after(this.popup);
      this.popup.showPopover();
      this.input.setAttribute('aria-expanded', 'true');
      this.input.setAttribute('aria-controls', this.id);
      document.addEventListener('scroll', this.follow, true);
      window.addEventListener('resize', this.follow);
    }
    this.popup.replaceChildren(...rows);
    this.place();
  }

  place() {
    place(this.popup, this.input.closest('.select, .composer-box') ?? this.input, { match: true });
  }

  mark(index = this.active, scroll = true) {
    this.active = index;
    for (const option of this.popup.querySelectorAll('.option')) {
      const on = Number(option.dataset.index) === index;
      option.classList.toggle('option-active', on);
      if (!on) continue;
      this.input.setAttribute('aria-activedescendant', option.id);
      if (scroll) option.scrollIntoView({ block: 'nearest' });
    }
  }

  close() {
    if (!this.popup) return;
    this.popup.remove();
    this.popup = undefined;
    this.choices = [];
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
    document.removeEventListener('scroll', this.follow, true);
    window.removeEventListener('resize', this.follow);
  }

  /** Handles a key; true when it was for the list. */
  key(event, { tabPicks = false } = {}) {
    if (!this.popup) return false;
    const count = this.choices.length;
    if (event.key === 'Escape') this.close();
    else if (count === 0) return false;
    else if (event.key === 'ArrowDown') this.mark((this.active + 1) % count);
    else if (event.key === 'ArrowUp') this.mark((this.active - 1 + count) % count);
    else if (event.key === 'Enter' || (tabPicks && event.key === 'Tab')) {
      this.pick(this.choices[this.active]);
    } else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
