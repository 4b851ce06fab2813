// Disputes (矛盾纠纷) by colour of risk, the next deadline first.

import * as atlas from './atlas.js';
import { Board, nothing, panel } from './board.js';
import { countdown, dayTime, now } from './clock.js';
import { h } from './dom.js';
import { t, word } from './i18n.js';
import { others } from './model.js';

const COLUMNS = [['red'], ['orange', 'yellow'], ['blue', 'green', '']];
const SIGN = { red: '◆', orange: '▲', yellow: '▲', blue: '●', green: '○' };

export class CasesView extends Board {
  kinds = ['case'];
  made() {
    const all = others('case');
    if (!all.length) return panel(t('view.cases'), nothing('casesNone'));
    return h('div', { class: 'columns wide' }, COLUMNS.map((risks) => {
      const some = all.filter(({ body }) => risks.includes(body.risk ?? '')).sort((a, b) => String(a.body.next_due ?? '9').localeCompare(String(b.body.next_due ?? '9')));
      return panel(`${t('risk')} ${risks.filter(Boolean).map((each) => `${SIGN[each]} ${word('risk', each)}`).join(' / ')} ${some.length}`, some.length ? some.map(card) : nothing('none'));
    }));
  }
}

function card({ id, region, body }) {
  const due = body.next_due ? Date.parse(body.next_due) : null;
  const late = due !== null && due < now();
  return h('article', { class: `card ${body.risk ?? ''}`, 'data-id': id }, h('h3', { text: [body.category ? atlas.category(body.category) : id, word('state', body.state)].filter(Boolean).join(' · ') }),
    h('p', { text: [atlas.place(region), word('source', body.source)].filter(Boolean).join(' · ') }), body.owner ? h('p', { class: 'dim', text: `${t('owner')}${t('colon')}${atlas.team(body.owner)}` }) : null,
    body.mediator ? h('p', { text: `${t('mediator')}${t('colon')}${body.mediator} (${word('state', body.mediator_state)})` }) : null,
    due !== null ? h('p', { class: late ? 'wrong' : 'dim', text: late ? `${t('overdue')} · ${t('due')} ${dayTime(due)}` : `${t('due')} ${dayTime(due)} (${countdown(due)})` }) : null);
}
