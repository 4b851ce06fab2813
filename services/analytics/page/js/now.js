// The main view: the map, the list with deadlines counting down, and the chosen incident.

import * as acts from './acts.js';
import * as atlas from './atlas.js';
import { countdown, now, time, urgency } from './clock.js';
import { fill, h } from './dom.js';
import { t, word } from './i18n.js';
import { GridMap } from './map.js';
import { incidents, others, units } from './model.js';
import { may } from './session.js';

const SIGNS = { 1: '◆', 2: '▲', 3: '●', 4: '○' };
const SHOWN = 200;

export class NowView {
  constructor(state) {
    this.state = state; // {chosen, filter, grid}: outlives the view
    this.map = new GridMap({ picked: (id) => this.choose(id), pointed: (grid) => { state.grid = grid; } });
    this.filter = h('input', { id: 'filter', type: 'search', 'aria-label': t('filterLabel'), placeholder: t('filter'), value: state.filter ?? '', oninput: () => { state.filter = this.filter.value; this.update(); } });
    this.list = h('ul', { class: 'rows', role: 'listbox', id: 'incidents', tabindex: 0, 'aria-label': t('incidents') });
    this.count = h('h2', {});
    this.detail = h('section', { class: 'panel', id: 'detail', 'aria-label': t('incident') });
    this.element = h('div', { class: 'now' }, this.map.element, h('section', { class: 'panel', 'aria-label': t('incidents') }, this.count, this.filter, this.list), this.detail);
    this.rows = new Map(); this.history = null;
    this.map.reload();
    this.update();
  }
  close() { this.map.close(); }

  changed(kinds) {
    if (kinds.has('atlas')) this.map.reload();
    if (['incident', 'unit', 'gap', 'atlas'].some((kind) => kinds.has(kind))) this.update();
  }

  update() {
    this.all = incidents();
    const wanted = (this.state.filter ?? '').trim().toLowerCase();
    this.shown = this.all.filter((each) => !wanted || this.text(each).toLowerCase().includes(wanted)).slice(0, SHOWN);
    if (!this.all.some((each) => each.id === this.state.chosen)) { if (this.state.chosen) this.history = null; this.state.chosen = this.shown[0]?.id ?? ''; }
    this.count.textContent = `${t('incidents')} ${this.all.length}`;
    this.rows = new Map(this.shown.map((each) => [each.id, this.row(each)]));
    fill(this.list, this.shown.length ? [...this.rows.values()] : h('li', { role: 'option', 'aria-selected': 'false', class: 'dim', text: t('none') }));
    this.list.toggleAttribute('aria-activedescendant', false);
    if (this.rows.has(this.state.chosen)) this.list.setAttribute('aria-activedescendant', `incident-${this.state.chosen}`);
    this.map.show({ incidents: this.all, units: units(), gaps: others('gap'), chosen: this.state.chosen });
    this.show();
    this.tick();
  }
  text(each) { return `${atlas.category(each.category)} ${each.category} ${atlas.place(each.region)} ${each.region} ${each.tasks.map((task) => atlas.team(task.team)).join(' ')} ${word('state', each.state)}`; }

  row(each) {
    const sign = h('span', { class: `shape p${each.priority}`, text: SIGNS[each.priority] ?? '○', 'aria-hidden': 'true' });
    const more = [`${t('priority')} ${each.priority}`, atlas.place(each.region) || t('unplaced'), word('state', each.state), word('source', each.source), each.ring ? t('ring', { n: each.ring }) : '', each.restricted ? t('restricted') : '', each.body.duress ? t('duress') : ''];
    return h('li', { class: 'row', role: 'option', id: `incident-${each.id}`, 'aria-selected': String(each.id === this.state.chosen), onclick: () => this.choose(each.id) },
      sign, h('span', { class: 'what', text: atlas.category(each.category) || each.id }), h('span', { class: 'due' }), h('span', { class: 'more', text: more.filter(Boolean).join(' · ') }));
  }

  /** Once a second: the deadlines only, so that the rest stays as it is under people's eyes and fingers. */
  tick() {
    const at = now();
    for (const each of this.shown) {
      const place = this.rows.get(each.id)?.querySelector('.due');
      if (!place) continue;
      const said = each.due ? `${t(`due.${each.due.kind}`)} ${countdown(each.due.at, at)}` : '';
      if (place.textContent !== said) place.textContent = said;
      place.className = `due ${each.due ? urgency(each.due.at, each.due.from, at) : ''}`;
    }
  }

  get chosen() { return this.all.find((each) => each.id === this.state.chosen); }
  choose(id) {
    this.state.chosen = id; this.history = null;
    for (const [each, row] of this.rows) row.setAttribute('aria-selected', String(each === id));
    this.rows.get(id)?.scrollIntoView({ block: 'nearest' });
    this.list.setAttribute('aria-activedescendant', `incident-${id}`);
    this.map.show({ ...this.map.things, chosen: id });
    this.show();
  }
  step(by) {
    if (!this.shown.length) return;
    const at = this.shown.findIndex((each) => each.id === this.state.chosen);
    this.choose(this.shown[Math.min(Math.max(at + by, 0), this.shown.length - 1)].id);
  }

  show() {
    const it = this.chosen;
    if (!it) { fill(this.detail, h('h2', { text: t('incident') }), h('p', { class: 'dim', text: t('pick') })); return; }
    const version = `${it.id}/${it.body.state_at}/${it.tasks.map((task) => task.state).join()}`;
    if (this.version !== version || !this.history) { this.version = version; this.load(it.id, version); }
    fill(this.detail, h('h2', { text: atlas.category(it.category) }),
      h('p', { text: [`${t('priority')} ${it.priority}`, word('state', it.state), atlas.place(it.region)].join(' · ') }), h('p', { class: 'dim', text: `${it.id} · ${it.opened ? time(it.opened) : ''}` }),
      may('dispatcher', 'supervisor') ? h('div', { class: 'acts' }, this.button('acknowledge', () => acts.acknowledge(it), !it.waiting.length), this.button('dispatch', () => acts.dispatch(it)), this.button('close', () => acts.close(it))) : null,
      h('h3', { text: t('tasks') }), h('ul', { class: 'tasks' }, it.tasks.map((task) => this.task(it, task))),
      it.units.length ? [h('h3', { text: t('sent') }), h('ul', { class: 'tasks' }, it.units.map((unit) => h('li', { text: `${unit.id} · ${word('state', unit.state)} ${unit.reason ?? ''}` })))] : null,
      h('h3', { text: t('timeline') }), h('ol', { class: 'line' }, (this.history ?? []).map((line) => h('li', {}, h('time', { text: time(line.at) }), `${line.what} · ${line.actor}${line.note ? ` · ${line.note}` : ''}`))));
  }
  task(it, task) {
    const next = { acknowledged: 'en_route', en_route: 'on_scene', on_scene: 'done' }[task.state];
    const action = { en_route: 'depart', on_scene: 'arrive', done: 'finish' }[next];
    return h('li', {}, h('strong', { text: atlas.team(task.team) }), ` ${word('state', task.state)}${task.late ? ` · ${t('late')}` : ''} `,
      may('dispatcher') && it.waiting.includes(task) ? h('button', { type: 'button', 'data-key': `${task.id}a`, text: t('act.acknowledge').replace(/ \w$/, ''), onclick: () => acts.acknowledge(it, task) }) : null,
      may('dispatcher') && action ? h('button', { type: 'button', 'data-key': `${task.id}n`, text: t(`act.${next}`), onclick: () => acts.step(it, task, action) }) : null);
  }
  button(name, onclick, disabled = false) { return h('button', { type: 'button', 'data-key': name, disabled, onclick, text: t(`act.${name}`) }); }
  async load(id, version) {
    const lines = await acts.history(id).catch(() => []);
    if (this.version !== version || this.state.chosen !== id) return;
    this.history = lines;
    this.show();
  }

  key(event) {
    const it = this.chosen;
    const deed = { j: () => this.step(1), ArrowDown: () => this.step(1), k: () => this.step(-1), ArrowUp: () => this.step(-1), '/': () => this.filter.focus(), m: () => this.map.canvas.focus(),
      a: () => it && acts.acknowledge(it), d: () => it && acts.dispatch(it), c: () => it && acts.close(it) }[event.key];
    if (!deed) return false;
    deed();
    return true;
  }
}
