import { changed, messageAt, store } from './store.js';
import { lastRead } from './unread.js';

const PERMALINK = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?\/?$/;

/** A message that the page must bring into view once it is drawn: `{ts}`. */
export const goal = { ts: undefined };

/** The place an address names: `{channel, ts?, thread?}`, or undefined for any other address. */
export function placeOf(address) {
  const url = new URL(address, location.origin);
  const match = PERMALINK.exec(url.pathname);
  if (!match) return undefined;
  return {
    channel: match[1],
    ts: match[2] ? `${match[2]}.${match[3]}` : undefined,
    thread: url.searchParams.get('thread_ts') ?? undefined,
  };
}

/** The address of a message. */
export function permalink(channel, ts, thread) {
  const path = `/archives/${channel}/p${ts.replace('.', '')}`;
  return thread && thread !== ts ? `${path}?thread_ts=${thread}&cid=${channel}` : path;
}

/** Opens a channel, and in it a message or a thread. */
export function go(place, { remember = true } = {}) {
  const message = place.ts && messageAt(place.channel, place.ts);
  const root = place.thread ?? message?.thread_ts;
  const moved = place.channel !== store.channel;
  if (moved) store.newSince = lastRead(place.channel);
  store.channel = place.channel;
  if (root && root !== place.ts) store.thread = root;
  else if (moved) store.thread = undefined;
  goal.ts = place.ts;
  if (remember) remembered(place);
  delete document.body.dataset.drawer;
  changed('place', 'channels', 'messages');
}

/** Opens or closes the thread panel. */
export function openThread(ts) {
  store.thread = ts;
  changed('place', 'messages');
}

function remembered(place) {
  const path = place.ts ? permalink(place.channel, place.ts, place.thread)
    : `/archives/${place.channel}`;
  const url = new URL(path, location.origin);
  url.searchParams.set('user', store.user);
  if (url.href !== location.href) history.pushState(null, '', url);
}

/** The first channel: that of the address, else the incidents channel, else the first one. */
export function firstPlace() {
  const place = placeOf(location.href);
  if (place && store.channels.has(place.channel)) return place;
  const mine = [...store.channels.values()].filter(channel =>
    !channel.archived && channel.members?.includes(store.user));
  const first = mine.find(channel => channel.name === 'incidents') ?? mine[0]
    ?? store.channels.values().next().value;
  return first && { channel: first.id };
}
