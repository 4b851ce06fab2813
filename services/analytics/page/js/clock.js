// The server's time, for the clocks of command rooms and phones differ. Times are milliseconds since the epoch.

let offset = 0;
let zone = 'Asia/Shanghai';

/** Take over the server's time, as in its answers. */
export function setServerTime(text) { const at = Date.parse(text); if (!Number.isNaN(at)) offset = at - Date.now(); }
export function setZone(name) { if (name) zone = name; }
export function now() { return Date.now() + offset; }

/** Return minutes:seconds to a moment, with − once it has passed; hours and days when far. */
export function countdown(due, at = now()) {
  const seconds = Math.round((due - at) / 1000);
  const sign = seconds < 0 ? '−' : '';
  const rest = Math.abs(seconds);
  const two = (number) => String(number).padStart(2, '0');
  if (rest < 3600) return `${sign}${Math.floor(rest / 60)}:${two(rest % 60)}`;
  if (rest < 86400) return `${sign}${Math.floor(rest / 3600)}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
  return `${sign}${Math.floor(rest / 86400)}d ${Math.floor((rest % 86400) / 3600)}h`;
}

/** Return how urgent it is: late, soon (a quarter of the span left, or 20 s), or ''. */
export function urgency(due, began, at = now()) {
  if (due < at) return 'late';
  return due - at < Math.max(20000, (due - began) / 4) ? 'soon' : '';
}

const made = new Map();
function formatter(options) {
  const key = zone + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat('zh-CN', { timeZone: zone, hour12: false, ...options }));
  return made.get(key);
}
function shown(text, options) {
  const at = typeof text === 'number' ? text : Date.parse(text);
  return Number.isNaN(at) ? '' : formatter(options).format(at);
}
export function time(text) { return shown(text, { hour: '2-digit', minute: '2-digit', second: '2-digit' }); }
export function dayTime(text) { return shown(text, { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }); }
/** Return the day as 2026-03-01 in the zone of the people. */
export function day(at = now()) { return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at); }
