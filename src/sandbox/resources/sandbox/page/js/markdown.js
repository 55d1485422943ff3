import { h } from './dom.js';
import { withEmoji } from './emoji.js';
import { link } from './mrkdwn.js';

/** The usual Markdown of a `markdown` block (not mrkdwn) as nodes. */
export function markdown(text) {
  const rows = String(text ?? '').replace(/\r\n?/g, '\n').split('\n');
  const out = h('div', { class: 'markdown' });
  for (let at = 0; at < rows.length;) {
    const [node, next] = block(rows, at);
    if (node) out.append(node);
    at = next;
  }
  return out;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const FENCE = /^\s*(```|~~~)/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;
const TABLE_LINE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const START = [HEADING, FENCE, RULE, ITEM, /^\s*>/];

/** The block that starts at a row: `[node, row after it]`. */
function block(rows, at) {
  const row = rows[at];
  if (row.trim() === '') return [null, at + 1];
  if (FENCE.test(row)) return fenced(rows, at);
  const heading = HEADING.exec(row);
  if (heading) {
    const level = Math.min(heading[1].length + 2, 6);
    return [h(`h${level}`, { class: `md-h${heading[1].length}` }, inline(heading[2])), at + 1];
  }
  if (RULE.test(row)) return [h('hr'), at + 1];
  if (/^\s*>/.test(row)) return quote(rows, at);
  if (ITEM.test(row)) return list(rows, at);
  if (row.includes('|') && TABLE_LINE.test(rows[at + 1] ?? '') && rows[at + 1].includes('-')) {
    return table(rows, at);
  }
  return paragraph(rows, at);
}

function fenced(rows, at) {
  const mark = FENCE.exec(rows[at])[1];
  const end = rows.findIndex((row, index) => index > at && row.trim().startsWith(mark));
  const stop = end < 0 ? rows.length : end;
  const code = h('code', null, rows.slice(at + 1, stop).join('\n'));
  return [h('pre', { class: 'code-block' }, code), stop + 1];
}

function quote(rows, at) {
  let end = at;
  while (end < rows.length && /^\s*>/.test(rows[end])) end += 1;
  const inner = rows.slice(at, end).map(row => row.replace(/^\s*> ?/, '')).join('\n');
  return [h('blockquote', null, markdown(inner)), end];
}

function list(rows, at) {
  const [, indent, mark] = ITEM.exec(rows[at]);
  const node = h(/\d/.test(mark) ? 'ol' : 'ul', { class: 'rich-list' });
  let here = at;
  while (here < rows.length) {
    const item = ITEM.exec(rows[here]);
    if (!item || item[1].length < indent.length) break;
    if (item[1].length > indent.length) {
      const [nested, next] = list(rows, here);
      (node.lastChild ?? node).append(nested);
      here = next;
      continue;
    }
    node.append(listItem(item[3]));
    here += 1;
  }
  return [node, here];
}

function listItem(text) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  if (!task) return h('li', null, inline(text));
  const done = task[1] !== ' ';
  return h('li', { class: 'task' },
    h('input', { type: 'checkbox', disabled: true, checked: done, 'aria-label': done ? 'done' : 'open' }),
    inline(task[2]));
}

function table(rows, at) {
  const cells = row => row.trim().replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());
  const line = (row, tag) => h('tr', null, cells(row).map(cell => h(tag, null, inline(cell))));
  let end = at + 2;
  while (end < rows.length && rows[end].includes('|')) end += 1;
  return [h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' },
    h('table', { class: 'table' },
      h('thead', null, line(rows[at], 'th')),
      h('tbody', null, rows.slice(at + 2, end).map(row => line(row, 'td'))))), end];
}

function paragraph(rows, at) {
  let end = at + 1;
  while (end < rows.length && rows[end].trim() !== '' && !START.some(mark => mark.test(rows[end]))) {
    end += 1;
  }
  const text = rows.slice(at, end);
  return [h('p', null, text.map((row, index) => [index > 0 && h('br'), inline(row.trim())])), end];
}

const INLINE = new RegExp([
  '(`+)(.+?)\\1', // code
  '!?\\[([^\\]]*)\\]\\(([^()\\s]+(?:\\([^()\\s]*\\)[^()\\s]*)*)[^)]*\\)', // link
  '(\\*\\*|__)(?=\\S)(.+?)\\5', // bold
  '~~(?=\\S)(.+?)~~', // strike
  '(?<![\\w*])([*_])(?=\\S)(.+?)(?<=\\S)\\8(?![\\w*])', // italic
  '(https?://[^\\s<>)]+)', // bare link
].join('|'));

function inline(text) {
  const out = [];
  let rest = text;
  for (let match = INLINE.exec(rest); match; match = INLINE.exec(rest)) {
    out.push(...plain(rest.slice(0, match.index)), span(match));
    rest = rest.slice(match.index + match[0].length);
  }
  out.push(...plain(rest));
  return out;
}

function span([, , code, label, url, , bold, strike, , italic, bare]) {
  if (code !== undefined) return h('code', null, code.trim());
  if (url !== undefined) return link(url, undefined, label || url);
  if (bold !== undefined) return h('strong', null, inline(bold));
  if (strike !== undefined) return h('s', null, inline(strike));
  if (italic !== undefined) return h('em', null, inline(italic));
  return link(bare);
}

const plain = text => withEmoji(text.replace(/\\([\\`*_{}[\]()#+\-.!~|>])/g, '$1'));
