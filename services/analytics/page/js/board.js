// What the views beside the main one share: they are made anew whenever one of their kinds changes.

import { fill, h } from './dom.js';
import { t } from './i18n.js';

export class Board {
  kinds = [];
  constructor(state) { this.state = state; this.element = h('div', { class: 'board' }); this.begin?.(); this.update(); }
  close() { this.closed = true; }
  key() { return false; }
  tick() {}
  changed(kinds) { if (kinds.has('atlas') || this.kinds.some((kind) => kinds.has(kind))) this.update(); }
  update() { if (!this.closed) fill(this.element, this.made()); }
}

export const panel = (title, ...inner) => h('section', { class: 'panel', 'aria-label': title }, h('h2', { text: title }), ...inner);
export const nothing = (key) => h('p', { class: 'dim', text: t(key) });
/** Return a table in a frame that scrolls sideways by itself. heads: keys of words, '' for none. */
export const table = (label, heads, rows) => h('div', { class: 'sideways', tabindex: 0, role: 'group', 'aria-label': label }, h('table', {}, h('caption', { class: 'unseen', text: label }),
  h('thead', {}, h('tr', {}, heads.map((head) => (head ? h('th', { scope: 'col', text: t(head) }) : h('td', {}))))), h('tbody', {}, rows)));
export const row = (first, ...cells) => h('tr', {}, h('th', { scope: 'row' }, first), cells.map((cell) => h('td', {}, cell)));
