// Alarms of shops (三户联防): which shop, who of its group and which teams answer.

import * as atlas from './atlas.js';
import { Board, nothing, panel } from './board.js';
import { dayTime } from './clock.js';
import { h } from './dom.js';
import { t, word } from './i18n.js';
import { incidents } from './model.js';

const SIGN = { done: '✓', acknowledged: '●', en_route: '●', on_scene: '●', timed_out: '✗', declined: '✗', recalled: '–' };

export class AlertsView extends Board {
  kinds = ['incident'];
  made() {
    const all = incidents().filter((each) => each.alert);
    if (!all.length) return panel(t('view.alerts'), nothing('alertsNone'));
    const open = all.filter((each) => each.stage !== 'resolved'); const done = all.filter((each) => each.stage === 'resolved');
    return [some('alertsOpen', open, 'red'), some('alertsDone', done, '')];
  }
}
const some = (title, all, kind) => panel(`${t(title)} ${all.length}`, all.length ? h('div', { class: 'columns' }, all.map((each) => card(each, kind))) : nothing('none'));

function card(each, kind) {
  const shop = each.shop || each.tasks.map((task) => task.shop).find(Boolean) || '';
  const group = shop ? atlas.group(shop) : null;
  return h('article', { class: `card ${kind}`, 'data-id': each.id }, h('h3', { text: `${kind ? '▲ ' : ''}${shop ? atlas.team(shop) : atlas.place(each.region)}` }),
    h('p', { text: [atlas.category(each.category), word('state', each.state), each.opened ? t('reportedAt', { time: dayTime(each.opened) }) : ''].filter(Boolean).join(' · ') }), h('p', { class: 'dim', text: atlas.place(each.region) }),
    group ? h('p', { text: `${t('group')}${t('colon')}${group.name}` }) : null,
    h('ul', { class: 'tasks' }, each.tasks.map((task) => h('li', {}, h('span', { 'aria-hidden': 'true', text: `${SIGN[task.state] ?? '○'} ` }), `${atlas.team(task.team)} · ${word('state', task.state)}`))));
}
