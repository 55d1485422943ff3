import { avatar } from './avatar.js';
import { store } from './store.js';

/**
 * What the composer offers for the text before the caret: `{from, choices, hint?}` where `from` is
 * the place that a picked choice's `insert` replaces the text from. Undefined when there is nothing.
 */
export function completions(before) {
  if (before.startsWith('/')) return slash(before);
  const sign = /(?:^|\s)([@#])([\w.-]*)$/.exec(before);
  if (!sign) return undefined;
  const [, mark, typed] = sign;
  const from = before.length - typed.length - 1;
  const choices = mark === '@' ? people(typed) : channels(typed);
  return choices.length > 0 ? { from, choices } : undefined;
}

function slash(before) {
  const space = before.search(/\s/);
  if (space < 0) {
    const choices = store.commands
      .filter(one => one.command.startsWith(before.toLowerCase()))
      .map(one => ({
        value: one.command, label: one.command, insert: `${one.command} `,
        note: [one.usage_hint, one.description].filter(Boolean).join(' · '),
      }));
    return choices.length > 0 ? { from: 0, choices } : undefined;
  }
  const command = commandOf(before);
  const typed = /\s(\S*)$/.exec(before)?.[1] ?? '';
  const first = before.slice(space).trim() === typed;
  const words = first ? usageWords(command?.usage_hint).filter(word => word.startsWith(typed.toLowerCase())) : [];
  if (words.length === 0 || words.includes(typed)) return undefined;
  return {
    from: before.length - typed.length,
    choices: words.map(word => ({ value: word, label: word, insert: `${word} `, note: `${command.command} ${word}` })),
  };
}

/** The command that a text begins with. */
export function commandOf(text) {
  const name = text.split(/\s/, 1)[0].toLowerCase();
  return store.commands.find(one => one.command === name);
}

/** The words a usage hint offers: `[factory | status] <reason>` gives factory, status. */
export function usageWords(hint) {
  const words = String(hint ?? '').replace(/<[^>]*>/g, ' ').match(/[a-z][\w-]*/gi) ?? [];
  return [...new Set(words.map(word => word.toLowerCase()))];
}

const startsLike = (name, typed) => name.toLowerCase().startsWith(typed.toLowerCase());

function people(typed) {
  const users = [...store.users.values()].filter(user => startsLike(user.name, typed)).map(user => ({
    value: user.id, label: user.name, note: user.role, insert: `@${user.name} `,
    lead: avatar(user, 'avatar-small'),
  }));
  const groups = [...store.groups.values()].filter(group => startsLike(group.handle, typed))
    .map(group => ({ value: group.id, label: `@${group.handle}`, note: 'Group', insert: `@${group.handle} ` }));
  return [...users, ...groups];
}

const channels = typed => [...store.channels.values()]
  .filter(channel => !channel.archived && startsLike(channel.name, typed))
  .map(channel => ({ value: channel.id, label: `#${channel.name}`, insert: `#${channel.name} ` }));
