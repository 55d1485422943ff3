import { h } from './dom.js';

/** What somebody who plays their own runbooks must know: what is real here, and what is not. */
export function playedNote(played) {
  const hosts = played.hosts.length > 0
    && h('p', null, 'Answered here, whatever is called: ', list(played.hosts), '. None of them is reached.');
  const programs = played.programs.length > 0 && (played.programsRun
    ? h('p', { class: 'played-real' }, 'Really run on this machine: ', list(played.programs), '.')
    : h('p', null, 'Not run: ', list(played.programs), '. A stand-in says so and does nothing.'));
  return [
    h('h3', null, 'Your runbooks'),
    h('p', null, h('code', null, played.source)),
    hosts, programs,
    h('p', null, 'Every service begins with a bad release. A service whose versions the bot can’t read gets well when a job has ended well.'),
  ].filter(Boolean);
}

const list = names => names.map((name, i) => [i > 0 && ', ', h('code', null, name)]);
