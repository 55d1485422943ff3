import { setFault } from './api.js';
import { errorChart } from './chart.js';
import { moment } from './dates.js';
import { h, reconcile, safeUrl } from './dom.js';
import { icon } from './icons.js';
import { store, subscribe } from './store.js';
import { playedNote } from './played.js';
import { flagCard, openRun, runCard, since } from './shop.js';
import { reportFailure } from './toast.js';

const KINDS = {
  worker: 'Worker', pages: 'Pages', deployment: 'Deployment', stateful_set: 'StatefulSet', daemon_set: 'DaemonSet', other: 'Service',
};

/** The right column: services, their health, and the faults. */
export function mountBackend(root) {
  const services = h('ul', { class: 'services' });
  const chart = h('div', { class: 'backend-chart' });
  const faults = h('ul', { class: 'faults' });
  const played = h('section', { class: 'played', 'aria-label': 'What is played', hidden: true });
  const flags = h('ul', { class: 'services' });
  const runs = h('ul', { class: 'services' });
  const runsPart = h('section', { 'aria-labelledby': 'runs-title', hidden: true },
    h('h3', { id: 'runs-title' }, 'Workflow runs'), runs);
  const groups = h('div', { class: 'fault-groups' });
  const calls = h('ol', { class: 'calls', reversed: true });
  const callCount = h('span', { class: 'count' });
  const transport = h('p', { class: 'backend-foot' });
  root.replaceChildren(
    h('header', { class: 'backend-head' }, h('div', null, h('h2', null, 'The world'),
      h('p', null, 'As people outside see it')),
    h('button', {
      class: 'icon-button backend-close', type: 'button', 'aria-label': 'Close the world',
      on: { click: () => delete document.body.dataset.drawer },
    }, icon('close'))),
    h('div', { class: 'backend-body' },
      played, h('div', { class: 'backend-services' }, services, flags), runsPart, chart,
      h('section', { 'aria-labelledby': 'faults-title' }, h('h3', { id: 'faults-title' }, 'Break something'), faults, groups),
      h('details', { class: 'provider' }, h('summary', null, 'Provider calls ', callCount), calls),
      transport));

  function draw() {
    const { backend } = store;
    if (!backend) return;
    reconcile(services, backend.services ?? [], {
      key: one => one.id, sig: one => JSON.stringify(one), create: serviceCard,
    });
    const cards = { key: one => one.id, sig: one => JSON.stringify(one) };
    reconcile(flags, backend.flags ?? [], { ...cards, create: flagCard });
    reconcile(runs, backend.runs ?? [], { ...cards, create: runCard });
    runsPart.hidden = !backend.runs?.length;
    chart.hidden = !backend.errorRate;
    if (backend.errorRate) chart.replaceChildren(errorChart(backend.errorRate));
    played.hidden = !backend.played;
    if (backend.played) played.replaceChildren(...playedNote(backend.played));
    const all = backend.faults ?? [];
    drawFaults(faults, all.filter(one => !one.group));
    reconcile(groups, [...new Set(all.map(one => one.group).filter(Boolean))], {
      key: name => name, sig: name => name, create: faultGroup,
    });
    for (const group of groups.children) drawFaults(group.querySelector('.faults'), all.filter(one => one.group === group.dataset.group));
    const list = backend.providerCalls ?? [];
    callCount.textContent = String(list.length);
    calls.replaceChildren(...[...list].reverse().map(callRow));
    transport.textContent = store.transport === 'socket'
      ? 'The bot is connected by Socket Mode.' : 'The bot is reached over signed HTTP.';
  }
  subscribe(['backend', 'user'], draw);
  draw();
  openRun(runs);
}

function faultGroup(name) {
  return h('details', { class: 'provider', data: { group: name } },
    h('summary', null, name), h('ul', { class: 'faults' }));
}

function drawFaults(list, faults) {
  reconcile(list, faults, {
    key: one => one.id, sig: one => JSON.stringify([one.label, one.description, one.target]),
    create: faultRow,
  });
  for (const fault of faults) showFault(list, fault);
}

function serviceCard(service) {
  const live = service.live ?? {};
  const href = service.url && safeUrl(service.url);
  return h('li', { class: `service ${service.healthy ? 'up' : 'down'}`, data: { service: service.id, healthy: String(service.healthy) } },
    h('div', { class: 'service-head' },
      h('span', { class: 'service-dot', 'aria-hidden': 'true' }),
      h('span', { class: 'service-name' }, service.kind === 'other' ? service.name : service.id),
      h('span', { class: 'service-kind' }, KINDS[service.kind] ?? service.kind),
      h('span', { class: 'service-health' }, service.healthy ? 'Healthy' : 'Failing')),
    service.live && h('div', { class: 'service-live' },
      h('span', { class: 'version', title: live.id }, live.label ?? live.id ?? 'nothing live'), ' live ', since(live.since),
      live.author && ` by ${live.author}`),
    live.message && h('div', { class: 'service-message' }, live.message),
    (service.health || href) && h('div', { class: 'service-probe' },
      h('code', null, probeWords(service.health)),
      href && h('a', { href, target: '_blank', rel: 'noopener noreferrer', 'aria-label': `Open ${service.name}`, title: service.name }, icon('external'))));
}

function probeWords(health) {
  if (!health) return 'not probed yet';
  const body = typeof health.body === 'string' ? health.body : JSON.stringify(health.body ?? '');
  const time = Number.isFinite(health.latency_ms) ? ` in ${health.latency_ms} ms` : '';
  return `${health.status}${time} ${body}`;
}

function faultRow(fault) {
  const labelId = `fault-${fault.id}`;
  const button = h('button', {
    class: 'switch', type: 'button', role: 'switch', 'aria-checked': 'false', 'aria-labelledby': labelId,
    'aria-describedby': `${labelId}-note`, data: { fault: fault.id },
    on: { click: () => flip(fault.id, button) },
  });
  return h('li', { class: 'fault' },
    h('label', { class: 'fault-text', on: { click: () => button.click() } },
      h('span', { id: labelId, class: 'fault-label' }, fault.label ?? fault.id),
      h('span', { id: `${labelId}-note`, class: 'fault-note' }, fault.description,
        fault.target && ` (${fault.target})`)), button);
}

async function flip(id, button) {
  const on = button.getAttribute('aria-checked') !== 'true';
  button.disabled = true;
  const answer = await setFault(id, on);
  button.disabled = false;
  if (!answer.ok) {
    reportFailure(answer);
    return;
  }
  const fault = store.backend?.faults?.find(one => one.id === id);
  if (fault && !fault.action) fault.on = answer.on ?? on;
  if (fault) showFault(button.closest('.faults'), fault);
}

function showFault(list, fault) {
  const button = list?.querySelector(`[data-fault="${CSS.escape(fault.id)}"]`);
  button?.setAttribute('aria-checked', String(Boolean(fault.on)));
  button?.closest('.fault').classList.toggle('on', Boolean(fault.on));
}

function callRow(call) {
  const at = moment(call.at);
  const bad = call.status >= 400 || !call.status;
  return h('li', { class: bad ? 'call-bad' : '' },
    h('span', { class: 'call-status' }, String(call.status || 'cut')),
    h('span', { class: 'call-method' }, call.method),
    h('span', { class: 'call-path', title: call.path }, call.path),
    h('time', { datetime: at?.toISOString() }, at ? at.toLocaleTimeString('en-GB') : ''));
}
