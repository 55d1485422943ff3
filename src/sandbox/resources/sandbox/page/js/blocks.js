import { h, reconcile, safeUrl, uniqueId } from './dom.js';
import { renderElement } from './elements.js';
import { withEmoji } from './emoji.js';
import { markdown } from './markdown.js';
import { mrkdwn } from './mrkdwn.js';
import { richText } from './richtext.js';
import { Field } from './actions.js';

/**
 * Shows blocks inside `parent`; blocks that did not change keep their nodes.
 * @param {Element} parent
 * @param {Object[]} blocks raw Block Kit
 * @param {import('./actions.js').Surface} surface
 */
export function renderBlocks(parent, blocks, surface) {
  const items = (blocks ?? []).map((block, index) => ({ block, id: block.block_id ?? `b${index}` }));
  reconcile(parent, items, {
    key: item => `${surface.id}|${item.id}|${item.block.type}`,
    sig: item => JSON.stringify(item.block),
    create: item => renderBlock(item.block, item.id, surface),
  });
}

function renderBlock(block, blockId, surface) {
  const render = BLOCKS[block.type] ?? unknown;
  const node = render(block, blockId, surface);
  node.classList.add('block', `block-${block.type}`);
  node.dataset.blockId = blockId;
  return node;
}

/** A text object. */
export function textObject(text) {
  if (!text) return '';
  return text.type === 'mrkdwn' ? mrkdwn(text.text, text.verbatim) : withLines(text.text);
}

const withLines = text => String(text ?? '').split('\n')
  .map((row, at) => [at > 0 && h('br'), withEmoji(row)]);

const BLOCKS = {
  header: block => h('h3', null, withEmoji(block.text?.text)),
  divider: () => h('hr'),
  section,
  context,
  actions: (block, id, surface) => h('div', null,
    (block.elements ?? []).map(element => interactive(element, id, surface))),
  context_actions: (block, id, surface) => h('div', null,
    (block.elements ?? []).map(element => interactive(element, id, surface))),
  image: block => image(block, 'figure'),
  input,
  rich_text: block => h('div', null, richText(block)),
  markdown: block => h('div', null, markdown(block.text)),
  alert: block => h('div', { class: `alert-${block.level ?? 'default'}`, role: 'note' },
    textObject(typeof block.text === 'string' ? { type: 'mrkdwn', text: block.text } : block.text)),
  table,
  plan: (block, id, surface) => h('div', null,
    h('div', { class: 'plan-title' }, withEmoji(block.title)),
    (block.tasks ?? []).map(task => taskCard(task, id, surface))),
  task_card: taskCard,
};

function section(block, id, surface) {
  const accessory = block.accessory;
  return h('div', null,
    h('div', { class: 'section-main' },
      block.text && h('div', { class: 'section-text' }, textObject(block.text)),
      block.fields && h('div', { class: 'section-fields' },
        block.fields.map(field => h('div', { class: 'section-field' }, textObject(field))))),
    accessory && h('div', { class: `section-accessory accessory-${accessory.type}` },
      accessory.type === 'image' ? image(accessory) : interactive(accessory, id, surface)));
}

function context(block) {
  return h('div', null, (block.elements ?? []).map(element => (element.type === 'image'
    ? image(element) : h('span', { class: 'context-text' }, textObject(element)))));
}

/** An element outside an input block: its changes are always sent. */
function interactive(element, blockId, surface) {
  return renderElement(new Field(surface, blockId, element, { dispatch: true }));
}

function image(block, tag = 'span') {
  const href = safeUrl(block.image_url ?? block.slack_file?.url ?? '');
  const inside = href && new URL(href).origin === location.origin;
  return h(tag, { class: 'image' },
    block.title && h('figcaption', null, withEmoji(block.title.text)),
    inside ? h('img', { src: href, alt: block.alt_text ?? '' })
      : h('span', { class: 'image-outside' }, block.alt_text || 'Image from another site'));
}

function input(block, id, surface) {
  const labelId = uniqueId('label');
  const noteId = uniqueId('note');
  const field = new Field(surface, id, block.element, {
    dispatch: Boolean(block.dispatch_action), labelId, describedBy: noteId, inForm: true,
  });
  const control = renderElement(field);
  const group = ['checkboxes', 'radio_buttons'].includes(block.element.type);
  const target = group ? undefined : control.querySelector?.('[data-control]')?.id ?? control.id;
  return h('div', { class: block.optional ? 'optional' : '' },
    h(group ? 'div' : 'label', { id: labelId, class: 'input-label', for: target || undefined },
      withEmoji(block.label?.text),
      block.optional && h('span', { class: 'input-optional' }, ' (optional)')),
    control,
    h('div', { id: noteId, class: 'input-notes' },
      block.hint && h('div', { class: 'input-hint' }, withEmoji(block.hint.text)),
      h('div', { class: 'input-error', role: 'alert', hidden: true })));
}

function table(block) {
  const [head, ...rows] = block.rows ?? [];
  const cell = (tag, content, column) => h(tag, {
    class: `align-${block.column_settings?.[column]?.align ?? 'left'}`,
  }, content.type === 'rich_text' ? richText(content) : withEmoji(content.text));
  const line = (row, tag) => h('tr', null, row.map((content, column) => cell(tag, content, column)));
  return h('div', null,
    h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Table' },
      h('table', { class: 'table' },
        head && h('thead', null, line(head, 'th')),
        h('tbody', null, rows.map(row => line(row, 'td'))))));
}

const TASK_MARKS = {
  complete: 'white_check_mark', in_progress: 'hourglass_flowing_sand', error: 'x', pending: 'white_circle',
};

function taskCard(task) {
  return h('div', { class: 'task-card', data: { taskStatus: task.status } },
    h('span', { class: 'task-title' },
      withEmoji(`:${TASK_MARKS[task.status] ?? 'white_circle'}: ${task.title ?? ''}`)),
    task.details && h('div', { class: 'task-details' }, richText(task.details)),
    task.output && h('div', { class: 'task-output' }, richText(task.output)));
}

function unknown(block) {
  return h('div', { class: 'unsupported' }, `This page cannot show a “${block.type}” block.`);
}
