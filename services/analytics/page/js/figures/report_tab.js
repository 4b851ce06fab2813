// Reports: daily brief, weekly analysis, monthly summary. The token goes in a header, so files are fetched and then opened.

import { blob } from '../api.js';
import * as atlas from '../atlas.js';
import { nothing, panel, row, table } from '../board.js';
import { dayTime } from '../clock.js';
import { fill, h, say } from '../dom.js';
import { lang, t, word } from '../i18n.js';
import { Pages } from './pages.js';

const KEPT_MS = 60000; // an opened file's address is let go after that; the window has read it by then

export class ReportTab extends Pages {
  constructor() { super('/v1/reports?limit=50'); }
  draw() {
    if (this.closed) return;
    const all = this.items;
    fill(this.element, panel(t('tab.reports'), this.failed(),
      all ? (all.length ? table(t('tab.reports'), ['col.report', 'col.where', 'col.period', 'col.made', 'col.open'], all.map((each) => this.row(each))) : nothing('reportsNone')) : nothing('loading'),
      this.more('more-reports')));
  }
  row(each) {
    const file = (kind, path) => h('button', { type: 'button', 'data-key': `${each.id}-${kind}`, 'data-file': kind, 'aria-label': `${t(`report.${kind}`)}: ${word('report', each.kind)} ${each.period}`, text: t(`report.${kind}`), onclick: () => open(path, `${each.id}.${kind}`, kind) });
    return row(lang() === 'zh' ? each.zh : each.en, atlas.place(each.region) || each.place, each.period, dayTime(each.made_at),
      h('div', { class: 'acts' }, file('page', `${each.page}?lang=${lang()}`), file('csv', each.csv), each.pdf ? file('pdf', each.pdf) : h('span', { class: 'dim', text: word('printing', each.printing.state) })));
  }
}

/** Fetch a file with the token, then show it in a window of its own, or save it. */
async function open(path, name, kind) {
  say(t('said.fetching'));
  try {
    const address = URL.createObjectURL(await blob(path));
    const link = h('a', kind === 'csv' ? { href: address, download: name } : { href: address, target: '_blank', rel: 'noopener' });
    document.body.append(link); link.click(); link.remove();
    setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
    say('');
  } catch (error) { say(error.message, true); }
}
