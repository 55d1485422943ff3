import { follow, loadState, reset } from './api.js';
import { mountChannel } from './channel.js';
import { sayOnce } from './composer.js';
import { clock, ofTs } from './dates.js';
import { h } from './dom.js';
import { mountDrawers } from './drawers.js';
import { mountModal } from './modal.js';
import { refreshAgo } from './mrkdwn.js';
import { firstPlace, go, placeOf } from './route.js';
import { mountSidebar } from './sidebar.js';
import {
  authorOf, changed, messageAt, store, subscribe, takeEvent, takeState,
} from './store.js';
import { mountThread } from './thread.js';
import { reportFailure, toast } from './toast.js';
import { mountTopbar } from './topbar.js';
import { forgetRead } from './unread.js';
import { mountBackend } from './backend.js';

const RETRY_MS = 1_500;
const AGO_MS = 10_000;
const LIVE_LINES = 20;
const byId = id => document.getElementById(id);

let following;
let mounted = false;
let early = [];

/** Starts as the user of the address, else the last user of this tab, else the server's choice. */
function firstUser() {
  return new URL(location.href).searchParams.get('user') ?? sessionStorage.getItem('sandbox.user') ?? undefined;
}

async function start(user = firstUser()) {
  try {
    takeState(await loadState(user));
  } catch {
    byId('boot')?.replaceChildren('The sandbox does not answer. Trying again…');
    // The address may name no user: then the server chooses.
    setTimeout(() => start(user ? '' : firstUser()), RETRY_MS);
    return;
  }
  remember();
  const place = firstPlace();
  if (place) go(place, { remember: false });
  mount();
  listen();
}

function mount() {
  if (mounted) return;
  mounted = true;
  mountTopbar(byId('topbar'), { become, reset: resetAll });
  mountSidebar(byId('sidebar'));
  mountChannel(byId('channel'));
  mountThread(byId('thread'));
  mountBackend(byId('world'));
  mountModal();
  mountDrawers(byId('backdrop'));
  subscribe(['user'], () => { document.body.dataset.user = store.user; });
  document.body.dataset.user = store.user;
  setInterval(refreshAgo, AGO_MS);
}

function listen() {
  following?.close();
  const { user } = store;
  early = [];
  following = follow(user, {
    onOpen: () => refresh(user),
    onLost: () => {
      store.connected = false;
      document.body.dataset.connected = 'false';
      changed('connection');
    },
    onEvent: (name, data) => {
      if (user !== store.user) return;
      if (early) early.push([name, data]);
      else take(name, data);
    },
  });
}

/** Reloads the state, then applies the events that arrived meanwhile. */
async function refresh(user) {
  early ??= [];
  try {
    const state = await loadState(user);
    if (user !== store.user) return;
    takeState(state);
  } catch {
    return;
  }
  const waiting = early ?? [];
  early = undefined;
  waiting.forEach(([name, data]) => take(name, data));
  if (!store.channels.has(store.channel)) go(firstPlace(), { remember: false });
  store.connected = true;
  document.body.dataset.connected = 'true';
  changed('connection');
}

function take(name, data) {
  if (name === 'reset') {
    reload();
  } else if (name === 'notice') {
    notice(data);
  } else {
    const known = name === 'message' && messageAt(data.channel, data.message.ts);
    takeEvent(name, data);
    if (name === 'message' && !known) announce(data);
  }
}

/** Texts of Slack: for a command in the channel, for a click as a toast. */
function notice({ channel, text }) {
  // A modal shows its own errors.
  if (store.views.length > 0) return;
  if (channel || text?.startsWith('/')) sayOnce(channel ?? store.channel, text);
  else toast(text);
}

/** Tells a screen reader about a new message. */
function announce({ channel, message }) {
  if (message.user === store.user && !message.bot_id) return;
  const where = store.channels.get(channel)?.name ?? channel;
  const live = byId('live');
  live.append(h('p', null,
    `${authorOf(message).name} in ${where}, ${clock(ofTs(message.ts))}: ${plain(message.text)}`));
  while (live.children.length > LIVE_LINES) live.firstChild.remove();
}

const plain = text => String(text ?? '')
  .replace(/<[^>|]*\|([^>]*)>/g, '$1').replace(/<@(\w+)>/g, (all, id) => store.users.get(id)?.name ?? '');

/** Switches to another person, in this tab only. */
async function become(user) {
  try {
    takeState(await loadState(user));
  } catch {
    toast('The sandbox cannot be reached.');
    return;
  }
  remember();
  const { channel, thread } = store;
  const visible = store.channels.has(channel);
  store.channel = undefined;
  go(visible ? { channel } : firstPlace(), { remember: false });
  if (visible) store.thread = thread;
  listen();
}

function remember() {
  sessionStorage.setItem('sandbox.user', store.user);
  const url = new URL(location.href);
  if (url.searchParams.get('user') === store.user) return;
  url.searchParams.set('user', store.user);
  history.replaceState(null, '', url);
}

async function resetAll() {
  const answer = await reset();
  if (!answer.ok) {
    reportFailure(answer);
    return;
  }
  await startAfresh();
  toast('Everything is back to the start.', 'info');
}

/** Restores the start state of this tab. */
async function startAfresh() {
  forgetRead();
  store.channel = undefined;
  store.thread = undefined;
  history.replaceState(null, '', `/?user=${encodeURIComponent(store.user)}`);
  await reload();
}

/** Reloads the state and keeps the place, if it still exists. */
async function reload() {
  try {
    takeState(await loadState(store.user));
  } catch {
    toast('The sandbox cannot be reached.');
    return;
  }
  if (!messageAt(store.channel, store.thread)) store.thread = undefined;
  const place = store.channels.has(store.channel) ? undefined : firstPlace();
  if (place) go(place, { remember: false });
  else changed('place');
}

window.addEventListener('popstate', () => {
  const place = placeOf(location.href) ?? firstPlace();
  if (place && store.channels.has(place.channel)) go(place, { remember: false });
});

start();
