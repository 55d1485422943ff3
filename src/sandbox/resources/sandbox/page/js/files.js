import { h, safeUrl } from './dom.js';
import { icon } from './icons.js';

const PREVIEW_LINES = 8;
const PREVIEW_BYTES = 200_000;

/** The files of a message: images as images, text with its first lines, everything to download. */
export function files(list) {
  return (list ?? []).map(file => {
    const href = safeUrl(file.url ?? file.url_private_download ?? file.url_private ?? '');
    return h('div', { class: 'file', data: { fileId: file.id } },
      h('div', { class: 'file-head' },
        h('span', { class: 'file-icon' }, icon('file')),
        h('span', { class: 'file-names' },
          h('span', { class: 'file-title' }, file.title || file.name),
          h('span', { class: 'file-meta' }, `${kind(file)} · ${size(file.size)}`)),
        href && h('a', {
          class: 'icon-button', href, download: file.name, 'aria-label': `Download ${file.name}`,
          title: 'Download',
        }, icon('download'))),
      body(file, href));
  });
}

function body(file, href) {
  const inside = href && new URL(href).origin === location.origin;
  if (file.mimetype?.startsWith('image/') && inside) {
    return h('img', { class: 'file-image', src: href, alt: file.alt_txt || file.title || file.name });
  }
  if (typeof file.text === 'string') return preview(file.text);
  const textual = /^text\/|json|xml|yaml/.test(file.mimetype ?? '');
  return textual && inside && file.size <= PREVIEW_BYTES ? later(href) : null;
}

function later(href) {
  const slot = h('div', null, h('div', { class: 'file-loading' }, 'Loading preview…'));
  fetch(href)
    .then(answer => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
    .then(text => slot.replaceChildren(preview(text)))
    .catch(() => slot.replaceChildren());
  return slot;
}

function preview(text) {
  const rows = text.replace(/\n$/, '').split('\n');
  const code = h('code');
  const more = rows.length > PREVIEW_LINES;
  const toggle = more && h('button', {
    class: 'file-more', type: 'button', 'aria-expanded': 'false', on: { click: () => show(!open) },
  });
  let open = false;
  function show(all) {
    open = all;
    code.textContent = (all ? rows : rows.slice(0, PREVIEW_LINES)).join('\n');
    if (!toggle) return;
    toggle.textContent = all ? 'Show less' : `Show all ${rows.length} lines`;
    toggle.setAttribute('aria-expanded', String(all));
  }
  show(false);
  return h('div', { class: 'file-preview' }, h('pre', { tabindex: '0', 'aria-label': 'File preview' }, code), toggle);
}

function kind(file) {
  const names = { 'text/plain': 'Plain text', 'application/json': 'JSON', 'text/markdown': 'Markdown', 'text/csv': 'CSV' };
  return names[file.mimetype?.split(';')[0]] ?? file.mimetype ?? 'File';
}

function size(bytes) {
  if (!Number.isFinite(bytes)) return 'unknown size';
  if (bytes < 1024) return `${bytes} bytes`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
