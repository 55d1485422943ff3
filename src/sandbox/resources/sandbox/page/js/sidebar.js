import { channelMark } from './channel.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { go } from './route.js';
import { store, subscribe } from './store.js';
import { unreadOf } from './unread.js';

/** The left column: the channels, those with something new in bold. */
export function mountSidebar(root) {
  const body = h('div', { class: 'sidebar-body' });
  root.replaceChildren(h('div', { class: 'sidebar-head' },
    h('span', null, 'Sandbox workspace'), h('span', { class: 'connection', role: 'status' })), body);

  function draw() {
    const sections = sectionsOf([...store.channels.values()].filter(visible));
    body.replaceChildren(...sections.filter(section => section.channels.length > 0).map(sectionNode));
    drawConnection(root.querySelector('.connection'));
    drawTitle();
  }
  subscribe(['channels', 'messages', 'place', 'user', 'connection'], draw);
  draw();
}

const isMember = channel => channel.members?.includes(store.user);
const visible = channel => isMember(channel) || channel.id === store.channel
  || !(channel.private ?? channel.is_private);

function sectionsOf(all) {
  const live = all.filter(channel => !channel.archived);
  return [
    { title: 'Channels', channels: live.filter(isMember) },
    { title: 'Other channels', channels: live.filter(channel => !isMember(channel)) },
    { title: 'Archived', channels: all.filter(channel => channel.archived) },
  ];
}

function sectionNode(section) {
  return h('section', { class: 'sidebar-section', 'aria-label': section.title },
    h('h2', null, section.title),
    h('ul', null, section.channels.map(channel => h('li', null, channelLink(channel)))));
}

function channelLink(channel) {
  const here = channel.id === store.channel;
  const { unread, mentions } = here ? {} : unreadOf(channel.id);
  const fresh = unread && isMember(channel) && !channel.archived;
  return h('a', {
    class: `channel-link${here ? ' here' : ''}${fresh ? ' unread' : ''}`,
    href: `/archives/${channel.id}?user=${store.user}`, data: { channel: channel.id },
    'aria-current': here ? 'page' : undefined,
    on: {
      click: event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        go({ channel: channel.id });
      },
    },
  }, channelMark(channel), h('span', { class: 'channel-link-name' }, channel.name),
  fresh && h('span', { class: 'visually-hidden' }, ' unread'),
  mentions > 0 && fresh && h('span', { class: 'badge', 'aria-label': `${mentions} mentions` }, String(mentions)));
}

function drawConnection(node) {
  node.replaceChildren(...(store.connected ? [] : [icon('alert'), 'Reconnecting…']));
}

function drawTitle() {
  const mine = [...store.channels.values()].filter(channel => isMember(channel)
    && !channel.archived && channel.id !== store.channel);
  const total = mine.filter(channel => unreadOf(channel.id).unread).length;
  document.body.classList.toggle('has-unread', total > 0);
  const name = store.channels.get(store.channel)?.name;
  const who = store.users.get(store.user)?.name ?? '';
  document.title = `${total ? `(${total}) ` : ''}${name ? `#${name}` : 'Sandbox'} · ${who} · Rollback Bot sandbox`;
}
