import { svg } from './dom.js';

/**
 * Drawings of the emoji that carry a state, so that they look alike on every system (many have no
 * colour emoji font). Each is a list of [element, attributes] on a 20 by 20 field.
 */
const WHITE = { fill: 'none', stroke: '#fff', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' };
const INK = { ...WHITE, stroke: '#5b6470', 'stroke-width': 1.6 };

const disc = (fill, stroke) => [['circle', { cx: 10, cy: 10, r: 7.6, fill, stroke, 'stroke-width': 1.2 }]];
const tile = (fill, ...rest) => [['rect', { x: 2, y: 2, width: 16, height: 16, rx: 3.5, fill }], ...rest];
const line = (d, more) => ['path', { d, ...WHITE, ...more }];
const solid = (d, fill) => ['path', { d, fill }];

const paper = [
  ['rect', { x: 4, y: 2, width: 12, height: 16, rx: 1.8, fill: '#f4f1e8', stroke: '#8d8672', 'stroke-width': 1 }],
  line('M6.8 7h6.4M6.8 10h6.4M6.8 13h4', { stroke: '#7d7765', 'stroke-width': 1.3 }),
];
const face = disc('#f4f6f8', '#5b6470');
const glass = [
  solid('M5 2h10v1.8l-1.2.4c0 3-1.5 4.4-2.7 5.8 1.2 1.4 2.7 2.8 2.7 5.8l1.2.4V18H5v-1.8l1.2-.4c0-3 1.5-4.4 2.7-5.8C7.7 8.6 6.2 7.2 6.2 4.2L5 3.8z', '#c08b3e'),
  solid('M7.6 4.8h4.8c-.1 2-1.2 3-2.4 4.3-1.2-1.3-2.3-2.3-2.4-4.3zM10 11c1.3 1.2 2.3 2.3 2.4 4.4H7.6C7.7 13.3 8.7 12.2 10 11z', '#fbe7b8'),
];

const ART = {
  large_green_circle: disc('#2f9e58'),
  red_circle: disc('#d9363e'),
  large_yellow_circle: disc('#f0b429'),
  large_orange_circle: disc('#e8743b'),
  large_blue_circle: disc('#3b7ddd'),
  large_purple_circle: disc('#8a4fbf'),
  white_circle: disc('#f7f8f9', '#8b949e'),
  black_circle: disc('#2b2f36', '#8b949e'),
  radio_button: [...disc('#f7f8f9', '#5b6470'), ['circle', { cx: 10, cy: 10, r: 3.6, fill: '#5b6470' }]],
  white_check_mark: tile('#2f9e58', line('M5.8 10.4l3 3 5.4-6.4')),
  ballot_box_with_check: tile('#3b7ddd', line('M5.8 10.4l3 3 5.4-6.4')),
  heavy_check_mark: [line('M3.5 10.8l4.3 4.3L16.5 5', { stroke: '#2f9e58', 'stroke-width': 3 })],
  x: [line('M4.5 4.5l11 11M15.5 4.5l-11 11', { stroke: '#d9363e', 'stroke-width': 3.2 })],
  no_entry: [...disc('#d9363e'), solid('M5.5 8.5h9v3h-9z', '#fff')],
  no_entry_sign: [['circle', { cx: 10, cy: 10, r: 6.7, fill: 'none', stroke: '#d9363e', 'stroke-width': 2.4 }], line('M5.5 5.5l9 9', { stroke: '#d9363e', 'stroke-width': 2.4 })],
  octagonal_sign: [solid('M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9z', '#d9363e')],
  warning: [solid('M8.6 3.2a1.6 1.6 0 0 1 2.8 0l6.3 11.6a1.6 1.6 0 0 1-1.4 2.4H3.7a1.6 1.6 0 0 1-1.4-2.4z', '#f0b429'), line('M10 7.5v4.2M10 14.3v.1', { stroke: '#3d2f05' })],
  exclamation: [line('M10 3.5v8M10 15.8v.1', { stroke: '#d9363e', 'stroke-width': 3.4 })],
  question: [line('M6.8 6.8a3.2 3.2 0 1 1 4.7 2.8c-1 .5-1.5 1.2-1.5 2.4M10 15.8v.1', { stroke: '#d9363e', 'stroke-width': 2.8 })],
  rotating_light: [solid('M5 13.5V10a5 5 0 0 1 10 0v3.5z', '#d9363e'), solid('M3.5 13.5h13v3.5h-13z', '#5b6470'), line('M10 2v1.4M3.6 4.6l1 1M16.4 4.6l-1 1', { stroke: '#d9363e', 'stroke-width': 1.6 }), line('M8 10.5a2 2 0 0 1 2-2', { 'stroke-width': 1.4 })],
  hourglass: glass,
  hourglass_flowing_sand: glass,
  arrows_counterclockwise: tile('#3b7ddd', line('M6 9.2a4.2 4.2 0 0 1 7.6-1.7M14 10.8a4.2 4.2 0 0 1-7.6 1.7M13.9 4.8v2.8h-2.8M6.1 15.2v-2.8h2.8', { 'stroke-width': 1.6 })),
  leftwards_arrow_with_hook: tile('#3b7ddd', line('M8 5.5L5.5 8 8 10.5M5.5 8h5.7a3 3 0 0 1 0 6H8', { 'stroke-width': 1.7 })),
  rewind: tile('#3b7ddd', solid('M10 6v8l-5-4zM15.2 6v8l-5-4z', '#fff')),
  arrow_forward: tile('#3b7ddd', solid('M7.5 5.6v8.8l6.6-4.4z', '#fff')),
  double_vertical_bar: tile('#3b7ddd', solid('M6.5 5.8h2.5v8.4H6.5zM11 5.8h2.5v8.4H11z', '#fff')),
  black_square_for_stop: tile('#3b7ddd', solid('M6.5 6.5h7v7h-7z', '#fff')),
  arrow_right: tile('#3b7ddd', line('M5.5 10h9M11 6.5l3.5 3.5-3.5 3.5', { 'stroke-width': 1.8 })),
  information_source: tile('#3b7ddd', line('M10 9.2v5M10 6.2v.1')),
  pushpin: [solid('M12.2 2.2l5.6 5.6-1.7.7-3 3-.2 3.2-1.3 1.3-6.6-6.6 1.3-1.3 3.2-.2 3-3z', '#d9363e'), line('M8 12L3 17', { stroke: '#8b949e', 'stroke-width': 1.6 })],
  link: [line('M8.2 11.8l3.6-3.6M9 6.2l1.9-1.9a3.3 3.3 0 0 1 4.7 4.7L13.7 11M11 13.8l-1.9 1.9A3.3 3.3 0 0 1 4.4 11L6.3 9', { stroke: '#6b7886' })],
  memo: [...paper, line('M16.8 8.5l-5.5 6.3-1.6.5.2-1.7L15.5 7.3z', { stroke: '#e08a1e', 'stroke-width': 1.7 })],
  page_facing_up: paper,
  clipboard: [['rect', { x: 3.5, y: 3, width: 13, height: 15, rx: 2, fill: '#b5793a' }], solid('M5.3 5h9.4v11H5.3z', '#f4f1e8'), solid('M7.3 1.8h5.4v3.4H7.3z', '#8b949e'), line('M7.3 8.5h5.4M7.3 11h5.4M7.3 13.5h3.4', { stroke: '#7d7765', 'stroke-width': 1.2 })],
  fire: [solid('M10.3 1.8c.6 3 4.9 5 4.9 9.6A5.3 5.3 0 0 1 10 17.9a5.3 5.3 0 0 1-5.2-5.5c0-2.2 1-3.5 2-4.7.3 1.2.8 1.9 1.6 2.2-.3-3.2.4-6 1.9-8.1z', '#e8633b'), solid('M10.2 10c.4 1.5 2.2 2.3 2.2 4.3a2.4 2.4 0 0 1-4.8.1c0-1.9 1.9-2.6 2.6-4.4z', '#f8c04e')],
  eyes: [['ellipse', { cx: 6, cy: 10, rx: 3.7, ry: 5.2, fill: '#f7f8f9', stroke: '#5b6470' }], ['ellipse', { cx: 14, cy: 10, rx: 3.7, ry: 5.2, fill: '#f7f8f9', stroke: '#5b6470' }], ['circle', { cx: 4.9, cy: 11, r: 1.8, fill: '#2b2f36' }], ['circle', { cx: 12.9, cy: 11, r: 1.8, fill: '#2b2f36' }]],
  lock: [line('M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9', { stroke: '#8b949e' }), solid('M4.5 8.5h11V17h-11z', '#e5a823')],
  bust_in_silhouette: [['circle', { cx: 10, cy: 6.5, r: 3.7, fill: '#6b7fa3' }], solid('M2.8 17.5c.5-4 3.4-6 7.2-6s6.7 2 7.2 6z', '#6b7fa3')],
  busts_in_silhouette: [['circle', { cx: 13.5, cy: 6.2, r: 3, fill: '#93a3bf' }], ['circle', { cx: 7.5, cy: 7, r: 3.4, fill: '#6b7fa3' }], solid('M9 16.5c.3-3.5 2-5.5 4.7-5.5 2.8 0 4.5 2 4.8 5.5z', '#93a3bf'), solid('M1 17.5c.4-3.9 3-5.8 6.5-5.8s6.1 1.9 6.5 5.8z', '#6b7fa3')],
  speech_balloon: [solid('M10 3c4.4 0 7.8 2.6 7.8 6s-3.4 6-7.8 6c-.9 0-1.7-.1-2.5-.3L4 17l.7-3.5C3.1 12.4 2.2 10.8 2.2 9c0-3.4 3.4-6 7.8-6z', '#d3dae3'), line('M6.8 9v.1M10 9v.1M13.2 9v.1', { stroke: '#5b6470' })],
  tada: [solid('M2.2 17.8L6.5 6.7l6.8 6.8z', '#e5a823'), line('M11 5.5c0-1.5.5-2.5 1.5-3M14.5 9c1.5 0 2.5-.3 3.3-1.2', { stroke: '#d9363e', 'stroke-width': 1.6 }), line('M13 7l3.5-3.5M8 3.5v.1M17 12.5v.1', { stroke: '#3b7ddd', 'stroke-width': 1.8 })],
  bell: [solid('M10 2.5c3.3 0 5 2.4 5 5.5 0 3.6 1 4.6 2 6H3c1-1.4 2-2.4 2-6 0-3.1 1.7-5.5 5-5.5z', '#e5a823'), ['circle', { cx: 10, cy: 15.8, r: 1.9, fill: '#b07c10' }]],
  clock3: [...face, line('M10 5.5V10h3.6', INK)],
  stopwatch: [...face, line('M10 5.5V10h3.6M8.5 1.6h3', INK)],
  mag: [['circle', { cx: 8.5, cy: 8.5, r: 5, fill: '#dbe7f5', stroke: '#5b6470', 'stroke-width': 1.8 }], line('M12.3 12.3l4.7 4.7', { stroke: '#5b6470', 'stroke-width': 2.6 })],
  chart_with_upwards_trend: [...tile('#f4f6f8'), line('M4.5 13.5l3.5-4 3 2.5 4.5-6.5', { stroke: '#d9363e', 'stroke-width': 1.7 })],
  chart_with_downwards_trend: [...tile('#f4f6f8'), line('M4.5 6l3.5 4 3-2.5 4.5 6.5', { stroke: '#3b7ddd', 'stroke-width': 1.7 })],
};

export const drawn = new Set(Object.keys(ART));

/** The drawing of an emoji named in `drawn`. */
export function draw(name) {
  return svg('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true', focusable: 'false' },
    ART[name].map(([tag, attributes]) => svg(tag, attributes)));
}
