// Units on duty and what they cover, on the map and in tables.

import * as atlas from './atlas.js';
import { Board, nothing, panel, row, table } from './board.js';
import { dayTime, now } from './clock.js';
import { fill, h } from './dom.js';
import { t, word } from './i18n.js';
import { GridMap } from './map.js';
import { others, units } from './model.js';

const SIGN = { available: '■', conditional: '◧' };

export class UnitsView extends Board {
  kinds = ['unit', 'gap', 'assignment'];
  begin() {
    this.map = new GridMap({ picked() {}, pointed() {}, title: t('mapOfUnits') });
    this.side = h('div', { class: 'side' });
    this.element.classList.add('with-map');
    this.element.append(this.side, this.map.element);
    this.map.reload();
  }
  close() { super.close(); this.map.close(); }
  changed(kinds) { if (kinds.has('atlas')) this.map.reload(); super.changed(kinds); }
  update() { fill(this.side, this.made()); }

  made() {
    const all = units(); const gaps = others('gap').sort((a, b) => String(a.body.idle_since ?? '').localeCompare(String(b.body.idle_since ?? '')));
    this.map.show({ incidents: [], units: all, gaps, chosen: '' });
    const of = (state) => all.filter((unit) => unit.state === state).length;
    const summary = t('summary.units', { n: all.length, free: of('available'), some: of('conditional'), busy: all.length - of('available') - of('conditional') });
    return [panel(`${t('view.units')} ${all.length}`, all.length ? [h('p', { text: summary }), table(t('view.units'), ['col.unit', 'col.state', 'col.people', 'col.where', 'col.can', 'col.incident', 'col.until'], all.map((unit) => this.unit(unit)))] : nothing('unitsNone')),
      panel(`▨ ${t('gaps')} ${gaps.length}`, gaps.length ? table(t('gaps'), ['col.where', 'col.post', 'col.since', 'col.idle', 'col.limit'], gaps.map(gapRow)) : nothing('gapsNone'))];
  }
  unit(unit) {
    const at = others('assignment').filter(({ body }) => body.unit === unit.id).map(({ body }) => [body.state ? word('state', body.state) : '', incidentName(body.incident_id)].filter(Boolean).join(' '));
    return row([h('strong', { text: short(unit.id) }), unit.team ? h('div', { class: 'dim', text: atlas.team(unit.team) }) : null], `${SIGN[unit.state] ?? '□'} ${word('state', unit.state)}${unit.reason ? ` (${word('reason', unit.reason)})` : ''}`, [people(unit.people), unit.mode ? h('div', { class: 'dim', text: word('mode', unit.mode) }) : null],
      atlas.place(unit.region), unit.can.map((each) => word('capability', each)).join(t('comma')), at.length ? at.join('; ') : unit.assignments.length ? String(unit.assignments.length) : '', unit.until ? dayTime(unit.until) : '');
  }
}

function gapRow({ id, region, body }) {
  const idle = body.idle_since ? Math.round((now() - Date.parse(body.idle_since)) / 60000) : null;
  return row(atlas.place(region), body.post && body.mark?.startsWith(body.post) ? short(body.mark) : `${short(body.post ?? '')} ${short(body.mark ?? id)}`.trim(), dayTime(body.idle_since), idle === null ? '' : t('minutes', { n: idle }), body.limit_minutes ? t('minutes', { n: body.limit_minutes }) : '');
}
/** Return people as "民警 1 辅警 2". */
export function people(said) {
  if (said === null || said === undefined) return '';
  if (Array.isArray(said)) return String(said.length);
  if (typeof said !== 'object') return String(said);
  return Object.entries(said).filter(([, n]) => n).map(([force, n]) => `${word('force', force)} ${n}`).join(' ');
}
/** Return the name of a post or mark: the team's when it has the same id, else what stands after the county. */
export function short(id) { const said = atlas.team(id); return said === id ? String(id).replace(/^\d{6}\./, '') : said; }
function incidentName(id) { const known = id && others('incident').find((each) => each.id === id); return known ? `${atlas.category(String(known.body.category ?? ''))} ${atlas.place(known.region)}` : ''; }
