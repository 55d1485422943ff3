/** Opens a side column as a drawer (small screens), or closes it. */
export function toggleDrawer(drawer) {
  const { dataset } = document.body;
  if (dataset.drawer === drawer) {
    delete dataset.drawer;
    return;
  }
  dataset.drawer = drawer;
  const node = document.getElementById(drawer === 'backend' ? 'world' : 'sidebar');
  requestAnimationFrame(() => node.querySelector('a, button')?.focus({ preventScroll: true }));
}

/** Closes an open drawer on Escape or a tap beside it. */
export function mountDrawers(backdrop) {
  backdrop.addEventListener('click', () => delete document.body.dataset.drawer);
  document.addEventListener('keydown', event => {
    const open = document.body.dataset.drawer;
    if (event.key !== 'Escape' || !open || event.defaultPrevented) return;
    delete document.body.dataset.drawer;
    document.querySelector(`.drawer-button-${open}`)?.focus();
  });
}
