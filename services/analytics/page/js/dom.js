// Building the page out of text. Nothing here, or anywhere else, reads markup: a report's text stays a text.

/** Return an element. props: attributes; on…: listeners; class, text. children: elements or texts; null is left out. */
export function h(name, props = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key === 'text') made.textContent = value;
    else if (key === 'value') made.value = value;
    else made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Replace what is in `place`, keeping the focus on the element with the same data-key. */
export function fill(place, ...children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  const top = place.scrollTop;
  place.replaceChildren(...children.flat(Infinity).filter(Boolean));
  place.scrollTop = top;
  if (key) [...place.querySelectorAll('[data-key]')].find((each) => each.dataset.key === key)?.focus();
}

const SVG = 'http://www.w3.org/2000/svg';

/** Return an SVG element. */
export function svg(name, props = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(props)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Tell people what came of it; bad: it failed. */
export function say(text, bad = false) {
  const place = document.getElementById('said');
  place.classList.toggle('bad', bad);
  place.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { place.textContent = ''; }, bad ? 15000 : 6000);
}
