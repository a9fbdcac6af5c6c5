/* Elements of the page, built without markup in text: what people write is never read as HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/** An element: attributes that are false or null are left out, "on…" are listeners, children may be text. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (value === false || value === null || value === undefined) return;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  });
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of the sprite that the page names. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  Object.entries({ class: 'i', width: 16, height: 16, 'aria-hidden': 'true' }).forEach(([key, value]) => svg.setAttribute(key, value));
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${document.querySelector('[data-designer]').dataset.sprite}#${name}`);
  svg.append(use);
  return svg;
}
