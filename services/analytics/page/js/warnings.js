// Early warning (预警): what stands out and why, the counts behind it, dismissing it; how past forecasts did; hazards.

import { get, post } from './api.js';
import * as atlas from './atlas.js';
import { Board, nothing, panel, row, table } from './board.js';
import { dayTime, now } from './clock.js';
import { choose } from './dialog.js';
import { h, say } from './dom.js';
import { daily } from './figures/charts.js';
import { lang, t, word } from './i18n.js';
import { others } from './model.js';
import { claims, may } from './session.js';

const BECAUSE = ['known_cause', 'handled', 'single_cause', 'data_error', 'no_concern'];
const READERS = ['viewer', 'dispatcher', 'planner', 'supervisor'];
const DAYS = 42;
const SIGN = { cusum: '▲', ewma: '▲', gi_star: '◆', scan: '◆' };
const score = (value) => (value === null || value === undefined ? '—' : `${(value * 100).toFixed(0)} %`);

export class WarningsView extends Board {
  kinds = ['warning', 'hazard'];
  begin() { this.all = null; this.series = new Map(); this.chosen = ''; this.load(); this.loadForecasts(); }
  changed(kinds) { if (kinds.has('warning')) this.load(); else super.changed(kinds); }

  async load() {
    if (!may(...READERS)) { this.all = others('warning').map(fromBoard); this.update(); return; }
    try { this.all = (await get('/v1/warnings?state=raised&limit=100')).items; this.wrong = ''; } catch (error) { this.wrong = error.message; this.all ??= others('warning').map(fromBoard); }
    this.update();
    for (const each of this.all) await this.loadSeries(each.id);
  }
  async loadSeries(id) {
    if (this.closed || this.series.has(id)) return;
    this.series.set(id, null);
    this.series.set(id, await get(`/v1/warnings/${encodeURIComponent(id)}/series?days=${DAYS}`).catch(() => null));
    this.update();
  }
  async loadForecasts() {
    const county = claims().region.slice(0, 6);
    if (county.length < 6 || !may(...READERS)) return;
    this.forecasts = await get(`/v1/forecasts?county=${county}`).catch(() => null);
    this.update();
  }

  made() {
    return [panel(`${t('warningsOf')}${this.all ? ` ${this.all.length}` : ''}`, this.wrong ? h('p', { class: 'wrong', role: 'alert', text: this.wrong }) : null,
      this.all === null || this.all === undefined ? nothing('loading') : this.all.length ? h('div', { class: 'columns wide' }, this.all.map((each) => this.card(each))) : nothing('warningsNone')),
    this.record(), this.hazards()];
  }
  card(each) {
    const series = this.series.get(each.id);
    const what = [word('watch', each.figure), each.category ? atlas.category(each.category.padEnd(6, '0')) : ''].filter(Boolean).join(' · ');
    return h('article', { class: 'card yellow', tabindex: 0, 'data-key': `warning-${each.id}`, 'data-id': each.id, 'aria-label': `${atlas.place(each.place)} ${what}`, onfocus: () => { this.chosen = each.id; } },
      h('h3', { text: `${SIGN[each.method] ?? '▲'} ${atlas.place(each.place)} · ${what}` }), h('p', {}, h('strong', { text: t('observed', { n: each.observed }) }), ` · ${t('expected', { n: each.expected.toFixed(1) })} · ${t('sinceDay', { from: each.since, to: each.day })}`),
      each.said ? h('p', { text: each.said[lang()] }) : null, h('p', { class: 'dim', text: `${word('method', each.method)}${each.expires ? ` · ${t('expires', { time: dayTime(each.expires) })}` : ''}` }),
      series ? [daily(series, t('series', { n: series.counts.length })), h('p', { class: 'dim small', text: `${t('series', { n: series.counts.length })}${series.usual === null ? '' : ` · ${t('usual')}`}` })] : null,
      h('details', {}, h('summary', { 'data-key': `why-${each.id}`, text: t('reasons') }), h('dl', { class: 'pairs' }, (each.reasons ?? []).map((reason) => [h('dt', { text: word('because_of', reason.word) }), h('dd', { text: Number(reason.value).toLocaleString(undefined, { maximumFractionDigits: 3 }) })]))),
      may('dispatcher', 'planner', 'supervisor') ? h('button', { type: 'button', 'data-key': `dismiss-${each.id}`, 'data-act': 'dismiss', text: t('warning.dismiss'), onclick: () => this.dismiss(each) }) : null);
  }
  async dismiss(each) {
    const reason = await choose(t('warning.why'), BECAUSE.map((word_) => ({ value: word_, text: t(`because.${word_}`) })), { cancel: t('call.cancel') });
    if (!reason) return;
    try {
      await post(`/v1/warnings/${encodeURIComponent(each.id)}/dismiss`, { reason });
      say(t('said.dismissed'));
      this.all = this.all.filter((other) => other.id !== each.id);
      this.update();
    } catch (error) { say(error.message, true); }
  }

  /** How past forecasts did: hit rate and the predictive accuracy index (Chainey 2008), and the newest ones. */
  record() {
    const said = this.forecasts;
    if (!said) return panel(t('forecasts'), nothing(claims().region.length < 6 ? 'countyOnly' : 'forecastsNone'));
    const { record } = said;
    const all = record.scored ? h('p', {}, h('span', { class: 'big', text: record.pai === null ? '—' : `PAI ${record.pai.toFixed(1)}` }), ` ${[t('score.rate', { rate: score(record.hit_rate) }), t('score.area', { share: score(record.area_share) }), t('score.of', { n: record.scored, events: record.events, hits: record.hits })].join(' · ')}`) : h('p', { class: 'dim', text: t('score.none') });
    return panel(t('forecasts'), all, h('p', { class: 'dim', text: t('score.pai', { pai: record.pai === null ? '—' : record.pai.toFixed(1) }) }), said.items.length ? table(t('forecasts'), ['col.what', 'col.period', 'col.grids', 'col.rate', 'col.pai'], said.items.slice(0, 20).map((each) => row(`${word('watch', each.figure)}${each.category ? ` ${atlas.category(each.category.padEnd(6, '0'))}` : ''}`, `${each.start} – ${each.end}`, this.grids(each), each.score ? score(each.score.hit_rate) : t('score.none'), each.score && each.score.pai !== null ? each.score.pai.toFixed(1) : '—'))) : nothing('forecastsNone'));
  }
  grids(each) { return h('details', {}, h('summary', { text: String(each.grids.length) }), h('p', { class: 'dim', text: each.grids.slice(0, 40).map((code) => atlas.place(code)).join(t('comma')) })); }

  hazards() {
    const all = others('hazard').sort((a, b) => String(a.body.due ?? '9').localeCompare(String(b.body.due ?? '9')));
    if (!all.length) return null;
    return panel(`${t('hazards')} ${all.length}`, table(t('hazards'), ['col.what', 'col.where', 'col.team', 'col.state', 'col.dueBy'], all.slice(0, 100).map(({ region, body }) => row(word('hazard', body.kind), atlas.place(region), atlas.team(body.team), word('state', body.state), body.due ? h('span', { class: Date.parse(body.due) < now() ? 'wrong' : '' , text: dayTime(body.due) }) : ''))));
  }

  key(event) {
    const cards = [...this.element.querySelectorAll('article[data-id]')];
    const at = cards.findIndex((card) => card.contains(document.activeElement));
    const to = (n) => { const one = cards[Math.min(Math.max(n, 0), cards.length - 1)]; one?.focus(); one?.scrollIntoView({ block: 'nearest' }); };
    const it = this.all?.find((each) => each.id === (cards[at]?.dataset.id ?? this.chosen)) ?? this.all?.[0];
    const deed = { j: () => to(at + 1), ArrowDown: () => to(at + 1), k: () => to(at - 1), ArrowUp: () => to(at - 1), x: () => it && may('dispatcher', 'planner', 'supervisor') && this.dismiss(it),
      Enter: () => { const more = cards[at]?.querySelector('details'); if (more && document.activeElement === cards[at]) more.open = !more.open; } }[event.key];
    if (!deed || (event.key === 'Enter' && document.activeElement !== cards[at])) return false;
    deed();
    return true;
  }
}

/** A warning as the board tells it, for when the list can't be read. */
function fromBoard({ id, region, body }) { return { id, place: region, figure: body.figure ?? '', category: body.category ?? '', method: body.method ?? '', since: body.since ?? '', day: body.day ?? '', observed: body.observed ?? 0, expected: Number(body.expected ?? 0), expires: body.expires, reasons: body.reasons ?? [] }; }
