// The view of figures: four tabs, of which scorecards and reviews are for supervisors.

import { fill, h } from './dom.js';
import { FigureTab } from './figures/figure_tab.js';
import { ReportTab } from './figures/report_tab.js';
import { ReviewTab } from './figures/review_tab.js';
import { ScoreTab } from './figures/score_tab.js';
import { t } from './i18n.js';
import { may } from './session.js';

export { inWords, shown } from './figures/say.js';
export { isoWeek } from './figures/periods.js';

const TABS = { figures: FigureTab, reports: ReportTab, scorecards: ScoreTab, reviews: ReviewTab };

export class FiguresView {
  constructor(state) {
    this.state = state;
    this.element = h('div', { class: 'figures' });
    if (!may('viewer', 'supervisor', 'dispatcher', 'planner', 'officer')) { this.element.append(h('p', { class: 'panel dim', text: t('figuresNotYours') })); return; }
    this.names = Object.keys(TABS).filter((name) => name === 'figures' || name === 'reports' || may('supervisor'));
    this.bar = h('div', { class: 'tabs', role: 'tablist', 'aria-label': t('tabs') });
    this.place = h('div', { class: 'tab', role: 'tabpanel', id: 'tab-panel' });
    this.element.append(this.bar, this.place);
    this.show(this.names.includes(state.tab) ? state.tab : 'figures');
  }
  show(name) {
    this.tab?.close();
    this.state.tab = name;
    fill(this.bar, this.names.map((each) => h('button', { type: 'button', role: 'tab', id: `tab-${each}`, 'data-key': `tab-${each}`, 'aria-selected': String(each === name), 'aria-controls': 'tab-panel', tabindex: each === name ? 0 : -1, text: t(`tab.${each}`), onclick: () => this.show(each), onkeydown: (event) => this.turn(event) })));
    this.place.setAttribute('aria-labelledby', `tab-${name}`);
    this.tab = new TABS[name](this.state);
    this.place.replaceChildren(this.tab.element);
  }
  turn(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault(); event.stopPropagation();
    const at = (this.names.indexOf(this.state.tab) + by + this.names.length) % this.names.length;
    this.show(this.names[at]);
    this.bar.children[at].focus();
  }
  close() { this.tab?.close(); }
  key(event) { return this.tab?.key?.(event) ?? false; }
  tick() {}
  changed(kinds) { if (kinds.has('atlas')) this.tab?.atlas?.(); }
}
