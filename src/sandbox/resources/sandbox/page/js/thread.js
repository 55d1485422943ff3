import { Composer } from './composer.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { renderMessages } from './messages.js';
import { openThread } from './route.js';
import { messageAt, replies, store, subscribe } from './store.js';

/** On a phone the focus would bring up the keyboard over the thread. */
const hasKeyboard = matchMedia('(hover: hover)');

/** The side panel with one thread. */
export function mountThread(root) {
  const name = h('span', { class: 'thread-channel' });
  const first = h('div', { class: 'message-list' });
  const count = h('div', { class: 'thread-count' });
  const rest = h('div', { class: 'message-list', role: 'group', 'aria-label': 'Replies' });
  const scroller = h('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Thread messages' }, first, count, rest);
  const composer = new Composer('composer-thread', () => ({
    channel: store.channel, thread_ts: store.thread,
  }));
  const close = () => openThread(undefined);
  root.append(
    h('header', { class: 'thread-head' },
      h('h2', null, 'Thread ', name),
      h('button', { class: 'icon-button', type: 'button', 'aria-label': 'Close thread', on: { click: close } },
        icon('close'))),
    scroller, h('div', { class: 'channel-foot' }, composer.node));
  root.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  });

  let shown;
  let size = 0;

  function draw() {
    const channel = store.channels.get(store.channel);
    const open = Boolean(store.thread && channel);
    root.hidden = !open;
    document.body.classList.toggle('has-thread', open);
    if (!open) {
      shown = undefined;
      first.replaceChildren();
      rest.replaceChildren();
      return;
    }
    const parent = messageAt(channel.id, store.thread);
    const answers = replies(channel.id, store.thread);
    const key = `${store.user}:${channel.id}:${store.thread}`;
    const moved = shown !== key;
    const grew = answers.length > size;
    if (moved) {
      first.replaceChildren();
      rest.replaceChildren();
    }
    name.textContent = `#${channel.name}`;
    renderMessages(first, parent ? [parent] : [], { channel: channel.id, thread: true });
    renderMessages(rest, answers, { channel: channel.id, thread: true });
    count.textContent = `${answers.length} ${answers.length === 1 ? 'reply' : 'replies'}`;
    composer.show(channel, store.thread);
    if (moved && hasKeyboard.matches) composer.focus();
    if (moved || grew) scroller.scrollTop = scroller.scrollHeight;
    shown = key;
    size = answers.length;
  }

  subscribe(['channels', 'messages', 'place', 'user'], draw);
  draw();
}
