// An incident's history in words: who did what when. The service tells actors and verbs as words of its own.

import * as atlas from './atlas.js';
import { time } from './clock.js';
import { h } from './dom.js';
import { t, word } from './i18n.js';

const APART_MS = 60000;

/** Return the list items of a history {at, actor, what, task, device_time, note}. */
export function lines(history, it) {
  const teams = new Map(it.tasks.map((task) => [task.id, task.team]));
  const told = history.some((line) => line.what === 'reported') || !it.opened ? [] : [{ at: new Date(it.opened).toISOString(), actor: '', what: 'reported', note: it.source }];
  return [...told, ...history].map((line) => {
    const actor = who(line.actor);
    const team = line.task ? atlas.team(teams.get(line.task) ?? '') : '';
    const far = line.device_time && Math.abs(Date.parse(line.device_time) - Date.parse(line.at)) > APART_MS;
    return h('li', { 'data-what': line.what }, h('time', { datetime: line.at, text: time(line.at) }), team || actor ? h('strong', { text: team || actor }) : null, ` ${word('did', line.what)}`,
      [noted(line), team && actor !== team ? actor : '', far ? t('device', { time: time(line.device_time) }) : ''].filter(Boolean).map((said) => h('span', { class: 'dim', text: ` · ${said}` })));
  });
}

/** Return who it was: a team's name, the system, or the user as signed in. */
export function who(actor) {
  const said = String(actor ?? '');
  if (said.startsWith('team-')) return atlas.team(said.slice(5));
  if (said === 'timer') return t('actor.timer');
  if (/^(svc|system)([-.]|$)/.test(said)) return t('actor.service');
  return said;
}

function noted(line) {
  if (!line.note) return '';
  if (line.what === 'reported') return word('source', line.note);
  if (line.what === 'closed') return word('outcome', line.note);
  if (line.what === 'place_corrected') return atlas.place(line.note);
  if (line.what.startsWith('unit_')) return line.note.split(/(; | )/).map((part) => (/^\d{6}\./.test(part) ? atlas.team(part) : word('reason', part))).join('');
  return word('note', line.note);
}
