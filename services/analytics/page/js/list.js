// The list of open incidents in three groups: waiting, at work, resolved. Deadlines count down; missed ones are a word.

import * as atlas from './atlas.js';
import { countdown, now, time, urgency } from './clock.js';
import { fill, h } from './dom.js';
import { lang, t, word } from './i18n.js';
import { STAGES, untaken } from './model.js';

const SIGNS = { 1: '◆', 2: '▲', 3: '●', 4: '○' };
const SHOWN = 100;

export class IncidentList {
  /** chosen(id), closeAll(incidents) are called. */
  constructor({ chosen, closeAll }) {
    this.picked = chosen; this.closeAll = closeAll;
    this.element = h('div', { class: 'rows', role: 'listbox', id: 'incidents', tabindex: 0, 'aria-label': t('incidents') });
    this.rows = new Map(); this.shown = []; this.limit = Object.fromEntries(STAGES.map((stage) => [stage, SHOWN]));
  }

  /** Show these incidents, most pressing first; one is chosen. */
  show(all, chosen) {
    this.all = all; this.chosen = chosen;
    const made = new Map();
    this.shown = [];
    const groups = STAGES.map((stage) => {
      const some = all.filter((each) => each.stage === stage);
      if (!some.length) return null;
      const now_ = some.slice(0, this.limit[stage]);
      this.shown.push(...now_);
      return this.group(stage, some, now_.map((each) => { const row = this.rowOf(each); made.set(each.id, row); return row.element; }));
    });
    this.rows = made;
    fill(this.element, groups.some(Boolean) ? groups : h('div', { role: 'option', 'aria-selected': 'false', class: 'dim', text: t('none') }));
    this.mark(chosen);
    this.tick();
  }
  group(stage, some, rows) {
    const said = `${t(`stage.${stage}`)} ${some.length}`;
    const left = some.length - rows.length;
    return h('div', { role: 'group', 'aria-label': said, 'data-stage': stage }, h('div', { class: 'stage', 'aria-hidden': 'true' }, h('span', { text: said })), rows,
      left > 0 ? h('div', { class: 'more', role: 'option', 'aria-selected': 'false', text: t('stage.more', { n: Math.min(left, SHOWN) }), onclick: () => { this.limit[stage] += SHOWN; this.show(this.all, this.chosen); } }) : null);
  }

  /** A row is made anew only when what it says has changed. */
  rowOf(each) {
    const more = [`${t('priority')} ${each.priority}`, atlas.place(each.region) || t('unplaced'), word('state', each.state), word('source', each.source), each.ring ? t('ring', { n: each.ring }) : '', each.restricted ? t('restricted') : '', each.body.duress ? t('duress') : '', each.opened ? time(each.opened) : ''].filter(Boolean).join(' · ');
    const what = atlas.category(each.category) || each.id;
    const key = `${lang()}/${what}/${more}`;
    const had = this.rows.get(each.id);
    if (had?.key === key) { had.due = each.due; had.each = each; return had; }
    const place = h('span', { class: 'due' });
    const element = h('div', { class: 'row', role: 'option', id: `incident-${each.id}`, 'data-id': each.id, 'aria-selected': 'false', onclick: () => this.picked(each.id) },
      h('span', { class: `shape p${each.priority}`, text: SIGNS[each.priority] ?? '○', 'aria-hidden': 'true' }), h('span', { class: 'what', text: what }), place, h('span', { class: 'more', text: more }));
    return { key, element, place, each };
  }

  mark(chosen) {
    this.chosen = chosen;
    for (const [id, { element }] of this.rows) if (element.getAttribute('aria-selected') !== String(id === chosen)) element.setAttribute('aria-selected', String(id === chosen));
    if (this.rows.has(chosen)) this.element.setAttribute('aria-activedescendant', `incident-${chosen}`); else this.element.removeAttribute('aria-activedescendant');
  }
  reveal(id) { this.rows.get(id)?.element.scrollIntoView({ block: 'nearest' }); }

  /** Once a second: deadlines only, so that the rest stays as it is under people's eyes. Returns whether one has passed. */
  tick(at = now()) {
    let passed = false;
    for (const { place, each } of this.rows.values()) {
      const { due, missed } = each;
      if (due && due.at <= at) passed = true;
      const said = due ? `${t(`due.${due.kind}`)} ${countdown(due.at, at)}` : missed ? (untaken(each) ? t('nobody') : t(`missed.${missed.kind}`)) : '';
      const kind = `due ${due ? urgency(due.at, due.from, at) : missed ? (untaken(each) ? 'alone' : 'missed') : ''}`;
      if (place.textContent !== said) place.textContent = said;
      if (place.className !== kind) place.className = kind;
    }
    return passed;
  }

  /** Return the id that lies `by` rows further, the last at the end. */
  beside(id, by) {
    const at = this.shown.findIndex((each) => each.id === id);
    return this.shown[Math.min(Math.max(at + by, 0), this.shown.length - 1)]?.id ?? '';
  }
}
