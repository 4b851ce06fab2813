// Periods as the service writes them (2026-11-22, 2026-W47, 2026-11, 2026), and going from one to the next.

const MS = 864e5;
const WRITTEN = { day: (text) => text, week: isoWeek, month: (text) => text.slice(0, 7), year: (text) => text.slice(0, 4) };
export const KINDS = Object.keys(WRITTEN);

/** Return the period of a kind that a day (2026-11-22) lies in. */
export function periodOf(kind, dayText) { return WRITTEN[kind](dayText); }

/** Return a day of the period before (by -1) or after (by 1) the one that a day lies in. */
export function shifted(kind, dayText, by) {
  const date = new Date(`${dayText}T00:00:00Z`);
  if (kind === 'day' || kind === 'week') return new Date(date.getTime() + by * (kind === 'day' ? 1 : 7) * MS).toISOString().slice(0, 10);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() + by * (kind === 'month' ? 1 : 12);
  return new Date(Date.UTC(Math.floor(months / 12), months % 12, 1)).toISOString().slice(0, 10);
}

/** Return the ISO 8601 week of a day, 2026-W09. */
export function isoWeek(text) {
  const date = new Date(`${text}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  return `${date.getUTCFullYear()}-W${String(Math.ceil(((date - first) / MS + 1) / 7)).padStart(2, '0')}`;
}
