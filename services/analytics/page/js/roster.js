// Tonight: shifts by kind of post, which places are filled, who has checked in.

import * as atlas from './atlas.js';
import { Board, nothing, panel, row, table } from './board.js';
import { day, dayTime, now, time } from './clock.js';
import { h } from './dom.js';
import { t, word } from './i18n.js';
import { others } from './model.js';
import { short } from './units.js';

const SIGN = { here: '●', assigned: '○', open: '✗', missed: '✗', served: '✓' };
const BEFORE_MS = 12 * 3600e3; const AFTER_MS = 24 * 3600e3;

export class RosterView extends Board {
  kinds = ['shift'];
  made() {
    const all = tonight();
    const title = `${t('view.roster')} ${day()}`;
    if (!all.length) return panel(title, nothing('shiftsNone'));
    const places = all.flatMap(({ body }) => Object.values(body.places ?? {}));
    const of = (...states) => places.filter((each) => states.includes(each.state)).length;
    const kinds = [...new Set(all.map(({ body }) => body.kind ?? ''))].sort();
    return [panel(title, h('p', { class: 'summary', text: t('summary.roster', { shifts: all.length, all: places.length, here: of('here', 'served'), coming: of('assigned'), open: of('open', 'missed') }) })),
      kinds.map((kind) => this.kind(kind, all.filter(({ body }) => (body.kind ?? '') === kind)))];
  }
  kind(kind, all) {
    const title = `${kind ? word('post', kind) : t('col.post')} ${all.length}`;
    return panel(title, table(title, ['col.post', 'col.time', 'col.state', 'col.filled', 'col.people'], all.map(({ id, region, body }) => {
      const places = Object.entries(body.places ?? {}).sort(([a], [b]) => Number(a) - Number(b));
      const here = places.filter(([, each]) => ['here', 'served'].includes(each.state)).length;
      return row([h('strong', { text: short(body.post ?? id) }), h('div', { class: 'dim', text: [atlas.place(region), body.team ? atlas.team(body.team) : ''].filter(Boolean).join(' · ') })], span(body), word('state', body.state),
        `${here} / ${places.length}`, h('ul', { class: 'places' }, places.map(([n, each]) => this.place(body, n, each))));
    })));
  }
  place(body, n, each) {
    const ask = Object.entries(body.asks ?? {}).find(([key, said]) => key.startsWith(`${n}/`) && said.until && !said.answer)?.[1];
    return h('li', { class: `at-${each.state}` }, h('span', { 'aria-hidden': 'true', text: `${SIGN[each.state] ?? '○'} ` }), `${word('place', each.state)}${each.person ? ` ${named(each.person)}` : ''}${ask && each.state === 'open' ? ` · ${t('asking', { time: time(ask.until) })}` : ''}`);
  }
}

/** Return the shifts from twelve hours ago to a day on, the earliest first. */
function tonight() {
  return others('shift').filter(({ body }) => !body.start || (Date.parse(body.end) > now() - BEFORE_MS && Date.parse(body.start) < now() + AFTER_MS))
    .sort((a, b) => String(a.body.start).localeCompare(String(b.body.start)) || String(a.body.post).localeCompare(String(b.body.post)));
}
function span({ start, end }) { return day(Date.parse(start)) === day(Date.parse(end)) ? `${dayTime(start)} – ${time(end).slice(0, 5)}` : `${dayTime(start)} – ${dayTime(end)}`; }
/** People are ids here; the last few signs tell them apart. */
function named(person) { return t('person', { id: String(person).slice(-4) }); }
