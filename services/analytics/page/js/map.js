// The map: grids of the registry's release, incidents, units and what nobody covers, on a canvas. No tiles from anywhere.

import { h } from './dom.js';
import { t } from './i18n.js';
import * as atlas from './atlas.js';
import { Buckets, fit, hull, toWorld, zoom } from './geometry.js';
import { Layer } from './layer.js';
import { paint } from './marks.js';

const STEP = 60; // pixels of an arrow key
const SETTLED_MS = 120;
const NEAR = 18; // pixels around a sign that a click hits

/** A map in a place of the page. picked(incident id), pointed(grid or undefined) are called. */
export class GridMap {
  constructor({ picked, pointed, title = t('map.title') }) {
    this.picked = picked; this.pointed = pointed;
    this.canvas = h('canvas', { tabindex: 0, role: 'img', id: 'map', 'aria-label': title });
    this.tip = h('p', { class: 'tip', hidden: true });
    this.element = h('section', { class: 'panel map', 'aria-label': title }, this.canvas, this.tip, h('p', { class: 'legend', text: t('map.legend'), 'aria-hidden': 'true' }));
    this.layer = new Layer(() => this.draw());
    this.things = { incidents: [], units: [], gaps: [], chosen: '' };
    this.view = null; this.drag = null; this.touched = false;
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.element);
    this.listen();
  }
  close() { this.observer.disconnect(); this.layer.close(); clearTimeout(this.settle); cancelAnimationFrame(this.asked); }

  /** The registry's release changed: make the outlines anew. */
  reload() {
    this.layer.reload(atlas.grids);
    this.buckets = new Buckets(atlas.grids);
    this.touched = false;
    this.resize();
  }
  show(things) {
    this.things = things;
    this.canvas.setAttribute('aria-label', t('map.label', { open: things.incidents.length, units: things.units.length, gaps: things.gaps.length }));
    this.draw();
  }
  get size() { return [this.element.clientWidth, this.element.clientHeight]; }
  resize() {
    const [width, height] = this.size;
    if (!width || !height) return;
    this.dots = Math.min(devicePixelRatio || 1, 2);
    this.grow = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1; // a wall's signs are as large as its letters
    const wanted = [Math.round(width * this.dots), Math.round(height * this.dots)];
    if (this.canvas.width !== wanted[0] || this.canvas.height !== wanted[1]) [this.canvas.width, this.canvas.height] = wanted;
    if (!this.touched || !this.view) this.home(); else this.rebase(true);
    this.paint();
  }
  /** Show everything. */
  home() {
    const boxes = atlas.grids.map((grid) => grid.box).filter(([west]) => Number.isFinite(west));
    this.view = boxes.length && this.size[0] ? fit(hull(boxes), ...this.size) : null;
    this.rebase(true);
  }
  rebase(atOnce = false) { if (this.view && this.dots) this.layer.draw(this.view, ...this.size, this.dots, atOnce); this.draw(); }
  draw() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => { this.asked = 0; this.paint(); });
  }
  paint() {
    const pen = this.canvas.getContext('2d', { alpha: false });
    pen.setTransform(1, 0, 0, 1, 0, 0);
    if (!this.view || !this.layer.covers(this.view, ...this.size)) { pen.fillStyle = '#0b1620'; pen.fillRect(0, 0, this.canvas.width, this.canvas.height); }
    if (!this.view) return;
    this.layer.paint(pen, this.view, this.dots);
    this.hits = paint(pen, this.view, this.things, { dots: this.dots, size: this.size, grow: this.grow });
  }
  move(view) {
    this.view = view; this.touched = true; this.draw();
    if (!this.layer.busy && !this.layer.covers(view, ...this.size)) this.rebase();
    clearTimeout(this.settle);
    this.settle = setTimeout(() => this.rebase(), SETTLED_MS);
  }

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
    const step = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
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
    const hit = (this.hits ?? []).map(([[x, y], id]) => [Math.hypot(x - at[0], y - at[1]), id]).filter(([far]) => far < NEAR * this.grow).sort((a, b) => a[0] - b[0])[0];
    if (hit) this.picked(hit[1]); else if (this.view) this.pointed(this.buckets?.at(...toWorld(this.view, ...at)));
  }
}

function pinch(fingers) { const [a, b] = [...fingers.values()]; return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0; }
