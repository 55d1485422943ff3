import { h } from './dom.js';
import { icon } from './icons.js';

const COLOURS = 6;

/** A person's initials on their colour; the bot's own mark for the bot. */
export function avatar(author, size = '') {
  const look = author.bot ? (author.system ? 'system' : 'bot') : `person-${colourOf(author)}`;
  return h('span', { class: `avatar avatar-${look} ${size}`, 'aria-hidden': 'true' },
    author.bot ? icon('bot') : initials(author.name));
}

// Two roles of the sandbox begin alike (re-quester, re-sponder): consonants tell them apart.
function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  if (words.length > 1) return (words[0][0] + words[1][0]).toUpperCase();
  const [first, ...rest] = name;
  const second = rest.find(letter => !'aeiou'.includes(letter.toLowerCase())) ?? rest[0] ?? '';
  return (first + second).toUpperCase();
}

function colourOf(author) {
  let sum = 0;
  for (const letter of author.id) sum += letter.charCodeAt(0);
  return sum % COLOURS;
}
