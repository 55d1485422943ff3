import { h, uniqueId } from './dom.js';

/** Places a popover at its anchor, inside the window, above or below as fits. */
export function place(popup, anchor, { match = false } = {}) {
  const edge = 8;
  const box = anchor.getBoundingClientRect();
  if (match) popup.style.setProperty('min-width', `${box.width}px`);
  const { offsetWidth: width, offsetHeight: height } = popup;
  const below = window.innerHeight - box.bottom - edge;
  const top = below >= height || below >= box.top - edge ? box.bottom + 4 : box.top - height - 4;
  const left = Math.min(box.left, window.innerWidth - width - edge);
  popup.style.setProperty('left', `${Math.max(edge, left)}px`);
  popup.style.setProperty('top', `${Math.max(edge, top)}px`);
}

/**
 * Opens a menu at its button; arrow keys move, Escape closes.
 * @param {HTMLElement} anchor the button, which keeps aria-expanded
 * @param {{content, note?: string, href?: string, run?: Function}[]} items
 */
export function openMenu(anchor, items) {
  if (anchor.getAttribute('aria-expanded') === 'true') return;
  const id = uniqueId('menu');
  const rows = items.map(item => h(item.href ? 'a' : 'button', {
    class: 'menu-item', role: 'menuitem', tabindex: '-1',
    ...(item.href ? { href: item.href, target: '_blank', rel: 'noopener noreferrer' } : { type: 'button' }),
    on: {
      click: () => {
        close();
        item.run?.();
      },
    },
  }, h('span', null, item.content), item.note && h('span', { class: 'menu-note' }, item.note)));
  const popup = h('div', {
    id, class: 'popup menu', role: 'menu', popover: 'manual', on: { keydown: keys },
  }, rows);

  function close(refocus = true) {
    document.removeEventListener('pointerdown', outside, true);
    window.removeEventListener('resize', follow);
    document.removeEventListener('scroll', follow, true);
    anchor.setAttribute('aria-expanded', 'false');
    popup.remove();
    if (refocus) anchor.focus();
  }
  function outside(event) {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) close(false);
  }
  const follow = () => place(popup, anchor);
  function keys(event) {
    const at = rows.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to !== undefined) rows[(to + rows.length) % rows.length].focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  anchor.setAttribute('aria-expanded', 'true');
  anchor.setAttribute('aria-controls', id);
  anchor.after(popup);
  popup.showPopover();
  place(popup, anchor);
  rows[0]?.focus({ preventScroll: true });
  document.addEventListener('pointerdown', outside, true);
  window.addEventListener('resize', follow);
  document.addEventListener('scroll', follow, true);
}
