import { decideRun } from './api.js';
import { ago, fullDate, moment } from './dates.js';
import { h } from './dom.js';
import { toggleDrawer } from './drawers.js';
import { reportFailure } from './toast.js';

const RUN_PAGE = /^\/github\/[^/]+\/[^/]+\/actions\/runs\/(\d+)$/;

/** How GitHub's words for runs and jobs read, and whether one is good or bad. */
const STATES = {
  queued: ['Queued'], in_progress: ['Running'], waiting: ['Waits for an approval', 'waits', 'Waits'],
  success: ['Succeeded', 'up'], failure: ['Failed', 'down'], cancelled: ['Cancelled', 'down'],
  skipped: ['Skipped', 'down'],
};

/** A feature flag and whether it is on. */
export function flagCard(flag) {
  return h('li', { class: 'service feature', data: { flag: flag.id, on: String(flag.on) } },
    h('div', { class: 'service-head' },
      h('span', { class: 'service-name' }, flag.id),
      h('span', { class: 'service-kind' }, 'Feature flag'),
      h('span', { class: 'feature-state' }, flag.on ? 'On' : 'Off')),
    h('div', { class: 'service-live' }, flag.on ? 'switched on ' : 'switched off ', since(flag.since)));
}

/** A workflow run with its jobs, and what a person at GitHub can do with it. */
export function runCard(run) {
  const [words, look, short = words] = STATES[run.state] ?? [run.state];
  return h('li', { class: `service run ${look ?? ''}`, data: { run: run.id, state: run.state } },
    h('div', { class: 'service-head' },
      h('span', { class: 'service-name' }, run.workflow),
      h('span', { class: 'service-kind' }, 'Workflow'),
      h('span', { class: 'service-health' }, short)),
    h('div', { class: 'service-live' }, run.title, ', ', since(run.since)),
    h('div', { class: 'service-live' }, run.jobs.map(job => `${job.name}: ${(STATES[job.state] ?? [job.state])[0]}`).join(' · ')),
    decisions(run));
}

function decisions(run) {
  const waits = run.state === 'waiting';
  const goesOn = waits || run.state === 'queued' || run.state === 'in_progress';
  const all = [...(waits ? ['approve', 'reject'] : []), ...(goesOn ? ['cancel'] : [])];
  return all.length > 0 && h('div', { class: 'run-decisions' },
    all.map(one => h('button', {
      class: 'link-button', type: 'button', data: { decision: one }, on: { click: event => decide(run.id, one, event.currentTarget) },
    }, one[0].toUpperCase() + one.slice(1))));
}

async function decide(id, decision, button) {
  button.disabled = true;
  const answer = await decideRun(id, decision);
  button.disabled = false;
  if (!answer.ok) reportFailure(answer);
}

/** If the address is that of a run, shows it. */
export function openRun(list) {
  const id = RUN_PAGE.exec(location.pathname)?.[1];
  const card = id && list.querySelector(`[data-run="${CSS.escape(id)}"]`);
  if (!card) return;
  if (matchMedia('(max-width: 1199px)').matches) toggleDrawer('backend');
  card.scrollIntoView({ block: 'nearest' });
  card.classList.add('pointed');
}

/** How long ago a time was, kept up to date. */
export function since(value) {
  const date = moment(value);
  if (!date) return '';
  return h('time', {
    datetime: date.toISOString(), title: fullDate(date), data: { ago: `${date.getTime() / 1000}|` },
  }, ago(date));
}
