import { ago, fullDate, slackDate } from './dates.js';
import { append, fragment, h, safeUrl } from './dom.js';
import { emoji } from './emoji.js';
import { go, placeOf } from './route.js';
import { store } from './store.js';

/** Slack's mrkdwn as nodes. Nothing in the text can become markup: everything is a text node. */
export function mrkdwn(text, verbatim = false) {
  const source = String(text ?? '').replace(/[\uE000\uE001]/g, '');
  const parts = source.split(/```([\s\S]+?)```/);
  return fragment(parts.map((part, index) => (index % 2 === 1
    ? h('pre', { class: 'code-block' }, h('code', null, codeText(part)))
    : lines(trimAround(part, index, parts.length), verbatim))));
}

/** A line break beside a code block is the block's own edge. */
function trimAround(part, index, count) {
  let text = part;
  if (index > 0) text = text.replace(/^\n/, '');
  if (index < count - 1) text = text.replace(/\n$/, '');
  return text;
}

const QUOTE = /^(?:>|&gt;)(?!(?:>|&gt;){2}) ?/;
const LONG_QUOTE = /^(?:>|&gt;){3} ?/;

function lines(text, verbatim) {
  if (text === '') return [];
  const out = [];
  const rows = text.split('\n');
  for (let at = 0; at < rows.length; at += 1) {
    if (LONG_QUOTE.test(rows[at])) {
      const rest = rows.slice(at);
      rest[0] = rest[0].replace(LONG_QUOTE, '');
      out.push(h('blockquote', null, joined(rest, verbatim)));
      return out;
    }
    if (QUOTE.test(rows[at])) {
      const quoted = [];
      while (at < rows.length && QUOTE.test(rows[at])) {
        quoted.push(rows[at].replace(QUOTE, ''));
        at += 1;
      }
      at -= 1;
      out.push(h('blockquote', null, joined(quoted, verbatim)));
      continue;
    }
    const last = out.at(-1);
    if (at > 0 && !(last instanceof HTMLQuoteElement)) out.push(h('br'));
    out.push(inline(rows[at], verbatim));
  }
  return out;
}

const joined = (rows, verbatim) => rows.map((row, index) => [index > 0 && h('br'), inline(row, verbatim)]);

const ATOM = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):(?::skin-tone-\d:)?|(https?:\/\/[^\s<>|`\uE000]+)/gi;
const SPAN = /(?<![\p{L}\p{N}])([*_~])(?!\1|\s)([^\n]*?[^\s])(?<!\1)\1(?![\p{L}\p{N}])/u;
const STYLES = { '*': 'strong', _: 'em', '~': 's' };

/** One line: first what must not be split (code, links, emoji), then bold, italic and strike. */
function inline(text, verbatim) {
  const atoms = [];
  const marked = text.replace(ATOM, (all, code, angle, name, url) => {
    if (url !== undefined && verbatim) return all;
    const node = atom(code, angle, name?.toLowerCase(), url);
    if (!node) return all;
    atoms.push(node);
    return `\uE000${atoms.length - 1}\uE001`;
  });
  return spans(marked, atoms);
}

function spans(text, atoms) {
  const match = SPAN.exec(text);
  if (!match) return leaves(text, atoms);
  const after = text.slice(match.index + match[0].length);
  return fragment(
    leaves(text.slice(0, match.index), atoms),
    h(STYLES[match[1]], null, spans(match[2], atoms)),
    spans(after, atoms));
}

function leaves(text, atoms) {
  return fragment(text.split(/\uE000(\d+)\uE001/).map((part, index) =>
    (index % 2 === 1 ? atoms[Number(part)] : unescapeText(part))));
}

function atom(code, angle, name, url) {
  if (code !== undefined) return h('code', null, unescapeText(code));
  if (angle !== undefined) return angled(angle);
  if (name !== undefined) return emoji(name);
  const clean = url.replace(/[.,;:!?)\]'"*_~]+$/, '');
  return fragment(link(unescapeText(clean), clean), url.slice(clean.length));
}

function angled(inner) {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : inner.slice(bar + 1);
  if (/^@[UWB]/.test(target)) return userMention(target.slice(1), label);
  if (/^#C/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith('!')) return special(target.slice(1), label);
  if (/^(https?|mailto):/i.test(target)) return link(unescapeText(target), label);
  return undefined;
}

function special(target, label) {
  const [kind, ...rest] = target.split('^');
  if (kind === 'subteam') return groupMention(rest[0], label);
  if (kind === 'date') return dateNode(rest[0], rest[1] ?? '', rest[2], label);
  if (['here', 'channel', 'everyone'].includes(kind)) {
    return h('span', { class: 'mention mention-me' }, `@${kind}`);
  }
  return h('span', { class: 'mention' }, unescapeText(label ?? `@${kind}`));
}

/** A user's name as a mention; the reader's own is marked. */
export function userMention(id, label) {
  const name = store.users.get(id)?.name ?? label ?? id;
  const mine = id === store.user ? ' mention-me' : '';
  return h('span', { class: `mention${mine}`, data: { user: id } }, `@${unescapeText(name)}`);
}

/** A user group's handle as a mention; a group of the reader's own is marked. */
export function groupMention(id, label) {
  const group = store.groups.get(id);
  const handle = group?.handle ?? unescapeText(label ?? id).replace(/^@/, '');
  const mine = group?.users?.includes(store.user) ? ' mention-me' : '';
  return h('span', { class: `mention${mine}`, data: { group: id } }, `@${handle}`);
}

/** A channel's name that opens the channel. */
export function channelMention(id, label) {
  const name = store.channels.get(id)?.name ?? unescapeText(label ?? id);
  if (!store.channels.has(id)) return h('span', { class: 'mention' }, `#${name}`);
  return h('a', {
    class: 'mention', href: `/archives/${id}`, data: { channelLink: id },
    on: {
      click: event => {
        event.preventDefault();
        go({ channel: id });
      },
    },
  }, `#${name}`);
}

/** A moment in the reader's zone. */
export function dateNode(epoch, pattern, url, fallback) {
  const date = new Date(Number(epoch) * 1000);
  const words = slackDate(Number(epoch), pattern);
  if (words === undefined) return fragment(unescapeText(fallback ?? pattern));
  const node = h('time', {
    datetime: date.toISOString(), title: fullDate(date),
    data: { ago: pattern.includes('{ago}') ? `${epoch}|${pattern}` : undefined },
  }, words);
  return url ? link(unescapeText(url), undefined, node) : node;
}

/** Refreshes every "3 minutes ago" on the page. */
export function refreshAgo() {
  for (const node of document.querySelectorAll('time[data-ago]')) {
    const [epoch, pattern] = node.dataset.ago.split('|');
    const words = pattern ? slackDate(Number(epoch), pattern) : ago(new Date(Number(epoch) * 1000));
    if (node.textContent !== words) node.textContent = words;
  }
}

/** A link that opens in a new tab, or in place when it points at a message of this workspace. */
export function link(address, label, content) {
  const shown = content ?? (label ? inlineLabel(label) : address);
  const href = safeUrl(address);
  if (!href) return h('span', null, shown);
  const place = placeOf(href);
  if (place && store.channels.has(place.channel)) {
    return h('a', {
      href, on: {
        click: event => {
          event.preventDefault();
          go(place);
        },
      },
    }, shown);
  }
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, shown);
}

function inlineLabel(label) {
  const node = fragment();
  append(node, label.split(/:([a-z0-9_+-]+):/).map((part, index) =>
    (index % 2 === 1 ? emoji(part) ?? `:${part}:` : unescapeText(part))));
  return node;
}

const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** Undoes Slack's three escapes; the result is only ever used as a text node. */
export function unescapeText(text) {
  return text.replace(/&(?:amp|lt|gt);/g, entity => ENTITIES[entity]);
}

function codeText(text) {
  const plain = text.replace(/^\n/, '').replace(/\n$/, '')
    .replace(/<(https?:[^|>]+)(?:\|([^>]+))?>/g, (all, url, label) => label ?? url);
  return unescapeText(plain);
}
