import { changed, channelMessages, mentionsMe, store } from './store.js';

/** What each user has read, in this tab only: one browser may show several users. */

const key = () => `sandbox.read.${store.user}`;

function marks() {
  try {
    return JSON.parse(sessionStorage.getItem(key())) ?? {};
  } catch {
    return {};
  }
}

/** The ts of the last message that this user has seen in the channel. */
export function lastRead(channel) {
  return marks()[channel] ?? '0';
}

/** Marks everything in the channel as seen. */
export function markRead(channel) {
  const last = channelMessages(channel).at(-1)?.ts;
  if (!last || Number(last) <= Number(lastRead(channel))) return;
  try {
    sessionStorage.setItem(key(), JSON.stringify({ ...marks(), [channel]: last }));
  } catch {
    // Without storage everything stays unread, which is harmless.
  }
  changed('channels');
}

/** Clears the read marks of every user of this tab. */
export function forgetRead() {
  for (const name of Object.keys(sessionStorage)) {
    if (name.startsWith('sandbox.read.')) sessionStorage.removeItem(name);
  }
}

/** `{unread, mentions}` of a channel: whether anything is new, and how often this user is named. */
export function unreadOf(channel) {
  const since = Number(lastRead(channel));
  const fresh = channelMessages(channel).filter(message =>
    Number(message.ts) > since && message.user !== store.user);
  return { unread: fresh.length > 0, mentions: fresh.filter(mentionsMe).length };
}
