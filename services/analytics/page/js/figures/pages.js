// A list that is read page by page, and shown as far as it has come.

import { get } from '../api.js';
import { h } from '../dom.js';
import { t } from '../i18n.js';

export class Pages {
  constructor(path) { this.element = h('div', {}); this.items = null; this.load(path); }
  close() { this.closed = true; }
  atlas() { this.draw(); }
  async load(path) {
    this.draw();
    try { const page = await get(path); this.items = [...(this.items ?? []), ...page.items]; this.next = page.next; } catch (error) { this.wrong = error.message; }
    this.draw();
  }
  /** What failed, said aloud; nothing when all went well. */
  failed() { return this.wrong ? h('p', { class: 'wrong', role: 'alert', text: this.wrong }) : null; }
  /** The button to the next page; nothing on the last. */
  more(key) { return this.next ? h('button', { type: 'button', 'data-key': key, text: t('more'), onclick: () => this.load(this.next) }) : null; }
}
