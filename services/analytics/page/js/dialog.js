// Dialogs, the browser's own: they keep the focus, Escape closes them, and it goes back to where it was.

import { h } from './dom.js';

/** Open a dialog; build(close) returns what is in it. Resolves with what `close` was given, or undefined. */
export function open(title, build) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' });
    let result;
    const close = (given) => { result = given; dialog.close(); };
    dialog.append(h('h2', { id: 'dialog-title', text: title }), ...[build(close, dialog)].flat());
    dialog.addEventListener('close', () => { dialog.remove(); before?.isConnected && before.focus(); resolve(result); });
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector('[autofocus]') ?? dialog.querySelector('input, button, select, textarea'))?.focus();
  });
}

/** Choose one of a list by digit, arrows and Enter, or a click. options: {text, more, value, disabled}. */
export function choose(title, options, { empty = '', cancel = 'Esc' } = {}) {
  return open(title, (close, dialog) => {
    const buttons = options.map(({ text, more, value, disabled }, n) => h('p', {}, h('button', { type: 'button', disabled, class: n ? '' : 'main', onclick: () => close(value) },
      n < 9 ? h('kbd', { text: String(n + 1) }) : null, ` ${text}`), more ? h('span', { class: 'dim', text: ` ${more}` }) : null));
    dialog.addEventListener('keydown', (event) => {
      const all = [...dialog.querySelectorAll('p > button')].filter((each) => !each.disabled);
      const at = all.indexOf(document.activeElement);
      if (/^[1-9]$/.test(event.key)) { const one = options[Number(event.key) - 1]; if (one && !one.disabled) close(one.value); }
      else if (event.key === 'ArrowDown' || event.key === 'j') all[(at + 1) % all.length]?.focus();
      else if (event.key === 'ArrowUp' || event.key === 'k') all[(at - 1 + all.length) % all.length]?.focus();
      else return;
      event.preventDefault();
    });
    return [...buttons, options.length ? null : h('p', { text: empty }), h('p', {}, h('button', { type: 'button', onclick: () => close(), text: cancel }))].filter(Boolean);
  });
}

/** A text field with suggestions: arrows choose, Enter takes. find(text): [{value, text}]. */
export function combo({ id, label, find, changed, attributes = {} }) {
  const input = h('input', { id, role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${id}-options`, autocomplete: 'off', ...attributes });
  const list = h('ul', { id: `${id}-options`, role: 'listbox', class: 'options', 'aria-label': label, hidden: true });
  const state = { value: '', at: -1, found: [] };
  const show = (found) => {
    state.found = found; state.at = -1; list.hidden = !found.length;
    input.setAttribute('aria-expanded', String(found.length > 0)); input.removeAttribute('aria-activedescendant');
    list.replaceChildren(...found.map((each, n) => h('li', { id: `${id}-${n}`, role: 'option', 'aria-selected': 'false', text: each.text, onpointerdown: (event) => { event.preventDefault(); take(n); } })));
  };
  const take = (n) => { state.value = state.found[n].value; input.value = state.found[n].text; show([]); changed(state.value, input.value); };
  input.addEventListener('input', () => { state.value = ''; show(find(input.value)); changed('', input.value); });
  input.addEventListener('blur', () => show([]));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!state.found.length) show(find(input.value));
      if (!state.found.length) return;
      state.at = (state.at + (event.key === 'ArrowDown' ? 1 : -1) + state.found.length) % state.found.length;
      [...list.children].forEach((each, n) => each.setAttribute('aria-selected', String(n === state.at)));
      input.setAttribute('aria-activedescendant', `${id}-${state.at}`);
    } else if (event.key === 'Enter' && !event.ctrlKey && state.found.length) take(Math.max(state.at, 0));
    else if (event.key === 'Escape' && state.found.length) { show([]); event.stopPropagation(); } else return;
    event.preventDefault();
  });
  return { element: h('div', { class: 'field' }, h('label', { for: id, text: label }), input, list), input, get value() { return state.value; }, set(value, text) { state.value = value; input.value = text; } };
}
