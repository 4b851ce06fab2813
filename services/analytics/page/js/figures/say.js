// Numbers as people read them: with their unit, what they are made of, and no percentage without its test.

import { lang, t, word } from '../i18n.js';

const number = (value, digits = 1) => value.toLocaleString(lang() === 'zh' ? 'zh-CN' : 'en-GB', { maximumFractionDigits: Number.isInteger(value) ? 0 : digits });

/** Return a value with its unit; a dash when it can't be said. */
export function shown(value) {
  if (value.value === null || value.value === undefined) return '—';
  if (value.unit === 'percent') return `${value.value.toFixed(1)} %`;
  const said = number(value.value);
  return value.unit === 'count' ? said : `${said} ${t(`unit.${value.unit}`)}`;
}
/** Return "12 / 48" for what has a denominator, else ''. */
export function made(value) { return value.denominator === null || value.denominator === undefined ? '' : `${number(value.numerator ?? 0)} / ${number(value.denominator)}`; }
export function notes(value) { return (value.notes ?? []).map((note) => (word('note', note.word) === note.word.replaceAll('_', ' ') ? note.text : word('note', note.word))).join(t('comma')); }

/** Return p as people write it. */
export function chance(p) { return `p ${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}`; }

/** Return a change as a sentence: the percentage never without its p-value, or why there is none. */
export function inWords(change) { return [`${shown(change.before)} → ${shown(change.now)}`, ...inShort(change)].join(' · '); }
/** Return the same without the values: percentage, p, verdict, and that the numbers are small. */
export function inShort(change) {
  const parts = [];
  if (change.percent !== null && change.percent !== undefined) parts.push(`${sign(change)} ${change.percent > 0 ? '+' : ''}${change.percent.toFixed(1)} %`);
  if (change.p_value !== null && change.p_value !== undefined) parts.push(chance(change.p_value));
  if (change.verdict === 'within_chance') parts.push(t('verdict.within_chance'));
  const remarks = change.remarks.map((remark) => word('remark', remark.word ?? '') || remark.text);
  if (change.small && !change.remarks.some((remark) => remark.word === 'small_numbers')) parts.push(t('small'));
  return [...parts, ...remarks];
}
function sign({ verdict, percent }) { return verdict === 'rise' ? '▲' : verdict === 'fall' ? '▼' : percent ? '≈' : '='; }
