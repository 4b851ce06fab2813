// Accountability reviews (责任倒查): what happened, and what was known before, by the ids of the events. To look at.

import { get } from '../api.js';
import * as atlas from '../atlas.js';
import { nothing, panel } from '../board.js';
import { dayTime } from '../clock.js';
import { fill, h } from '../dom.js';
import { t, word } from '../i18n.js';
import { Pages } from './pages.js';

export class ReviewTab extends Pages {
  rows = new Map(); // of a review whose events were asked for
  constructor() { super('/v1/reviews?limit=50'); }
  async behind(id) {
    const found = await get(`/v1/reviews/${encodeURIComponent(id)}`).catch((error) => { this.wrong = error.message; return null; });
    this.rows.set(id, found?.picture.rows ?? []);
    this.draw();
  }
  draw() {
    if (this.closed) return;
    fill(this.element, panel(t('tab.reviews'), this.failed(),
      this.items ? (this.items.length ? h('div', { class: 'columns wide' }, this.items.map((each) => this.card(each))) : nothing('reviewsNone')) : nothing(this.wrong ? 'none' : 'loading'),
      this.more('more-reviews')));
  }
  card(each) {
    const { incident, picture } = each; const rows = this.rows.get(each.id);
    const known = [t('known', { n: picture.total }), t('earlierIncidents', { n: picture.earlier_incidents }), t('openHazards', { n: picture.open_hazards.length }), t('openCases', { n: picture.open_cases.length }), picture.days_since_visit === null ? t('notVisited') : t('visited', { n: picture.days_since_visit.toFixed(1) })];
    return h('article', { class: `card ${each.overdue ? 'red' : 'yellow'}`, 'data-id': each.id }, h('h3', { text: [word('trigger', each.trigger), incident.category ? atlas.category(incident.category) : '', word('state', each.state)].filter(Boolean).join(' · ') }),
      h('p', { text: [dayTime(incident.at), atlas.place(incident.region), incident.team ? atlas.team(incident.team) : ''].filter(Boolean).join(' · ') }), h('p', { class: each.overdue ? 'wrong' : 'dim', text: [each.overdue ? t('overdue') : '', t('dueBy', { time: dayTime(each.due) }), each.reviewer ? t('reviewer', { who: each.reviewer }) : '', each.finding ? word('finding', each.finding) : ''].filter(Boolean).join(' · ') }),
      h('ul', {}, known.map((said) => h('li', { text: said }))),
      rows ? h('ol', { class: 'line' }, rows.map((row) => h('li', {}, h('time', { datetime: row.at, text: dayTime(row.at) }), [row.kind.replaceAll('_', ' '), row.word.replaceAll('_', ' '), row.category ? atlas.category(row.category) : '', atlas.place(row.region)].filter(Boolean).join(' · '), h('div', { class: 'dim' }, h('code', { text: row.event_id })))))
        : h('button', { type: 'button', 'data-key': `behind-${each.id}`, text: t('lookBehind'), onclick: () => this.behind(each.id) }));
  }
}
