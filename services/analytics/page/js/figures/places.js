// The place that figures are of: a way down the region tree, from the caller's own region to a grid.

import * as atlas from '../atlas.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';
import { claims } from '../session.js';

/** Return the codes from the caller's region down to a place, the widest first. */
export function way(code) {
  const top = claims().region;
  return [2, 4, 6, 9, 12, 16].filter((length) => length > top.length && length <= code.length).reduce((all, length) => [...all, code.slice(0, length)], [top]).filter((each) => each.length === top.length || atlas.known(each));
}
export function above(code) { const all = way(code); return all.length > 1 ? all[all.length - 2] : code; }
export function called(code) { return code ? atlas.place(code) : t('whole'); }

/** Return the way as buttons, and a choice of the places below. go(code): a place was chosen. */
export function placeChooser(code, go) {
  const steps = way(code);
  const below = atlas.below(code);
  return h('div', { class: 'acts places-way', role: 'group', 'aria-label': t('place') },
    steps.map((each, n) => [n ? h('span', { 'aria-hidden': 'true', class: 'dim', text: '›' }) : null, h('button', { type: 'button', 'data-key': `place-${each}`, 'data-place': each, 'aria-current': each === code ? 'location' : null, text: n ? atlas.shortName(each) : called(each), onclick: () => go(each) })]),
    below.length ? h('select', { id: 'figures-place', 'data-key': 'figures-place', 'aria-label': t('goDown'), onchange: (event) => event.target.value && go(event.target.value) }, h('option', { value: '', text: `${t('goDown')} (${below.length})` }), below.map(([each, name]) => h('option', { value: each, text: name }))) : null);
}
