/** What this tab knows: the workspace as one user sees it, and where the reader is. */

export const store = {
  user: undefined,
  users: new Map(),
  groups: new Map(),
  channels: new Map(),
  /** channel id to (ts to message) */
  messages: new Map(),
  views: [],
  commands: [],
  backend: undefined,
  transport: undefined,
  connected: false,
  /** id of the open channel */
  channel: undefined,
  /** ts of the open thread's first message, in the open channel */
  thread: undefined,
  /** ts after which messages were unread when the channel was opened */
  newSince: undefined,
};

const listeners = new Map();
const dirty = new Set();

/** Calls `listener` after any of the topics changed (several changes, one call). */
export function subscribe(topics, listener) {
  for (const topic of topics) {
    if (!listeners.has(topic)) listeners.set(topic, new Set());
    listeners.get(topic).add(listener);
  }
}

/** Topics: user, channels, messages, views, backend, place, connection. */
export function changed(...topics) {
  if (dirty.size === 0 && !pressed) queueMicrotask(flush);
  topics.forEach(topic => dirty.add(topic));
}

/** A click is lost if what was pressed is drawn anew before it is let go. */
let pressed = false;

function press() {
  pressed = true;
}

function release() {
  // The click itself comes right after this event.
  setTimeout(() => {
    pressed = false;
    flush();
  });
}

document.addEventListener('pointerdown', press, true);
for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, release, true);
window.addEventListener('blur', release);

function flush() {
  if (pressed) return;
  const due = new Set();
  for (const topic of dirty) listeners.get(topic)?.forEach(listener => due.add(listener));
  dirty.clear();
  due.forEach(listener => listener());
}

/** Takes over the whole state as the server tells it. */
export function takeState(state) {
  store.user = typeof state.user === 'string' ? state.user : state.user.id;
  store.users = byId(state.users);
  store.groups = byId(state.groups);
  store.channels = byId(state.channels);
  store.messages = new Map(Object.entries(state.messages ?? {})
    .map(([channel, list]) => [channel, new Map(list.map(message => [message.ts, message]))]));
  store.views = state.views ?? [];
  store.commands = state.commands ?? [];
  store.backend = state.backend;
  store.transport = state.transport;
  changed('user', 'channels', 'messages', 'views', 'backend');
}

const byId = list => new Map((list ?? []).map(item => [item.id, item]));

/** Applies one live event. */
export function takeEvent(name, data) {
  if (name === 'message' || name === 'message_changed') {
    messagesOf(data.channel).set(data.message.ts, data.message);
    changed('messages', 'channels');
  } else if (name === 'message_deleted') {
    removeMessage(data.channel, data.ts);
  } else if (name === 'channel') {
    store.channels.set(data.channel.id, data.channel);
    changed('channels', 'messages');
  } else if (name === 'views') {
    store.views = data.views ?? [];
    changed('views');
  } else if (name === 'backend') {
    store.backend = data.services ? data : data.backend;
    changed('backend');
  }
}

/** Forgets one message (deleted, or an ephemeral one the reader dismissed). */
export function removeMessage(channel, ts) {
  messagesOf(channel).delete(ts);
  changed('messages', 'channels');
}

function messagesOf(channel) {
  if (!store.messages.has(channel)) store.messages.set(channel, new Map());
  return store.messages.get(channel);
}

const byTime = (a, b) => (Number(a.ts) - Number(b.ts)) || (a.ts < b.ts ? -1 : 1);

/** Messages of the channel itself, oldest first: no thread replies. */
export function channelMessages(channel) {
  return [...messagesOf(channel).values()].filter(inChannel).sort(byTime);
}

/** Replies in the thread of `ts`, oldest first. */
export function replies(channel, ts) {
  return [...messagesOf(channel).values()]
    .filter(message => message.thread_ts === ts && message.ts !== ts).sort(byTime);
}

/** One message, if this user has it. */
export function messageAt(channel, ts) {
  return store.messages.get(channel)?.get(ts);
}

/** Whether the message shows in the channel, not only in a thread. */
export function inChannel(message) {
  return !message.thread_ts || message.thread_ts === message.ts
    || message.subtype === 'thread_broadcast';
}

/** Puts a message of the page's own (Slackbot's words to this user) into a channel. */
export function addLocal(channel, text, thread) {
  const ts = (Date.now() / 1000).toFixed(6);
  messagesOf(channel).set(ts, {
    ts, text, user: 'USLACKBOT', ephemeral: true, ...(thread ? { thread_ts: thread } : {}),
  });
  changed('messages');
}

const SLACKBOT = { id: 'USLACKBOT', name: 'Slackbot', bot: true, system: true };

/** Who wrote it: `{id, name, bot, system?}`. */
export function authorOf(message) {
  if (message.user === 'USLACKBOT') return SLACKBOT;
  const known = store.users.get(message.user);
  if (known && !message.bot_id) return known;
  const bot = known ?? [...store.users.values()].find(user => user.bot);
  return {
    id: message.bot_id ?? message.user ?? 'unknown',
    name: message.username ?? bot?.name ?? 'unknown',
    bot: Boolean(message.bot_id) || Boolean(bot?.bot),
  };
}

/** Whether the text mentions this tab's user, by name or by group. */
export function mentionsMe(message) {
  // A new topic that names people calls none of them.
  if (/^channel_/.test(message.subtype ?? '')) return false;
  const words = JSON.stringify([message.text, message.blocks]);
  if (words.includes(`@${store.user}`)) return true;
  return [...store.groups.values()].some(group =>
    group.users?.includes(store.user)
    && (words.includes(`!subteam^${group.id}`) || words.includes(`"usergroup_id":"${group.id}"`)));
}
