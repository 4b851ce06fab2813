// The main view: the map, the list with deadlines counting down, and the chosen incident.

import * as acts from './acts.js';
import * as atlas from './atlas.js';
import { Detail } from './detail.js';
import { h } from './dom.js';
import { t, word } from './i18n.js';
import { IncidentList } from './list.js';
import { GridMap } from './map.js';
import { incidents, others, units } from './model.js';
import { may } from './session.js';

export class NowView {
  constructor(state) {
    this.state = state; // {chosen, filter, grid}: outlives the view
    this.map = new GridMap({ picked: (id) => this.choose(id), pointed: (grid) => { state.grid = grid; } });
    this.list = new IncidentList({ chosen: (id) => this.choose(id) });
    this.detail = new Detail();
    this.filter = h('input', { id: 'filter', type: 'search', 'aria-label': t('filterLabel'), placeholder: t('filter'), value: state.filter ?? '', oninput: () => { state.filter = this.filter.value; this.update(); } });
    this.count = h('h2', {});
    this.all_ = h('button', { type: 'button', id: 'close-all', hidden: true, text: t('stage.all'), onclick: () => this.closeAll() });
    this.element = h('div', { class: 'now' }, this.map.element, h('section', { class: 'panel list', 'aria-label': t('incidents') }, h('div', { class: 'head' }, this.count, this.filter, this.all_), this.list.element), this.detail.element);
    this.map.reload();
    this.update();
  }
  close() { this.map.close(); }

  changed(kinds) {
    if (kinds.has('atlas')) this.map.reload();
    if (['incident', 'unit', 'gap', 'atlas'].some((kind) => kinds.has(kind))) this.update();
  }

  update() {
    this.all = incidents();
    const wanted = (this.state.filter ?? '').trim().toLowerCase();
    const shown = this.all.filter((each) => !wanted || text(each).toLowerCase().includes(wanted));
    if (!this.all.some((each) => each.id === this.state.chosen)) this.state.chosen = this.next(shown);
    this.list.show(shown, this.state.chosen);
    this.order = this.list.shown.map((each) => each.id);
    this.count.textContent = `${t('incidents')} ${this.all.length}`;
    this.all_.hidden = !may('dispatcher', 'supervisor') || !shown.some((each) => each.stage === 'resolved');
    this.map.show({ incidents: this.all, units: units(), gaps: others('gap'), chosen: this.state.chosen });
    this.detail.show(this.chosen);
  }
  /** What was chosen is gone: take the one that came after it, so that a row of them is closed by the same keys. */
  next(shown) {
    const at = (this.order ?? []).indexOf(this.state.chosen);
    const here = new Set(shown.map((each) => each.id));
    return (at < 0 ? undefined : [...this.order.slice(at + 1), ...this.order.slice(0, at).reverse()].find((id) => here.has(id))) ?? shown[0]?.id ?? '';
  }

  tick() { if (this.list.tick()) this.update(); }

  get chosen() { return this.all.find((each) => each.id === this.state.chosen); }
  choose(id) {
    this.state.chosen = id;
    this.list.mark(id); this.list.reveal(id);
    this.map.show({ ...this.map.things, chosen: id });
    this.detail.show(this.chosen);
  }
  step(by) { const id = this.list.beside(this.state.chosen, by); if (id) this.choose(id); }
  closeAll() { if (may('dispatcher', 'supervisor')) acts.closeAll(this.list.all.filter((each) => each.stage === 'resolved')); }

  key(event) {
    const it = this.chosen;
    const deed = { j: () => this.step(1), ArrowDown: () => this.step(1), k: () => this.step(-1), ArrowUp: () => this.step(-1), '/': () => this.filter.focus(), m: () => this.map.canvas.focus(),
      a: () => it && acts.acknowledge(it), d: () => it && acts.dispatch(it), c: () => it && acts.close(it), C: () => this.closeAll() }[event.key];
    if (!deed) return false;
    deed();
    return true;
  }
}

/** Return what the filter looks through. */
function text(each) { return `${atlas.category(each.category)} ${each.category} ${atlas.place(each.region)} ${each.region} ${each.tasks.map((task) => atlas.team(task.team)).join(' ')} ${word('state', each.state)} ${word('source', each.source)} ${t(`stage.${each.stage}`)}`; }
