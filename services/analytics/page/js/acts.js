// What an operator does: take a call, acknowledge, dispatch, close. Every act is the user's own, at the incident service.

import { act, ask } from './api.js';
import { why } from './advice.js';
import * as atlas from './atlas.js';
import { now } from './clock.js';
import { choose, combo, open } from './dialog.js';
import { fill, h, say } from './dom.js';
import { t, word } from './i18n.js';
import { alike, incidents } from './model.js';
import { hasPeer } from './session.js';

const REASONS = ['nearer', 'first_is_busy', 'special_skill', 'commanders_order'];
const OUTCOMES = ['handled', 'false_alarm', 'duplicate', 'transferred'];
const path = (id) => `/v1/incidents/${encodeURIComponent(id)}`;

async function trying(what) {
  if (!hasPeer('incident')) { say(t('said.nopeer'), true); return null; }
  try { return await what(); } catch (error) { say(error.message, true); return null; }
}

/** Acknowledge a task, by default the first that waits, else the first that nobody took in time; in the team's stead. */
export async function acknowledge(incident, task = incident.waiting[0] ?? incident.late[0]) {
  if (!task) { say(t('said.nothing')); return; }
  await step(incident, task, 'acknowledge', t('said.acknowledged'));
}
export function step(incident, task, action, said = t('said.stepped')) {
  return trying(async () => { await act('incident', `${path(incident.id)}/tasks/${encodeURIComponent(task.id)}/${action}`, {}); say(said); });
}

/** Choose a unit out of the recommended and send it; another than the first takes a reason. */
export async function dispatch(incident) {
  const advice = await trying(() => ask('incident', `${path(incident.id)}/recommendations`));
  if (!advice) return;
  const options = advice.items.map((one) => ({
    value: one, disabled: !one.suitable, text: `${one.unit} · ${atlas.team(one.team)} · ${word('state', one.state)}`,
    more: [one.way_seconds === null ? '' : t('send.way', { n: Math.ceil(one.way_seconds / 60) }), one.suitable ? '' : t('send.unfit'), one.why.map(why).join(t('comma'))].filter(Boolean).join(' · '),
  }));
  const one = await choose(t('send.title'), options, { empty: t('send.none'), cancel: t('call.cancel') });
  if (!one) return;
  const first = advice.items.find((each) => each.suitable) === one;
  const reason = first ? '' : await choose(t('send.reason'), REASONS.map((each) => ({ value: each, text: t(`reason.${each}`) })), { cancel: t('call.cancel') });
  if (reason === undefined) return;
  await trying(async () => { await act('incident', `${path(incident.id)}/units`, reason ? { unit: one.unit, reason } : { unit: one.unit }); say(t('said.sent', { unit: one.unit })); });
}

const OUTCOME_CHOICE = () => OUTCOMES.map((each) => ({ value: each, text: t(`outcome.${each}`) }));
const closing = (id, outcome) => act('incident', `${path(id)}/close`, { outcome });

export async function close(incident) {
  const outcome = await choose(t('close.title'), OUTCOME_CHOICE(), { cancel: t('call.cancel') });
  if (outcome) await trying(async () => { await closing(incident.id, outcome); say(t('said.closed')); });
}

const AT_ONCE = 4;
/** Close all of these with one outcome; what fails is left open and told. */
export async function closeAll(all) {
  if (!all.length) { say(t('said.nothingResolved')); return; }
  if (!hasPeer('incident')) { say(t('said.nopeer'), true); return; }
  const outcome = await choose(t('close.all', { n: all.length }), OUTCOME_CHOICE(), { cancel: t('call.cancel') });
  if (!outcome) return;
  const left = [...all]; const wrong = []; let done = 0;
  const work = async () => {
    for (let each = left.shift(); each; each = left.shift()) {
      await closing(each.id, outcome).then(() => { done += 1; }, (error) => wrong.push(error.message));
      if (done % 20 === 0) say(t('said.closing', { done, all: all.length }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  say(wrong.length ? t('said.closedSome', { done, failed: wrong.length, why: wrong[0] }) : t('said.closedAll', { done }), wrong.length > 0);
}

/** Return the incident's history as the incident service has it. */
export async function history(id) { return hasPeer('incident') ? (await ask('incident', `${path(id)}/history`)).items ?? [] : []; }

/** Take a call. grid: chosen on the map before. Returns the id of the incident made, or of the like one that was opened. */
export function takeCall(grid) {
  return open(t('call.title'), (shut) => {
    const like = h('div', { 'aria-live': 'polite' });
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    const check = () => showAlike(like, { grid: place.value, category: category.value }, shut);
    const category = combo({ id: 'call-category', label: t('call.category'), find: atlas.findCategories, changed: check, attributes: { autofocus: true } });
    const place = combo({ id: 'call-place', label: t('call.place'), find: atlas.findPlaces, changed: check });
    if (grid) place.set(grid.code, `${atlas.place(grid.code)} (${grid.code})`);
    const form = h('form', { onsubmit: (event) => { event.preventDefault(); send(form, category, place, wrong, shut); } },
      category.element, place.element, like,
      h('div', { class: 'field' }, h('label', { for: 'call-description', text: t('call.description') }), h('textarea', { id: 'call-description', name: 'description', rows: 3, maxlength: 10000 })),
      h('div', { class: 'pair' }, text('call-name', 'name', t('call.name')), text('call-phone', 'phone', t('call.phone'))),
      h('div', { class: 'pair' }, h('div', { class: 'field' }, h('label', { for: 'call-priority', text: t('call.priority') }), h('select', { id: 'call-priority', name: 'priority' },
        h('option', { value: '', text: t('call.bycategory') }), [1, 2, 3, 4].map((n) => h('option', { value: String(n), text: String(n) })))),
      h('p', { class: 'field' }, h('label', {}, h('input', { type: 'checkbox', name: 'duress' }), ` ${t('call.duress')}`))),
      wrong, h('div', { class: 'acts' }, h('button', { class: 'main', text: t('call.send') }), h('button', { type: 'button', text: t('call.cancel'), onclick: () => shut() })));
    form.addEventListener('keydown', (event) => { if (event.key === 'Enter' && event.ctrlKey) { event.preventDefault(); form.requestSubmit(); } });
    check();
    return form;
  });
}

async function send(form, category, place, wrong, shut) {
  if (!hasPeer('incident')) { wrong.textContent = t('said.nopeer'); return; }
  const said = new FormData(form);
  const typed = category.input.value.trim();
  const body = {
    source: 'call', category: category.value || (typed.match(/^\d{6}/)?.[0] ?? ''), description: said.get('description'),
    place: place.value ? { grid: place.value } : { text: place.input.value.trim() }, reporter: { name: said.get('name'), phone: said.get('phone') },
    duress: said.get('duress') === 'on', ...(said.get('priority') ? { priority: Number(said.get('priority')) } : {}),
  };
  const button = form.querySelector('button.main');
  button.disabled = true;
  try {
    const made = await act('incident', '/v1/incidents', body);
    say(t('said.reported', { n: made.tasks.length }));
    shut(made.id);
  } catch (error) { wrong.textContent = error.message; button.disabled = false; }
}

function text(id, name, label) { return h('div', { class: 'field' }, h('label', { for: id, text: label }), h('input', { id, name, maxlength: 200, autocomplete: 'off' })); }

function showAlike(place, call, shut) {
  const found = call.grid || call.category ? alike(call, incidents(), now()) : [];
  fill(place, found.length ? [h('h3', { text: t('call.like') }), h('ul', { class: 'rows', id: 'alike' }, found.map((each) => h('li', {},
    h('button', { type: 'button', onclick: () => shut(each.id) }, t('call.open')), ` ${atlas.category(each.category)} · ${atlas.place(each.region)} · ${word('state', each.state)}`)))]
    : call.grid || call.category ? h('p', { class: 'dim', text: t('call.unlike') }) : null);
}
