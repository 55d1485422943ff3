import { svg } from './dom.js';

const PATHS = {
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M11.5 4.5L6 10l5.5 5.5',
  send: 'M3.5 3.8l13.2 6.2-13.2 6.2 2-6.2zM5.5 10h5',
  thread: 'M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5zM7 8h6M7 10.7h4',
  link: 'M8.2 11.8l3.6-3.6M9 6.6l1.8-1.8a3.1 3.1 0 0 1 4.4 4.4L13.4 11M11 13.4l-1.8 1.8a3.1 3.1 0 0 1-4.4-4.4L6.6 9',
  pin: 'M12 3.2l4.8 4.8-2 .5-2.6 2.6-.3 3-1.2 1.2-6-6 1.2-1.2 3-.3 2.6-2.6zM7.4 12.6L3.6 16.4',
  sun: 'M10 6.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.4 4.4l1.1 1.1M14.5 14.5l1.1 1.1M4.4 15.6l1.1-1.1M14.5 5.5l1.1-1.1',
  moon: 'M16.5 11.9A7 7 0 0 1 8.1 3.5a7 7 0 1 0 8.4 8.4z',
  help: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM7.9 8a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.5M10 13.8v.1',
  reset: 'M4.2 4.4v4h4M4.6 8.4A6.2 6.2 0 1 1 4 11.6',
  pulse: 'M2 10.5h3.6l2-5.6 3.9 10.2 2.2-6.1.9 1.5H18',
  hash: 'M7.6 3.5L6 16.5M14 3.5l-1.6 13M3.8 7.5h13M3.2 12.5h13',
  lock: 'M5 9h10v7.5H5zM7 9V6.6a3 3 0 0 1 6 0V9',
  archive: 'M3.5 4h13v3.5h-13zM4.8 7.5v8.5h10.4V7.5M8 10.5h4',
  download: 'M10 3.5v8.8M6.3 8.8L10 12.5l3.7-3.7M4 16.2h12',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  arrowDown: 'M10 4v11.5M5.5 11L10 15.5l4.5-4.5',
  check: 'M4.5 10.5l3.6 3.6 7.4-8',
  file: 'M5.5 2.8h6l3.5 3.5v10.9h-9.5zM11.3 3v3.6h3.6M7.6 10.2h5M7.6 13h5',
  people: 'M7.4 9.4a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM2.6 16c.3-3 2.2-4.6 4.8-4.6s4.5 1.6 4.8 4.6M13 9.2a2.2 2.2 0 1 0-.6-4.3M14.2 11.6c1.9.4 3 1.9 3.2 4.2',
  eye: 'M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM10 7.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6z',
  external: 'M11.5 3.8h4.7v4.7M16 4l-6.6 6.6M8.5 5H4.5v10.5H15v-4',
  alert: 'M10 3.2l7.3 13H2.7zM10 8.2v3.8M10 14v.1',
  bot: 'M4.6 4.2v4.2h4.2M4.9 8.2A6 6 0 1 1 4.3 12',
};

/** A 20 by 20 line icon in the colour of the text around it; hidden from screen readers. */
export function icon(name) {
  const node = svg('svg', {
    viewBox: '0 0 20 20', class: `icon icon-${name}`, 'aria-hidden': 'true', focusable: 'false',
  }, svg('path', { d: PATHS[name] }));
  return node;
}

/** Three dots, filled: the mark of a menu. */
export function moreIcon() {
  return svg('svg', { viewBox: '0 0 20 20', class: 'icon icon-more', 'aria-hidden': 'true' },
    [4.5, 10, 15.5].map(x => svg('circle', { cx: x, cy: 10, r: 1.5 })));
}
