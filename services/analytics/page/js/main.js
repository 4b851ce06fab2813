// Starts the page: signs in, follows the board, shows a view, hears keys.

import * as acts from './acts.js';
import { AlertsView } from './alerts.js';
import { get, stream } from './api.js';
import * as atlas from './atlas.js';
import { CasesView } from './cases.js';
import { dayTime, now, setServerTime, setZone } from './clock.js';
import { open } from './dialog.js';
import { fill, h, say } from './dom.js';
import { FiguresView } from './figures.js';
import { apply, t, toggle } from './i18n.js';
import { incidents } from './model.js';
import { NowView } from './now.js';
import { PlatformView } from './platform.js';
import { RosterView } from './roster.js';
import * as session from './session.js';
import { items, replace, take, watch } from './store.js';
import { follow } from './stream.js';
import { UnitsView } from './units.js';
import { WarningsView } from './warnings.js';

const VIEWS = { now: NowView, units: UnitsView, alerts: AlertsView, cases: CasesView, roster: RosterView, warnings: WarningsView, figures: FiguresView, platform: PlatformView };
const RELEASES_MS = 60000;
const state = { name: 'now', chosen: '', filter: '', grid: undefined, link: 'off' };
let view;
let following;

const at = (id) => document.getElementById(id);

function show(name) {
  state.name = name;
  view?.close();
  view = new VIEWS[name](state);
  at('main').replaceChildren(view.element);
  at('main').dataset.view = name;
  at('main').setAttribute('aria-label', t(`view.${name}`));
  at('main').scrollTop = 0;
  history.replaceState(null, '', `#${name}`);
  frame();
}

/** Draw what stands around the view. */
function frame() {
  apply();
  fill(at('views'), Object.keys(VIEWS).map((name, n) => h('button', { type: 'button', 'data-key': name, 'aria-current': name === state.name ? 'page' : null, onclick: () => show(name) }, h('kbd', { text: String(n + 1) }), ` ${t(`view.${name}`)}`)));
  at('views').querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  const { region, sub } = session.claims();
  at('place').textContent = [atlas.place(region) || region, sub].filter(Boolean).join(' · ');
  at('call').hidden = !session.may('intake', 'dispatcher');
  link(state.link);
}
function link(word) { state.link = word; at('link').textContent = t(`link.${word}`); at('link').classList.toggle('on', word === 'on'); }

const singleKeys = () => localStorage.getItem('lianfang.keys') !== 'off';
function help() {
  const rows = [['n', 'n'], ['j k ↑ ↓', 'jk'], ['a', 'a'], ['d', 'd'], ['c', 'c'], ['Shift+C', 'C'], ['/', 'slash'], ['m', 'm'], ['1…8', 'views'], ['Enter', 'enter'], ['u', 'u'], ['[ ]', 'brackets'], ['x', 'x'], ['l', 'l'], ['?', 'help']];
  return open(t('keys.title'), (close) => [h('table', { 'aria-label': t('keys.title') }, h('tbody', {}, rows.map(([key, name]) => h('tr', {}, h('th', { scope: 'row' }, h('kbd', { text: key })), h('td', { text: t(`key.${name}`) }))))),
    h('p', {}, h('label', {}, h('input', { type: 'checkbox', checked: singleKeys(), onchange: (event) => localStorage.setItem('lianfang.keys', event.target.checked ? 'on' : 'off') }), ` ${t('keys.on')}`)),
    h('button', { type: 'button', text: t('keys.close'), onclick: () => close() })]);
}

async function takeCall() {
  const id = await acts.takeCall(state.grid);
  if (!id) return;
  if (state.name !== 'now') show('now');
  state.chosen = id;
  if (items('incident').has(id)) view.choose(id); else wanted = id;
}
let wanted = '';

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]') || !session.token()) return;
  const typing = event.target.matches?.('input:not([type=checkbox]), select, textarea');
  if (typing) { if (event.key === 'Escape' || (event.key === 'Enter' && event.target.id === 'filter')) event.target.blur(); return; }
  if (event.key === 'Enter' && event.target.matches?.('button, a, summary')) return;
  if (!singleKeys() && event.key !== '?' && !event.key.startsWith('Arrow')) return;
  const name = Object.keys(VIEWS)[Number(event.key) - 1];
  if (name) show(name);
  else if (event.key === 'n' && !at('call').hidden) takeCall();
  else if (event.key === 'l') speak();
  else if (event.key === '?') help();
  else if (!view?.key(event)) return;
  event.preventDefault();
});
function speak() { toggle(); show(state.name); }
at('call').addEventListener('click', takeCall);
at('language').addEventListener('click', speak);
at('help').addEventListener('click', help);
at('leave').addEventListener('click', () => { session.signOut(); following?.abort(); location.reload(); });

/** Follow a link within the page: #figures, or #now/<incident>. */
function go() {
  const [name, id] = location.hash.slice(1).split('/');
  if (!VIEWS[name] || !session.token()) return;
  if (id) state.chosen = decodeURIComponent(id);
  if (name !== state.name || id) show(name);
}
addEventListener('hashchange', go);

let announced = null;
watch((kinds) => {
  if (kinds.has('incident')) announce();
  if (wanted && items('incident').has(wanted) && view instanceof NowView) { state.chosen = wanted; wanted = ''; view.update(); view.choose(state.chosen); }
  view?.changed(kinds);
  if (kinds.has('atlas')) frame();
});
/** Say aloud that something urgent came in; not what was there when the page began. */
function announce() {
  const urgent = incidents().filter((each) => each.priority === 1);
  if (announced) for (const each of urgent) if (!announced.has(each.id)) say(t('said.new', { what: `${atlas.category(each.category)} ${atlas.place(each.region)}` }));
  if (announced || state.link === 'on') announced = new Set(urgent.map((each) => each.id));
}

async function snapshot() {
  const board = await get('/v1/board');
  setServerTime(board.now);
  replace(board.items);
  if (board.cut) say(t('cut'), true);
  return board.cursor;
}

async function start() {
  following?.abort();
  following = new AbortController();
  const { signal } = following;
  atlas.load().catch((error) => say(error.message, true));
  clearInterval(start.releases);
  start.releases = setInterval(() => atlas.load().catch(() => {}), RELEASES_MS);
  const [name, id] = location.hash.slice(1).split('/');
  if (id) state.chosen = decodeURIComponent(id);
  show(VIEWS[name] ? name : 'now');
  await follow({
    signal, snapshot, take, open: (cursor, link_) => stream(`/v1/live?cursor=${encodeURIComponent(cursor)}`, link_),
    state: (word, error) => { link(word); if (word === 'on') announce(); if (error) { say(error.message, true); session.signOut(); signIn(); } },
  });
}

async function signIn() {
  const done = await open(t('sign.title'), (close) => {
    const wrong = h('p', { class: 'wrong', role: 'alert' });
    return h('form', { onsubmit: (event) => { event.preventDefault(); session.signIn(event.target.elements.token.value); if (session.claims().exp) close(true); else { session.signOut(); wrong.textContent = t('sign.bad'); } } },
      h('div', { class: 'field' }, h('label', { for: 'token', text: t('sign.token') }), h('input', { id: 'token', name: 'token', type: 'password', required: true, autocomplete: 'off', autofocus: true }), h('span', { class: 'dim', text: t('sign.hint') })),
      wrong, h('button', { class: 'main', text: t('sign.go') }));
  });
  if (done) start(); else signIn();
}

setInterval(() => { at('clock').textContent = dayTime(now()); view?.tick?.(); }, 1000);
apply();
link('off');
const said = await get('/v1/page').catch(() => ({}));
session.setPeers(said.peers ?? {});
setZone(said.timezone);
if (session.token()) start(); else signIn();
