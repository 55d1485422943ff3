import { clock, moment } from './dates.js';
import { h, svg } from './dom.js';

const WIDTH = 280;
const HEIGHT = 72;
const FLOOR = 10;

/** The error rate of the last samples as a line: `[{at, percent}]`, oldest first. */
export function errorChart(samples) {
  const list = (samples ?? []).filter(sample => Number.isFinite(Number(sample.percent)));
  const now = list.at(-1);
  const most = Math.max(FLOOR, ...list.map(sample => Math.ceil(sample.percent / 5) * 5));
  const level = !now ? 'none' : now.percent >= 1 ? 'bad' : 'good';
  return h('figure', { class: `chart chart-${level}` },
    h('figcaption', null, h('span', null, 'Error rate'),
      h('strong', { data: { errorRate: now?.percent } }, now ? `${round(now.percent)} %` : 'no reading yet')),
    drawing(list, most, now),
    h('div', { class: 'chart-axis', 'aria-hidden': 'true' },
      h('span', null, list.length > 1 ? timeOf(list[0]) : ''), h('span', null, 'now')));
}

function drawing(list, most, now) {
  const x = index => (list.length < 2 ? WIDTH : (index / (list.length - 1)) * WIDTH);
  const y = percent => HEIGHT - 2 - (Math.min(percent, most) / most) * (HEIGHT - 8);
  const points = list.map((sample, index) => `${x(index).toFixed(1)},${y(sample.percent).toFixed(1)}`);
  const words = now
    ? `Error rate, last ${list.length} samples: now ${round(now.percent)} percent, at most ${round(Math.max(...list.map(one => one.percent)))} percent`
    : 'No error rate yet';
  return svg('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': words, preserveAspectRatio: 'none',
  },
  [0, 0.5, 1].map(part => svg('line', {
    class: 'chart-grid', x1: 0, x2: WIDTH, y1: y(most * part), y2: y(most * part),
  })),
  points.length > 1 && svg('polygon', { class: 'chart-area', points: `0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}` }),
  points.length > 1 && svg('polyline', { class: 'chart-line', points: points.join(' ') }));
}

const round = percent => (percent >= 10 ? Math.round(percent) : Number(Number(percent).toFixed(1)));

function timeOf(sample) {
  const at = moment(sample.at);
  return at ? clock(at) : '';
}
