// Figures of a place and a period, a topic at a time, each with what it is made of, its change and its test.

import { get } from '../api.js';
import { day, now } from '../clock.js';
import { fill, h } from '../dom.js';
import { lang, t } from '../i18n.js';
import { claims } from '../session.js';
import { FigureCard } from './figure_card.js';
import { KINDS, periodOf, shifted } from './periods.js';
import { above, called, placeChooser } from './places.js';
import { inShort, made, notes, shown } from './say.js';

const AT_ONCE = 2; // topics asked for at a time: the first are there soon, and others' questions get their turn
export const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined)).toString();

export class FigureTab {
  constructor(state) {
    this.state = state; // {place, kind, anchor, figure}: outlives the view
    state.place ??= claims().region; state.kind ??= 'month'; state.anchor ??= day(now());
    this.definitions = new Map(); this.values = new Map(); this.changes = new Map(); this.wrong = new Map();
    this.head = h('section', { class: 'panel', 'aria-label': t('view.figures') });
    this.card = new FigureCard({ go: (code) => this.go(code), shut: () => this.choose('') });
    this.topics = h('div', { class: 'topics' });
    this.element = h('div', {}, this.head, this.card.element, this.topics);
    this.begin();
  }
  close() { this.asking?.abort(); this.watching?.disconnect(); this.card.close(); }
  atlas() { this.drawHead(); }
  get period() { return periodOf(this.state.kind, this.state.anchor); }
  get here() { return { region: this.state.place, period: this.period }; }

  async begin() {
    this.drawHead();
    try { for (const each of (await get('/v1/figures')).items) this.definitions.set(each.id, each); } catch (error) { fill(this.topics, h('p', { class: 'wrong', role: 'alert', text: error.message })); return; }
    this.names = [...new Set([...this.definitions.values()].map((each) => each.topic))];
    this.load();
    if (this.state.figure) this.choose(this.state.figure);
  }

  /** Ask for the values of every topic, some at a time; what was asked for another place or period is called off. */
  async load() {
    this.asking?.abort(); this.asking = new AbortController();
    const { signal } = this.asking;
    this.values.clear(); this.changes.clear(); this.wrong.clear();
    this.sections = new Map(this.names.map((topic) => [topic, h('section', { class: 'panel', 'data-topic': topic, 'aria-label': t(`topic.${topic}`), 'aria-busy': 'true' })]));
    fill(this.topics, [...this.sections.values()]);
    for (const topic of this.names) this.drawTopic(topic);
    this.watch(signal);
    this.drawHead();
    const left = [...this.names];
    const work = async () => { for (let topic = left.shift(); topic && !signal.aborted; topic = left.shift()) await this.topic(topic, signal); };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  async topic(topic, signal) {
    try { this.values.set(topic, (await get(`/v1/figure-values?${query({ ...this.here, topic })}`, { signal })).items); } catch (error) { if (signal.aborted) return; this.wrong.set(topic, error.message); }
    this.sections.get(topic).setAttribute('aria-busy', 'false');
    this.drawTopic(topic); this.drawHead();
    if (this.seen?.has(topic)) this.compare(topic, signal);
  }
  /** Changes cost two more figures each: they are asked for once a topic is in sight. */
  watch(signal) {
    this.watching?.disconnect();
    this.seen = new Set();
    this.watching = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting && !this.seen.has(target.dataset.topic)) { this.seen.add(target.dataset.topic); this.compare(target.dataset.topic, signal); }
    });
    for (const section of this.sections.values()) this.watching.observe(section);
  }
  async compare(topic, signal) {
    for (const { figure } of this.values.get(topic) ?? []) {
      if (signal.aborted) return;
      if (this.changes.has(figure) || this.definitions.get(figure)?.compare === 'none') continue;
      this.changes.set(figure, null);
      const said = await get(`/v1/figures/${encodeURIComponent(figure)}/change?${query(this.here)}`, { signal }).catch(() => null);
      if (signal.aborted) return;
      this.changes.set(figure, said);
      const cell = this.sections.get(topic)?.querySelector(`[data-change="${CSS.escape(figure)}"]`);
      if (cell) this.fillChange(cell, figure);
    }
  }

  drawHead() {
    const done = this.values.size + this.wrong.size; const all = this.names?.length ?? 0;
    fill(this.head, h('h2', { text: `${t('view.figures')} · ${called(this.state.place)} · ${this.period}` }), placeChooser(this.state.place, (code) => this.go(code)),
      h('div', { class: 'acts', role: 'group', 'aria-label': t('periods') }, KINDS.map((kind) => h('button', { type: 'button', 'data-key': `kind-${kind}`, 'aria-pressed': String(kind === this.state.kind), class: kind === this.state.kind ? 'main' : '', text: t(`period.${kind}`), onclick: () => this.turn(kind) })),
        h('button', { type: 'button', 'data-key': 'earlier', 'aria-label': t('earlier'), text: '‹ [', onclick: () => this.shift(-1) }), h('span', { class: 'big-enough', text: this.period }), h('button', { type: 'button', 'data-key': 'later', 'aria-label': t('later'), disabled: this.period >= periodOf(this.state.kind, day(now())), text: '] ›', onclick: () => this.shift(1) }),
        h('span', { class: 'dim', 'data-progress': `${done}/${all}`, text: done < all ? t('progress', { done, all }) : '' })));
  }
  drawTopic(topic) {
    const values = this.values.get(topic);
    fill(this.sections.get(topic), h('h2', { text: t(`topic.${topic}`) }), this.wrong.has(topic) ? [h('p', { class: 'wrong', text: this.wrong.get(topic) }), h('button', { type: 'button', text: t('retry'), onclick: () => { this.wrong.delete(topic); this.topic(topic, this.asking.signal); } })]
      : values === undefined ? h('p', { class: 'dim', text: t('loading') }) : values.length ? this.table(topic, values) : h('p', { class: 'dim', text: t('figuresNone') }));
  }
  table(topic, values) {
    const heads = [['col.figure', ''], ['col.value', 'number'], ['col.parts', 'number'], ['col.change', ''], ['col.trace', '']];
    return h('table', { class: 'stack' }, h('caption', { class: 'unseen', text: t(`topic.${topic}`) }), h('thead', {}, h('tr', {}, heads.map(([key, kind]) => h('th', { scope: 'col', class: kind, text: t(key) })))), h('tbody', {}, values.map((value) => this.row(value))));
  }
  row(value) {
    const known = this.definitions.get(value.figure);
    const change = h('td', { class: 'change', 'data-change': value.figure });
    this.fillChange(change, value.figure);
    return h('tr', { 'data-figure': value.figure }, h('th', { scope: 'row' }, this.name(value.figure), known?.published ? h('span', { title: t('published'), text: ' †' }) : null),
      h('td', { class: 'number', text: shown(value) }), h('td', { class: 'number dim', text: made(value) }), change,
      h('td', {}, h('button', { type: 'button', 'data-key': value.figure, 'aria-label': `${t('trace')}: ${this.name(value.figure)} (${value.facts})`, text: t('behind', { n: value.facts }), onclick: () => this.choose(value.figure) }), h('span', { class: 'dim small', text: ` ${notes({ notes: value.notes.filter(({ word }) => !['unfinished', 'restricted_excluded'].includes(word)) })}` })));
  }
  fillChange(cell, figure) {
    const change = this.changes.get(figure);
    fill(cell, change ? inShort(change).map((said, n) => h('span', { class: n ? 'dim' : `verdict ${change.verdict}`, text: `${n ? ' · ' : ''}${said}` })) : this.definitions.get(figure)?.compare === 'none' ? h('span', { class: 'dim', text: t('verdict.not_tested') }) : h('span', { class: 'dim', text: '…' }));
  }
  name(id) { const known = this.definitions.get(id); return known ? (lang() === 'zh' ? known.zh : known.en) : id; }

  go(code) { if (code !== this.state.place) { this.state.place = code; this.again(); } }
  turn(kind) { this.state.kind = kind; this.state.anchor = day(now()); this.again(); }
  shift(by) { const next = shifted(this.state.kind, this.state.anchor, by); if (periodOf(this.state.kind, next) <= periodOf(this.state.kind, day(now()))) { this.state.anchor = next; this.again(); } }
  again() { this.load(); if (this.state.figure) this.choose(this.state.figure); }
  choose(id) {
    const before = this.state.figure;
    this.state.figure = id;
    this.card.show(id ? this.definitions.get(id) ?? { id } : null, this.here);
    if (id && id !== before) this.card.element.scrollIntoView({ block: 'nearest' });
    if (!id && before) [...this.topics.querySelectorAll('[data-key]')].find((each) => each.dataset.key === before)?.focus();
  }

  key(event) {
    const all = [...this.topics.querySelectorAll('tr [data-key]')];
    const at = all.indexOf(document.activeElement);
    const to = (n) => { const one = all[Math.min(Math.max(n, 0), all.length - 1)]; one?.focus(); one?.scrollIntoView({ block: 'nearest' }); };
    const deed = { j: () => to(at + 1), ArrowDown: () => to(at + 1), k: () => to(at - 1), ArrowUp: () => to(at - 1), u: () => this.go(above(this.state.place)), '[': () => this.shift(-1), ']': () => this.shift(1), Escape: () => this.state.figure && this.choose('') }[event.key];
    if (!deed) return false;
    deed();
    return true;
  }
}
