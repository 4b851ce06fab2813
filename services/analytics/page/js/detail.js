// The chosen incident: what and where, who does what by when, and how it went.

import * as acts from './acts.js';
import * as atlas from './atlas.js';
import { day, dayTime, now, time } from './clock.js';
import { fill, h } from './dom.js';
import { t, word } from './i18n.js';
import { may } from './session.js';
import { lines } from './timeline.js';

const NEXT = { acknowledged: 'en_route', en_route: 'on_scene', on_scene: 'done' };
const ACTION = { en_route: 'depart', on_scene: 'arrive', done: 'finish' };
const STEPS = ['requested', 'notified', 'acknowledged', 'declined', 'timed_out', 'en_route', 'on_scene', 'done', 'recalled'];

export class Detail {
  constructor() {
    this.element = h('section', { class: 'panel', id: 'detail', tabindex: 0, 'aria-label': t('incident') });
    this.history = null; this.version = '';
  }

  show(it) {
    this.it = it;
    if (!it) { this.version = ''; fill(this.element, h('h2', { text: t('incident') }), h('p', { class: 'dim', text: t('pick') })); return; }
    const version = `${it.id}/${it.body.state_at}/${it.tasks.map((task) => task.state).join()}/${it.units.length}`;
    if (this.version.split('/')[0] !== it.id) this.history = null;
    if (this.version !== version) { this.version = version; this.load(it.id, version); }
    const facts = [`${t('priority')} ${it.priority}`, word('state', it.state), atlas.place(it.region) || t('unplaced'), word('source', it.source), it.ring ? t('ring', { n: it.ring }) : '', ...it.flags.map((flag) => word('flag', flag)), it.restricted ? t('restricted') : '', it.body.duress ? t('duress') : ''];
    fill(this.element, h('h2', { text: atlas.category(it.category) || t('incident') }), h('p', { text: facts.filter(Boolean).join(' · ') }),
      h('p', { class: 'dim' }, it.opened ? `${moment(it.opened)} ${t('reported')}` : '', h('span', { class: 'id', text: it.id })), this.acts(it),
      h('h3', { text: t('tasks') }), it.tasks.length ? h('ul', { class: 'tasks' }, [...it.tasks].sort(byTime).map((task) => this.task(it, task))) : h('p', { class: 'dim', text: t('none') }),
      it.units.length ? [h('h3', { text: t('sent') }), h('ul', { class: 'tasks' }, it.units.map((unit) => h('li', { text: [atlas.team(unit.id), word('state', unit.state), unit.reason ? word('note', unit.reason) : '', unit.at ? time(unit.at) : ''].filter(Boolean).join(' · ') })))] : null,
      h('h3', { text: t('timeline') }), this.history === null ? h('p', { class: 'dim', text: t('loading') }) : h('ol', { class: 'line' }, lines(this.history, it)));
  }
  acts(it) {
    if (!may('dispatcher', 'supervisor')) return null;
    const free = it.waiting.length || it.late.length;
    return h('div', { class: 'acts' }, this.button('acknowledge', () => acts.acknowledge(it), !free), this.button('dispatch', () => acts.dispatch(it), it.stage === 'resolved'), this.button('close', () => acts.close(it)));
  }
  button(name, onclick, disabled = false) { return h('button', { type: 'button', 'data-key': name, 'data-act': name, disabled, onclick, text: t(`act.${name}`) }); }

  /** A task: whose, where it stands and since when, what it has to be done by, and what can be done about it. */
  task(it, task) {
    const waits = it.waiting.includes(task); const next = NEXT[task.state];
    const by = waits ? task.acknowledge_by : ['acknowledged', 'en_route'].includes(task.state) ? task.arrive_by : null;
    const open = it.stage !== 'resolved' && by && Date.parse(by) > now();
    const act = (name, kind, deed) => h('button', { type: 'button', 'data-key': `${task.id}${kind}`, 'data-act': name, text: t(`act.${name}`), onclick: deed });
    return h('li', { 'data-task': task.id, 'data-state': task.state }, h('strong', { text: atlas.team(task.team) }), ' ', h('span', { class: `state s-${task.state}`, text: word('state', task.state) }), task.late ? h('span', { class: 'quiet', text: ` ${t('late')}` }) : null,
      open ? h('span', { class: 'dim', text: ` ${t(waits ? 'due.acknowledge' : 'due.arrive')} ${t('until', { time: time(by) })}` }) : null, ' ',
      may('dispatcher') && waits ? act('take', 'a', () => acts.acknowledge(it, task)) : null,
      may('dispatcher') && it.late.includes(task) ? act('takeLate', 'a', () => acts.acknowledge(it, task)) : null,
      may('dispatcher') && next && it.stage !== 'resolved' ? act(next, 'n', () => acts.step(it, task, ACTION[next])) : null,
      h('div', { class: 'steps dim', text: [task.reason ? word('reason', task.reason) : '', ...STEPS.filter((step) => task[`${step}_at`]).map((step) => `${t(`step.${step}`)} ${time(task[`${step}_at`])}`)].filter(Boolean).join(' · ') }));
  }

  async load(id, version) {
    const found = await acts.history(id).catch(() => []);
    if (this.version !== version || this.it?.id !== id) return;
    this.history = found;
    this.show(this.it);
  }
}

const byTime = (a, b) => String(a.requested_at ?? '').localeCompare(String(b.requested_at ?? '')) || (a.id < b.id ? -1 : 1);
/** Return a time of today, or day and time. */
export function moment(at) { return day(at) === day() ? time(at) : dayTime(at); }
