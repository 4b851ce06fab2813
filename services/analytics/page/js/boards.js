// The other views: units, shop alerts, mediation, tonight's shifts, warnings, the platform.

import { get } from './api.js';
import * as atlas from './atlas.js';
import { countdown, dayTime, day, now } from './clock.js';
import { fill, h } from './dom.js';
import { t, word } from './i18n.js';
import { incidents, others, units } from './model.js';

/** A view that is made anew whenever one of its kinds changes. */
class Board {
  constructor() { this.element = h('div', {}); this.update(); }
  close() {}
  key() { return false; }
  tick() {}
  changed(kinds) { if (kinds.has('atlas') || this.kinds.some((kind) => kinds.has(kind))) this.update(); }
  update() { fill(this.element, this.made()); }
}
const panel = (title, ...inner) => h('section', { class: 'panel', 'aria-label': title }, h('h2', { text: title }), ...inner);
const nothing = (key) => h('p', { class: 'dim', text: t(key) });
const table = (heads, rows) => h('table', {}, h('thead', {}, h('tr', {}, heads.map((head) => h('th', { scope: 'col', text: t(head) })))), h('tbody', {}, rows));
const row = (...cells) => h('tr', {}, cells.map((cell) => h('td', {}, cell)));

export class UnitsView extends Board {
  kinds = ['unit', 'gap', 'assignment'];
  made() {
    const all = units(); const gaps = others('gap');
    return [panel(`${t('view.units')} ${all.length}`, table(['col.unit', 'col.state', 'col.people', 'col.where', 'col.can', 'col.since'], all.map((unit) => row(`${unit.id} ${atlas.team(unit.team)}`,
      `${unit.state === 'available' ? '■' : '□'} ${word('state', unit.state)}`, String(Array.isArray(unit.people) ? unit.people.length : unit.people ?? ''), atlas.place(unit.region), unit.can.join(', '), dayTime(unit.since))))),
    panel(`▨ ${t('gaps')} ${gaps.length}`, gaps.length ? table(['col.where', 'col.post', 'col.since'], gaps.map(({ id, region, body }) => row(atlas.place(region), `${body.mark ?? id} ${body.post ?? ''}`, dayTime(body.idle_since)))) : nothing('gapsNone'))];
  }
}

export class AlertsView extends Board {
  kinds = ['incident'];
  made() {
    const alerts = incidents().filter((each) => each.alert);
    return panel(`${t('view.alerts')} ${alerts.length}`, alerts.length ? h('div', { class: 'columns' }, alerts.map((each) => {
      const shop = each.shop || each.tasks.map((task) => task.shop).find(Boolean) || '';
      const group = shop ? atlas.group(shop) : null;
      return h('article', { class: 'card red' }, h('h3', { text: `▲ ${shop ? atlas.team(shop) : atlas.place(each.region)}` }), h('p', { text: `${atlas.category(each.category)} · ${word('state', each.state)}` }),
        group ? h('p', { text: `${t('group')}: ${group.name}` }) : null,
        h('ul', { class: 'tasks' }, each.tasks.map((task) => h('li', { text: `${atlas.team(task.team)} · ${word('state', task.state)}` }))));
    })) : nothing('alertsNone'));
  }
}

const COLUMNS = [['red'], ['orange', 'yellow'], ['blue', 'green', '']];
export class CasesView extends Board {
  kinds = ['case'];
  made() {
    const all = others('case');
    if (!all.length) return panel(t('view.cases'), nothing('casesNone'));
    return h('div', { class: 'columns' }, COLUMNS.map((risks) => {
      const some = all.filter(({ body }) => risks.includes(body.risk ?? '')).sort((a, b) => String(a.body.next_due ?? '9').localeCompare(String(b.body.next_due ?? '9')));
      return panel(`${t('risk')} ${risks.filter(Boolean).map((each) => word('risk', each)).join(' / ')} ${some.length}`, some.map(({ id, region, body }) => h('article', { class: `card ${body.risk ?? ''}` },
        h('h3', { text: `${body.category ?? id} · ${body.state ?? ''}` }), h('p', { text: atlas.place(region) }),
        body.mediator ? h('p', { text: `${t('mediator')}: ${body.mediator} (${body.mediator_state ?? ''})` }) : null,
        body.next_due ? h('p', { class: Date.parse(body.next_due) < now() ? 'wrong' : 'dim', text: `${t('due')} ${dayTime(body.next_due)} (${countdown(Date.parse(body.next_due))})` }) : null)));
    }));
  }
}

export class RosterView extends Board {
  kinds = ['shift'];
  made() {
    const from = now() - 12 * 3600e3; const until = now() + 24 * 3600e3;
    const all = others('shift').filter(({ body }) => !body.start || (Date.parse(body.end) > from && Date.parse(body.start) < until)).sort((a, b) => String(a.body.start).localeCompare(String(b.body.start)));
    return panel(`${t('view.roster')} ${day()} · ${all.length}`, all.length ? table(['col.since', 'col.post', 'col.unit', 'col.state', 'col.people'], all.map(({ id, region, body }) => row(
      `${dayTime(body.start)} – ${dayTime(body.end)}`, `${body.post ?? id} ${atlas.place(region)}`, `${body.unit ?? ''} ${atlas.team(body.team)}`, word('state', body.state),
      Object.values(body.places ?? {}).map((place) => `${{ here: '●', served: '✓', open: '✗' }[place.state] ?? '○'} ${place.person ?? t('none')}`).join('  ')))) : nothing('shiftsNone'));
  }
}

export class WarningsView extends Board {
  kinds = ['warning', 'hazard'];
  made() {
    const all = others('warning');
    return [panel(`${t('view.warnings')} ${all.length}`, all.length ? h('div', { class: 'columns' }, all.map(({ id, region, body }) => h('article', { class: 'card yellow' },
      h('h3', { text: `▲ ${atlas.place(region)}` }), h('p', { text: `${body.figure ?? ''} ${atlas.category(body.category ?? '')} · ${body.method ?? ''}` }), h('p', { text: `${body.observed ?? ''} / ${body.expected ?? ''}` }),
      h('ul', {}, (body.reasons ?? []).map((reason) => h('li', { text: typeof reason === 'object' ? Object.values(reason).join(' ') : String(reason) }))), h('p', { class: 'dim', text: id })))) : nothing('warningsNone'))];
  }
}

const LOOK_MS = 5000;
export class PlatformView extends Board {
  kinds = [];
  constructor() { super(); this.look(); this.timer = setInterval(() => this.look(), LOOK_MS); }
  close() { clearInterval(this.timer); }
  async look() { this.said = await get('/v1/platform').then((said) => said.services, () => this.said); this.update(); }
  made() {
    const all = Object.entries(this.said ?? {});
    return panel(t('view.platform'), all.length ? table(['col.service', 'col.state', 'col.ms', 'col.problem'], all.map(([name, said]) => row(name, said ? (said.ready ? `● ${t('ready')}` : `✗ ${t('unready')}`) : t('unasked'), String(said?.ms ?? ''), Object.entries(said?.problems ?? {}).map(([what, why]) => `${what}: ${why}`).join('; ')))) : nothing(this.said ? 'platformNone' : 'loading'));
  }
}
