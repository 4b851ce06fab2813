// The platform's own health: services, queues and dead letters, and how far the facts are.

import { get } from './api.js';
import { Board, nothing, panel, row, table } from './board.js';
import { time } from './clock.js';
import { h } from './dom.js';
import { t, word } from './i18n.js';
import { may } from './session.js';

const LOOK_MS = 5000;
const OUTBOX_BAD_S = 30; // an event that waits longer tells of a broker that does not take it

export class PlatformView extends Board {
  begin() { this.look(); this.timer = setInterval(() => this.look(), LOOK_MS); }
  close() { super.close(); clearInterval(this.timer); }
  async look() {
    const [platform, facts] = await Promise.allSettled([get('/v1/platform'), may('viewer', 'supervisor', 'dispatcher', 'operator') ? get('/v1/projection') : null]);
    if (platform.status === 'fulfilled') { this.said = platform.value.services; this.bus = platform.value.bus; }
    this.facts = facts.status === 'fulfilled' ? facts.value : { away: facts.reason.message };
    this.update();
  }
  made() {
    const all = Object.entries(this.said ?? {});
    return [panel(t('services'), all.length ? table(t('services'), ['col.service', 'col.state', 'col.ms', 'col.outbox', 'col.inflight', 'col.retried', 'col.parked', 'col.problem'], all.map(service)) : nothing(this.said ? 'platformNone' : 'loading')),
      this.said ? this.queues() : null, this.facts ? this.factsPanel() : null];
  }
  queues() {
    if (!this.bus) return null;
    if (this.bus.problem) return panel(t('queues'), h('p', { class: 'wrong', text: t('queuesUnknown', { why: this.bus.problem }) }));
    const full = this.bus.queues.filter((each) => each.kind !== 'stream').sort((a, b) => (b.kind === 'dead') - (a.kind === 'dead') || b.waiting - a.waiting);
    const quiet = !this.bus.waiting && !this.bus.dead;
    return panel(t('queues'), h('p', {}, h('span', { 'aria-hidden': 'true', text: this.bus.dead ? '✗ ' : '● ', class: this.bus.dead ? 'bad' : 'good' }), quiet ? t('queuesEmpty', { n: this.bus.number }) : `${t('queuesSum', { n: this.bus.number, waiting: this.bus.waiting })} · ${t('deadLetters', { n: this.bus.dead })}`, h('span', { class: 'dim', text: ` · ${t('askedAt', { time: time(this.bus.at) })}` })),
      full.length ? table(t('queues'), ['col.queue', 'col.waiting'], full.map((each) => row(`${each.kind === 'dead' ? '✗ ' : ''}${each.name}`, String(each.waiting)))) : null);
  }
  factsPanel() {
    const { facts } = this;
    if (facts.away) return panel(t('facts'), h('p', { class: 'wrong', text: t('factsAway', { why: facts.away }) }));
    const held = new Map((this.bus?.queues ?? []).filter((each) => each.kind === 'stream').map((each) => [each.name, each.waiting]));
    const { rebuild } = facts;
    return panel(t('facts'), h('p', {}, h('span', { 'aria-hidden': 'true', class: facts.catching_up || facts.problem ? 'bad' : 'good', text: facts.catching_up || facts.problem ? '▲ ' : '● ' }), [t('generation', { n: facts.generation }), t(facts.catching_up ? 'catchingUp' : 'level'), facts.problem].filter(Boolean).join(' · ')),
      table(t('col.log'), ['col.log', 'col.at', 'col.held', 'col.behind'], Object.entries(facts.places).map(([log, at]) => row(log, at.toLocaleString(), held.has(log) ? held.get(log).toLocaleString() : '–', (held.get(log) ?? -1) >= at ? (held.get(log) - at).toLocaleString() : '–'))),
      h('p', { class: facts.gaps ? 'wrong' : '', text: facts.gaps || facts.aggregates_lacking_events ? t('gapsMarked', { gaps: facts.gaps, lacking: facts.aggregates_lacking_events }) : t('noGaps') }), h('p', { class: 'dim', text: t('taken', facts.taken) }),
      h('p', { text: `${t('rebuild')}${t('colon')}${rebuild.state === 'none' ? word('rebuild', 'none') : `${t('rebuildSaid', { state: word('rebuild', rebuild.state), done: rebuild.done, total: rebuild.total, rate: rebuild.per_second })} ${rebuild.reason ?? ''}`}` }),
      ['reading', 'comparing'].includes(rebuild.state) ? h('progress', { max: String(Math.max(rebuild.total, 1)), value: String(rebuild.done), 'aria-label': t('rebuild') }) : null);
  }
}

function service([name, said]) {
  if (!said) return row(name, t('unasked'), '', '', '', '', '', '');
  const its = said.measures ?? {};
  const number = (value) => (value === undefined ? '–' : String(value));
  return row(name, [h('span', { 'aria-hidden': 'true', class: said.ready ? 'good' : 'bad', text: said.ready ? '● ' : '✗ ' }), t(said.ready ? 'ready' : 'unready')], String(said.ms ?? ''),
    its.outbox_s === undefined ? '–' : [its.outbox_s > OUTBOX_BAD_S ? h('span', { class: 'bad', 'aria-hidden': 'true', text: '▲ ' }) : null, `${Math.round(its.outbox_s)} ${t('unit.seconds')}`], number(its.in_hand), number(its.retried), number(its.parked),
    Object.entries(said.problems ?? {}).map(([what, why]) => `${what}: ${why}`).join('; '));
}
