/**
 * Builds an element. Strings always become text nodes, so nothing that a person or a bot wrote can
 * turn into markup.
 * @param {string} tag
 * @param {Object} [props] attributes, plus `on` (listeners), `data` (data-*), `style` (properties)
 * @param {...(Node|string|Array|null|undefined|false)} children
 */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  setAll(node, props);
  append(node, children);
  return node;
}

const SVG = 'http://www.w3.org/2000/svg';

/** Builds an SVG element; same arguments as `h`. */
export function svg(tag, props, ...children) {
  const node = document.createElementNS(SVG, tag);
  setAll(node, props);
  append(node, children);
  return node;
}

/** Appends strings (as text), nodes and nested arrays; skips null, undefined and false. */
export function append(node, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

/** A fragment of the given children. */
export function fragment(...children) {
  const all = document.createDocumentFragment();
  append(all, children);
  return all;
}

function setAll(node, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        node.addEventListener(event, listener);
      }
    } else if (name === 'data') {
      for (const [key, text] of Object.entries(value)) {
        if (text !== undefined && text !== null) node.dataset[key] = text;
      }
    } else if (name === 'style') {
      for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    } else {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/**
 * Makes the children of `parent` show `items`, touching only what changed: an open menu, the focus
 * or a click that is under way must survive a message that changes every second.
 * @param {Element} parent
 * @param {Array} items
 * @param {{key: Function, sig: Function, create: Function, update?: Function}} how
 */
export function reconcile(parent, items, how) {
  const old = new Map([...parent.children].map(node => [node.itemKey, node]));
  const wanted = items.map(item => {
    const key = how.key(item);
    const sig = how.sig(item);
    const before = old.get(key);
    let node = before;
    if (!before) node = how.create(item);
    else if (before.itemSig !== sig) node = how.update?.(before, item) ?? how.create(item);
    node.itemKey = key;
    node.itemSig = sig;
    return node;
  });
  const keep = new Set(wanted);
  for (const node of [...parent.childNodes]) if (!keep.has(node)) node.remove();
  let cursor = parent.firstChild;
  for (const node of wanted) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

let lastId = 0;

/** An id that is unique in this page. */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** The address if it is one a reader may safely follow, otherwise undefined. */
export function safeUrl(address) {
  try {
    const url = new URL(address, location.origin);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
