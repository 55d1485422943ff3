import { store } from './store.js';

/**
 * What a select offers. A choice is `{value, label, note?, group?, raw}` where `raw` is what the
 * value object holds (an option object, or a user's, channel's id).
 */
export async function choicesFor(field, typed) {
  const { element } = field;
  const kind = element.type.replace(/^multi_/, '');
  if (kind === 'external_select') {
    if (typed.length < (element.min_query_length ?? 3)) return undefined;
    return (await field.loadOptions(typed)).map(ofOption);
  }
  return matching(known(kind, element), typed);
}

function known(kind, element) {
  if (kind === 'users_select') return [...store.users.values()].map(ofUser);
  if (kind === 'channels_select' || kind === 'conversations_select') {
    return [...store.channels.values()].filter(channel => !channel.archived).map(ofChannel);
  }
  const groups = (element.option_groups ?? []).flatMap(group =>
    group.options.map(option => ({ ...option, group: group.label?.text })));
  return [...(element.options ?? []), ...groups].map(ofOption);
}

function matching(choices, typed) {
  const wanted = typed.trim().toLowerCase();
  return wanted ? choices.filter(choice => choice.label.toLowerCase().includes(wanted)) : choices;
}

const ofOption = ({ group, ...option }) => ({
  value: option.value, label: option.text?.text ?? option.value,
  note: option.description?.text, group, raw: option,
});
const ofUser = user => ({ value: user.id, label: user.name, note: user.role, raw: user.id });
const ofChannel = channel => ({ value: channel.id, label: `#${channel.name}`, raw: channel.id });

/** The choice of a stored value. */
export function choiceOf(raw) {
  if (raw === null || raw === undefined) return undefined;
  if (typeof raw === 'object') return ofOption(raw);
  const user = store.users.get(raw);
  const channel = store.channels.get(raw);
  return (user && ofUser(user)) ?? (channel && ofChannel(channel)) ?? { value: raw, label: raw, raw };
}
