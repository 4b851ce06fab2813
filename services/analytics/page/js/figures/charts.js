// Small charts as SVG: bars over periods, bars side by side, and daily counts with the usual level.

import { svg } from '../dom.js';
import { shown } from './say.js';

/** Bars over time. series: values {period, value, unit}. label: what a screen reader says before the numbers. */
export function bars(series, label) {
  const width = 720; const height = 170; const top = Math.max(...series.map((each) => each.value ?? 0), 1e-9); const step = width / series.length;
  const drawn = series.flatMap((each, n) => {
    const tall = ((each.value ?? 0) / top) * (height - 50);
    const middle = { x: n * step + step / 2, 'text-anchor': 'middle' };
    return [svg('rect', { class: n === series.length - 1 ? 'bar last' : 'bar', x: n * step + step * 0.15, y: height - 22 - tall, width: step * 0.7, height: tall }), svg('text', { ...middle, y: height - 27 - tall }, shown(each)), svg('text', { ...middle, y: height - 6 }, each.period.replace(/^\d\d(?=\d\d-)/, ''))];
  });
  return svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${label} ${series.map((each) => `${each.period}: ${shown(each)}`).join('; ')}` }, ...drawn);
}

/** Daily counts, the days since `since` stressed, with a dashed line at the usual number. */
export function daily({ counts, first, since, usual }, label) {
  const width = 720; const height = 120; const top = Math.max(...counts, usual ?? 0, 1); const step = width / counts.length;
  const start = Date.parse(`${first}T00:00:00Z`); const day = (n) => new Date(start + n * 864e5).toISOString().slice(0, 10);
  const drawn = counts.map((count, n) => svg('rect', { class: day(n) >= since ? 'bar alarm' : 'bar', x: n * step + step * 0.12, y: height - 20 - (count / top) * (height - 30), width: step * 0.76, height: (count / top) * (height - 30) }));
  const level = usual === null || usual === undefined ? [] : [svg('line', { class: 'usual', x1: 0, x2: width, y1: height - 20 - (usual / top) * (height - 30), y2: height - 20 - (usual / top) * (height - 30) })];
  const marks = [0, counts.length - 1].map((n) => svg('text', { x: n ? width : 0, y: height - 5, 'text-anchor': n ? 'end' : 'start' }, day(n)));
  return svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${label}: ${counts.join(', ')}` }, ...drawn, ...level, ...marks, svg('text', { x: 2, y: 11 }, String(top)));
}
