/** The sandbox's page API. Every answer is a value: a lost connection is `{ok:false}` as well. */

const ANSWER_LIMIT_MS = 15_000;
const RETRY_MS = 1_500;
const HIDDEN_PAUSE_MS = 5 * 60_000;
const EVENTS = [
  'message', 'message_changed', 'message_deleted', 'channel', 'views', 'backend', 'notice', 'reset',
];

/** The state for `user`. Throws when the sandbox does not answer. */
export async function loadState(user) {
  const query = user ? `?user=${encodeURIComponent(user)}` : '';
  const response = await fetch(`/page/state${query}`, { cache: 'no-store' });
  if (!response.ok) throw new Error(`The sandbox answered ${response.status}`);
  return response.json();
}

/** Performs an action as `user`; returns `{ok, error?, shown?, errors?, options?}`. */
export function act(user, what) {
  return post('/page/act', { user, ...what });
}

/** Turns one fault on or off. */
export function setFault(id, on) {
  return post('/page/faults', { id, on });
}

/** As a person at GitHub: `approve`, `reject` or `cancel` a workflow run. */
export function decideRun(id, decision) {
  return post('/page/runs', { id, decision });
}

/** Resets the sandbox. */
export function reset() {
  return post('/page/reset', {});
}

async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const answer = await response.json().catch(() => ({}));
    if (response.ok) return { ok: true, ...answer };
    return { shown: `The sandbox answered ${response.status}`, ...answer, ok: false };
  } catch (problem) {
    const late = problem.name === 'TimeoutError';
    return {
      ok: false,
      error: late ? 'timeout' : 'connection',
      shown: late ? 'The sandbox did not answer in time.' : 'The sandbox cannot be reached.',
    };
  }
}

/**
 * Follows the live events of `user` until `close()`. `onOpen` is called on every (re)connection, so
 * that the state can be read afresh; `onLost` when the connection breaks.
 * @param {string} user
 * @param {{onOpen: Function, onLost: Function, onEvent: (name: string, data: Object) => void}} to
 */
export function follow(user, to) {
  let source;
  let timer;
  let closed = false;

  function open() {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(`/page/events?user=${encodeURIComponent(user)}`);
    source.addEventListener('open', to.onOpen);
    source.addEventListener('error', lost);
    for (const name of EVENTS) {
      source.addEventListener(name, event => {
        if (typeof event.data === 'string') to.onEvent(name, JSON.parse(event.data || '{}'));
      });
    }
  }

  function lost() {
    if (closed) return;
    to.onLost();
    if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS);
  }

  // A browser opens six connections to one host: hidden tabs must close theirs.
  function visibility() {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => source.close(), HIDDEN_PAUSE_MS);
    else if (source.readyState === EventSource.CLOSED) open();
  }

  document.addEventListener('visibilitychange', visibility);
  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source.close();
      document.removeEventListener('visibilitychange', visibility);
    },
  };
}
