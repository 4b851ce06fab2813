// The map: grids of the registry's release, incidents, units and what nobody covers, on a canvas. No tiles from anywhere.

import { h } from './dom.js';
import { t } from './i18n.js';
import * as atlas from './atlas.js';
import { Buckets, fit, toScreen, toWorld, zoom } from './geometry.js';

const FILL = { urban: '#20435e', town: '#1d3d50', rural: '#17303f' };
const MARK = { 1: ['#ff8a5c', '◆'], 2: ['#e69f00', '▲'], 3: ['#56b4e9', '●'], 4: ['#b7c6d2', '○'] };
const MOST = 60;
const TOGETHER = 40;

/** A map in a place of the page. picked(incident id), pointed(grid or undefined) are called. */
export class GridMap {
  constructor({ picked, pointed }) {
    this.picked = picked; this.pointed = pointed;
    this.canvas = h('canvas', { tabindex: 0, role: 'img', id: 'map' });
    this.tip = h('p', { class: 'tip', hidden: true });
    this.element = h('section', { class: 'panel map', 'aria-label': t('view.now') }, this.canvas, this.tip, h('p', { class: 'legend', text: t('map.legend'), 'aria-hidden': 'true' }));
    this.base = document.createElement('canvas');
    this.things = { incidents: [], units: [], gaps: [], chosen: '' };
    this.view = null; this.shapes = null; this.drag = null; this.touched = false;
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.element);
    this.listen();
  }
  close() { this.observer.disconnect(); }

  /** The registry's release changed: make the outlines anew. */
  reload() {
    const open = new Map();
    this.shapes = [];
    for (const grid of atlas.grids) {
      if (!grid.middle) continue;
      // one path of ten thousand outlines takes seconds to fill: paths of some neighbours, passed over when out of sight
      if (!(open.get(grid.kind)?.count < TOGETHER)) { open.set(grid.kind, { kind: grid.kind, path: new Path2D(), box: grid.box, count: 0 }); this.shapes.push(open.get(grid.kind)); }
      const shape = open.get(grid.kind);
      trace(shape.path, grid.outlines);
      shape.box = hull([shape.box, grid.box]);
      shape.count += 1;
    }
    this.buckets = new Buckets(atlas.grids);
    this.touched = false;
    this.resize();
  }
  show(things) {
    this.things = things;
    this.canvas.setAttribute('aria-label', t('map.label', { open: things.incidents.length, units: things.units.length }));
    this.draw();
  }
  resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!width || !height) return;
    const dots = Math.min(devicePixelRatio || 1, 2);
    for (const each of [this.canvas, this.base]) { each.width = Math.round(width * dots); each.height = Math.round(height * dots); }
    this.dots = dots;
    if (!this.touched || !this.view) this.home(); else this.rebase();
  }
  home() {
    const all = atlas.grids.map((grid) => grid.box).filter(([west]) => Number.isFinite(west));
    const around = all.length ? [...hull(all)] : null;
    this.view = all.length ? fit(around, this.element.clientWidth, this.element.clientHeight) : null;
    this.rebase();
  }
  /** Draw the grids for the present view, once; while the view moves, the picture is moved instead. */
  rebase() {
    if (!this.view || !this.shapes) return this.draw();
    const pen = this.base.getContext('2d', { alpha: false });
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = '#0b1620'; pen.fillRect(0, 0, this.base.width, this.base.height);
    const { scale, squeeze, x, y } = this.view;
    pen.setTransform(scale * squeeze * this.dots, 0, 0, -scale * this.dots, x * this.dots, y * this.dots);
    pen.lineWidth = 0.7 / scale; pen.strokeStyle = '#4d6a80';
    const [west, north] = toWorld(this.view, 0, 0); const [east, south] = toWorld(this.view, this.element.clientWidth, this.element.clientHeight);
    for (const { kind, path, box } of this.shapes) {
      if (box[0] > east || box[2] < west || box[1] > north || box[3] < south) continue;
      pen.fillStyle = FILL[kind] ?? FILL.rural; pen.fill(path, 'evenodd'); pen.stroke(path);
    }
    this.drawn = { ...this.view };
    return this.draw();
  }
  draw() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => { this.asked = 0; this.paint(); });
  }
  paint() {
    const pen = this.canvas.getContext('2d');
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    if (!this.view || !this.drawn) return;
    const by = this.view.scale / this.drawn.scale;
    pen.setTransform(by, 0, 0, by, (this.view.x - this.drawn.x * by) * this.dots, (this.view.y - this.drawn.y * by) * this.dots);
    pen.drawImage(this.base, 0, 0);
    pen.setTransform(this.dots, 0, 0, this.dots, 0, 0);
    this.paintGaps(pen); this.paintUnits(pen); this.paintIncidents(pen);
  }
  paintGaps(pen) {
    pen.strokeStyle = '#e29cc4'; pen.lineWidth = 2; pen.setLineDash([4, 3]);
    for (const gap of this.things.gaps) {
      const grid = atlas.gridOf(gap.region);
      if (grid) { pen.beginPath(); for (const outline of grid.outlines) { for (let n = 0; n < outline.length; n += 2) pen[n ? 'lineTo' : 'moveTo'](...toScreen(this.view, outline[n], outline[n + 1])); pen.closePath(); } pen.stroke(); }
      const at = this.spot(gap);
      if (at) { pen.setLineDash([]); label(pen, '▨', '#e29cc4', at, 15); pen.setLineDash([4, 3]); }
    }
    pen.setLineDash([]);
  }
  paintUnits(pen) {
    for (const unit of this.things.units) {
      const at = unit.lon !== null && unit.lat !== null ? toScreen(this.view, unit.lon, unit.lat) : this.spot(unit);
      if (at) label(pen, unit.state === 'available' ? '■' : '□', '#00b98a', at, 14);
    }
  }
  paintIncidents(pen) {
    this.hits = [];
    for (const each of [...this.things.incidents].reverse()) {
      const at = this.spot(each);
      if (!at) continue;
      const [colour, sign] = MARK[each.priority] ?? MARK[4];
      if (each.id === this.things.chosen) { pen.strokeStyle = '#f0e442'; pen.lineWidth = 3; pen.beginPath(); pen.arc(at[0], at[1], 15, 0, 7); pen.stroke(); }
      label(pen, sign, colour, at, 20);
      this.hits.push([at, each.id]);
    }
  }
  /** Return where something is on the screen; things of one grid are set side by side. */
  spot(thing) {
    const at = atlas.whereIs(thing.region);
    if (!at) return null;
    const [x, y] = toScreen(this.view, at[0], at[1]);
    const turn = [...thing.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
    const aside = thing.region.length >= 16 ? 6 : 12;
    return [x + aside * Math.cos(turn), y + aside * Math.sin(turn)];
  }
  move(view) { this.view = view; this.touched = true; this.draw(); clearTimeout(this.settle); this.settle = setTimeout(() => this.rebase(), 120); }

  listen() {
    const here = (event) => { const { left, top } = this.canvas.getBoundingClientRect(); return [event.clientX - left, event.clientY - top]; };
    this.canvas.addEventListener('wheel', (event) => { if (!this.view) return; event.preventDefault(); this.move(zoom(this.view, Math.exp(-event.deltaY / 400), ...here(event))); }, { passive: false });
    const fingers = new Map();
    this.canvas.addEventListener('pointerdown', (event) => { fingers.set(event.pointerId, here(event)); this.canvas.setPointerCapture(event.pointerId); this.drag = { moved: 0 }; });
    this.canvas.addEventListener('pointermove', (event) => {
      const at = here(event);
      if (!fingers.has(event.pointerId)) return this.hover(at);
      const before = fingers.get(event.pointerId); const spread = pinch(fingers);
      fingers.set(event.pointerId, at);
      this.drag.moved += Math.hypot(at[0] - before[0], at[1] - before[1]);
      if (!this.view) return undefined;
      if (fingers.size === 2) return this.move(zoom(this.view, pinch(fingers) / Math.max(spread, 1), ...at));
      return this.move({ ...this.view, x: this.view.x + at[0] - before[0], y: this.view.y + at[1] - before[1] });
    });
    const up = (event) => { if (fingers.delete(event.pointerId) && this.drag?.moved < 5 && event.type === 'pointerup') this.click(here(event)); };
    this.canvas.addEventListener('pointerup', up); this.canvas.addEventListener('pointercancel', up);
    this.canvas.addEventListener('keydown', (event) => this.key(event));
  }
  key(event) {
    const step = { ArrowLeft: [MOST, 0], ArrowRight: [-MOST, 0], ArrowUp: [0, MOST], ArrowDown: [0, -MOST] }[event.key];
    const middle = [this.element.clientWidth / 2, this.element.clientHeight / 2];
    if (!this.view) return;
    if (step) this.move({ ...this.view, x: this.view.x + step[0], y: this.view.y + step[1] });
    else if (event.key === '+' || event.key === '=') this.move(zoom(this.view, 1.4, ...middle));
    else if (event.key === '-') this.move(zoom(this.view, 1 / 1.4, ...middle));
    else if (event.key === '0') { this.touched = false; this.home(); } else return;
    event.preventDefault(); event.stopPropagation();
  }
  hover(at) {
    const grid = this.view && this.buckets?.at(...toWorld(this.view, ...at));
    this.tip.hidden = !grid;
    if (grid) this.tip.textContent = `${atlas.place(grid.code)} ${grid.code}`;
  }
  click(at) {
    const hit = (this.hits ?? []).map(([[x, y], id]) => [Math.hypot(x - at[0], y - at[1]), id]).filter(([far]) => far < 18).sort((a, b) => a[0] - b[0])[0];
    if (hit) this.picked(hit[1]); else if (this.view) this.pointed(this.buckets?.at(...toWorld(this.view, ...at)));
  }
}

function trace(path, outlines) { for (const outline of outlines) { for (let n = 0; n < outline.length; n += 2) path[n ? 'lineTo' : 'moveTo'](outline[n], outline[n + 1]); path.closePath(); } }
function label(pen, sign, colour, [x, y], size) {
  pen.font = `${size}px "Noto Sans Symbols2", "DejaVu Sans", system-ui, sans-serif`; pen.textAlign = 'center'; pen.textBaseline = 'middle';
  pen.lineWidth = 4; pen.strokeStyle = '#04121d'; pen.strokeText(sign, x, y); pen.fillStyle = colour; pen.fillText(sign, x, y);
}
function pinch(fingers) { const [a, b] = [...fingers.values()]; return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0; }
function hull(boxes) { return boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]); }
