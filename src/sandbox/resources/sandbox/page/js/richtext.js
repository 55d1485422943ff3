import { h } from './dom.js';
import { emoji } from './emoji.js';
import { channelMention, dateNode, groupMention, link, userMention } from './mrkdwn.js';

/** A rich_text block. */
export function richText(block) {
  return h('div', { class: 'rich-text' }, (block.elements ?? []).map(part));
}

function part(element) {
  switch (element.type) {
    case 'rich_text_section': return h('div', { class: 'rich-section' }, inlineAll(element.elements));
    case 'rich_text_preformatted':
      return h('pre', { class: 'code-block' }, h('code', null, inlineAll(element.elements)));
    case 'rich_text_quote': return h('blockquote', null, inlineAll(element.elements));
    case 'rich_text_list': return list(element);
    default: return null;
  }
}

function list(element) {
  const ordered = element.style === 'ordered';
  return h(ordered ? 'ol' : 'ul', {
    class: `rich-list rich-indent-${Math.min(element.indent ?? 0, 5)}`,
    start: ordered && element.offset ? element.offset + 1 : undefined,
  }, (element.elements ?? []).map(item => h('li', null, inlineAll(item.elements))));
}

const inlineAll = elements => (elements ?? []).map(element => styled(inline(element), element.style));

function inline(element) {
  switch (element.type) {
    case 'text': return lines(element.text);
    case 'link': return link(element.url, undefined, element.text ?? element.url);
    case 'emoji': return emoji(element.name) ?? `:${element.name}:`;
    case 'user': return userMention(element.user_id);
    case 'usergroup': return groupMention(element.usergroup_id);
    case 'channel': return channelMention(element.channel_id);
    case 'broadcast': return h('span', { class: 'mention mention-me' }, `@${element.range}`);
    case 'date':
      return dateNode(String(element.timestamp), element.format, element.url, element.fallback);
    default: return element.text ?? '';
  }
}

const lines = text => String(text ?? '').split('\n').map((row, at) => [at > 0 && h('br'), row]);

function styled(content, style) {
  let node = content;
  if (style?.code) node = h('code', null, node);
  if (style?.bold) node = h('strong', null, node);
  if (style?.italic) node = h('em', null, node);
  if (style?.strike) node = h('s', null, node);
  return node;
}
