// One figure looked behind: what it is, how it changed, over time, by place and by kind, and the events it was made of.

import { get } from '../api.js';
import * as atlas from '../atlas.js';
import { dayTime } from '../clock.js';
import { fill, h } from '../dom.js';
import { lang, t, word } from '../i18n.js';
import { items } from '../store.js';
import { bars } from './charts.js';
import { inWords, made, notes, shown } from './say.js';

const PERIODS = 12;
const EVENTS = 20;
const write = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString();

export class FigureCard {
  /** go(code): a place below was chosen; shut(): the card is to be closed. */
  constructor({ go, shut }) {
    this.go = go; this.shut = shut;
    this.element = h('section', { class: 'panel figure-card', id: 'figure-card', hidden: true, tabindex: -1, 'aria-label': t('chosenFigure') });
  }
  close() { this.asking?.abort(); }

  /** Show a figure (its definition) of a place and period, or nothing. Each piece appears as it comes. */
  show(definition, here) {
    this.asking?.abort();
    this.definition = definition; this.here = here;
    this.element.hidden = !definition;
    if (!definition) { fill(this.element); return; }
    this.asking = new AbortController();
    this.said = {}; this.part = 'numerator';
    this.draw();
    this.load('value', 'value'); this.load('year', 'change', { against: 'year' }); this.load('before', 'change', { against: 'period' });
    this.load('events', 'events', { limit: EVENTS, part: this.part });
    this.load('series', 'series', { number: PERIODS });
    if (atlas.below(here.region).length) this.load('place', 'parts');
    for (const split of definition.splits ?? []) this.load(`by.${split}`, 'parts', { split });
  }
  async load(name, path, more = {}) {
    const { signal } = this.asking;
    const found = await get(`/v1/figures/${encodeURIComponent(this.definition.id)}/${path}?${write({ ...this.here, ...more })}`, { signal }).catch((error) => ({ wrong: error.message }));
    if (signal.aborted) return;
    this.said[name] = found;
    this.draw();
  }
  async more() {
    const page = await get(this.said.events.next).catch((error) => ({ items: [], next: this.said.events.next, wrong: error.message }));
    this.said.events = { ...page, items: [...this.said.events.items, ...page.items] };
    this.draw();
  }

  draw() {
    const { definition: known, said } = this;
    const name = (lang() === 'zh' ? known.zh : known.en) ?? known.id;
    const ok = (key) => (said[key] && !said[key].wrong ? said[key] : null);
    fill(this.element, h('div', { class: 'head' }, h('h2', { text: name }), h('button', { type: 'button', 'data-key': 'shut', text: t('close'), onclick: () => this.shut() })),
      ok('value') ? h('p', {}, h('span', { class: 'big', text: shown(said.value) }), h('span', { class: 'dim', text: ` ${[made(said.value), notes(said.value)].filter(Boolean).join(' · ')}` })) : h('p', { class: said.value?.wrong ? 'wrong' : 'dim', text: said.value?.wrong ?? t('loading') }),
      h('p', { class: 'dim', text: `${t('definition')}${t('colon')}${known.definition ?? ''}${known.source ? ` — ${t('source')}${t('colon')}${known.source}` : ''}` }),
      ['year', 'before'].map((each) => (ok(each) ? h('p', { 'data-against': said[each].against, text: `${t(`against.${said[each].against}`)}${t('colon')}${inWords(said[each])}` }) : null)),
      ok('series') ? [h('h3', { text: t('overTime', { n: said.series.items.length }) }), bars(said.series.items, name)] : null,
      h('div', { class: 'columns wide' }, ok('place')?.items.length ? this.pieces('byPlace', said.place, (key) => key && h('button', { type: 'button', 'data-key': `go-${key}`, text: atlas.shortName(key), onclick: () => this.go(key) })) : null,
        (known.splits ?? []).map((split) => (ok(`by.${split}`)?.items.length ? this.pieces(`by.${split}`, said[`by.${split}`], (key) => called(split, key)) : null))),
      this.events(ok('events'), said.events?.wrong));
  }
  pieces(title, { whole, items: all }, name) {
    const most = Math.max(...all.map((each) => Math.abs(each.value ?? 0)), 1e-9);
    const sorted = [...all].sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
    return h('div', {}, h('h3', { text: t(title) }), h('ul', { class: 'pieces' }, sorted.map((each) => h('li', {}, h('span', { class: 'piece' }, (each.key && name(each.key)) || t('unknownPart')), h('meter', { min: '0', max: String(most), value: String(each.value ?? 0), 'aria-label': String(each.key || t('unknownPart')) }), h('span', { class: 'number', text: shown({ ...each, unit: whole.unit }) }), h('span', { class: 'dim', text: made(each) })))));
  }
  events(found, wrong) {
    const parts = this.definition.ratio ? h('div', { class: 'acts' }, ['numerator', 'denominator'].map((part) => h('button', { type: 'button', 'data-key': `part-${part}`, 'aria-pressed': String(part === this.part), text: t(`part.${part}`), onclick: () => { this.part = part; this.load('events', 'events', { limit: EVENTS, part }); } }))) : null;
    return [h('h3', { text: t('events') }), parts, found ? [h('ol', { class: 'line', id: 'figure-events' }, found.items.map((fact) => this.event(fact))), found.items.length ? null : h('p', { class: 'dim', text: t('none') }),
      found.next ? h('button', { type: 'button', 'data-key': 'more-events', text: t('more'), onclick: () => this.more() }) : null] : h('p', { class: wrong ? 'wrong' : 'dim', text: wrong ?? t('loading') })];
  }
  event(fact) {
    const words = [fact.kind.replaceAll('_', ' '), fact.word ? said(fact.word) : '', fact.category ? atlas.category(fact.category) : '', atlas.place(fact.region), fact.team ? atlas.team(fact.team) : ''].filter(Boolean).join(' · ');
    const open = items('incident').has(fact.subject);
    return h('li', { 'data-event': fact.event_id }, h('time', { datetime: fact.at, text: dayTime(fact.at) }), words, h('div', { class: 'dim' }, h('code', { text: fact.event_id }), fact.subject && fact.subject !== fact.event_id ? [' · ', h('code', { text: fact.subject })] : null,
      fact.evidence.length ? ` · ${t('evidence')}${t('colon')}` : '', fact.evidence.map((id) => h('code', { text: ` ${id}` })), open ? h('a', { href: `#now/${encodeURIComponent(fact.subject)}`, text: ` ${t('openIncident')}` }) : null));
  }
}

function said(text) { for (const kind of ['state', 'source', 'outcome', 'reason']) { const found = word(kind, text); if (found !== text.replaceAll('_', ' ')) return found; } return text.replaceAll('_', ' '); }
function called(split, key) {
  if (split === 'category' || split === 'class') return atlas.category(key.length === 2 ? `${key}0000` : key);
  if (split === 'team') return atlas.team(key);
  if (split === 'ring') return t('ring', { n: key });
  return said(key);
}
