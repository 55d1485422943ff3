import { messageSurface } from './actions.js';
import { avatar } from './avatar.js';
import { renderBlocks } from './blocks.js';
import { ago, clock, dayLabel, fullDate, ofTs } from './dates.js';
import { h, reconcile } from './dom.js';
import { emoji } from './emoji.js';
import { files } from './files.js';
import { icon } from './icons.js';
import { mrkdwn } from './mrkdwn.js';
import { openThread, permalink } from './route.js';
import { authorOf, mentionsMe, removeMessage, replies, store } from './store.js';
import { toast } from './toast.js';

const GROUP_SECONDS = 5 * 60;

/**
 * Shows messages in `parent`, with day dividers, grouped by author.
 * @param {Element} parent
 * @param {Object[]} messages oldest first
 * @param {{channel: string, thread?: boolean, newSince?: string}} where
 */
export function renderMessages(parent, messages, where) {
  reconcile(parent, rowsOf(messages, where), {
    key: row => row.key,
    sig: row => JSON.stringify(row),
    create: row => (row.message ? fill(shell(row, where), row, where) : divider(row)),
    update: (node, row) => (row.message ? fill(node, row, where) : undefined),
  });
}

function rowsOf(messages, where) {
  const rows = [];
  let before;
  let markedNew = !where.newSince || where.newSince === '0';
  for (const message of messages) {
    const day = dayLabel(ofTs(message.ts));
    const newDay = !where.thread && (!before || dayLabel(ofTs(before.ts)) !== day);
    if (newDay) rows.push({ key: `day-${day}`, day });
    if (!markedNew && Number(message.ts) > Number(where.newSince) && message.user !== store.user) {
      markedNew = true;
      rows.push({ key: 'new', fresh: true });
    }
    rows.push(rowOf(message, where, newDay ? undefined : before));
    before = message;
  }
  return rows;
}

/** All that a message's looks depend on: when this is unchanged, so is the node. */
function rowOf(message, where, before) {
  const thread = where.thread ? [] : replies(where.channel, message.ts).filter(one => !one.ephemeral);
  return {
    key: `m-${message.ts}`,
    message,
    author: authorOf(message),
    compact: Boolean(before) && groups(before, message) && !isPinned(where.channel, message),
    pinned: isPinned(where.channel, message),
    mentioned: message.user !== store.user && mentionsMe(message),
    replyCount: thread.length,
    lastReply: thread.at(-1)?.ts,
    repliers: [...new Map(thread.map(one => [authorOf(one).id, authorOf(one)])).values()].slice(0, 4),
    me: store.user,
  };
}

function groups(before, message) {
  return authorOf(before).id === authorOf(message).id
    && Boolean(before.ephemeral) === Boolean(message.ephemeral)
    && !isSystem(before) && !isSystem(message)
    && message.subtype !== 'thread_broadcast'
    && Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}

const isPinned = (channel, message) => store.channels.get(channel)?.pins?.includes(message.ts);
const isSystem = message => /^(channel_|group_|pinned_item|bot_add)/.test(message.subtype ?? '');

function divider(row) {
  if (row.fresh) return h('div', { class: 'divider divider-new', role: 'separator', 'aria-label': 'New' }, h('span', null, 'New'));
  return h('div', { class: 'divider', role: 'separator', 'aria-label': row.day }, h('span', null, row.day));
}

/** The fixed parts of a message, filled and refilled by `fill`. */
function shell(row, where) {
  const parts = {
    flag: h('div', { class: 'message-flags' }),
    gutter: h('div', { class: 'message-gutter' }),
    head: h('div', { class: 'message-head' }),
    text: h('div', { class: 'message-text' }),
    blocks: h('div', { class: 'message-blocks' }),
    files: h('div', { class: 'message-files' }),
    foot: h('div', { class: 'message-foot' }),
    tools: h('div', { class: 'message-tools' }),
  };
  const node = h('article', {
    class: 'message', tabindex: '-1',
    data: { ts: row.message.ts, channel: where.channel, threadTs: row.message.thread_ts },
  }, parts.flag, parts.gutter,
  h('div', { class: 'message-body' },
    parts.head, parts.text, parts.blocks, parts.files, parts.foot),
  parts.tools);
  node.parts = parts;
  return node;
}

function fill(node, row, where) {
  const { message, author, parts = node.parts } = row;
  node.className = ['message', row.compact && 'compact', row.pinned && 'pinned',
    message.ephemeral && 'ephemeral', row.mentioned && 'mentioned', isSystem(message) && 'system']
    .filter(Boolean).join(' ');
  node.setAttribute('aria-label', `${author.name}, ${clock(ofTs(message.ts))}`);
  node.dataset.author = author.id;
  parts.flag.replaceChildren(...flags(row));
  parts.gutter.replaceChildren(row.compact ? stamp(message, where) : avatar(author));
  parts.head.replaceChildren(...(row.compact ? [] : heading(row, where)));
  renderContent(parts, message, where);
  parts.foot.replaceChildren(...foot(row, where));
  parts.tools.replaceChildren(...(message.ephemeral ? [] : tools(message, where)));
  return node;
}

function renderContent(parts, message, where) {
  const blocks = message.blocks ?? [];
  const words = JSON.stringify([message.text, message.edited, blocks.length]);
  if (parts.words !== words) {
    parts.words = words;
    parts.text.replaceChildren(...(blocks.length === 0 && message.text ? [mrkdwn(wordsOf(message))] : []));
    if (message.edited && blocks.length === 0) parts.text.append(editedMark(message));
  }
  renderBlocks(parts.blocks, blocks, messageSurface(where.channel, message));
  const held = JSON.stringify(message.files ?? []);
  if (parts.held !== held) {
    parts.held = held;
    parts.files.replaceChildren(...files(message.files));
  }
}

/** The text of a channel event, after the name of its user. */
function wordsOf(message) {
  return isSystem(message) ? message.text.replace(/^<@\w+>\s+(has\s+)?/, '') : message.text;
}

function flags(row) {
  const out = [];
  if (row.message.ephemeral) {
    out.push(h('span', { class: 'flag flag-ephemeral' }, icon('eye'), 'Only visible to you'));
  }
  if (row.pinned) out.push(h('span', { class: 'flag flag-pinned' }, icon('pin'), 'Pinned'));
  if (row.message.subtype === 'thread_broadcast') {
    out.push(h('span', { class: 'flag' }, icon('thread'), 'Also sent to the channel'));
  }
  return out;
}

function heading(row, where) {
  return [
    h('span', { class: 'author' }, row.author.name),
    row.author.bot && !row.author.system && h('span', { class: 'app-badge' }, 'APP'),
    stamp(row.message, where),
  ].filter(Boolean);
}

function stamp(message, where) {
  const date = ofTs(message.ts);
  const full = fullDate(date);
  if (message.ephemeral) return h('time', { class: 'stamp', datetime: date.toISOString(), title: full }, clock(date));
  return h('a', {
    class: 'stamp', href: permalink(where.channel, message.ts, message.thread_ts), title: full,
  }, h('time', { datetime: date.toISOString() }, clock(date)));
}

const editedMark = message => h('span', {
  class: 'edited', title: message.edited.ts ? fullDate(ofTs(message.edited.ts)) : '',
}, ' (edited)');

function foot(row, where) {
  const { message } = row;
  const out = [];
  if (message.edited && message.blocks?.length) out.push(editedMark(message));
  if (message.reactions?.length) out.push(h('div', { class: 'reactions' }, message.reactions.map(reaction)));
  if (row.replyCount > 0) out.push(threadButton(row));
  if (message.ephemeral) {
    out.push(h('button', {
      class: 'link-button', type: 'button',
      on: { click: () => removeMessage(where.channel, message.ts) },
    }, 'Dismiss'));
  }
  return out;
}

const reaction = one => h('span', { class: 'reaction', title: one.name },
  emoji(one.name) ?? `:${one.name}:`, ` ${one.count ?? one.users?.length ?? 1}`);

function threadButton(row) {
  const words = `${row.replyCount} ${row.replyCount === 1 ? 'reply' : 'replies'}`;
  return h('button', {
    class: 'thread-button', type: 'button', data: { thread: row.message.ts },
    on: { click: () => openThread(row.message.ts) },
  },
  h('span', { class: 'repliers' }, row.repliers.map(author => avatar(author, 'avatar-small'))),
  h('span', { class: 'reply-count' }, words),
  h('span', { class: 'reply-last' }, 'Last reply ',
    h('time', { data: { ago: `${Number(row.lastReply)}|` } }, ago(ofTs(row.lastReply)))));
}

function tools(message, where) {
  const copy = async () => {
    const address = new URL(permalink(where.channel, message.ts, message.thread_ts), location.origin);
    try {
      await navigator.clipboard.writeText(address.href);
      toast('Link copied.', 'info');
    } catch {
      toast(`The link is ${address.href}`, 'info');
    }
  };
  return [
    !where.thread && h('button', {
      class: 'icon-button', type: 'button', 'aria-label': 'Reply in thread', title: 'Reply in thread',
      on: { click: () => openThread(message.thread_ts ?? message.ts) },
    }, icon('thread')),
    h('button', {
      class: 'icon-button', type: 'button', 'aria-label': 'Copy link', title: 'Copy link', on: { click: copy },
    }, icon('link')),
  ].filter(Boolean);
}
