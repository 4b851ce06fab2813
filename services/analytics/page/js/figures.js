// Figures of the caller's place: values with their change and its test, a series as bars, and the events behind.

import { get } from './api.js';
import * as atlas from './atlas.js';
import { dayTime, day, now } from './clock.js';
import { fill, h, svg } from './dom.js';
import { lang, t } from './i18n.js';
import { claims } from './session.js';

const KINDS = { day: (text) => text, week: isoWeek, month: (text) => text.slice(0, 7), year: (text) => text.slice(0, 4) };
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();

export class FiguresView {
  constructor() {
    this.kind = 'month'; this.definitions = new Map(); this.values = []; this.chosen = ''; this.more = null;
    this.element = h('div', { class: 'figures' });
    this.load(true);
  }
  close() { this.closed = true; }
  key() { return false; }
  tick() {}
  changed() {}
  get period() { return KINDS[this.kind](day(now())); }

  async load(first = false) {
    this.draw();
    try {
      if (first) for (const each of (await get('/v1/figures')).items) this.definitions.set(each.id, each);
      this.values = (await get(`/v1/figure-values?${query({ period: this.period })}`)).items;
    } catch (error) { this.wrong = error.message; }
    this.draw();
  }
  async choose(id) {
    this.chosen = id; this.more = null;
    this.draw();
    const path = `/v1/figures/${encodeURIComponent(id)}`;
    const here = query({ period: this.period });
    const [series, change, events] = await Promise.allSettled([get(`${path}/series?${here}&number=12`), get(`${path}/change?${here}`), get(`${path}/events?${here}&limit=20`)]);
    if (this.chosen !== id || this.closed) return;
    this.more = { series: series.value?.items ?? [], change: change.value, events: events.value, wrong: [series, change, events].find((each) => each.status === 'rejected')?.reason.message };
    this.draw();
  }
  async next() {
    const page = await get(this.more.events.next).catch((error) => { this.more.wrong = error.message; return null; });
    if (page) this.more.events = { items: [...this.more.events.items, ...page.items], next: page.next };
    this.draw();
  }

  draw() {
    if (this.closed) return;
    const choice = h('div', { class: 'acts' }, Object.keys(KINDS).map((kind) => h('button', { type: 'button', 'data-key': `kind-${kind}`, 'aria-pressed': String(kind === this.kind), class: kind === this.kind ? 'main' : '', text: t(`period.${kind}`), onclick: () => { this.kind = kind; this.load().then(() => this.chosen && this.choose(this.chosen)); } })));
    fill(this.element, h('section', { class: 'panel', 'aria-label': t('view.figures') }, h('h2', { text: `${t('view.figures')} · ${atlas.place(claims().region)} · ${this.period}` }), choice,
      this.wrong ? h('p', { class: 'wrong', role: 'alert', text: this.wrong }) : null, this.chosen ? this.one() : null,
      this.values.length ? h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col', text: t('col.figure') }), h('th', { scope: 'col', class: 'number', text: t('col.value') }), h('th', { scope: 'col', text: t('trace') }))), h('tbody', {}, this.values.map((value) => this.row(value))))
        : h('p', { class: 'dim', text: this.wrong ? t('figuresNone') : t('loading') })));
  }
  name(id) { const known = this.definitions.get(id); return known ? (lang() === 'zh' ? known.zh : known.en) : id; }
  row(value) {
    return h('tr', {}, h('th', { scope: 'row', text: this.name(value.figure) }), h('td', { class: 'number', text: shown(value) }),
      h('td', {}, h('button', { type: 'button', 'data-key': value.figure, 'aria-label': `${t('trace')}: ${this.name(value.figure)}`, text: `${value.facts}`, onclick: () => this.choose(value.figure) }), h('span', { class: 'dim', text: ` ${value.notes.map((note) => note.text).join(' ')}` })));
  }
  one() {
    const known = this.definitions.get(this.chosen) ?? {};
    const head = [h('h3', { text: this.name(this.chosen) }), h('p', { class: 'dim', text: `${known.definition ?? ''} — ${known.source ?? ''}` })];
    if (!this.more) return h('article', { class: 'card blue' }, head, h('p', { text: t('loading') }));
    const { series, change, events, wrong } = this.more;
    return h('article', { class: 'card blue' }, head, wrong ? h('p', { class: 'wrong', text: wrong }) : null, change ? h('p', { text: inWords(change) }) : null, series.length ? bars(series) : null,
      events ? [h('h3', { text: t('events') }), h('ol', { class: 'line' }, events.items.map((fact) => h('li', {}, h('time', { text: dayTime(fact.at) }), `${fact.kind} ${fact.word} · ${atlas.place(fact.region)} · ${fact.subject} · ${fact.event_id}`))),
        events.next ? h('button', { type: 'button', text: t('more'), onclick: () => this.next() }) : null] : null);
  }
}

/** Return a change as a sentence: the percentage never without its p-value, or why there is none. */
export function inWords(change) {
  const parts = [`${shown(change.before)} → ${shown(change.now)}`];
  if (change.percent !== null && change.percent !== undefined) parts.push(`${change.percent > 0 ? '+' : ''}${change.percent.toFixed(1)} %`);
  if (change.p_value !== null && change.p_value !== undefined) parts.push(`p = ${change.p_value < 0.001 ? '< 0.001' : change.p_value.toFixed(3)}`);
  if (change.small) parts.push(t('small'));
  return [...parts, ...change.remarks.map((remark) => remark.text)].join(' · ');
}

/** Return a value with its unit. */
export function shown(value) {
  if (value.value === null || value.value === undefined) return '—';
  if (['share', 'percent', 'rate'].includes(value.unit)) return `${(value.value * (value.unit === 'share' ? 100 : 1)).toFixed(1)} %`;
  const digits = Number.isInteger(value.value) ? 0 : 1;
  return `${value.value.toLocaleString('zh-CN', { maximumFractionDigits: digits })}${value.unit === 'count' ? '' : ` ${t(`unit.${value.unit}`)}`}`;
}

function bars(series) {
  const width = 720; const height = 150; const top = Math.max(...series.map((each) => each.value ?? 0), 1e-9); const step = width / series.length;
  const drawn = series.flatMap((each, n) => {
    const tall = ((each.value ?? 0) / top) * (height - 40);
    const middle = { x: n * step + step / 2, 'text-anchor': 'middle' };
    return [svg('rect', { class: 'bar', x: n * step + step * 0.15, y: height - 20 - tall, width: step * 0.7, height: tall }), svg('text', { ...middle, y: height - 25 - tall }, shown(each)), svg('text', { ...middle, y: height - 5 }, each.period.slice(2))];
  });
  return svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': series.map((each) => `${each.period}: ${shown(each)}`).join('; ') }, ...drawn);
}

/** Return the ISO 8601 week of a day, 2026-W09. */
export function isoWeek(text) {
  const date = new Date(`${text}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  return `${date.getUTCFullYear()}-W${String(Math.ceil(((date - first) / 864e5 + 1) / 7)).padStart(2, '0')}`;
}
