// Scorecards (双考): the rounds, the budget check, and each card's measures, flags and appeal. To look at; supervisors only.

import { get } from '../api.js';
import * as atlas from '../atlas.js';
import { nothing, panel, row, table } from '../board.js';
import { fill, h } from '../dom.js';
import { lang, t, word } from '../i18n.js';

const yuan = (fen) => (fen / 100).toLocaleString();

export class ScoreTab {
  constructor() { this.element = h('div', {}); this.load(); }
  close() { this.closed = true; }
  atlas() { this.draw(); }
  async load() {
    this.draw();
    try { this.rounds = (await get('/v1/scorecards/rounds')).items; } catch (error) { this.wrong = error.message; }
    this.draw();
    if (this.rounds?.length) this.choose(this.rounds[0].id);
  }
  async choose(id) {
    this.chosen = id; this.cards = null; this.budget = null;
    this.draw();
    const path = `/v1/scorecards/rounds/${encodeURIComponent(id)}`;
    const [cards, budget] = await Promise.allSettled([get(`${path}/cards?limit=200`), get(`${path}/budget`)]);
    if (this.chosen !== id) return;
    this.cards = cards.value?.items ?? []; this.budget = budget.value ?? null;
    this.wrong = cards.reason?.message;
    this.draw();
  }
  draw() {
    if (this.closed) return;
    fill(this.element, this.wrong ? h('p', { class: 'wrong', role: 'alert', text: this.wrong }) : null,
      this.rounds === undefined ? panel(t('tab.scorecards'), nothing(this.wrong ? 'none' : 'loading')) : this.rounds.length ? [this.list(), this.check(), this.table()] : panel(t('tab.scorecards'), nothing('roundsNone')));
  }
  list() {
    return panel(t('tab.scorecards'), h('div', { class: 'acts' }, this.rounds.map((round) => h('button', { type: 'button', 'data-key': round.id, 'aria-pressed': String(round.id === this.chosen), text: `${atlas.place(round.county)} ${round.period} · ${round.published_at ? t('inForce') : word('state', round.state)}`, onclick: () => this.choose(round.id) }))));
  }
  check() {
    const its = this.budget;
    if (!its) return null;
    return panel(t('budget'), h('p', { class: its.balance < 0 ? 'wrong' : '' }, `${its.balance < 0 ? '▲ ' : ''}${t('budget.said', { pool: yuan(its.pool), paid: yuan(its.paid), balance: yuan(its.balance) })} · ${t(its.neutral ? 'budget.neutral' : its.balance < 0 ? 'budget.over' : 'budget.under')}`));
  }
  table() {
    if (!this.cards) return panel(t('cards'), nothing('loading'));
    const by = (card) => Number(card.result.score ?? -1);
    return panel(`${t('cards')} ${this.cards.length}`, table(t('cards'), ['col.subject', 'col.score', 'col.grade', 'col.coefficient', 'col.measure', 'col.flags', 'col.appeal'], [...this.cards].sort((a, b) => by(b) - by(a)).map(card)));
  }
}

function card(each) {
  const { subject, result, appeal } = each;
  const name = subject.kind === 'unit' ? atlas.team(subject.id) : t('person', { id: subject.id.slice(-4) });
  return row([name, h('div', { class: 'dim', text: `${word('kind', subject.kind)}${subject.kind === 'person' ? ` · ${atlas.team(subject.unit)}` : ''}` })], result.score === null ? '—' : result.score.toFixed(1), word('grade', result.grade), result.coefficient,
    h('details', {}, h('summary', { text: `${each.lines.length}` }), h('ul', { class: 'tasks' }, each.lines.map((line) => h('li', { text: `${line.title}${t('colon')}${line.value === null ? '—' : line.value.toFixed(1)} → ${line.points.toFixed(1)} / ${line.weight}` })), each.bounds.filter((bound) => bound.count).map((bound) => h('li', { text: `${bound.title} ×${bound.count}${t('colon')}${bound.points}` })))),
    each.flags.length ? h('ul', { class: 'tasks' }, each.flags.map((flag) => h('li', { text: `▲ ${lang() === 'zh' ? flag.reason_zh : flag.reason_en}` }))) : '', appeal ? word('state', appeal.state) : '');
}
