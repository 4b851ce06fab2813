// Words in Chinese and English. A word that is not listed is shown as it is.

import { WORDS } from './words.js';

const KEY = 'lianfang.language';
let language = localStorage.getItem(KEY) ?? (navigator.language?.startsWith('zh') === false ? 'en' : 'zh');

export function lang() { return language; }
export function toggle() { language = language === 'zh' ? 'en' : 'zh'; localStorage.setItem(KEY, language); apply(); }

/** Return the word in the present language; {name} is replaced out of `values`. */
export function t(key, values = {}) {
  const said = WORDS[key]?.[language === 'zh' ? 0 : 1] ?? key;
  return said.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? '');
}
/** Return a state, source, outcome … of some kind, `state.closed`; the bare word, with blanks, when nobody translated it. */
export function word(kind, said) { return said ? (WORDS[`${kind}.${said}`] ? t(`${kind}.${said}`) : String(said).replaceAll('_', ' ')) : ''; }

export function apply() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = t('title');
  for (const each of document.querySelectorAll('[data-t]')) each.textContent = t(each.dataset.t);
  for (const each of document.querySelectorAll('[data-label]')) each.setAttribute('aria-label', t(each.dataset.label));
  document.getElementById('language').textContent = language === 'zh' ? 'English' : '中文';
}
