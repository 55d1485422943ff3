import { Composer } from './composer.js';
import { h } from './dom.js';
import { withEmoji } from './emoji.js';
import { hints } from './hints.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';
import { renderMessages } from './messages.js';
import { link, mrkdwn } from './mrkdwn.js';
import { go, goal } from './route.js';
import { channelMessages, messageAt, store, subscribe } from './store.js';
import { markRead } from './unread.js';

const NEAR_END_PX = 80;

/** The middle column: header, bookmarks, messages, composer. */
export function mountChannel(root) {
  const head = h('header', { class: 'channel-head' });
  const bookmarks = h('nav', { class: 'bookmarks', 'aria-label': 'Bookmarks' });
  const list = h('div', { class: 'message-list', role: 'group', 'aria-label': 'Messages' });
  const scroller = h('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Conversation' },
    h('div', { class: 'scroller-fill' }), list);
  const jump = h('button', { class: 'jump', type: 'button', hidden: true, on: { click: toEnd } },
    'New messages', icon('arrowDown'));
  const composer = new Composer('composer-main', () => ({ channel: store.channel }));
  root.replaceChildren(head, bookmarks, scroller,
    h('div', { class: 'channel-foot' }, jump, hints(composer), composer.node));

  let shown;
  let lastTs;
  let atEnd = true;

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }
  function scrolled() {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    if (!atEnd) return;
    jump.hidden = true;
    if (!document.hidden) markRead(store.channel);
  }
  function draw() {
    const channel = store.channels.get(store.channel);
    if (!channel) return;
    const place = `${store.user} ${channel.id}`;
    const moved = shown !== place;
    if (moved) list.replaceChildren();
    shown = place;
    drawHead(head, channel);
    drawBookmarks(bookmarks, channel);
    const messages = channelMessages(channel.id);
    renderMessages(list, messages, { channel: channel.id, newSince: store.newSince });
    composer.show(channel);
    const grew = messages.at(-1)?.ts !== lastTs;
    const mine = messages.at(-1)?.user === store.user;
    lastTs = messages.at(-1)?.ts;
    if (goal.ts && reveal(goal.ts)) return;
    if (moved || atEnd || (grew && mine)) toEnd();
    else if (grew) jump.hidden = false;
    scrolled();
  }

  scroller.addEventListener('scroll', scrolled, { passive: true });
  document.addEventListener('visibilitychange', scrolled);
  new ResizeObserver(() => atEnd && toEnd()).observe(list);
  new ResizeObserver(() => atEnd && toEnd()).observe(scroller);
  subscribe(['channels', 'messages', 'place', 'user'], draw);
  draw();
}

/** Brings a message into view and lights it up; false while it is not there. */
function reveal(ts) {
  const node = document.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`);
  if (!node) return false;
  goal.ts = undefined;
  node.scrollIntoView({ block: 'center' });
  node.classList.add('found');
  node.focus({ preventScroll: true });
  setTimeout(() => node.classList.remove('found'), 2_600);
  return true;
}

function drawHead(head, channel) {
  const topic = channel.topic || channel.purpose;
  const pins = (channel.pins ?? []).filter(ts => messageAt(channel.id, ts));
  const members = channel.members?.length ?? 0;
  const sig = JSON.stringify([channel, pins, store.user]);
  if (head.sig === sig) return;
  head.sig = sig;
  const pinButton = pins.length > 0 && h('button', {
    class: 'head-button', type: 'button', 'aria-haspopup': pins.length > 1 ? 'menu' : undefined,
    on: { click: () => openPins(pinButton, channel.id, pins) },
  }, icon('pin'), `${pins.length} pinned`);
  head.replaceChildren(
    h('h1', { class: 'channel-name' }, channelMark(channel), h('span', null, channel.name)),
    h('div', { class: 'channel-topic', title: topic || undefined, tabindex: topic ? '0' : undefined },
      topic ? mrkdwn(topic) : ''),
    h('div', { class: 'head-buttons' },
      pinButton || '',
      h('span', { class: 'head-count', title: memberNames(channel) }, icon('people'),
        h('span', { class: 'visually-hidden' }, 'Members: '), String(members))));
}

function openPins(button, channel, pins) {
  if (pins.length === 1) return go({ channel, ts: pins[0] });
  return openMenu(button, pins.map(ts => ({
    content: withEmoji(messageAt(channel, ts).text?.slice(0, 80) || 'Message'),
    run: () => go({ channel, ts }),
  })));
}

const memberNames = channel => (channel.members ?? [])
  .map(id => store.users.get(id)?.name ?? id).join(', ');

/** The sign before a channel's name. */
export function channelMark(channel) {
  return icon(channel.archived ? 'archive' : channel.private ?? channel.is_private ? 'lock' : 'hash');
}

function drawBookmarks(bar, channel) {
  const list = channel.bookmarks ?? [];
  const sig = JSON.stringify(list);
  if (bar.sig === sig) return;
  bar.sig = sig;
  bar.hidden = list.length === 0;
  bar.replaceChildren(...list.map(bookmark => {
    const node = link(bookmark.link, undefined, h('span', { class: 'bookmark-inner' },
      bookmark.emoji ? withEmoji(bookmark.emoji) : icon('link'), h('span', null, bookmark.title)));
    node.classList.add('bookmark');
    return node;
  }));
}
